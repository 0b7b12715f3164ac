// @ts-check
// The curve of -ln p, for every board: its plane (numbers to places and back), its axes, its dot.
import { Chart } from "./chart.js";
import { chartText, isCovered, moveTo, setAttributes, setValue, showText, svg } from "./elements.js";
import { num3 } from "./numerals.js";
/** @import { Size } from "./chart.js" */
/** @import { Plane, Tick } from "./types.d.ts" */

const BENDS = 160;
const BEYOND = "xv-is-beyond";
const TOPS = [5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40]; // and ten times these, and so on
const STEPS = [1, 2, 5]; // likewise

/**
 * p runs across, from `from` to `to`; the loss runs up, from `least` to `most` in units of `unit` nats.
 * @typedef {object} Ranges
 * @property {number} [from]
 * @property {number} [to]
 * @property {number} [least]
 * @property {number} [most]
 * @property {number} [unit] nats in one unit: ln 2 for bits
 * @property {boolean} [log] the axis of p counts factors
 */

/**
 * What stands on the axes: `across` for p, `up` for the loss, and the words beside them.
 * @typedef {{ across: Tick[], up: Tick[], title: string, unitName: string }} Axes
 */

/** @typedef {{ nats: number, x: number, y: number }} Bend a point of the curve */

/**
 * `p` is the p of a place in px, `cost` the loss of a p in the plane's unit; `further` is the curve
 * as far as twice the height of the chart, for a finger that goes on above it.
 * @typedef {Plane & {
 *   least: number, most: number, unit: number, points: Bend[], further: () => Bend[],
 *   p: (px: number) => number, cost: (p: number) => number,
 * }} CurvePlane
 */

/**
 * The first of `sizes`, of ten times these and so on, that is at least `wanted`.
 * @param {number[]} sizes
 * @param {number} wanted
 * @returns {number}
 */
function roundUp(sizes, wanted) {
  const found = sizes.find((size) => size >= wanted);
  return found ?? 10 * roundUp(sizes, wanted / 10);
}

/**
 * Where an axis ends that holds this cost: at `least` or further up. Nothing holds infinity.
 * @param {number} cost
 * @param {number} least
 */
export const axisTop = (cost, least) => Number.isFinite(cost) && cost > least ? roundUp(TOPS, cost * 1.02) : least;

/**
 * Whole numbers up an axis, in so many steps at most.
 * @param {number} top
 * @returns {Tick[]}
 */
export function ticksUp(top, most = 7) {
  const step = roundUp(STEPS, top / most);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => [i * step, String(i * step)]);
}

/**
 * @param {Ranges & Size} ranges
 * @returns {CurvePlane}
 */
export function plane({ width, height, from = 0, to = 1, least = 0, most = 5, unit = 1, log = false }) {
  const edges = { left: 40, right: width - 14, top: 26, bottom: height - 42 };
  const place = (/** @type {number} */ p) => (log ? Math.log10(Math.max(p, from)) : p);
  const [first, last] = [place(from), place(to)];
  const [wide, high] = [edges.right - edges.left, edges.bottom - edges.top];
  const x = (/** @type {number} */ p) => edges.left + ((place(p) - first) / (last - first)) * wide;
  const rise = (/** @type {number} */ value) => edges.bottom - ((value - least) / (most - least)) * high;
  const y = (/** @type {number} */ value) => rise(Math.max(least, Math.min(value, most)));
  const p = (/** @type {number} */ px) => {
    const at = first + ((px - edges.left) / wide) * (last - first);
    return log ? 10 ** at : at;
  };
  const cost = (/** @type {number} */ q) => -Math.log(q) / unit;
  const [steepest, flattest] = [Math.min(most * unit, -Math.log(from)), -Math.log(to)];
  const bends = (/** @type {number} */ end) =>
    Array.from({ length: BENDS + 1 }, (_, i) => flattest + (end - flattest) * (1 - i / BENDS))
      .map((nats) => ({ nats, x: x(Math.exp(-nats)), y: rise(nats / unit) }));
  const points = bends(steepest);
  const further = () => (log ? points : bends(2 * steepest));
  return { ...edges, width, height, least, most, unit, x, y, p, points, further, cost };
}

