// @ts-check
// Node's assertions, loaded so that Node's types stay out: with them a browser's timers would be Node's.
const NODE = "node:assert/strict";

/**
 * @typedef {object} Assert
 * @property {(value: unknown, message?: string) => void} ok
 * @property {(found: unknown, wanted: unknown, message?: string) => void} equal
 * @property {(found: unknown, wanted: unknown, message?: string) => void} deepEqual
 * @property {(text: string, pattern: RegExp, message?: string) => void} match
 * @property {(call: () => unknown, pattern?: RegExp) => void} throws
 */

/** @type {Assert} */
const assert = (await import(NODE)).default;

export default assert;
