// @ts-check
// Copy link, and the same address as a QR code for whoever sits in the room.
import { button } from "./controls.js";
import { el, svg } from "./elements.js";
import { withPairs } from "./link.js";
/** @import { Component, Send } from "./types.d.ts" */

/**
 * `path` draws the QR code of `address`, `size` modules wide; `sentence` says why there is none. With
 * `pairs` there is one button, `label`, which copies the address with them in it.
 * @typedef {object} Data
 * @property {string} [label]
 * @property {Record<string, string>} [pairs]
 * @property {string} [sentence]
 * @property {string} [path]
 * @property {string} [size]
 * @property {string} [address]
 */

const TOLD_MS = 2500;
const MARGIN = 4; // modules around a QR code, as its standard asks

export default class CopyLink {
  /**
   * @param {HTMLElement} parent
   * @param {Data} data
   */
  constructor(parent, { label = "Copy link", pairs }) {
    this.pairs = pairs;
    this.timer = 0;
    /** @type {Send} */
    this.ask = () => {};
    this.copied = el("span", { class: "xv-copied", role: "status" });
    this.box = el("div", { class: "xv-qr", hidden: true });
    this.qr = button("qr", "QR code", () => this.toggle(), { "aria-expanded": "false" });
    const copy = button(pairs ? "copy-with" : "copy-link", label, () => this.copy());
    const code = pairs ? [] : [this.qr, this.box];
    this.root = el("div", { class: "xv-copy-link" }, this.copied, copy, ...code);
    this.root.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.open(false);
    });
    parent.append(this.root);
  }

  async copy() {
    const address = withPairs(globalThis.location.href, this.pairs ?? {});
    const done = await copyByClipboard(address) || copyBySelection(address, this.root);
    this.tell(done ? "Copied" : "Copy the address bar, please");
  }

  /** @param {string} text */
  tell(text) {
    this.copied.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.copied.textContent = "";
    }, TOLD_MS);
  }

  toggle() {
    if (this.box.hidden) this.ask("qr", globalThis.location.href);
    this.open(Boolean(this.box.hidden));
  }

  /** @param {boolean} on */
  open(on) {
    this.box.hidden = !on;
    this.qr.setAttribute("aria-expanded", String(on));
  }

  /** @param {Component<Data>} component */
  receive({ data, setTriggerValue }) {
    this.ask = setTriggerValue;
    this.pairs = data.pairs;
    if (data.sentence) this.box.replaceChildren(el("p", {}, data.sentence));
    if (!data.path) return;
    const edge = Number(data.size) + 2 * MARGIN;
    const attributes = {
      viewBox: `${-MARGIN} ${-MARGIN} ${edge} ${edge}`,
      role: "img",
      "aria-label": "QR code of this page's address",
      "data-testid": "qr-picture",
      "data-value": data.address,
      "shape-rendering": "crispEdges",
    };
    this.box.replaceChildren(svg("svg", attributes, svg("path", { d: data.path })));
  }

  close() {
    clearTimeout(this.timer);
    this.root.remove();
  }
}

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
