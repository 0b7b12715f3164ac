// @ts-check
// The curve of -ln p, for every board: its plane (numbers to places and back), its axes, its dot.
import { Chart } from "./chart.js";
import { chartText, moveTo, setAttributes, setValue, showText, svg } from "./elements.js";
import { num3 } from "./numerals.js";
/** @import { Size } from "./chart.js" */
/** @import { Plane, Tick } from "./types.d.ts" */

const BENDS = 160;
const BEYOND = "xv-is-beyond";

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
 * `p` is the p of a place in px, `cost` the loss of a p in the plane's unit.
 * @typedef {Plane & {
 *   least: number, most: number, unit: number, points: Bend[],
 *   p: (px: number) => number, cost: (p: number) => number,
 * }} CurvePlane
 */

/**
 * @param {Ranges & Size} ranges
 * @returns {CurvePlane}
 */
export function plane({ width, height, from = 0, to = 1, least = 0, most = 5, unit = 1, log = false }) {
  const edges = { left: 34, right: width - 18, top: 14, bottom: height - 36 };
  const place = (/** @type {number} */ p) => (log ? Math.log10(p) : p);
  const [first, last] = [place(from), place(to)];
  const [wide, high] = [edges.right - edges.left, edges.bottom - edges.top];
  const x = (/** @type {number} */ p) => edges.left + ((place(p) - first) / (last - first)) * wide;
  const y = (/** @type {number} */ value) =>
    edges.bottom - ((Math.max(least, Math.min(value, most)) - least) / (most - least)) * high;
  const p = (/** @type {number} */ px) => {
    const at = first + ((px - edges.left) / wide) * (last - first);
    return log ? 10 ** at : at;
  };
  const cost = (/** @type {number} */ q) => -Math.log(q) / unit;
  const [steepest, flattest] = [Math.min(most * unit, -Math.log(from)), -Math.log(to)];
  const bends = Array.from({ length: BENDS + 1 }, (_, i) => flattest + (steepest - flattest) * (1 - i / BENDS));
  const points = bends.map((nats) => ({ nats, x: x(Math.exp(-nats)), y: y(nats / unit) }));
  return { ...edges, width, height, least, most, unit, x, y, p, points, cost };
}

/**
 * The path through points, for the attribute d.
 * @param {{ x: number, y: number }[]} points
 */
export const pathThrough = (points) =>
  points.map(({ x, y }, i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");

/**
 * The p of the place on the curve that is nearest to where the finger is.
 * @param {CurvePlane} on
 * @param {number} px
 * @param {number} py
 */
export function nearest({ points }, px, py) {
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
    ...up.map(([value, text]) => chartText(on.left - 6, on.y(value) + 4, text, "end")),
    ...across.map(([p, text, anchor = "middle"]) => chartText(on.x(p), on.bottom + 16, text, anchor)),
    chartText(on.left + 6, 10, unitName),
    chartText((on.left + on.right) / 2, on.height - 4, title, "middle"),
    svg("path", { d: pathThrough(on.points), class: "xv-line" }),
  ];
}

/** The dot that rides the curve, its level line, and a word where the loss is above the chart. */
export function rider() {
  const level = svg("line", { y1: 0, y2: 0, class: "xv-level" });
  const dot = svg("circle", { r: 8, class: "xv-dot", "data-testid": "dot", "data-lit": "loss" });
  const beyond = svg("text", { class: "xv-beyond" });
  const lay = (/** @type {CurvePlane} */ on) => {
    setAttributes(level, { x1: on.left, x2: on.right });
    setAttributes(beyond, { x: on.left + 44, y: on.top - 3 });
  };
  /**
   * @param {CurvePlane} on
   * @param {number} p
   * @param {number} loss nats, where the level line is
   * @param {string} [unit]
   * @param {number} [cost] where the dot is, if not on the curve at p; in the plane's unit
   */
  const paint = (on, p, loss, unit = "nats", cost = on.cost(p)) => {
    moveTo(dot, on.x(p), on.y(cost));
    setValue(dot, p);
    level.setAttribute("transform", `translate(0 ${on.y(loss / on.unit).toFixed(2)})`);
    showText(beyond, cost > on.most ? `↑ ${num3(cost)} ${unit}, above the chart` : "");
    dot.ownerSVGElement?.classList.toggle(BEYOND, cost > on.most);
  };
  return { nodes: [level, beyond, dot], dot, lay, paint };
}

/** The small curve beside the logits: fixed size, three marks. */
export function lossCurve() {
  const on = plane({ width: 340, height: 212 });
  /** @type {[p: number, text: string, dx: number, dy: number][]} */
  const marks = [[0.01, "0.01 → 4.6", 10, 8], [0.5, "0.5 → 0.69", 8, -8], [0.99, "0.99 → 0.01", -4, -16]];
  const drawn = marks.map(([p, text, dx, dy]) => {
    const [x, y] = [on.x(p), on.y(on.cost(p))];
    const name = chartText(x + dx, y + dy, text, dx < 0 ? "end" : "start");
    return svg("g", {}, svg("circle", { cx: x, cy: y, r: 3, class: "xv-mark" }), name);
  });
  const riding = rider();
  const [level, beyond, dot] = riding.nodes;
  riding.lay(on);
  const axes = rule(on, {
    across: [[0, "0", "start"], [0.5, "0.5"], [1, "1", "end"]],
    up: [[5, "5"], [2.5, "2.5"], [0, "0"]],
    title: "probability given to the truth",
    unitName: "nats",
  });
  const attributes = {
    viewBox: `0 0 ${on.width} ${on.height}`,
    class: "xv-curve",
    role: "img",
    "aria-label": "The curve of minus ln p: the loss against the probability of the truth",
  };
  const node = svg("svg", attributes, ...axes, level, ...drawn, beyond, dot);
  /**
   * @param {number} p
   * @param {number} loss nats
   * @param {number} cost nats, of p alone
   */
  const paint = (p, loss, cost) => riding.paint(on, p, loss, "nats", cost);
  return { node, paint };
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
