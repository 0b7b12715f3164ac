// @ts-check
// The address of the page: what it becomes when a board writes its own part. No DOM here.
/** @import { Link } from "./types.d.ts" */

/**
 * The address with a board's own keys replaced; the others (another board's, embed) stay as they are.
 * @param {string} address
 * @param {Link} link
 */
export function withLink(address, { owned, pairs }) {
  const url = new URL(address);
  const query = new URLSearchParams(url.search);
  for (const key of owned) query.delete(key);
  for (const [key, value] of pairs) query.append(key, value);
  const text = readable(query);
  if (text === url.search.slice(1)) return address;
  url.search = text;
  return url.href;
}

/**
 * The address with these keys set, each once.
 * @param {string} address
 * @param {Record<string, string>} pairs
 */
export function withPairs(address, pairs) {
  const url = new URL(address);
  const query = new URLSearchParams(url.search);
  for (const [key, value] of Object.entries(pairs)) query.set(key, value);
  url.search = readable(query);
  return url.href;
}

/** @param {URLSearchParams} query */
const readable = (query) => query.toString().replaceAll("%2C", ",");
