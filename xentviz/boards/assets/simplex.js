// @ts-check
// Shares of 1: what gives way when one is dragged, and numbers that are shown with their sum. No DOM here.
import { num3 } from "./numerals.js";

const EXACT = 1e-12; // what rounding leaves of a share that is 0

/** @param {number[]} list */
const sum = (list) => list.reduce((s, x) => s + x, 0);

/**
 * What is left of a sum: rounding may have made it a little more or less than it is.
 * @param {number} x
 */
const left = (x) => (Math.abs(x) < EXACT ? 0 : Math.max(0, Number(x.toPrecision(15))));

/**
 * The shares that give way when share k moves: all that are neither k nor locked.
 * @param {number[]} shares
 * @param {number} k
 * @param {number[]} locked
 */
export const givers = (shares, k, locked) => shares.map((_, j) => j).filter((j) => j !== k && !locked.includes(j));

/**
 * Share k moves to x; the unlocked others split what is left in proportion to what they had.
 * @param {number[]} shares
 * @param {number} k
 * @param {number} x
 * @param {number[]} locked
 */
export function redistribute(shares, k, x, locked) {
  const free = givers(shares, k, locked);
  if (free.length === 0) return shares;
  const room = left(1 - sum(locked.filter((j) => j !== k).map((j) => shares[j])));
  const next = [...shares];
  next[k] = Math.min(Math.max(x, 0), room);
  const toSplit = left(room - next[k]);
  const before = sum(free.map((j) => shares[j]));
  for (const j of free) {
    const share = before > 0 ? shares[j] * (toSplit / before) : toSplit / free.length;
    next[j] = Number(share.toPrecision(6));
  }
  // Six digits keep links short; the largest takes what the rounding left over.
  const largest = free.reduce((a, b) => (next[b] > next[a] ? b : a));
  next[largest] = left(1 - sum(next.filter((_, j) => j !== largest)));
  return next;
}

/**
 * One outcome less, its share given to the others.
 * @param {number[]} shares
 * @param {number} k
 */
export const without = (shares, k) => redistribute(shares, k, 0, []).filter((_, j) => j !== k);

const PLACES = 7; // beyond these, powers of ten

/**
 * @param {number} units of the last place
 * @param {number} places
 */
function written(units, places) {
  if (units === 0) return "0";
  if (places <= PLACES) return (units / 10 ** places).toFixed(places);
  return `${(units / 100).toFixed(2)}e−${places - 2}`;
}

/**
 * A total of three digits and its parts, rounded so that what is shown adds up to the last digit:
 * parts are rounded down, and the units still missing go to those that lost most by that.
 * @param {number} total
 * @param {number[]} parts
 */
export function addingUp(total, parts) {
  if (!Number.isFinite(total)) return { total: num3(total), parts: parts.map(num3) };
  const places = total > 0 ? Math.min(300, Math.max(0, 2 - Math.floor(Math.log10(total)))) : 0;
  const exact = parts.map((x) => x * 10 ** places);
  const units = exact.map(Math.floor);
  const whole = Math.round(total * 10 ** places);
  const missing = whole - sum(units);
  const lost = exact.map((x, i) => x - units[i]);
  const order = units.map((_, i) => i).sort((a, b) => (missing > 0 ? lost[b] - lost[a] : lost[a] - lost[b]));
  for (let i = 0; i < Math.abs(missing); i += 1) units[order[i % order.length]] += Math.sign(missing);
  return { total: written(whole, places), parts: units.map((n) => written(n, places)) };
}
