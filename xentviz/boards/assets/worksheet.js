// @ts-check
// A worksheet: a few controls, and what the core computes from them as one number, tables and bars.
import { probabilityBar } from "./bars.js";
import { BoardView } from "./board.js";
import { button, choice, dial, toggle } from "./controls.js";
import { el, lossOutput, setValue, show, showText } from "./elements.js";
import { num3 } from "./numerals.js";
/** @import { Message } from "./types.d.ts" */

/** @typedef {Record<string, number | string | number[]>} State */
/** @typedef {[text: string, value: number | null]} Cell */
/** @typedef {[element: string, cells: Cell[], kind: string]} Row */
/** @typedef {[name: string, header: string[], rows: Row[]]} Grid */
/** @typedef {[name: string, p: number, text: string]} Bar */

/**
 * What the core says of a state; `waiting` while a model is learning that it needs.
 * @typedef {object} Sheet
 * @property {Cell} main
 * @property {string} main_words
 * @property {Grid[]} tables
 * @property {string} sentence
 * @property {string} quote
 * @property {Bar[]} bars
 * @property {string[]} marks
 * @property {boolean} waiting
 */

/** @typedef {{ field: string, label: string }} Named */
/** @typedef {Named & { kind: "range", least: number, most: number, step: number }} Range */
/** @typedef {Named & { kind: "choice", names: Record<string, string> }} Choice */
/** @typedef {Named & { kind: "marks" }} Marks */
/** @typedef {{ label: string, controls: (Range | Choice | Marks)[] }} Constants */

