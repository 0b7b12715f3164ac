// @ts-check
// The surprise board: one p on the curve of -log p, dragged along it.
import { BoardView } from "./board.js";
import { button, choice, field, handle, toggle } from "./controls.js";
import { el, lossOutput, show, showText, svg } from "./elements.js";
import { lighting } from "./lighting.js";
import { otherLosses, surprise } from "./mirror.js";
import { num3, plain } from "./numerals.js";
import { SurpriseChart } from "./surprise_chart.js";
/** @import { Message } from "./types.d.ts" */

/** @typedef {{ p: number, axis: string, unit: string, others: string[] }} SurpriseState */

/**
 * `marks` holds p, nats and bits of each place on the curve that can be pressed.
 * @typedef {ReturnType<typeof surprise> & ReturnType<typeof otherLosses>
 *   & { marks: [p: number, nats: number, bits: number][] }} SurpriseNumbers
 */

/** @typedef {{ key: string, field: "squared" | "zero_one" | "absolute", words: string }} OtherLoss */

/**
 * @typedef {object} SurpriseConstants
 * @property {number} least where the slider of the logarithmic axis ends
 * @property {Record<string, string>} axes each with its words
 * @property {string[]} units
 * @property {OtherLoss[]} others
 * @property {Record<string, number[]>} marks by axis
 */

const LABEL = "probability you gave to the right answer";
/** @type {Record<string, boolean>} */
const IN_BITS = { nats: false, bits: true };

