// @ts-check
// Charts whose axes count factors: from numbers to places and back, their axes, lines and ticks.
import { chartText, moveTo, svg } from "./elements.js";
/** @import { Plane, Tick } from "./types.d.ts" */

/** @typedef {[x: number, y: number]} Point */

/**
 * x runs across from `from` to `to` by factors; y up from `least` to `most`, by factors unless `even`.
 * @typedef {object} LogSpec
 * @property {number} from
 * @property {number} to
 * @property {number} least
 * @property {number} most
 * @property {boolean} [even]
 * @property {{ left?: number, right?: number }} [margins] px
 * @property {Tick[]} across
 * @property {Tick[]} up
 * @property {string} title of the axis that runs across
 * @property {string} unitName of the axis that runs up
 */

/**
 * @typedef {object} LogPlaces
 * @property {(px: number, py: number) => Point} at the numbers at a place in px, within the chart
 * @typedef {Plane & LogPlaces} LogPlane
 */

/** @param {number} x */
const straight = (x) => x;

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const within = (value, low, high) => Math.max(low, Math.min(high, value));

/**
 * @param {LogSpec & { width: number, height: number }} spec
 * @returns {LogPlane}
 */
export function logPlane({ width, height, from, to, least, most, even = false, margins = {} }) {
  const { left = 44, right: free = 14 } = margins;
  const [right, top, bottom] = [width - free, 16, height - 36];
  const [bend, unbend] = even ? [straight, straight] : [Math.log, Math.exp];
  const [x0, x1, y0, y1] = [Math.log(from), Math.log(to), bend(least), bend(most)];
  return {
    ...{ left, right, top, bottom, width, height },
    x: (value) => left + ((Math.log(value) - x0) / (x1 - x0)) * (right - left),
    y: (value) => bottom - ((bend(within(value, least, most)) - y0) / (y1 - y0)) * (bottom - top),
    at: (px, py) => [
      within(Math.exp(x0 + ((px - left) / (right - left)) * (x1 - x0)), from, to),
      within(unbend(y0 + ((bottom - py) / (bottom - top)) * (y1 - y0)), least, most),
    ],
  };
}

/**
 * A line through points, as an SVG path.
 * @param {Plane} on
 * @param {Point[]} points
 */
export const pathOn = (on, points) =>
  points.map(([x, y], i) => `${i ? "L" : "M"}${on.x(x).toFixed(2)} ${on.y(y).toFixed(2)}`).join("");

/**
 * Both axes with their ticks and titles.
 * @param {Plane} on
 * @param {LogSpec} spec
 */
export function logAxes(on, { across, up, title, unitName }) {
  return [
    svg("path", { d: `M${on.left} ${on.top}V${on.bottom}H${on.right}`, class: "xv-axes" }),
    ...up.map(([value, text]) => chartText(on.left - 6, on.y(value) + 4, text, "end")),
    ...across.map(([value, text, anchor = "middle"]) => chartText(on.x(value), on.bottom + 16, text, anchor)),
    chartText(on.left - 4, 10, unitName),
    chartText((on.left + on.right) / 2, on.height - 3, title, "middle"),
  ];
}

/**
 * Put a mark at a point.
 * @param {Element} node
 * @param {Plane} on
 * @param {number} x
 * @param {number} y
 */
export const moveToPoint = (node, on, x, y) => moveTo(node, on.x(x), on.y(y));

/**
 * The powers of ten from `least` to `most`, both included.
 * @param {number} least
 * @param {number} most
 */
export function tens(least, most) {
  const [low, high] = [Math.ceil(Math.log10(least) - 1e-9), Math.floor(Math.log10(most) + 1e-9)];
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => Number(`1e${low + i}`));
}
