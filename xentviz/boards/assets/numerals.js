// @ts-check
// How numbers are written: three digits, a true minus, ∞ by its sign. No DOM here.

/**
 * A text with a true minus for its hyphen.
 * @param {string} text
 */
export const minus = (text) => text.replace("-", "−");

/**
 * Three significant digits: 0.693, 24.0, 1234; beyond a million 1.00e+6.
 * @param {number} x
 */
export function num3(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  const size = Math.abs(x);
  return minus(size >= 999.5 && size < 1e6 ? x.toFixed(0) : x.toPrecision(3));
}

/**
 * The same with a sign also where it is not negative.
 * @param {number} x
 */
export const signed = (x) => (x < 0 ? num3(x) : `+${num3(x)}`);

/**
 * Two decimals, or two digits where these would all be 0.
 * @param {number} x
 */
export const fixed2 = (x) => minus(x !== 0 && Math.abs(x) < 0.005 ? x.toPrecision(2) : x.toFixed(2));

/**
 * A logit: its sign, two decimals, fewer where it is large, so that its field is wide enough.
 * @param {number} x
 */
export function logitText(x) {
  const size = Math.abs(x);
  const digits = size >= 100 ? minus(x.toFixed(size >= 1000 ? 0 : 1)) : fixed2(x);
  return `${x < 0 ? "" : "+"}${digits}`;
}

/**
 * A share as "62.9 %".
 * @param {number} p
 */
export const percent = (p) => `${num3(p * 100)} %`;

/**
 * A probability; one too small for a number is told from its logarithm: 1.23e−400.
 * @param {number} p
 * @param {number} logP
 * @param {number} [decimals]
 */
export function tiny(p, logP, decimals = 2) {
  if (p > 0 || logP === -Infinity) return num3(p);
  const ten = logP / Math.LN10;
  return `${(10 ** (ten - Math.floor(ten))).toFixed(decimals)}e${minus(String(Math.floor(ten)))}`;
}

/**
 * The same as "62.9 %" or "3e−398 %".
 * @param {number} p
 * @param {number} logP
 */
export const tinyPercent = (p, logP) => (p > 0 ? percent(p) : `${tiny(p, logP + Math.log(100), 0)} %`);

/**
 * The nearest power of ten as 10⁻⁶.
 * @param {number} x
 */
export function powerOfTen(x) {
  const digits = [...String(Math.round(Math.log10(x)))];
  return `10${digits.map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? "⁻").join("")}`;
}
