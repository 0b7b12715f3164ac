// @ts-check
// The surprise board: one p on the curve of -log p, dragged along it.
import { BoardView } from "./board.js";
import { button, choice, field, handle, toggle } from "./controls.js";
import { el, lossOutput, show } from "./elements.js";
import { lighting } from "./lighting.js";
import { otherLosses, surprise } from "./mirror.js";
import { num3 } from "./numerals.js";
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
 * @property {number} least the least p
 * @property {number} linear_least the end of the linear axis' slider
 * @property {Record<string, string>} axes each with its words
 * @property {string[]} units
 * @property {OtherLoss[]} others
 * @property {Record<string, number[]>} marks by axis
 */

const LABEL = "probability given to the truth";
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
    this.side = this.buildSide();
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
    this.others = this.buildOthers();
    const sliders = Object.values(this.sliders).map(({ node }) => node);
    const left = el("div", { class: "xv-left" }, this.chart.node, el("div", { class: "xv-under" }, ...sliders));
    this.root.append(left, this.side.node, this.said, this.terms.node, this.buildControls(), this.live);
    lighting(this.root);
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
    return `p ${num3(this.state.p)} costs ${num3(loss)} nats, ${num3(bits)} bits: ${coins}.`;
  }

  /** @param {SurpriseState} state */
  adopt(state) {
    super.adopt(state);
    this.layOut();
  }

  // ---- what a hand does ---------------------------------------------------------------------
  /** @param {number} p */
  setP(p) {
    const tidy = Number(p.toPrecision(p > 0.9 ? 4 : 3));
    this.change({ p: Math.max(this.constants.least, Math.min(1, tidy)) });
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
    const { least, linear_least: linearLeast } = this.constants;
    const value = () => this.state.p;
    const shared = { label: LABEL, lit: "p" };
    const straight = { min: linearLeast, max: 1, step: 0.001, fine: 0.01, coarse: 0.1 };
    const bent = { min: Math.log10(least), max: 0, step: 0.01 };
    return {
      linear: handle(this, { ...shared, ...straight, testid: "p", value, move: (p) => this.setP(p) }),
      log: handle(this, {
        ...shared,
        ...bent,
        testid: "p-log",
        value: () => Math.log10(value()),
        move: (x) => this.setP(10 ** x),
      }),
    };
  }

  buildSide() {
    const number = (/** @type {string} */ testid, /** @type {string} */ lit, /** @type {string} */ meaning) =>
      el("span", { class: `xv-number xv-is-${meaning}`, "data-testid": testid, "data-lit": lit });
    const typed = field(this, {
      testid: "p-value",
      label: LABEL,
      lit: "p",
      min: this.constants.least,
      max: 1,
      value: () => this.state.p,
      format: num3,
      enter: (p) => this.changeNow({ p }),
    });
    const loss = lossOutput("loss", "loss in nats");
    const name = { class: "xv-bits", "data-testid": "loss-bits", "data-lit": "loss", "aria-label": "loss in bits" };
    const bits = el("output", name);
    const [heads, slope] = [number("heads", "loss", "loss"), number("slope", "slope", "gradient")];
    const slopeUnit = el("span");
    const fills = Array.from({ length: Math.ceil(-Math.log2(this.constants.least)) }, () => el("i"));
    const coins = el("div", { class: "xv-coins", "aria-hidden": "true" }, ...fills.map((fill) => el("span", {}, fill)));
    const [nats, inBits] = this.constants.units.map((unit) => el("span", { class: `xv-unit xv-${unit}-word` }, unit));
    const node = el(
      "div",
      { class: "xv-side" },
      el("label", { class: "xv-given" }, el("span", {}, "the truth was given p ="), typed.node),
      el("div", { class: "xv-result" }, el("div", { class: "xv-both" }, loss, nats, bits, inBits)),
      el("div", { class: "xv-as" }, el("span", {}, "as surprising as "), heads, " heads in a row", coins),
      el("div", { class: "xv-steep" }, "slope −1/p = ", slope, slopeUnit),
    );
    return { node, typed, loss, bits, heads, slope, slopeUnit, fills };
  }

  buildFormula() {
    const part = (/** @type {string} */ testid, /** @type {string} */ meaning, /** @type {string} */ lit) =>
      el("b", { class: `xv-is-${meaning}`, "data-testid": testid, "data-lit": lit });
    const [p, q] = [part("formula-p", "prediction", "p"), part("formula-q", "prediction", "p")];
    const [loss, bits] = [part("formula-loss", "loss", "loss"), part("formula-bits", "loss", "loss")];
    const slope = part("formula-slope", "gradient", "slope");
    const first = el("span", { class: "xv-part" }, "loss = −ln ", p, " = ", loss, " nats ÷ ln 2 = ", bits, " bits");
    const second = el("span", { class: "xv-part" }, "slope = −1 / ", q, " = ", slope, " nats for each 1 of p");
    const node = el("div", { class: "xv-formula", "data-testid": "formula" }, first, second);
    return { node, p, q, loss, bits, slope };
  }

  buildOthers() {
    return this.constants.others.map(({ key, field: name, words }) => {
      const value = el("b", { class: "xv-number", "data-testid": key });
      return { key, name, value, node: toggle(`show-${key}`, [words, " = ", value], () => this.flip(key)) };
    });
  }

  buildControls() {
    const reset = button("reset", "Reset", () => this.reset());
    const others = this.others.map(({ node }) => node);
    const hint = el("span", { class: "xv-hint" }, "beside");
    return el("div", { class: "xv-line-up" }, this.axis.node, this.unit.node, hint, ...others, reset);
  }

  // ---- painting -----------------------------------------------------------------------------
  /** @param {SurpriseNumbers} numbers */
  paint(numbers) {
    this.numbers = numbers;
    const { p, axis, unit, others } = this.state;
    this.root.classList.toggle("xv-in-bits", IN_BITS[unit]);
    for (const [name, slider] of Object.entries(this.sliders)) {
      slider.node.hidden = name !== axis;
      slider.paint(slider === this.sliders.log ? Math.log10(p) : p, `p ${num3(p)}, loss ${num3(numbers.loss)} nats`);
    }
    this.paintSide(numbers);
    this.paintFormula(numbers);
    this.axis.paint(axis);
    this.unit.paint(unit);
    for (const { key, name, value, node } of this.others) {
      show(value, numbers[name], num3(numbers[name]));
      node.setAttribute("aria-pressed", String(others.includes(key)));
    }
    this.chart.paint(numbers);
  }

  /** @param {SurpriseNumbers} numbers */
  paintSide({ loss, bits, slope, slope_bits: slopeBits }) {
    const { side } = this;
    const { p, unit } = this.state;
    const steep = IN_BITS[unit] ? slopeBits : slope;
    side.typed.paint(p);
    show(side.loss, loss, num3(loss));
    show(side.bits, bits, num3(bits));
    show(side.heads, bits, num3(bits));
    show(side.slope, steep, num3(steep));
    show(side.slopeUnit, unit, ` ${unit} for each 1 of p`);
    side.fills.forEach((fill, k) => {
      fill.style.transform = `scaleX(${Math.max(0, Math.min(1, bits - k))})`;
    });
  }

  /** @param {SurpriseNumbers} numbers */
  paintFormula({ loss, bits, slope }) {
    const { terms } = this;
    const { p } = this.state;
    show(terms.p, p, num3(p));
    show(terms.q, p, num3(p));
    show(terms.loss, loss, num3(loss));
    show(terms.bits, bits, num3(bits));
    show(terms.slope, slope, num3(slope));
  }

  close() {
    this.chart.close();
    super.close();
  }
}

export default SurpriseView;