/** @extends {BoardView<State, Sheet, Constants>} */
export default class Worksheet extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<State, Sheet, Constants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "worksheet", label: message.constants.label });
    this.drawn = "";
    this.controls = this.constants.controls.map((one) => this.build(one));
    this.main = lossOutput("main", this.constants.label);
    this.mainWords = el("p", { class: "xv-main-words" });
    this.quote = el("blockquote", { class: "xv-quote", "data-element": "quote", "data-testid": "quote", dir: "auto" });
    this.bars = el("div", { class: "xv-bars", "data-element": "bars" });
    this.tables = el("div", { class: "xv-tables" });
    this.sentence = el("p", { class: "xv-sentence", role: "status", "data-testid": "sentence" });
    this.root.append(
      el("div", { class: "xv-controls" }, ...this.controls.map(({ node }) => node)),
      el("div", { class: "xv-main", "data-element": "main" }, this.main, this.mainWords),
      this.quote,
      this.bars,
      this.tables,
      this.sentence,
      this.said,
      this.live,
    );
  }

  /** @param {Sheet} sheet */
  spoken({ main, main_words: words, sentence }) {
    return `${main[0]} ${words} ${sentence}`;
  }

  /**
   * @override
   * @param {Sheet} sheet
   */
  settle(sheet) {
    super.settle(sheet);
    this.askLater(sheet.waiting);
  }

  // ---- controls -----------------------------------------------------------------------------

  /** @param {Range | Choice | Marks} one */
  build(one) {
    const made = one.kind === "range" ? this.range(one) : one.kind === "choice" ? this.choice(one) : this.marks(one);
    made.node.dataset.element = one.field;
    return made;
  }

  /** @param {Range} options */
  range({ field, label, least, most, step }) {
    const value = () => Number(this.state[field]);
    const tidy = (/** @type {number} */ x) => Number((Math.round(x / step) * step).toFixed(6));
    const made = dial(this, {
      ...{ testid: field, label, min: least, max: most, step, value },
      format: (x) => (Number.isInteger(step) ? String(x) : x.toFixed(1)),
      move: (x) => this.change({ [field]: tidy(x) }),
      enter: (x) => this.changeNow({ [field]: tidy(x) }),
    });
    return { node: made.node, paint: () => made.paint() };
  }

  /** @param {Choice} options */
  choice({ field, label, names }) {
    const made = choice({
      testid: field,
      label,
      options: names,
      pick: (picked) => this.changeNow({ [field]: picked }),
    });
    const node = el("div", { class: "xv-picked" }, el("span", {}, label), made.node);
    return { node, paint: () => made.paint(String(this.state[field])) };
  }

  /** @param {Marks} options */
  marks({ field, label }) {
    const list = el("span", { class: "xv-marks", role: "group", "aria-label": label });
    const marked = () => /** @type {number[]} */ (this.state[field]);
    const press = (/** @type {number} */ k) => {
      const others = marked().filter((one) => one !== k);
      this.changeNow({ [field]: marked().includes(k) ? others : [...others, k].sort((a, b) => a - b) });
    };
    let names = "";
    const paint = (/** @type {Sheet} */ sheet) => {
      if (names !== sheet.marks.join("\n")) {
        names = sheet.marks.join("\n");
        list.replaceChildren(...sheet.marks.map((name, k) => toggle(`${field}-${k}`, [name], () => press(k))));
      }
      [...list.children].forEach((node, k) => node.setAttribute("aria-pressed", String(marked().includes(k))));
    };
    const all = button(`${field}-all`, "all", () => this.changeNow({ [field]: [...list.children].map((_, k) => k) }));
    const none = button(`${field}-none`, "none", () => this.changeNow({ [field]: [] }));
    const node = el("div", { class: "xv-picked" }, el("span", {}, label), list, all, none);
    return { node, paint };
  }

  // ---- painting -----------------------------------------------------------------------------

  /**
   * @override
   * @param {Sheet} sheet
   */
  paint(sheet) {
    for (const one of this.controls) one.paint(sheet);
    const now = JSON.stringify([sheet, this.arranged]);
    if (now === this.drawn) return;
    this.drawn = now;
    this.draw(sheet);
  }

  /** @param {Sheet} sheet */
  draw({ main, main_words: words, quote, bars, tables, sentence }) {
    const told = this.shows("main");
    write(this.main, told ? main : ["?", null]);
    showText(this.mainWords, words);
    showText(this.quote, this.shows("quote") ? quote : "?");
    this.quote.hidden = quote === "";
    this.bars.replaceChildren(...bars.map((one) => this.bar(one, this.shows("bars"))));
    const shown = tables.filter(([, , rows]) => rows.some(([element]) => this.has(element)));
    this.tables.replaceChildren(...shown.map((one) => this.table(one)));
    showText(this.sentence, this.shows("sentence") ? sentence : "");
  }

  /**
   * @param {Bar} bar
   * @param {boolean} told
   */
  bar([name, p, text], told) {
    const bar = probabilityBar();
    bar.paint(told ? p : 0, 0);
    const number = el("span", { class: "xv-number xv-is-prediction", "data-testid": "bar-p" });
    write(number, told ? [text, p] : ["?", null]);
    return el(
      "div",
      { class: "xv-bar-row" },
      el("span", { class: "xv-bar-name", dir: "auto" }, name),
      bar.node,
      number,
    );
  }

  /** @param {Grid} grid */
  table([title, header, rows]) {
    const isNumber = (/** @type {number} */ k) => rows.some(([, cells]) => cells[k][1] !== null);
    const column = (/** @type {number} */ k) => ({ scope: "col", class: isNumber(k) ? "xv-figure" : undefined });
    const head = el("tr", {}, ...header.map((text, k) => el("th", column(k), text)));
    const body = rows.filter(([name]) => this.has(name)).map((row) => this.row(row));
    return el("table", { class: "xv-table", "data-testid": title }, el("thead", {}, head), el("tbody", {}, ...body));
  }

  /** @param {Row} row */
  row([element, [name, ...cells], kind]) {
    const told = this.shows(element);
    const numbers = cells.map(([text, value], k) => {
      const node = el("td", { class: value === null ? "" : "xv-figure", "data-testid": `${element}-${k}` });
      write(node, told ? [text, value] : [text && "?", null]);
      return node;
    });
    const attributes = { class: kind ? `xv-row xv-is-${kind}` : "xv-row", "data-element": element };
    return el("tr", attributes, el("th", { scope: "row", dir: "auto" }, name[0]), ...numbers);
  }
}

/**
 * A text, and its number in full where it is one.
 * @param {HTMLElement} node
 * @param {Cell} cell
 */
function write(node, [text, value]) {
  if (value === null) {
    showText(node, text);
    setValue(node, null);
  } else show(node, value, text || num3(value));
}
