// Shares of 1: what gives way when one is dragged, and numbers that are shown with their sum.
import { num3 } from "./controls.js";

const EXACT = 1e-12;   // as in live/distributions.py: a sum this near 1 counts as 1

const sum = (list) => list.reduce((s, x) => s + x, 0);
const rest = (x) => (Math.abs(x) < EXACT ? 0 : Math.max(0, Number(x.toPrecision(15))));

// The shares that give way when share k moves: all that are neither k nor locked.
export const givers = (shares, k, held) => shares.map((_, j) => j).filter((j) => j !== k && !held.includes(j));

// Share k moves to x; the unlocked others split what is left in proportion to what they had.
export function redistribute(shares, k, x, held) {
  const free = givers(shares, k, held);
  if (free.length === 0) return shares;
  const room = rest(1 - sum(held.filter((j) => j !== k).map((j) => shares[j])));
  const next = [...shares];
  next[k] = Math.min(Math.max(x, 0), room);
  const left = rest(room - next[k]);
  const before = sum(free.map((j) => shares[j]));
  for (const j of free) next[j] = Number((before > 0 ? shares[j] * (left / before) : left / free.length).toPrecision(6));
  // Six digits keep links short; the largest takes what the rounding left over.
  const largest = free.reduce((a, b) => (next[b] > next[a] ? b : a));
  next[largest] = rest(1 - sum(next.filter((_, j) => j !== largest)));
  return next;
}

// One outcome more, with nothing, or one less, its share given to the others.
export const without = (shares, k) => {
  const emptied = redistribute(shares, k, 0, []);
  return emptied.filter((_, j) => j !== k);
};

const PLACES = 7;   // beyond these, powers of ten
function written(units, places) {
  if (units === 0) return "0";
  if (places <= PLACES) return (units / 10 ** places).toFixed(places);
  return `${(units / 100).toFixed(2)}e−${places - 2}`;
}

// A total of three digits and its parts, rounded so that what is shown adds up to the last digit:
// parts are rounded down, and the units still missing go to those that lost most by that.
export function addingUp(total, parts) {
  if (!Number.isFinite(total)) return { total: num3(total), parts: parts.map(num3) };
  const places = total > 0 ? Math.min(300, Math.max(0, 2 - Math.floor(Math.log10(total)))) : 0;
  const exact = parts.map((x) => x * 10 ** places);
  const units = exact.map(Math.floor);
  const whole = Math.round(total * 10 ** places);
  const missing = whole - sum(units);
  const order = exact.map((x, i) => [x - units[i], i]).sort(([a], [b]) => (missing > 0 ? b - a : a - b));
  for (let i = 0; i < Math.abs(missing); i += 1) units[order[i % order.length][1]] += Math.sign(missing);
  return { total: written(whole, places), parts: units.map((n) => written(n, places)) };
}
