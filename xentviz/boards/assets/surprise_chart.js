// @ts-check
// The chart of the surprise board: the curve of -log p, its tangent, places to press, other losses.
import { draggable } from "./chart.js";
import { button } from "./controls.js";
import { axisTop, curveChart, nearest, rider, ticksUp, trace } from "./curve.js";
import { el, moveTo, setAttributes, setValue, svg } from "./elements.js";
import { otherLosses } from "./mirror.js";
import { num3, powerOfTen } from "./numerals.js";
/** @import { CurvePlane } from "./curve.js" */
/** @import { OtherLoss, SurpriseNumbers, SurpriseView } from "./surprise.js" */
/** @import { Tick } from "./types.d.ts" */

const TANGENT_PX = 70; // half its length
const NAME_PX = 100; // as wide as the name of a place
const LINE_PX = 18;

/**
 * How an axis of p is drawn: whether it counts factors, and by unit where the axis of the loss ends at least.
 * @typedef {{ log: boolean, title: string, tops: Record<string, number> }} View
 */
const TITLE = "p, the probability you gave to the right answer";
/** @type {Record<string, View>} */
const VIEWS = {
  linear: { log: false, title: TITLE, tops: { nats: 5, bits: 7 } },
  log: { log: true, title: `${TITLE}, logarithmic`, tops: { nats: 21, bits: 30 } },
};
/**
 * The nats in one unit, where a mark has its cost, and the slope in that unit.
 * @typedef {{ nats: number, cost: 1 | 2, slope: "slope" | "slope_bits" }} Unit
 * @type {Record<string, Unit>}
 */
const UNITS = { nats: { nats: 1, cost: 1, slope: "slope" }, bits: { nats: Math.LN2, cost: 2, slope: "slope_bits" } };

/** @param {number} p */
const briefly = (p) => (Math.log10(p) < -2 ? powerOfTen(p) : String(p));

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
  if (!log) return [0, 0.25, 0.5, 0.75, 1].map((p) => [p, String(p)]);
  const lowest = Math.log10(least);
  const inner = lowest < -12 ? [lowest / 2] : [-6, -4, -2];
  return [lowest, ...inner, 0].map((ten) => [10 ** ten, briefly(10 ** ten)]);
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
    this.laidFor = "";
    const [level, beyond, dot] = this.rider.nodes;
    const what = "The curve of minus log p: the loss against the probability you gave to the right answer";
    this.chart = curveChart({
      label: what,
      over: [this.overlays, level, this.tangent, beyond, dot, this.grip],
      heightFor: (width) => (width < 480 ? 220 : 290),
      spec: () => this.spec(),
      laid: (on) => this.laid(on),
    });
    this.node = el("div", { class: "xv-plot", "data-element": "curve" }, this.chart.node, this.marks);
    // The scale at which the dot was taken stays the hand's, though the axis grows under it.
    draggable(board, this.chart.node, {
      area: this.node,
      grab: () => (board.shows("curve") ? this.chart.on.further() : null),
      move: (points, x, y) => board.setP(nearest(points, x, y)),
    });
  }

  get view() {
    return VIEWS[this.board.state.axis];
  }

  /** Where the axes have to end now, for the loss and for a logarithmic p. */
  get ends() {
    const { unit, p } = this.board.state;
    const cost = this.board.shows("curve") ? -Math.log(p) / UNITS[unit].nats : 0;
    const { least } = this.board.constants;
    const lower = this.view.log && p > 0 && p < least && cost > 0;
    return { most: axisTop(cost, this.view.tops[unit]), from: lower ? 10 ** Math.floor(Math.log10(p)) : least };
  }

  spec() {
    const { unit } = this.board.state;
    const { log, title } = this.view;
    const { most, from } = this.ends;
    const ranges = { from: log ? from : 0, log, most, unit: UNITS[unit].nats };
    return { ...ranges, up: ticksUp(most), across: ticksOfP(log, from), title, unitName: `loss, ${unit}` };
  }

  /** @param {CurvePlane} on */
  laid(on) {
    const { board } = this;
    const { state, constants, numbers } = board;
    const { most, from } = this.ends;
    this.laidFor = `${most} ${from}`;
    const others = constants.others.filter(({ key }) => state.others.includes(key) && board.has("others"));
    const marks = board.shows("curve") && board.shows("marks") ? this.roomy(on) : [];
    this.rider.lay(on);
    this.overlays.replaceChildren(...others.map((other) => this.drawOther(on, other)));
    this.marks.replaceChildren(...marks.map((p) => this.mark(on, p)));
    this.paint(numbers);
  }

  /**
   * @param {CurvePlane} on
   * @param {OtherLoss} other
   */
  drawOther(on, { key, field }) {
    return svg("path", { d: trace(on, (p) => otherLosses(p)[field]), class: `xv-other xv-${key}` });
  }

  /**
   * The places that have room for their names: none is close to another.
   * @param {CurvePlane} on
   */
  roomy(on) {
    const { constants, state } = this.board;
    /** @type {number[]} */
    const kept = [];
    const isFar = (/** @type {number} */ p, /** @type {number} */ q) =>
      Math.abs(on.x(p) - on.x(q)) > NAME_PX || Math.abs(on.y(on.cost(p)) - on.y(on.cost(q))) > 2 * LINE_PX;
    for (const p of constants.marks[state.axis]) if (kept.every((q) => isFar(p, q))) kept.push(p);
    return kept;
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
      "aria-label": `p = ${briefly(p)}: ${short(value)} ${state.unit}`,
    });
    setValue(node, value);
    node.append(el("i"), el("span", {}, `${briefly(p)} → ${short(value)}`));
    node.style.transform = `translate(${on.x(p) - 22}px, ${on.y(on.cost(p)) - 22}px)`;
    return node;
  }

  /** @param {SurpriseNumbers} numbers */
  paint(numbers) {
    const { most, from } = this.ends;
    if (this.laidFor !== `${most} ${from}`) {
      this.lay(); // which paints
      return;
    }
    const { on } = this.chart;
    const { p, unit } = this.board.state;
    this.rider.paint(on, p, { unit });
    const [x, y] = [on.x(p), on.y(on.cost(p))];
    moveTo(this.grip, x, y);
    // On the logarithmic axis the curve itself is straight; beyond the chart there is nothing to touch.
    const touches = this.board.shows("slope") && !this.view.log && on.cost(p) <= on.most;
    this.tangent.style.display = touches ? "" : "none";
    if (touches) this.paintTangent(on, x, y, numbers[UNITS[unit].slope]);
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
