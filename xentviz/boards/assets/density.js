// @ts-check
// The density board: a bell of area 1 that may be higher than 1, and -ln of its height.
import { BoardView } from "./board.js";
import { button, field, handle } from "./controls.js";
import { draggable } from "./chart.js";
import { curveChart, nearest, rider } from "./curve.js";
import { chartText, el, setAttributes, show, svg } from "./elements.js";
import { lighting } from "./lighting.js";
import { density } from "./mirror.js";
import { minus, num3, plain } from "./numerals.js";
/** @import { CurvePlane } from "./curve.js" */
/** @import { Message, Tick } from "./types.d.ts" */

/** @typedef {{ sigma: number }} DensityState */
/** @typedef {ReturnType<typeof density>} DensityNumbers */
/** @typedef {{ narrowest: number, widest: number }} DensityConstants */

const SIDE = 2; // how far the picture of the bell goes to either side
const BENDS = 160;
const BELL = { width: 400, height: 270, left: 28, right: 392, top: 26, bottom: 228 };
const MIDDLE = (BELL.left + BELL.right) / 2;

/** @param {number} x */
const acrossBell = (x) => MIDDLE + (x / SIDE) * (BELL.right - MIDDLE);

/**
 * The bell as a picture that is `top` high.
 * @param {number} top
 */
function bellPicture(top) {
  const up = (/** @type {number} */ f) => BELL.bottom - (f / top) * (BELL.bottom - BELL.top);
  const bell = svg("path", { class: "xv-bell" });
  const height = chartText(MIDDLE + 8, 0, "", "start", "xv-height");
  const named = svg("g", { "data-element": "height" }, height);
  const ticks = Array.from({ length: top + 1 }, (_, f) => chartText(BELL.left - 6, up(f) + 5, String(f), "end"));
  const attributes = {
    viewBox: `0 0 ${BELL.width} ${BELL.height}`,
    class: "xv-curve xv-bells",
    role: "img",
    "aria-label": "A bell-shaped density around the actual value; its area is always 1",
  };
  const node = svg(
    "svg",
    attributes,
    svg("path", { d: `M${BELL.left} ${BELL.top}V${BELL.bottom}H${BELL.right}`, class: "xv-axes" }),
    ...ticks,
    svg("line", { x1: BELL.left, x2: BELL.right, y1: up(1), y2: up(1), class: "xv-stop" }),
    bell,
    svg("line", { x1: MIDDLE, x2: MIDDLE, y1: BELL.top, y2: BELL.bottom, class: "xv-truth-line" }),
    named,
    chartText(2, 13, "density; the area is always 1"),
    chartText(MIDDLE, BELL.bottom + 18, "the actual value", "middle", "xv-truth-name"),
  );
  const xs = Array.from({ length: BENDS + 1 }, (_, i) => -SIDE + (2 * SIDE * i) / BENDS);
  /**
   * @param {number} sigma
   * @param {number} f the density in the middle
   */
  const paint = (sigma, f) => {
    const point = (/** @type {number} */ x) =>
      `L${acrossBell(x).toFixed(1)} ${up(f * Math.exp(-0.5 * (x / sigma) ** 2)).toFixed(1)}`;
    const foot = `${acrossBell(SIDE)} ${BELL.bottom}`;
    bell.setAttribute("d", `M${acrossBell(-SIDE)} ${BELL.bottom}${xs.map(point).join("")}L${foot}Z`);
    setAttributes(height, { y: Math.max(BELL.top + 10, up(f) - 6).toFixed(1) });
    show(height, f, `height ${num3(f)}`);
  };
  return { node, paint };
}

