// @ts-check
// The chart of the surprise board: the curve of -log p, its tangent, places to press, other losses.
import { draggable } from "./chart.js";
import { button } from "./controls.js";
import { curveChart, nearest, rider, trace } from "./curve.js";
import { chartText, el, moveTo, setAttributes, svg } from "./elements.js";
import { otherLosses } from "./mirror.js";
import { num3, powerOfTen } from "./numerals.js";
/** @import { CurvePlane } from "./curve.js" */
/** @import { OtherLoss, SurpriseNumbers, SurpriseView } from "./surprise.js" */
/** @import { Tick } from "./types.d.ts" */

const TANGENT_PX = 70; // half its length

/**
 * How an axis of p is drawn: whether it counts factors, and by unit the top of the chart and the steps up to it.
 * @typedef {{ log: boolean, title: string, nats: [top: number, step: number], bits: [top: number, step: number] }} View
 */
const TITLE = "p, the probability given to the truth";
/** @type {Record<string, View>} */
const VIEWS = {
  linear: { log: false, title: TITLE, nats: [5, 1], bits: [7, 1] },
  log: { log: true, title: `${TITLE}, logarithmic`, nats: [21, 5], bits: [30, 5] },
};
/**
 * The nats in one unit, where a mark has its cost, and the fields of a view and of the numbers.
 * @typedef {{ nats: number, cost: 1 | 2, axis: (view: View) => [number, number], slope: (n: SurpriseNumbers) => number }} Unit
 * @type {Record<string, Unit>}
 */
const UNITS = {
  nats: { nats: 1, cost: 1, axis: (view) => view.nats, slope: (numbers) => numbers.slope },
  bits: { nats: Math.LN2, cost: 2, axis: (view) => view.bits, slope: (numbers) => numbers.slope_bits },
};

/**
 * Where another loss is named, by axis: at p, so many px above its line.
 * @type {Record<OtherLoss["field"], Record<string, [p: number, px: number]>>}
 */
const NAME_PLACES = {
  squared: { linear: [0.12, -16], log: [3e-9, 6] },
  zero_one: { linear: [0.1, 5], log: [2e-4, 6] },
  absolute: { linear: [0.27, 3], log: [2e-7, 6] },
};

/** @param {number} p */
const briefly = (p) => (Math.log10(p) < -3 ? powerOfTen(p) : String(p));

/**
 * Two digits, without zeros behind them.
 * @param {number} x
 */
const short = (x) => num3(Number(x.toPrecision(2))).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/**
 * @param {boolean} log
 * @param {number} least
 * @returns {Tick[]}
 */
function ticksOfP(log, least) {
  if (!log) return [[0, "0", "start"], ...[0.25, 0.5, 0.75, 1].map((p) => /** @type {Tick} */ ([p, String(p)]))];
  return [Math.log10(least), -6, -3, -2, -1, 0].map((ten) => [10 ** ten, briefly(10 ** ten)]);
}

export class SurpriseChart {
  /** @param {SurpriseView} board */
  constructor(board) {
    this.board = board;
    this.rider = rider();
    this.tangent = svg("line", { class: "xv-tangent", "data-lit": "slope" });
    this.grip = svg("circle", { r: 24, class: "xv-grip" });
    this.overlays = svg("g", { class: "xv-overlays" });
    this.marks = el("div", { class: "xv-spots" });
    const [level, beyond, dot] = this.rider.nodes;
    const what = "The curve of minus log p: the loss against the probability given to the truth, with its tangent";
    this.chart = curveChart({
      label: what,
      over: [this.overlays, level, this.tangent, beyond, dot, this.grip],
      heightFor: (width) => (width < 480 ? 220 : 300),
      spec: () => this.spec(),
      laid: (on) => this.laid(on),
    });
    this.node = el("div", { class: "xv-plot" }, this.chart.node, this.marks);
    draggable(board, this.chart.node, {
      area: this.node,
      grab: () => true,
      move: (_, x, y) => board.setP(nearest(this.chart.on, x, y)),
    });
  }

