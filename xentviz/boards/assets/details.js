// @ts-check
// Below a board, closed until opened: the same computation in code, and tables to go deeper with.
import { button, toggle } from "./controls.js";
import { el, showText } from "./elements.js";
/** @import { Component } from "./types.d.ts" */

/**
 * @typedef {object} Details
 * @property {Record<string, string> | null} code by library
 * @property {{ title: string, words: string, header: string[], rows: string[][] }[]} tables
 */

export default class DetailsBelow {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = el("div", { class: "xv-details" });
    this.library = "";
    /** @type {Record<string, string>} */
    this.code = {};
    this.text = el("code", { "data-testid": "code" });
    this.tabs = el("span", { class: "xv-choice", role: "group", "aria-label": "library" });
    const copy = button("copy-code", "Copy", () => this.copy());
    this.copied = el("span", { role: "status", class: "xv-copied" });
    this.codeBox = el(
      "details",
      { "data-testid": "in-code" },
      el("summary", {}, "In code"),
      el("div", { class: "xv-code-head" }, this.tabs, copy, this.copied),
      el("pre", { tabindex: "0" }, this.text),
    );
    this.tables = el("div", { class: "xv-deeper" });
    this.shape = "";
    this.root.append(this.codeBox, this.tables);
    parent.append(this.root);
  }

  /** @param {Component<Details>} component */
  receive({ data: { code, tables } }) {
    this.codeBox.hidden = !code;
    if (code) this.showCode(code);
    this.showTables(tables);
  }

  /** @param {Record<string, string>} code */
  showCode(code) {
    const names = Object.keys(code);
    this.code = code;
    if (!names.includes(this.library)) this.library = names[0];
    if (this.tabs.childElementCount !== names.length) {
      this.tabs.replaceChildren(...names.map((name) => toggle(`code-${name}`, [name], () => this.choose(name))));
    }
    names.forEach((name, k) => this.tabs.children[k].setAttribute("aria-pressed", String(name === this.library)));
    showText(this.text, code[this.library]);
  }

  /** @param {string} library */
  choose(library) {
    this.library = library;
    this.showCode(this.code);
  }

  async copy() {
    const done = await (navigator.clipboard?.writeText(this.code[this.library]).then(() => true, () => false) ?? false);
    showText(this.copied, done ? "Copied" : "Select the code to copy it");
  }

  /** @param {Details["tables"]} tables */
  showTables(tables) {
    const shape = JSON.stringify(tables);
    if (shape === this.shape) return;
    this.shape = shape;
    const open = [...this.tables.querySelectorAll("details")].map((node) => node.open);
    this.tables.replaceChildren(...tables.map((one, k) => this.table(one, open[k] ?? false)));
  }

  /**
   * @param {Details["tables"][number]} table
   * @param {boolean} open
   */
  table({ title, words, header, rows }, open) {
    const head = el("tr", {}, ...header.map((text) => el("th", { scope: "col" }, text)));
    const numeric = header.map((_, c) => c > 0 && rows.every((row) => /^[+−-]?\d|^$|^nan$|^∞$/.test(row[c])));
    const cell = (/** @type {string} */ text, /** @type {number} */ c) =>
      el("td", { class: numeric[c] ? "xv-number-cell" : false }, text);
    const body = rows.map((row) => el("tr", {}, ...row.map(cell)));
    const grid = el(
      "div",
      { class: "xv-scroll", tabindex: "0" },
      el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)),
    );
    const about = words ? [el("p", {}, words)] : [];
    return el("details", { open }, el("summary", {}, title), ...about, ...(header.length ? [grid] : []));
  }

  close() {
    this.root.remove();
  }
}
