// @ts-check
import assert from "./assert.js";
import { chipLoss, heat, oneIn, SCALE_STEPS, visible } from "../../xentviz/boards/assets/tokens.js";

Deno.test("colour grows with the loss, up to the end of the scale and not beyond", () => {
  const losses = [0, 0.1, 1, 4, 7.9];
  const warm = losses.map(heat);
  assert.equal(warm[0], 0);
  assert.deepEqual(warm, [...warm].sort((a, b) => a - b));
  assert.equal(heat(4), 0.5);
  for (const loss of [8, 30, Infinity]) assert.equal(heat(loss), 1);
});

Deno.test("the scale's steps say one chance in how many, e to the nats", () => {
  const said = Object.fromEntries(SCALE_STEPS.map(({ name, chance }) => [name, chance]));
  assert.equal(said["0"], "1 in 1");
  assert.equal(said["1"], "1 in 2.7");
  assert.equal(said["4"], `1 in ${Math.round(Math.exp(4))}`);
  assert.equal(said["8+"], "1 in 2,981");
  assert.equal(SCALE_STEPS.at(-1)?.heat, 1);
});

Deno.test("a chip has room for three signs", () => {
  for (const loss of [0, 0.04, 3.14159, 9.94, 9.96, 23.03, 690.8, Infinity]) assert.ok(chipLoss(loss).length <= 3);
  assert.equal(chipLoss(3.14159), "3.1");
  assert.equal(chipLoss(Infinity), "∞");
});

Deno.test("a probability is one chance in so many, and 0 is impossible", () => {
  assert.equal(oneIn(0.25), "1 in 4.00");
  assert.equal(oneIn(1), "1 in 1.00");
  assert.equal(oneIn(0), "impossible");
});

Deno.test("no chip is empty: signs that show nothing have a name", () => {
  assert.deepEqual([" ", "\n", "\t"].map(visible), ["␣", "↵", "⇥"]);
  assert.equal(visible("\0"), "U+0000");
  assert.equal(visible("\u200b\u0301"), "U+200B U+0301");
  assert.equal(visible("horse"), "horse");
  assert.equal(visible("constructor"), "constructor");
});
