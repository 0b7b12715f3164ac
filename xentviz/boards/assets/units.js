// @ts-check
// Sizes in words: three digits and a unit, or a whole number in groups of three. No DOM here.
import { num3 } from "./numerals.js";

/** @typedef {[size: number, name: string][]} Units from the smallest to the largest */

/**
 * The first unit that leaves fewer than 1,000 of it when x is rounded to three digits; else the last.
 * @param {Units} units
 * @param {number} x
 */
function fitting(units, x) {
  const fits = units.find(([size]) => Number((x / size).toPrecision(3)) < 1000);
  return fits ?? units[units.length - 1];
}

/**
 * Three digits and a unit: 1.65 GB, 4.31 s, 70.0 billion.
 * @param {Units} units
 * @returns {(x: number) => string}
 */
export const inUnits = (units) => (x) => {
  const [size, name] = fitting(units, x);
  return `${num3(Number((x / size).toPrecision(12)))} ${name}`.trimEnd();
};

/**
 * Three digits without the zeros behind them, and a letter: 70B, 1.4T.
 * @param {Units} units
 * @returns {(x: number) => string}
 */
export const brief = (units) => (x) => {
  const [size, name] = fitting(units, x);
  return `${Number((x / size).toPrecision(3))}${name}`;
};

/**
 * A tick's name: the same without zeros after the point, 10 GB for 10.0 GB.
 * @param {(x: number) => string} say
 * @returns {(x: number) => string}
 */
export const tickName = (say) => (x) => say(x).replace(/\.0+(?= |$)/, "");

/**
 * A whole number with a comma at each thousand.
 * @param {number} n
 */
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
