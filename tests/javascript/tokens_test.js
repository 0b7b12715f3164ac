// @ts-check
import assert from "./assert.js";
import { chipLoss, heat, oneIn, SCALE_STEPS, visible } from "../../xentviz/boards/assets/tokens.js";

Deno.test("colour grows with the loss, first to warm and then to hot, up to the end of the scale", () => {
  const losses = [0, 0.1, 1, 4, 6, 7.9];
  const total = losses.map((loss) => heat(loss)[0] + heat(loss)[1]);
  assert.deepEqual(total, [...total].sort((a, b) => a - b));
  assert.deepEqual(heat(0), [0, 0]);
  assert.deepEqual(heat(4), [1, 0]);
  for (const loss of [9, 30, Infinity]) assert.deepEqual(heat(loss), [1, 1]);
});

Deno.test("the scale's steps say one chance in how many, e to the nats", () => {
  const said = Object.fromEntries(SCALE_STEPS.map(({ name, chance }) => [name, chance]));
  assert.equal(said["0"], "1 in 1");
  assert.equal(said["1"], "1 in 2.7");
  assert.equal(said["5"], `1 in ${Math.round(Math.exp(5))}`);
  assert.equal(said["9+"], "1 in 8,103");
});

Deno.test("a loss on a chip is never cut: one decimal, none from 100 on", () => {
  const said = [0, 0.04, 9.96, 13.02, 22.94, 99.96, 690.8].map(chipLoss);
  assert.deepEqual(said, ["0.0", "0.0", "10.0", "13.0", "22.9", "100", "691"]);
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
  assert.equal(visible(" horse"), "␣horse");
  assert.equal(visible(" \u0301"), "␣U+0301");
  assert.equal(visible("constructor"), "constructor");
});
