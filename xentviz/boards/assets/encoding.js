// How infinities and nan cross the wire, for JSON has none; boards/encoding.py does the same.
const NUMBERS = { inf: Infinity, "-inf": -Infinity, nan: NaN };

export function encode(value) {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { number: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
  }
  if (Array.isArray(value)) return value.map(encode);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each)]));
  return value;
}

export function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (!value || typeof value !== "object") return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0][0] === "number" && entries[0][1] in NUMBERS) return NUMBERS[entries[0][1]];
  return Object.fromEntries(entries.map(([key, each]) => [key, decode(each)]));
}