/** @extends {BoardView<SurpriseState, SurpriseNumbers, SurpriseConstants>} */
export class SurpriseView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<SurpriseState, SurpriseNumbers, SurpriseConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "surprise", label: "Surprise board" });
    this.numbers = this.core;
    this.laidFor = "";
    this.chart = new SurpriseChart(this);
    this.sliders = this.buildSliders();
    this.others = this.buildOthers();
    this.given = this.buildGiven();
    this.aside = this.buildAside();
    this.result = this.buildResult();
    this.terms = this.buildFormula();
    this.axis = choice({
      testid: "axis",
      label: "axis of p",
      options: this.constants.axes,
      pick: (axis) => this.turn({ axis }),
    });
    this.unit = choice({
      testid: "unit",
      label: "unit",
      options: Object.fromEntries(this.constants.units.map((unit) => [unit, unit])),
      pick: (unit) => this.turn({ unit }),
    });
    const sliders = Object.values(this.sliders).map(({ node }) => node);
    const picture = el("div", { class: "xv-picture" }, this.chart.node, el("div", { class: "xv-under" }, ...sliders));
    this.root.append(
      picture,
      this.given.node,
      this.result.node,
      this.aside.node,
      this.said,
      this.terms.node,
      this.buildControls(),
      this.live,
    );
    lighting(this.root);
    this.paintLater((numbers) => this.paintAside(numbers));
    this.layOut();
  }

  // ---- what BoardView asks ------------------------------------------------------------------
  mirror() {
    const { p } = this.state;
    return { ...surprise(p), ...otherLosses(p), marks: this.core.marks };
  }

  /** @param {SurpriseNumbers} numbers */
  spoken({ loss, bits }) {
    const coins = `${num3(bits)} heads in a row`;
    return `p ${plain(this.state.p)}: the loss is ${num3(loss)} nats, ${num3(bits)} bits, like ${coins}.`;
  }

  arranging() {
    const aside = ["heads", "slope", "others"].some((name) => this.has(name));
    this.root.classList.toggle("xv-no-aside", !aside);
    this.laidFor = "";
    this.layOut();
  }

  /** @param {SurpriseState} state */
  adopt(state) {
    super.adopt(state);
    this.layOut();
  }

  // ---- what a hand does ---------------------------------------------------------------------
  /** @param {number} p */
  setP(p) {
    this.change({ p: Math.min(1, Number(p.toPrecision(p > 0.9 ? 4 : 3))) });
  }

  /**
   * The view has changed, not the numbers.
   * @param {Partial<SurpriseState>} patch
   */
  turn(patch) {
    this.changeNow(patch);
    this.layOut();
  }

  layOut() {
    const { axis, unit, others } = this.state;
    const view = [axis, unit, ...others].join();
    if (view === this.laidFor) return;
    this.laidFor = view;
    this.chart.lay();
  }

  /** @param {string} key of another loss */
  flip(key) {
    const { others } = this.state;
    const all = this.constants.others.map((other) => other.key);
    this.turn({ others: all.filter((other) => (other === key) !== others.includes(other)) });
  }

  // ---- building -----------------------------------------------------------------------------
  /** One for each axis, of which one is shown. */
  buildSliders() {
    const value = () => this.state.p;
    const shared = { label: LABEL, lit: "p" };
    const straight = { min: 0, max: 1, step: 0.001, fine: 0.01, coarse: 0.1 };
    const bent = { min: this.tens(0), max: 0, step: 0.01 };
    return {
      linear: handle(this, { ...shared, ...straight, testid: "p", value, move: (p) => this.setP(p) }),
      log: handle(this, {
        ...shared,
        ...bent,
        testid: "p-log",
        value: () => this.tens(value()),
        move: (x) => this.setP(10 ** x),
      }),
    };
  }

  /**
   * Where p stands on the logarithmic axis' slider, which ends at `least`.
   * @param {number} p
   */
  tens(p) {
    return Math.log10(Math.max(p, this.constants.least));
  }

  buildGiven() {
    const typed = field(this, {
      testid: "p-value",
      label: LABEL,
      lit: "p",
      min: 0,
      max: 1,
      value: () => this.state.p,
      format: plain,
      enter: (p) => this.changeNow({ p }),
    });
    const words = el("span", {}, "You gave the right answer");
    return { typed, node: el("label", { class: "xv-given" }, words, el("span", {}, "p = ", typed.node)) };
  }

  /** What else p means: heads in a row, a slope, other losses. */
  buildAside() {
    const number = (/** @type {string} */ testid, /** @type {string} */ lit, /** @type {string} */ meaning) =>
      el("b", { class: `xv-is-${meaning}`, "data-testid": testid, "data-lit": lit });
    const [heads, slope] = [number("heads", "loss", "loss"), number("slope", "slope", "gradient")];
    const slopeUnit = el("span");
    const fills = Array.from({ length: Math.ceil(-Math.log2(this.constants.least)) }, () => el("i"));
    const coins = el("div", { class: "xv-coins", "aria-hidden": "true" }, ...fills.map((fill) => el("span", {}, fill)));
    const others = this.others.map((one) => one.node);
    const node = el(
      "div",
      { class: "xv-aside" },
      el("div", { "data-element": "heads" }, el("p", {}, "As surprising as ", heads, " heads in a row"), coins),
      el("p", { "data-element": "slope" }, "slope = ", slope, slopeUnit),
      el("div", { class: "xv-others", "data-element": "others" }, el("p", {}, "Compare with"), ...others),
    );
    return { node, heads, slope, slopeUnit, fills };
  }

  buildResult() {
    const loss = lossOutput("loss", "loss in nats");
    const name = { class: "xv-bits", "data-testid": "loss-bits", "data-lit": "loss", "aria-label": "loss in bits" };
    const bits = el("output", name);
    const unit = (/** @type {string} */ word) => el("span", { class: `xv-unit xv-${word}-word` }, word);
    const node = el("div", { class: "xv-both", "data-element": "loss" }, loss, unit("nats"), bits, unit("bits"));
    return { node, loss, bits };
  }

  buildFormula() {
    const part = (/** @type {string} */ name, /** @type {string} */ meaning, /** @type {string} */ lit) =>
      el("b", { class: `xv-is-${meaning}`, "data-testid": `formula-${name}`, "data-lit": lit });
    const [p, q] = [part("p", "prediction", "p"), part("q", "prediction", "p")];
    const [loss, bits] = [part("loss", "loss", "loss"), part("bits", "loss", "loss")];
    const slope = part("slope", "gradient", "slope");
    const first = el("span", { class: "xv-part" }, "loss = −ln ", p, " = ", loss, " nats ÷ ln 2 = ", bits, " bits");
    const second = el(
      "span",
      { class: "xv-part", "data-element": "slope" },
      "slope = −1 / ",
      q,
      " = ",
      slope,
      " nats per unit of p",
    );
    const node = el("div", { class: "xv-formula", "data-testid": "formula", "data-element": "formula" }, first, second);
    return { node, p, q, loss, bits, slope };
  }

  buildOthers() {
    return this.constants.others.map(({ key, field: name, words }) => {
      const value = el("b", { class: "xv-number", "data-testid": key });
      const sample = svg(
        "svg",
        { class: "xv-sample", "aria-hidden": "true" },
        svg("path", { d: "M0 1H34", class: `xv-other xv-${key}` }),
      );
      const parts = [sample, el("span", {}, words), value];
      return { key, name, value, node: toggle(`show-${key}`, parts, () => this.flip(key)) };
    });
  }

  buildControls() {
    const reset = button("reset", "Reset", () => this.reset());
    const part = (/** @type {string} */ name, /** @type {Node} */ node) => el("span", { "data-element": name }, node);
    return el("div", { class: "xv-line-up" }, part("axis", this.axis.node), part("unit", this.unit.node), reset);
  }

  // ---- painting -----------------------------------------------------------------------------
  /** @param {SurpriseNumbers} numbers */
  paint(numbers) {
    this.numbers = numbers;
    const { p, axis, unit } = this.state;
    this.root.classList.toggle("xv-in-bits", IN_BITS[unit]);
    const spoken = this.shows("loss") ? `p ${plain(p)}, loss ${num3(numbers.loss)} nats` : `p ${plain(p)}`;
    for (const [name, slider] of Object.entries(this.sliders)) {
      slider.node.hidden = name !== axis;
      slider.paint(slider === this.sliders.log ? this.tens(p) : p, spoken);
    }
    this.given.typed.paint(p);
    this.paintLosses(numbers);
    this.axis.paint(axis);
    this.unit.paint(unit);
    this.chart.paint(numbers);
  }

  /** @param {SurpriseNumbers} numbers */
  paintAside(numbers) {
    const { aside } = this;
    const { bits, slope, slope_bits: slopeBits } = numbers;
    const { unit } = this.state;
    const steep = IN_BITS[unit] ? slopeBits : slope;
    show(aside.heads, bits, num3(bits));
    show(aside.slope, steep, num3(steep));
    showText(aside.slopeUnit, ` ${unit} per unit of p`);
    const lit = this.shows("heads") ? bits : 0;
    aside.fills.forEach((fill, k) => {
      fill.style.transform = `scaleX(${Math.max(0, Math.min(1, lit - k))})`;
    });
    for (const { key, name, value, node } of this.others) {
      show(value, numbers[name], num3(numbers[name]));
      node.setAttribute("aria-pressed", String(this.state.others.includes(key)));
    }
  }

  /** @param {SurpriseNumbers} numbers */
  paintLosses({ loss, bits, slope }) {
    const { terms, result } = this;
    const { p } = this.state;
    for (const node of [result.loss, terms.loss]) show(node, loss, num3(loss));
    for (const node of [result.bits, terms.bits]) show(node, bits, num3(bits));
    for (const node of [terms.p, terms.q]) show(node, p, plain(p));
    show(terms.slope, slope, num3(slope));
  }

  close() {
    this.chart.close();
    super.close();
  }
}

export default SurpriseView;
