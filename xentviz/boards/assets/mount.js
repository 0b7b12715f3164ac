// @ts-check
// The one module that Streamlit loads: it imports the board it is told, builds it once, feeds it.
import { decode } from "./encoding.js";
import { el } from "./elements.js";
/** @import { Component, Mounted, MountedClass } from "./types.d.ts" */

/**
 * The part of a message that this module reads; the rest is the board's. `assets` is the address of the
 * modules where the server keeps them under one that names their content; "" for this module's own.
 * What draws nothing is `unstyled`.
 * @typedef {{ module: string, assets?: string, unstyled?: boolean }} Data
 */

/**
 * @typedef {object} Entry
 * @property {Component<Data>} component what came last
 * @property {Mounted<Data> | null} board null until its module and its style sheets are there
 * @property {HTMLElement} placeholder
 * @property {boolean} closed
 */

/** @type {WeakMap<HTMLElement, Entry>} */
const mounted = new WeakMap();
/** @type {Map<string, Promise<void>>} */
const styleSheets = new Map();

/**
 * The address of a file beside the boards' modules.
 * @param {string} file
 * @param {string} [assets]
 */
const addressOf = (file, assets) => new URL(file, assets ? new URL(assets, document.baseURI) : import.meta.url).href;

/**
 * The class of a board: where the server keeps the modules, from the one file that has all of them, if that comes.
 * @param {string} name
 * @param {string} [assets]
 * @returns {Promise<MountedClass<Data>>}
 */
async function loaded(name, assets) {
  const all = assets ? await import(addressOf("./all.js", assets)).catch(() => null) : null;
  return all ? all.default[name] : (await import(addressOf(`./${name}.js`, assets))).default;
}

/**
 * Link a style sheet once; resolves when it has been read, or cannot be.
 * @param {string} href
 */
function styled(href) {
  const known = styleSheets.get(href);
  if (known) return known;
  const link = el("link", { rel: "stylesheet", href });
  /** @type {Promise<void>} */
  const read = new Promise((resolve) => {
    link.onload = link.onerror = () => resolve();
  });
  styleSheets.set(href, read);
  document.head.append(link);
  return read;
}

/**
 * A board is built only when it can be seen as it is: with its style sheets.
 * @param {Entry} entry
 */
async function start(entry) {
  const { module: name, unstyled, assets } = entry.component.data;
  const sheets = assets ? ["all"] : ["controls", name];
  const styles = unstyled ? [] : sheets.map((file) => styled(addressOf(`./${file}.css`, assets)));
  try {
    const [Kind] = await Promise.all([loaded(name, assets), ...styles]);
    if (entry.closed) return;
    entry.placeholder.remove();
    entry.board = new Kind(entry.component.parentElement, entry.component.data);
    entry.board.receive(entry.component);
  } catch (error) {
    console.error(error);
    entry.placeholder.dataset.source = "failed";
    entry.placeholder.textContent = "This part of the page could not be loaded. Reload the page to try again.";
  }
}

/**
 * Called by Streamlit when the component is shown, and for each answer; the data comes in a list of one.
 * @param {Component<Data[]>} sent
 */
export default function mount(sent) {
  const component = { ...sent, data: /** @type {Data} */ (decode(sent.data[0])) };
  const parent = component.parentElement;
  const there = mounted.get(parent);
  const entry = there ?? { component, board: null, placeholder: waiting(), closed: false };
  if (there) {
    entry.component = component;
    entry.board?.receive(component);
  } else {
    mounted.set(parent, entry);
    parent.classList.add("xv-mount");
    parent.append(entry.placeholder);
    start(entry);
  }
  // Streamlit also calls this for an answer that a newer one overtook, while the board lives on.
  return () =>
    setTimeout(() => {
      if (parent.isConnected || mounted.get(parent) !== entry) return;
      entry.closed = true;
      entry.board?.close();
      mounted.delete(parent);
    });
}

// On a narrow screen Streamlit leaves its menu open over the page that was chosen.
const NARROW = matchMedia("(max-width: 800px)");
document.addEventListener("click", ({ target }) => {
  if (!NARROW.matches || !(target instanceof Element) || !target.closest('[data-testid="stSidebarNavLink"]')) return;
  /** @type {HTMLElement | null} */
  const close = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  close?.click();
});

if (new URLSearchParams(globalThis.location.search).has("stringTest")) import("./string_test.js");

/** Stands where the board will be, so that a page that is still loading can be told from one at rest. */
const waiting = () => el("div", { class: "xv-board", "data-source": "loading", role: "status" });
