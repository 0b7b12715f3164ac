// @ts-check
// The bars of a row: what is predicted beside what is true, and a push to the left or the right.
import { el } from "./elements.js";
/** @import { Part } from "./types.d.ts" */

/**
 * A bar of what is predicted, p, with the truth y as a tick on the same track.
 * @param {string} [lit]
 * @returns {Part<[p: number, y: number]>}
 */
export function probabilityBar(lit) {
  const fill = el("span", { class: "xv-fill" });
  const tick = el("span", { class: "xv-tick" });
  const rail = el("span", { class: "xv-rail" }, tick);
  const track = el("span", { class: "xv-track" }, fill);
  const node = el("span", { class: "xv-bar", "data-lit": lit, "aria-hidden": "true" }, track, rail);
  let was = NaN;
  const paint = (/** @type {number} */ p, /** @type {number} */ y) => {
    if (p !== was) fill.style.transform = `scaleX(${p})`;
    was = p;
    // By its place, not by moving the rail, which would reach beyond the bar.
    const left = `${y * 100}%`;
    if (tick.style.left !== left) tick.style.left = left;
  };
  return { node, paint };
}

/**
 * A bar to the left or the right of zero, from -1 to 1.
 * @param {string} [lit]
 * @returns {Part<[x: number]>}
 */
export function pushBar(lit) {
  const fill = el("span", { class: "xv-push" });
  const node = el("span", { class: "xv-bar xv-diverging", "data-lit": lit, "aria-hidden": "true" }, fill);
  let was = NaN;
  const paint = (/** @type {number} */ x) => {
    if (x !== was) fill.style.transform = `scaleX(${Math.max(-1, Math.min(1, x))})`;
    was = x;
  };
  return { node, paint };
}
