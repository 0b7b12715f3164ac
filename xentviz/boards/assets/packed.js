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

/**
 * Numbers of 32 bits.
 * @param {string} text
 */
export const singles = (text) => new Float32Array(bytes(text));

/**
 * Whole numbers from 0 to 255.
 * @param {string} text
 */
export const octets = (text) => new Uint8Array(bytes(text));

/**
 * Whole numbers from 0 to 255 that zlib has made shorter: `frames` of them one after another, each but the
 * first as the difference to the one before, modulo 256.
 * @param {string} text
 * @param {number} frames
 */
export async function inflated(text, frames) {
  const stream = new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const out = new Uint8Array(await new Response(stream).arrayBuffer());
  const size = out.length / frames;
  for (let i = size; i < out.length; i += 1) out[i] += out[i - size];
  return out;
}