/** @extends {BoardView<DensityState, DensityNumbers, DensityConstants>} */
export class DensityView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<DensityState, DensityNumbers, DensityConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "density", testid: "density", label: "Density board" });
    this.numbers = this.core;
    this.highest = Math.ceil(density(this.constants.narrowest).density);
    this.bell = bellPicture(this.highest);
    this.rider = rider();
    this.rider.dot.dataset.testid = "density-dot";
    this.zero = svg("line", { class: "xv-zero" });
    this.stop = svg("line", { class: "xv-stop" });
    this.stopName = chartText(0, 0, "a probability ends here", "start", "xv-stop-name");
    this.chart = this.buildChart();
    this.width = this.buildWidth();
    this.result = this.buildResult();
    this.formula = this.buildFormula();
    const reset = button("density-reset", "Reset", () => this.reset());
    this.root.append(
      el("div", { class: "xv-hands", "data-element": "bell" }, this.bell.node, this.width.node),
      el("div", { class: "xv-plot", "data-element": "curve" }, this.chart.node),
      this.result.node,
      this.said,
      this.formula.node,
      reset,
      this.live,
    );
    lighting(this.root);
    this.chart.lay();
  }

  // ---- what BoardView asks ------------------------------------------------------------------
  mirror() {
    return density(this.state.sigma);
  }

  /** @param {DensityNumbers} numbers */
  spoken({ density: f, loss }) {
    const said = `Density ${num3(f)} at the actual value`;
    return this.has("loss") ? `${said}, loss ${num3(loss)} nats.` : `${said}.`;
  }

  // ---- building -----------------------------------------------------------------------------
  buildChart() {
    /** @type {Tick[]} */
    const across = Array.from({ length: this.highest + 1 }, (_, f) => [f, String(f)]);
    const up = [-2, -1, 0, 1, 2, 3].map((loss) => /** @type {Tick} */ ([loss, minus(String(loss))]));
    const ranges = { to: this.highest, least: -2, most: 3 };
    const spec = { ...ranges, across, up, title: "density at the actual value", unitName: "loss, nats" };
    const [level, beyond, dot] = this.rider.nodes;
    const chart = curveChart({
      label: "Minus log of the density at the actual value: it is below 0 where the density is above 1",
      over: [this.zero, this.stop, this.stopName, level, beyond, dot],
      heightFor: () => BELL.height,
      spec: () => spec,
      laid: (on) => this.laid(on),
    });
    draggable(this, chart.node, {
      grab: () => (this.shows("curve") ? true : null),
      move: (_, x, y) => this.setHeight(nearest(this.chart.on.points, x, y)),
    });
    return chart;
  }

  /**
   * Make the bell so narrow that its density at the actual value is f.
   * @param {number} f
   */
  setHeight(f) {
    const { narrowest, widest } = this.constants;
    const sigma = Number((1 / (f * Math.sqrt(2 * Math.PI))).toPrecision(3));
    this.change({ sigma: Math.max(narrowest, Math.min(widest, sigma)) });
  }

  arranging() {
    this.root.classList.toggle("xv-no-bell", !this.has("bell"));
  }

  /** @param {CurvePlane} on */
  laid(on) {
    this.rider.lay(on);
    setAttributes(this.zero, { x1: on.left, x2: on.right, y1: on.y(0), y2: on.y(0) });
    setAttributes(this.stop, { x1: on.x(1), x2: on.x(1), y1: on.top, y2: on.bottom });
    setAttributes(this.stopName, { x: on.x(1) + 8, y: on.top + 12 });
    this.paint(this.numbers);
  }

  /** A slider and a field for the width of the bell. */
  buildWidth() {
    const { narrowest: min, widest: max } = this.constants;
    const shared = { label: "width of the bell, sigma", lit: "sigma", min, max, value: () => this.state.sigma };
    const slider = handle(this, { ...shared, testid: "sigma", step: 0.01, move: (sigma) => this.change({ sigma }) });
    const enter = (/** @type {number} */ sigma) => this.changeNow({ sigma });
    const typed = field(this, { ...shared, testid: "sigma-value", format: plain, enter });
    const node = el("div", { class: "xv-wide" }, el("span", {}, "width σ"), slider.node, typed.node);
    return { node, slider, typed };
  }

  buildResult() {
    const loss = el("output", { class: "xv-average", "data-testid": "density-loss", "aria-label": "loss in nats" });
    const sign = el("span", { class: "xv-hint" });
    const words = el("div", { class: "xv-words" }, el("span", { class: "xv-unit" }, "nats of loss"), sign);
    return { node: el("div", { class: "xv-result", "data-element": "loss" }, loss, words), loss, sign };
  }

  buildFormula() {
    const height = { class: "xv-is-prediction", "data-lit": "height" };
    const f = el("b", { ...height, "data-testid": "density-value" });
    const again = el("b", height);
    const sigma = el("b", { "data-lit": "sigma" });
    const loss = el("b", { class: "xv-is-loss", "data-lit": "loss" });
    const node = el(
      "div",
      { class: "xv-formula", "data-element": "formula" },
      el("span", { class: "xv-part" }, "density = 1 / (", sigma, " √(2π)) = ", f),
      el("span", { class: "xv-part" }, "loss = −ln ", again, " = ", loss, " nats"),
    );
    return { node, f, again, sigma, loss };
  }

  // ---- painting -----------------------------------------------------------------------------
  /** @param {DensityNumbers} numbers */
  paint(numbers) {
    this.numbers = numbers;
    const { sigma } = this.state;
    const { density: f, loss } = numbers;
    const { formula, result } = this;
    const said = [
      `width ${plain(sigma)}`,
      ...(this.shows("height") ? [`density ${num3(f)}`] : []),
      ...(this.shows("loss") ? [`loss ${num3(loss)} nats`] : []),
    ];
    this.width.slider.paint(sigma, said.join(", "));
    this.width.typed.paint(sigma);
    for (const node of [formula.f, formula.again]) show(node, f, num3(f));
    show(formula.sigma, sigma, plain(sigma));
    for (const node of [formula.loss, result.loss]) show(node, loss, num3(loss));
    show(result.sign, loss < 0, loss < 0 ? "below 0, and no bug" : "above 0: the density is below 1");
    this.bell.paint(sigma, f);
    this.rider.paint(this.chart.on, f);
  }

  close() {
    this.chart.close();
    super.close();
  }
}

export default DensityView;