/**
 * The path through points, for the attribute d.
 * @param {{ x: number, y: number }[]} points
 */
export const pathThrough = (points) =>
  points.map(({ x, y }, i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");

/**
 * The p of the place on the curve that is nearest to where the finger is.
 * @param {Bend[]} points of the curve
 * @param {number} px
 * @param {number} py
 */
export function nearest(points, px, py) {
  let best = { away: Infinity, nats: 0 };
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = Math.max(0, Math.min(1, ((px - a.x) * dx + (py - a.y) * dy) / (dx * dx + dy * dy)));
    const away = Math.hypot(a.x + along * dx - px, a.y + along * dy - py);
    if (away < best.away) best = { away, nats: a.nats + along * (b.nats - a.nats) };
  }
  return Math.exp(-best.nats);
}

/**
 * The path of any other loss over p, on the same plane.
 * @param {CurvePlane} on
 * @param {(p: number) => number} f
 */
export function trace(on, f) {
  const steps = Array.from({ length: 301 }, (_, i) => on.left + ((on.right - on.left) * i) / 300);
  return pathThrough(steps.map((x) => ({ x, y: on.y(f(on.p(x))) })));
}

/**
 * The axes and the curve.
 * @param {CurvePlane} on
 * @param {Axes} axes
 */
export function rule(on, { across, up, title, unitName }) {
  return [
    svg("path", { d: `M${on.left} ${on.top}V${on.bottom}H${on.right}`, class: "xv-axes" }),
    ...up.map(([value, text]) => chartText(on.left - 13, on.y(value) + 5, text, "end")),
    ...across.map(([p, text, anchor = "middle"]) => chartText(on.x(p), on.bottom + 17, text, anchor)),
    chartText(2, 13, unitName),
    chartText((on.left + on.right) / 2, on.height - 6, title, "middle"),
    svg("path", { d: pathThrough(on.points), class: "xv-line" }),
  ];
}

/** The dot that rides the curve, the line from it to the axis of the loss, and a word where nothing holds its loss. */
export function rider() {
  const level = svg("line", { y1: 0, y2: 0, class: "xv-level" });
  const dot = svg("circle", { r: 8, class: "xv-dot", "data-testid": "dot", "data-lit": "loss" });
  const beyond = svg("text", { class: "xv-beyond" });
  const lay = (/** @type {CurvePlane} */ on) => {
    setAttributes(level, { x1: on.left });
    setAttributes(beyond, { x: on.left + 42, y: 13 });
  };
  /**
   * @param {CurvePlane} on
   * @param {number} p
   * @param {{ unit?: string, cost?: number }} [of] cost in the plane's unit, where it is known better than from p
   */
  const paint = (on, p, { unit = "nats", cost = on.cost(p) } = {}) => {
    moveTo(dot, on.x(p), on.y(cost));
    setValue(dot, p);
    setAttributes(level, { x2: on.x(p).toFixed(2), transform: `translate(0 ${on.y(cost).toFixed(2)})` });
    // A covered curve must not say where its dot is.
    const isBeyond = cost > on.most && !isCovered(dot);
    showText(beyond, isBeyond ? `↑ ${num3(cost)} ${unit}` : "");
    dot.ownerSVGElement?.classList.toggle(BEYOND, isBeyond);
  };
  return { nodes: [level, beyond, dot], dot, lay, paint };
}

/**
 * The curve of -ln p as wide as its place.
 * @param {object} options
 * @param {string} options.label
 * @param {() => Ranges & Axes} options.spec
 * @param {(width: number) => number} options.heightFor
 * @param {(plane: CurvePlane) => void} options.laid
 * @param {Node[]} options.over
 */
export const curveChart = (options) => new Chart({ ...options, make: plane, rule });
