// @ts-check
// Present, copy link, the code that embeds the step, and the address as a QR code that fills the screen.
import { copyText } from "./clipboard.js";
import { button } from "./controls.js";
import { el, setValue, svg } from "./elements.js";
import { EmbedDialog } from "./embed_dialog.js";
import { withPairs } from "./link.js";
import { PRESENT } from "./presenter.js";
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
    this.box = el("div", { class: "xv-qr-picture" });
    this.address = el("p", { class: "xv-qr-address", "data-testid": "qr-address" });
    this.screen = el(
      "dialog",
      { class: "xv-qr", "aria-label": "QR code of this page" },
      this.box,
      this.address,
      button("qr-close", "Close", () => this.screen.close()),
    );
    const present = button("present", "Present", () => document.dispatchEvent(new Event(PRESENT)));
    this.qr = button("qr", "QR code", () => this.open());
    const copy = button(pairs ? "copy-with" : "copy-link", label, () => this.copy());
    const before = pairs ? [] : [present];
    this.embed = pairs ? null : new EmbedDialog();
    const after = this.embed ? [this.embed.opener, this.qr, this.screen, this.embed.root] : [];
    this.root = el("div", { class: "xv-copy-link" }, this.copied, ...before, copy, ...after);
    parent.append(this.root);
  }

  async copy() {
    const address = withPairs(globalThis.location.href, this.pairs ?? {});
    const done = await copyText(address, this.root);
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

  open() {
    this.ask("qr", globalThis.location.href);
    this.address.textContent = globalThis.location.href.replace(/^https?:[/][/]/, "");
    this.screen.showModal();
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
      "shape-rendering": "crispEdges",
    };
    const picture = svg("svg", attributes, svg("path", { d: data.path }));
    setValue(picture, data.address);
    this.box.replaceChildren(picture);
  }

  close() {
    clearTimeout(this.timer);
    this.root.remove();
  }
}
