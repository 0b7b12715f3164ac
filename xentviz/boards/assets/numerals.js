// @ts-check
// How numbers are written: three digits, a true minus, powers of ten, ∞ by its sign. No DOM here.

const LEAST_PLAIN = 1e-4; // smaller numbers are written with a power of ten
const MOST_PLAIN = 1e6; // from here on too

/**
 * A text with a true minus for its hyphen.
 * @param {string} text
 */
export const minus = (text) => text.replace("-", "−");

/**
 * Without the zeros that end its decimals: "2.50" is "2.5", "2.00" is "2".
 * @param {string} text
 */
const withoutZeros = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/**
 * A whole exponent in small raised digits: ⁻²².
 * @param {number} exponent
 */
const raised = (exponent) => [...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? "⁻").join("");

/**
 * A mantissa and its power of ten: 1.93·10⁻²²; a mantissa of 1 is left out: 10⁻⁹.
 * @param {string} mantissa
 * @param {number} exponent
 */
function timesTen(mantissa, exponent) {
  const short = withoutZeros(mantissa);
  const power = `10${raised(exponent)}`;
  if (short === "1") return power;
  return short === "-1" ? `−${power}` : `${minus(short)}·${power}`;
}

/**
 * "3.66787e-348", smaller than any number of a browser, as 3.66787·10⁻³⁴⁸.
 * @param {string} text
 */
export function fromScientific(text) {
  const [mantissa, exponent] = text.split("e");
  return timesTen(mantissa, Number(exponent));
}

/**
 * A finite number with a power of ten, `digits` of it at most: 1.93·10⁻²².
 * @param {number} x
 */
export const scientific = (x, digits = 3) => fromScientific(x.toExponential(digits - 1));

/**
 * Whether a number is written with a power of ten.
 * @param {number} x
 */
const isFar = (x) => x !== 0 && (Math.abs(x) < LEAST_PLAIN || Math.abs(x) >= MOST_PLAIN);

/**
 * Infinities and nan by name; undefined for a finite number.
 * @param {number} x
 */
function named(x) {
  if (Number.isFinite(x)) return undefined;
  return Number.isNaN(x) ? "nan" : x > 0 ? "∞" : "−∞";
}

/**
 * Three significant digits: 0.693, 24.0, 1234; far from 1 with a power of ten: 1.93·10⁻²².
 * @param {number} x
 */
export function num3(x) {
  if (!Number.isFinite(x) || x === 0) return named(x) ?? "0";
  if (isFar(x)) return scientific(x);
  return minus(Math.abs(x) >= 999.5 ? x.toFixed(0) : x.toPrecision(3));
}

/**
 * A number that somebody has set, as it is: 0.05, 0.1234; six digits at most.
 * @param {number} x
 */
export function plain(x) {
  if (!Number.isFinite(x) || x === 0) return named(x) ?? "0";
  return isFar(x) ? scientific(x, 6) : minus(withoutZeros(x.toPrecision(6)));
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
export function fixed2(x) {
  if (x === 0 || Math.abs(x) >= 0.005) return minus(x.toFixed(2));
  return isFar(x) ? scientific(x, 2) : minus(x.toPrecision(2));
}

/**
 * A number of a column whose decimals stand below each other; one too small for them as 2·10⁻⁷.
 * @param {number} x
 * @param {number} decimals
 */
export function inColumn(x, decimals) {
  const isTooSmall = x !== 0 && Math.abs(x) < 0.5 * 10 ** -decimals;
  return isTooSmall ? scientific(x, 1) : minus(x.toFixed(decimals));
}

const MOST_DECIMALS = 4;

/**
 * The decimals that a column of typed numbers needs, at least two. What has more than four was computed.
 * @param {number[]} xs
 */
export function decimalsOf(xs) {
  const own = xs.map((x) => [2, 3, MOST_DECIMALS].find((d) => Number(x.toFixed(d)) === x) ?? 2);
  return Math.max(...own);
}

/**
 * A logit with its sign; fewer decimals where it is large, so that its field is wide enough.
 * @param {number} x
 * @param {number} [decimals]
 */
export function logitText(x, decimals = 2) {
  const size = Math.abs(x);
  const room = size >= 1000 ? 0 : size >= 100 ? 1 : decimals;
  return `${x < 0 ? "" : "+"}${minus(x.toFixed(room))}`;
}

/**
 * A share as "62.9 %".
 * @param {number} p
 */
export const percent = (p) => `${num3(p * 100)} %`;

/**
 * A share to a tenth of a percent, whatever its size: "62.9 %", "0.0 %".
 * @param {number} p
 */
export const percentToATenth = (p) => `${(100 * p).toFixed(1)} %`;

/**
 * A share in a column of shares: "62.9 %", "2.9 %", "3·10⁻³⁹⁸ %".
 * @param {number} p
 * @param {number} [logP] tells one that is too small for a number
 */
export const percentInColumn = (p, logP = Math.log(p)) =>
  p > 0 || logP === -Infinity ? `${inColumn(p * 100, 1)} %` : `${tiny(p, logP + Math.log(100), 1)} %`;

/**
 * A probability; one too small for a number is told from its logarithm: 1.23·10⁻⁴⁰⁰.
 * @param {number} p
 * @param {number} logP
 * @param {number} [digits]
 */
export function tiny(p, logP, digits = 3) {
  if (p > 0 || logP === -Infinity) return num3(p);
  const ten = logP / Math.LN10;
  return timesTen((10 ** (ten - Math.floor(ten))).toFixed(digits - 1), Math.floor(ten));
}

/**
 * The nearest power of ten as 10⁻⁶.
 * @param {number} x
 */
export const powerOfTen = (x) => `10${raised(Math.round(Math.log10(x)))}`;
