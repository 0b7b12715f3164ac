// @ts-check
// How infinities and nan cross the wire, for JSON has none; boards/encoding.py does the same.

/** @type {Record<string, number>} */
const NUMBERS = { inf: Infinity, "-inf": -Infinity, nan: NaN };

/** @param {number} value */
function nameOf(value) {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

/**
 * The value as JSON can hold it: Infinity becomes {"number": "inf"}, in lists and fields too.
 * @param {unknown} value
 * @returns {unknown}
 */
export function encode(value) {
  if (typeof value === "number") return Number.isFinite(value) ? value : { number: nameOf(value) };
  if (Array.isArray(value)) return value.map(encode);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each)]));
}

/**
 * What `encode` was given. What is no encoding of a number stays as it is.
 * @param {unknown} value
 * @returns {unknown}
 */
export function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (!value || typeof value !== "object") return value;
  const entries = Object.entries(value);
  const [name, only] = entries[0] ?? [];
  const coded = entries.length === 1 && name === "number" && typeof only === "string";
  if (coded && Object.hasOwn(NUMBERS, only)) return NUMBERS[only];
  return Object.fromEntries(entries.map(([key, each]) => [key, decode(each)]));
}
