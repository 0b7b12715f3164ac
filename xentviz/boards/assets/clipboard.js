// @ts-check
// Text into the clipboard, with and without https.
import { el } from "./elements.js";

/**
 * Whether it is there now.
 * @param {string} text
 * @param {HTMLElement} place where a field may stand for a moment
 */
export const copyText = async (text, place) => await copyByClipboard(text) || copyBySelection(text, place);

/**
 * The clipboard needs https or this very machine.
 * @param {string} text
 */
async function copyByClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * A class on a school's network often has no https.
 * @param {string} text
 * @param {HTMLElement} place
 */
function copyBySelection(text, place) {
  const area = el("textarea", { class: "xv-spoken", readonly: true });
  area.value = text;
  place.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
