// @ts-check
// A chart's plane with even axes, and round numbers to mark them with. No DOM here.
import { minus } from "./numerals.js";
/** @import { Plane, Tick } from "./types.d.ts" */

/**
 * x runs across from `from` to `to`, y up from `least` to `most`; margins in px.
 * @typedef {object} LinearSpec
 * @property {number} from
 * @property {number} to
 * @property {number} least
 * @property {number} most
 * @property {{ left?: number, right?: number, top?: number, bottom?: number }} [margins]
 */

/**
 * @typedef {object} LinearPlaces
 * @property {(px: number, py: number) => [x: number, y: number]} at the numbers at a place in px
 * @typedef {Plane & LinearPlaces} LinearPlane
 */

/**
 * A value outside the plane stands at its edge.
 * @param {LinearSpec & { width: number, height: number }} spec
 * @returns {LinearPlane}
 */
export function linearPlane({ width, height, from, to, least, most, margins = {} }) {
  const { left = 44, right: free = 14, top = 18, bottom: below = 38 } = margins;
  const [right, bottom] = [width - free, height - below];
  const inside = (/** @type {number} */ part) => Math.max(0, Math.min(1, part));
  return {
    ...{ left, right, top, bottom, width, height },
    x: (value) => left + inside((value - from) / (to - from)) * (right - left),
    y: (value) => bottom - inside((value - least) / (most - least)) * (bottom - top),
    at: (px, py) => [
      from + inside((px - left) / (right - left)) * (to - from),
      least + inside((bottom - py) / (bottom - top)) * (most - least),
    ],
  };
}

/**
 * A step of 1, 2 or 5 times a power of ten that goes at most `parts` times into a range.
 * @param {number} range
 * @param {number} parts
 */
export function roundStep(range, parts) {
  const ten = 10 ** Math.floor(Math.log10(range / parts));
  const found = [1, 2, 5, 10].find((size) => size * ten >= (range / parts) * (1 - 1e-12));
  return (found ?? 10) * ten;
}

/**
 * Round numbers from `least` to `most`, in `parts` steps at most.
 * @param {number} least
 * @param {number} most
 * @param {number} parts
 * @returns {Tick[]}
 */
export function roundTicks(least, most, parts) {
  const step = roundStep(most - least, parts);
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    return [value, minus(value.toFixed(Math.min(20, decimals)))];
  });
}

/**
 * Where an axis ends that begins at 0 and holds this value: a little above it.
 * @param {number} value
 * @param {number} parts
 */
export function roundTop(value, parts) {
  const step = roundStep(value * 1.03, parts);
  return Math.ceil((value * 1.03) / step) * step;
}
