// @ts-check
import assert from "./assert.js";
import {
  decimalsOf,
  fixed2,
  fromScientific,
  inColumn,
  logitText,
  num3,
  percent,
  percentInColumn,
  plain,
  powerOfTen,
  scientific,
  signed,
  tiny,
} from "../../xentviz/boards/assets/numerals.js";

Deno.test("a number has three significant digits, from a ten-thousandth to a million", () => {
  assert.deepEqual([0.6931, 24, 1234.5, 999_999, 0.000123].map(num3), ["0.693", "24.0", "1235", "999999", "0.000123"]);
  assert.deepEqual([0, -0.25, -1e-3].map(num3), ["0", "−0.250", "−0.00100"]);
});

Deno.test("a number far from 1 has a power of ten, and 1 before it is left out", () => {
  assert.deepEqual([1e-9, 1.9287e-22, -2e-7, -1e-5].map(num3), ["10⁻⁹", "1.93·10⁻²²", "−2·10⁻⁷", "−10⁻⁵"]);
  assert.deepEqual([1e6, 2.5e12].map(num3), ["10⁶", "2.5·10¹²"]);
  assert.equal(scientific(9.996e-5), "10⁻⁴", "a mantissa that rounds up to ten");
});

Deno.test("what is no number has a name", () => {
  assert.deepEqual([Infinity, -Infinity, NaN].map(num3), ["∞", "−∞", "nan"]);
  assert.deepEqual([Infinity, NaN].map(plain), ["∞", "nan"]);
  assert.equal(signed(Infinity), "+∞");
});

Deno.test("what somebody has set is shown as it is", () => {
  assert.deepEqual([0.05, 0.1, 1, -0.3567, 1e-9, 0].map(plain), ["0.05", "0.1", "1", "−0.3567", "10⁻⁹", "0"]);
  assert.equal(plain(100), "100", "the zeros of a whole number stay");
});

Deno.test("two decimals, or two digits where they would be 0", () => {
  assert.deepEqual([2.1, -0.5, 0, 0.0012, 3e-9].map(fixed2), ["2.10", "−0.50", "0.00", "0.0012", "3·10⁻⁹"]);
});

Deno.test("the decimals of a column stand below each other", () => {
  assert.deepEqual([0.3461, -0.0295, 0].map((x) => inColumn(x, 3)), ["0.346", "−0.029", "0.000"]);
  assert.equal(inColumn(1.84e-7, 3), "2·10⁻⁷");
  assert.deepEqual([0.6543, 0.0304, 1].map((p) => percentInColumn(p)), ["65.4 %", "3.0 %", "100.0 %"]);
  assert.equal(percentInColumn(2e-22), "2·10⁻²⁰ %");
  assert.equal(percentInColumn(0, -1000), "5·10⁻⁴³³ %", "a share that is too small for a number");
  assert.equal(percentInColumn(0), "0.0 %");
});

Deno.test("a typed logit keeps its digits, a computed one has two decimals", () => {
  assert.equal(decimalsOf([2.1, 0.4, -1]), 2);
  assert.equal(decimalsOf([2.1, -0.3567]), 4);
  assert.equal(decimalsOf([2.1, 1 / 3]), 2);
  assert.equal(logitText(-0.3567, 4), "−0.3567");
  assert.deepEqual([2.1, 0, 800, -1000].map((z) => logitText(z)), ["+2.10", "+0.00", "+800.0", "−1000"]);
});

Deno.test("a probability that has underflowed is told from its logarithm", () => {
  assert.equal(tiny(0.25, Math.log(0.25)), "0.250");
  assert.equal(tiny(0, -1000), "5.08·10⁻⁴³⁵");
  assert.equal(tiny(0, -Infinity), "0");
  assert.equal(fromScientific("3.66787e-348"), "3.66787·10⁻³⁴⁸");
  assert.equal(percent(0.629), "62.9 %");
  assert.equal(powerOfTen(1.1e-6), "10⁻⁶");
});
