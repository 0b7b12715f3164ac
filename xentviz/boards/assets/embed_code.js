// @ts-check
// The code that a course page needs to show a step and its board in a frame. No DOM here.
import { withPairs } from "./link.js";

/** What an embedded page tells its host, so that the frame can be as high as its content. */
export const HEIGHT = "xentviz-height";
const BEFORE = 700; // pixels until the page has said how high it is, and where scripts are not allowed

/** The theme of an embedded page: the reader's own, or one that fits the host. */
export const THEMES = { "": "as the reader's system", light: "light", dark: "dark" };

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * The address that shows the open step and its board alone.
 * @param {string} address
 * @param {string} theme a key of THEMES
 */
export function embedAddress(address, theme) {
  const url = new URL(address);
  for (const key of ["present", "embed_options"]) url.searchParams.delete(key);
  return withPairs(url.href, { embed: "true", ...(theme ? { embed_options: `${theme}_theme` } : {}) });
}

/**
 * The frame, and the lines that give it the height of its content.
 * @param {string} address
 * @param {string} title
 * @param {string} theme a key of THEMES
 */
export function embedCode(address, title, theme) {
  const from = escaped(embedAddress(address, theme));
  return `<iframe src="${from}" title="${escaped(title)}" width="100%" height="${BEFORE}"
  style="border: 0" allow="clipboard-write"></iframe>
<script>
addEventListener("message", ({ data, source }) => {
  if (data?.type !== "${HEIGHT}") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.height = data.height;
  }
});
</script>
`;
}
