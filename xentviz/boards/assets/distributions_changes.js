// @ts-check
// What the buttons of the distributions board make of its state. No DOM here.
import { smoothed } from "./mirror.js";
import { spareName } from "./naming.js";
import { redistribute, without } from "./simplex.js";
/** @import { Constants, Side, State } from "./distributions.js" */

/**
 * What a side shows: the prediction as it is, the truth after label smoothing.
 * @param {State} state
 * @param {Side} side
 */
export const shownOf = ({ p, q, smoothing }, side) => (side === "q" ? q : smoothed(p, smoothing));

/**
 * What was true is predicted, and what was predicted is true.
 * @param {State} state
 * @returns {Partial<State>}
 */
export function swapped(state) {
  const { q, locked_p, locked_q } = state;
  return { p: q, q: shownOf(state, "p"), smoothing: 0, locked_p: locked_q, locked_q: locked_p };
}

/**
 * The truth as a label: all of it on its likeliest outcome.
 * @param {State} state
 * @returns {Partial<State>}
 */
export function oneHot({ p }) {
  const top = p.indexOf(Math.max(...p));
  return { p: p.map((_, k) => (k === top ? 1 : 0)), smoothing: 0, locked_p: [] };
}

/**
 * One outcome more: it never happens, and is predicted a little.
 * @param {State} state
 * @param {Pick<Constants, "names" | "new_share">} constants
 * @returns {Partial<State>}
 */
export function withOutcome({ names, p, q }, { names: spares, new_share: share }) {
  return {
    names: [...names, spareName(names, spares)],
    p: [...p, 0],
    q: redistribute([...q, 0], q.length, share, []),
  };
}

/**
 * One outcome less: the others get its shares, and the locks stay with their bars.
 * @param {State} state
 * @param {number} k
 * @returns {Partial<State>}
 */
export function withoutOutcome({ names, p, q, locked_p, locked_q }, k) {
  const left = (/** @type {number[]} */ locked) => locked.filter((j) => j !== k).map((j) => (j > k ? j - 1 : j));
  return {
    names: names.filter((_, j) => j !== k),
    ...{ p: without(p, k), q: without(q, k) },
    ...{ locked_p: left(locked_p), locked_q: left(locked_q) },
  };
}

/**
 * The locks of one side with that of bar k changed.
 * @param {number[]} locked
 * @param {number} k
 */
export const toggled = (locked, k) => locked.includes(k) ? locked.filter((j) => j !== k) : [...locked, k].sort();
