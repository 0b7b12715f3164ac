// @ts-check
// The batch board: six predictions on the curve of -log p, and the mean as a line.
import { BoardView } from "./board.js";
import { draggable } from "./chart.js";
import { button, field, handle } from "./controls.js";
import { curveChart, nearest, ticksUp } from "./curve.js";
import { chartText, el, moveTo, setAttributes, show, svg } from "./elements.js";
import { lighting } from "./lighting.js";
import { average } from "./mirror.js";
import { fixed2, inColumn, num3, percent, percentInColumn, plain } from "./numerals.js";
/** @import { Message, Tick } from "./types.d.ts" */

/** @typedef {{ probs: number[] }} BatchState */
/** @typedef {ReturnType<typeof average>} BatchNumbers */
/** @typedef {{ least: number, size: number }} BatchConstants */

const REACH_PX = 40; // from a dot within which it is taken

/** @extends {BoardView<BatchState, BatchNumbers, BatchConstants>} */
export class BatchView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<BatchState, BatchNumbers, BatchConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "batch", testid: "batch", label: "Batch of six predictions" });
    this.numbers = this.core;
    this.dots = this.state.probs.map((_, k) => dot(k));
    this.line = svg("line", { class: "xv-mean", "data-lit": "mean" });
    this.lineName = chartText(0, 0, "", "end", "xv-mean-name");
    this.level = svg("g", { "data-element": "mean" }, this.line, this.lineName);
    this.chart = this.buildChart();
    this.rows = this.state.probs.map((_, k) => this.buildRow(k));
    this.result = this.buildResult();
    this.formula = this.buildFormula();
    const head = el(
      "div",
      { class: "xv-entry xv-titles", "aria-hidden": "true" },
      el("span", {}, "p of the right answer"),
      el("span", { "data-element": "losses" }, "loss"),
      el("span", { "data-element": "shares" }, "share"),
    );
    const rows = el("div", { class: "xv-rows" }, head, ...this.rows.map(({ node }) => node));
    const picture = el("div", { class: "xv-plot", "data-element": "curve" }, this.chart.node);
    const reset = button("batch-reset", "Reset", () => this.reset());
    this.root.append(rows, picture, this.result.node, this.said, this.formula.node, reset, this.live);
    lighting(this.root);
    this.moved = 0; // the prediction that a hand has moved last
    this.paintLater(
      (numbers) => this.state.probs.forEach((p, k) => k === this.moved || this.paintOne(k, p, numbers)),
      ({ losses }) => this.formula.terms.forEach((term, k) => show(term, losses[k], inColumn(losses[k], 3))),
    );
    this.chart.lay();
  }

  // ---- what BoardView asks ------------------------------------------------------------------
  mirror() {
    return average(this.state.probs);
  }

  /** @param {BatchNumbers} numbers */
  spoken({ mean, bits, losses, shares }) {
    const top = losses.indexOf(Math.max(...losses));
    const worst = `Prediction ${top + 1} is ${percent(shares[top])} of the sum`;
    return `Mean loss ${num3(mean)} nats, ${num3(bits)} bits. ${worst}.`;
  }

  arranging() {
    this.root.classList.toggle("xv-no-shares", !this.has("shares"));
  }

  // ---- what a hand does ---------------------------------------------------------------------
  /**
   * @param {number} k
   * @param {number} p
   */
  withP(k, p) {
    return { probs: this.state.probs.map((q, j) => (j === k ? p : q)) };
  }

  /**
   * @param {number} k
   * @param {number} p
   */
  setP(k, p) {
    this.moved = k;
    this.change(this.withP(k, Math.max(this.constants.least, Math.min(1, Number(p.toPrecision(3))))));
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  nearestDot(x, y) {
    const { on } = this.chart;
    if (!this.shows("curve")) return null;
    const away = this.state.probs.map((p) => Math.hypot(on.x(p) - x, on.y(on.cost(p)) - y));
    const near = Math.min(...away);
    return near <= REACH_PX ? away.indexOf(near) : null;
  }

  // ---- building -----------------------------------------------------------------------------
  buildChart() {
    const most = Math.ceil(-Math.log(this.constants.least)); // the whole reach of the sliders is on the chart
    /** @type {Tick[]} */
    const across = [[0, "0"], [0.25, "0.25"], [0.5, "0.5"], [0.75, "0.75"], [1, "1"]];
    const title = "p, the probability you gave to the right answer";
    const spec = { most, across, up: ticksUp(most), title, unitName: "loss, nats" };
    const chart = curveChart({
      label: "Six predictions on the curve of minus log p, and a line at their mean",
      over: [this.level, ...this.dots],
      heightFor: (width) => (width < 420 ? 200 : 270),
      spec: () => spec,
      laid: () => this.paintAll(this.numbers),
    });
    draggable(this, chart.node, {
      grab: (x, y) => this.nearestDot(x, y),
      move: (k, x, y) => this.setP(k, nearest(this.chart.on.points, x, y)),
    });
    return chart;
  }

  /** @param {number} k */
  buildRow(k) {
    const value = () => this.state.probs[k];
    const lit = `one-${k}`;
    const shared = { label: `probability that prediction ${k + 1} gave to the right answer`, lit, value };
    const ends = { min: this.constants.least, max: 1 };
    const slider = handle(this, {
      ...shared,
      ...ends,
      testid: `batch-p-${k}`,
      step: 0.001,
      fine: 0.01,
      coarse: 0.1,
      move: (p) => this.setP(k, p),
    });
    const typed = field(this, {
      ...shared,
      ...ends,
      testid: `batch-p-value-${k}`,
      format: plain,
      enter: (p) => this.changeNow(this.withP(k, p)),
    });
    const loss = el("span", { class: "xv-number xv-is-loss", "data-testid": `batch-loss-${k}`, "data-lit": lit });
    const fill = el("span", { class: "xv-fill xv-paid" });
    const share = el("span", { class: "xv-number", "data-testid": `batch-share-${k}`, "data-lit": lit });
    const track = el("span", { class: "xv-track" }, fill);
    const bar = el("span", { class: "xv-bar", "data-lit": lit, "aria-hidden": "true" }, track);
    const node = el(
      "div",
      { class: "xv-entry", role: "group", "aria-label": `prediction ${k + 1}` },
      el("b", { class: "xv-which" }, String(k + 1)),
      slider.node,
      typed.node,
      el("span", { class: "xv-cell", "data-element": "losses" }, el("small", {}, "loss"), loss),
      el("span", { class: "xv-cell xv-share", "data-element": "shares" }, el("small", {}, "share"), bar, share),
    );
    return { node, slider, typed, loss, fill, share };
  }

  buildResult() {
    const attributes = { class: "xv-average", "data-testid": "mean", "data-lit": "mean" };
    const mean = el("output", { ...attributes, "aria-label": "mean loss in nats" });
    const bits = el("span", { "data-testid": "mean-bits", "data-lit": "mean" });
    const alike = el("b", { class: "xv-is-prediction", "data-testid": "alike", "data-lit": "mean" });
    const words = el(
      "div",
      { class: "xv-words" },
      el("span", { class: "xv-unit", "data-element": "mean" }, "nats: the mean of six"),
      el("span", { "data-element": "mean" }, bits),
      el("span", { "data-element": "alike" }, "as if each answer had p = ", alike),
    );
    const number = el("div", { "data-element": "mean" }, mean);
    return { mean, bits, alike, node: el("div", { class: "xv-result" }, number, words) };
  }

  buildFormula() {
    const part = (/** @type {string} */ lit) => el("b", { class: "xv-is-loss", "data-lit": lit });
    const terms = this.rows.map((_, k) => part(`one-${k}`));
    const mean = part("mean");
    const sum = terms.flatMap((term, k) => (k ? [" + ", term] : [term]));
    const words = ["mean = (", ...sum, `) / ${this.constants.size} = `, mean, " nats"];
    const line = el("span", { class: "xv-part" }, ...words);
    return {
      terms,
      mean,
      node: el("div", { class: "xv-formula", "data-testid": "batch-formula", "data-element": "formula" }, line),
    };
  }

  // ---- painting -----------------------------------------------------------------------------
  /** @param {BatchNumbers} numbers */
  paint(numbers) {
    this.numbers = numbers;
    const { mean, bits, alike } = numbers;
    this.paintOne(this.moved, this.state.probs[this.moved], numbers);
    show(this.result.mean, mean, num3(mean));
    show(this.result.bits, bits, `${num3(bits)} bits`);
    show(this.result.alike, alike, fixed2(alike));
    show(this.formula.mean, mean, num3(mean));
    this.paintMean(numbers);
  }

  /** @param {BatchNumbers} numbers */
  paintMean({ mean, alike }) {
    const { on } = this.chart;
    const y = on.y(mean);
    setAttributes(this.line, { x1: on.left, x2: on.right, y1: y.toFixed(2), y2: y.toFixed(2) });
    // Beside the crossing with the curve, on the side where fewer dots are.
    moveTo(this.lineName, alike > 0.5 ? on.x(0.4) : on.right, y - 7);
    show(this.lineName, mean, `mean ${num3(mean)}`);
  }

  /**
   * @param {number} k
   * @param {number} p
   * @param {BatchNumbers} numbers
   */
  paintOne(k, p, { losses, shares }) {
    const row = this.rows[k];
    const { on } = this.chart;
    const loss = this.shows("losses") ? `, loss ${num3(losses[k])} nats` : "";
    row.slider.paint(p, `prediction ${k + 1}, p ${plain(p)}${loss}`);
    row.typed.paint(p);
    show(row.loss, losses[k], inColumn(losses[k], 3));
    show(row.share, shares[k], percentInColumn(shares[k]));
    row.fill.style.transform = `scaleX(${this.shows("shares") ? shares[k] : 0})`;
    moveTo(this.dots[k], on.x(p), on.y(losses[k]));
  }

  close() {
    this.chart.close();
    super.close();
  }
}

/**
 * Prediction k on the chart, with a place around it for a finger.
 * @param {number} k
 */
function dot(k) {
  const grip = svg("circle", { r: 22, class: "xv-grip" });
  const name = svg("text", { "text-anchor": "middle", y: 4, class: "xv-six-name" }, String(k + 1));
  const attributes = { class: "xv-six", "data-testid": `batch-dot-${k}`, "data-lit": `one-${k}` };
  return svg("g", attributes, grip, svg("circle", { r: 11, class: "xv-dot" }), name);
}

export default BatchView;
