// @ts-check
import assert from "./assert.js";
import { brief, grouped, inUnits, tickName } from "../../xentviz/boards/assets/units.js";
/** @import { Units } from "../../xentviz/boards/assets/units.js" */

/** @type {Units} */
const BYTES = [[1, "B"], [1e3, "kB"], [1e6, "MB"], [1e9, "GB"]];
/** @type {Units} */
const SECONDS = [[1e-9, "ns"], [1e-3, "ms"], [1, "s"], [3600, "h"], [86400, "days"]];
/** @type {Units} */
const LETTERS = [[1, ""], [1e6, "M"], [1e9, "B"], [1e12, "T"]];

Deno.test("a size has three digits and the unit that leaves fewer than a thousand", () => {
  const say = inUnits(BYTES);
  assert.equal(say(2), "2.00 B");
  assert.equal(say(999), "999 B");
  assert.equal(say(4 * 8 * 1024 * 50_257), "1.65 GB");
  assert.equal(say(5e12), "5000 GB", "there is no larger unit");
});

Deno.test("a number that rounds up to a thousand takes the next unit", () => {
  assert.equal(inUnits(BYTES)(999_499), "999 kB");
  assert.equal(inUnits(BYTES)(999_500), "1.00 MB");
  assert.equal(brief(LETTERS)(999.6e9), "1T");
});

Deno.test("units need not grow by a thousand", () => {
  const say = inUnits(SECONDS);
  assert.equal(say(4.31), "4.31 s");
  assert.equal(say(1800), "0.500 h");
  assert.equal(say(86400 * 30), "720 h");
  assert.equal(say(86400 * 60), "60.0 days");
});

Deno.test("a unit without a name leaves no space", () => {
  assert.equal(inUnits(LETTERS)(12), "12.0");
});

Deno.test("short sizes have no zeros behind them", () => {
  assert.deepEqual([70e9, 1.4e12, 6.7e9, 1e6].map(brief(LETTERS)), ["70B", "1.4T", "6.7B", "1M"]);
});

Deno.test("a tick's name has no zeros after the point", () => {
  const name = tickName(inUnits(BYTES));
  assert.deepEqual([10, 1e3, 1.5e6].map(name), ["10 B", "1 kB", "1.50 MB"]);
});

Deno.test("whole numbers are written in groups of three", () => {
  assert.deepEqual([2, 999, 1000, 50_257, 134_217_728].map(grouped), ["2", "999", "1,000", "50,257", "134,217,728"]);
});
