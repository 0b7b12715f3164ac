// @ts-check
// Runs the mirror on cases that come as JSON on stdin, and writes its answers as JSON to stdout.
// In: [[module, function, [arguments of a call, ...]], ...]. Out: { exported: names by module, found: answers }.
import { decode, encode } from "../../xentviz/boards/assets/encoding.js";
import * as mirror from "../../xentviz/boards/assets/mirror.js";
import * as scale from "../../xentviz/boards/assets/mirror_scale.js";

/** @type {Record<string, Record<string, (...given: any[]) => unknown>>} */
const MODULES = { mirror: { ...mirror }, mirror_scale: { ...scale } };

/**
 * Typed arrays as lists, for JSON.
 * @param {unknown} value
 * @returns {unknown}
 */
function plain(value) {
  if (value instanceof Float64Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

const asked = /** @type {[module: string, name: string, calls: unknown[][]][]} */ (
  decode(JSON.parse(await new Response(Deno.stdin.readable).text()))
);
const found = asked.map(([module, name, calls]) => calls.map((given) => plain(MODULES[module][name](...given))));
const exported = Object.fromEntries(Object.entries(MODULES).map(([name, all]) => [name, Object.keys(all)]));
console.log(JSON.stringify(encode({ exported, found })));