  get view() {
    return VIEWS[this.board.state.axis];
  }

  spec() {
    const { unit } = this.board.state;
    const { least } = this.board.constants;
    const { log, title } = this.view;
    const [most, step] = UNITS[unit].axis(this.view);
    /** @type {Tick[]} */
    const up = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => [i * step, String(i * step)]);
    const ranges = { from: log ? least : 0, log, most, unit: UNITS[unit].nats };
    return { ...ranges, up, across: ticksOfP(log, least), title, unitName: unit };
  }

  /** @param {CurvePlane} on */
  laid(on) {
    const { state, constants, numbers } = this.board;
    const shown = constants.others.filter(({ key }) => state.others.includes(key));
    this.rider.lay(on);
    this.overlays.replaceChildren(...shown.flatMap((other) => this.drawOther(on, other)));
    this.marks.replaceChildren(...constants.marks[state.axis].map((p) => this.mark(on, p)));
    this.paint(numbers);
  }

  /**
   * @param {CurvePlane} on
   * @param {OtherLoss} other
   */
  drawOther(on, { key, field, words }) {
    const f = (/** @type {number} */ p) => otherLosses(p)[field];
    const [p, above] = NAME_PLACES[field][this.board.state.axis];
    const name = chartText(on.x(p), on.y(f(p)) - above, words.split(/[ :]/)[0], "start", "xv-other-name");
    return [svg("path", { d: trace(on, f), class: `xv-other xv-${key}` }), name];
  }

  /**
   * A place on the curve that can be pressed: a real button, laid over the chart.
   * @param {CurvePlane} on
   * @param {number} p
   */
  mark(on, p) {
    const { core, state } = this.board;
    const value = core.marks.find(([at]) => at === p)?.[UNITS[state.unit].cost] ?? NaN;
    const left = p > 0.9 || (this.view.log && p > 0.1);
    const node = button(`mark-${p}`, "", () => this.board.changeNow({ p }), {
      class: left ? "xv-spot xv-before" : "xv-spot",
      "aria-label": `p = ${briefly(p)} costs ${short(value)} ${state.unit}`,
      "data-value": value,
    });
    node.append(el("i"), el("span", {}, `${briefly(p)} → ${short(value)}`));
    node.style.transform = `translate(${on.x(p) - 22}px, ${on.y(on.cost(p)) - 22}px)`;
    return node;
  }

  /** @param {SurpriseNumbers} numbers */
  paint(numbers) {
    const { on } = this.chart;
    const { p, unit } = this.board.state;
    this.rider.paint(on, p, numbers.loss, unit);
    const [x, y] = [on.x(p), on.y(on.cost(p))];
    moveTo(this.grip, x, y);
    // On the logarithmic axis the curve itself is straight; beyond the chart there is nothing to touch.
    const touches = !this.view.log && on.cost(p) <= on.most;
    this.tangent.style.display = touches ? "" : "none";
    if (touches) this.paintTangent(on, x, y, UNITS[unit].slope(numbers));
  }

  /**
   * As long as it may be within the chart.
   * @param {CurvePlane} on
   * @param {number} x
   * @param {number} y
   * @param {number} slope in the plane's unit
   */
  paintTangent(on, x, y, slope) {
    const rise = (slope * (on.y(1) - on.y(0))) / (on.x(1) - on.x(0));
    const across = TANGENT_PX / Math.hypot(1, rise);
    const before = Math.min(across, (y - on.top) / rise, x - on.left);
    const after = Math.min(across, (on.bottom - y) / rise, on.right - x);
    const place = (/** @type {number} */ px) => px.toFixed(2);
    setAttributes(this.tangent, {
      x1: place(x - before),
      y1: place(y - before * rise),
      x2: place(x + after),
      y2: place(y + after * rise),
    });
  }

  lay() {
    this.chart.lay();
  }

  close() {
    this.chart.close();
  }
}
