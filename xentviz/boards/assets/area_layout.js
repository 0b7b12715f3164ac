// @ts-check
// Where everything stands in the picture of cross-entropy as area. No DOM here.
import { shortened } from "./naming.js";

export const FRAME = { left: 32, right: 412, top: 34, bottom: 180 };
export const NAME_LINES = { under: FRAME.bottom + 15, lower: FRAME.bottom + 31 };
const EDGE = 419; // as far right as a name may reach
const LETTER = 7; // about as wide as a letter is
const LONGEST = 11; // letters of a name under the picture
const TOPS = [1, 2, 3, 5, 8, 12]; // in steps, so that the picture stands still while a bar moves
const SEEN = 0.004; // narrower rectangles do not set the scale

/**
 * The nats at the top of a picture that has to show `most`.
 * @param {number} most
 */
export const topFor = (most) => TOPS.find((top) => top >= most) ?? TOPS[TOPS.length - 1];

/**
 * The nats at the top of the picture: all that is finite and wide enough to be seen is inside.
 * @param {{ y: number[], own: number[], cost: number[] }} numbers
 */
export function topOf({ y, own, cost }) {
  const seen = y.flatMap((p, k) => (p >= SEEN ? [own[k], cost[k]] : [])).filter(Number.isFinite);
  return topFor(Math.max(0, ...seen));
}

/**
 * Where a share of 1 is, from the left.
 * @param {number} share
 */
export const across = (share) => FRAME.left + share * (FRAME.right - FRAME.left);

/** @typedef {{ x: number, width: number, y: number, height: number }} Box */

/**
 * One outcome's rectangles: up to −ln p, what is above that, and what is missing below it.
 * @param {object} column
 * @param {number} column.from the sum of the shares before it
 * @param {number} column.p its share
 * @param {number} column.own −ln p
 * @param {number} column.cost −ln q
 * @param {number} top nats at the top of the picture
 * @returns {{ own: Box, extra: Box, saved: Box }}
 */
export function boxes({ from, p, own, cost }, top) {
  const down = (/** @type {number} */ nats) => FRAME.bottom - (Math.min(nats, top) / top) * (FRAME.bottom - FRAME.top);
  const x = across(from);
  const width = across(from + p) - x;
  const base = down(Math.min(own, cost));
  return {
    own: { x, width, y: base, height: FRAME.bottom - base },
    extra: { x, width, y: down(cost), height: cost > own ? down(own) - down(cost) : 0 },
    saved: { x: x + 1, width: own > cost ? width - 2 : 0, y: down(own), height: down(cost) - down(own) },
  };
}

/**
 * Where a name stands: its middle is at `at`, that of its rectangle at `middle`; `under` it, or lower.
 * @typedef {{ words: string, half: number, middle: number, at: number, under: boolean }} NamePlace
 */

/**
 * Names stand under their rectangles, or where these are too narrow side by side in a second line,
 * as near as there is room.
 * @param {string[]} names
 * @param {number[]} y
 * @returns {NamePlace[]}
 */
export function namePlaces(names, y) {
  let from = 0;
  const places = y.map((p, k) => {
    const words = shortened(names[k], LONGEST);
    const width = words.length * LETTER;
    const middle = across(from + p / 2);
    from += p;
    const under = width <= across(p) - FRAME.left;
    return { words: p > 0 ? words : "", half: width / 2, middle, at: middle, under };
  });
  const lower = places.filter(({ words, under }) => words && !under);
  pushRight(lower);
  pushLeft(lower);
  return places;
}

/**
 * None begins before the one to its left has ended.
 * @param {NamePlace[]} places from the left
 */
function pushRight(places) {
  let free = 0;
  for (const one of places) {
    one.at = Math.max(one.at, free + one.half);
    free = one.at + one.half + LETTER;
  }
}

/**
 * None ends beyond the edge, or after the one to its right has begun.
 * @param {NamePlace[]} places from the left
 */
function pushLeft(places) {
  let edge = EDGE;
  for (const one of places.toReversed()) {
    one.at = Math.min(one.at, edge - one.half);
    edge = one.at - one.half - LETTER;
    if (edge < -LETTER) one.words = ""; // no room is left
  }
}
