// @ts-check
// Long rows of numbers as Python packed them: base64, which JSON can carry and which loses nothing.

/** @param {string} text */
function bytes(text) {
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) out[i] = raw.charCodeAt(i);
  return out.buffer;
}

/**
 * Numbers of 64 bits.
 * @param {string} text
 */
export const doubles = (text) => new Float64Array(bytes(text));

/**
 * Whole numbers from 0 to 65,535.
 * @param {string} text
 */
export const wholes = (text) => new Uint16Array(bytes(text));

/**
 * Each field of numbers of 64 bits, by its name.
 * @template {string} K
 * @param {Record<K, string>} fields
 * @returns {Record<K, Float64Array>}
 */
export function eachDouble(fields) {
  const unpacked = Object.entries(fields).map(([name, text]) => [name, doubles(/** @type {string} */ (text))]);
  return Object.fromEntries(unpacked);
}
