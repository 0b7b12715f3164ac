// @ts-check
import assert from "./assert.js";
import { besideLabel } from "../../xentviz/boards/assets/formula.js";
import { isDone, stepped, whyStopped } from "../../xentviz/boards/assets/logits_play.js";
import { crossEntropyAndGrad, entropy } from "../../xentviz/boards/assets/mirror.js";

/**
 * Where descent from these logits ends: the loss, and how many steps it took.
 * @param {number[]} z
 * @param {number} smoothing
 * @param {number} rate
 */
function descended(z, smoothing, rate, most = 1000) {
  const at = (/** @type {number[]} */ logits) => crossEntropyAndGrad(logits, 0, { labelSmoothing: smoothing });
  const playing = (/** @type {ReturnType<typeof at>} */ { loss, y }) => ({ loss, lowest: entropy(y), smoothing });
  let steps = 0;
  let before = Infinity;
  while (steps < most && !isDone(playing(at(z)))) {
    before = at(z).loss;
    z = stepped(z, at(z).grad, rate, 1000);
    steps += 1;
  }
  return { steps, now: playing(at(z)), before };
}

Deno.test("without smoothing descent ends below a hundredth, and says that 0 is never reached", () => {
  const { now, before, steps } = descended([-3, 2, 0, 0], 0, 1);
  assert.ok(now.loss < 0.01 && steps < 1000);
  assert.ok(whyStopped(now, before).includes("never reaches it"));
});

Deno.test("with smoothing it ends at the entropy of the label, to three digits", () => {
  const { now, before, steps } = descended([2, 0, -1, 0.9], 0.1, 1);
  const floor = -0.925 * Math.log(0.925) - 3 * 0.025 * Math.log(0.025);
  assert.ok(Math.abs(now.lowest - floor) < 1e-12);
  assert.ok(now.loss - floor < 5e-4 && steps < 1000);
  assert.ok(whyStopped(now, before).includes(`cannot go below ${floor.toFixed(3)} nats`));
});

Deno.test("steps that are too many or too large say so", () => {
  const few = descended([-3, 2], 0, 0.1, 5);
  assert.ok(whyStopped(few.now, few.before).includes("Press Play to go on"));
  assert.ok(whyStopped({ loss: 2, lowest: 0, smoothing: 0 }, 1).includes("Lower the learning rate"));
});

Deno.test("no step leaves the limit", () => {
  assert.deepEqual(stepped([999, -999], [-5, 5], 1, 1000), [1000, -1000]);
});

Deno.test("a difference of p and y can be seen in the digits of p", () => {
  assert.equal(besideLabel(0.654, Math.log(0.654), 1, -0.346), "0.654");
  assert.equal(besideLabel(0.91 + 1.84e-7, Math.log(0.91), 0.91, 1.84e-7), "0.910000184");
  assert.equal(besideLabel(1, -1.93e-22, 1, -1.93e-22), "(1 − 1.93·10⁻²²)");
  assert.equal(besideLabel(2e-9, Math.log(2e-9), 0, 2e-9), "2·10⁻⁹");
  assert.equal(besideLabel(0.91, Math.log(0.91), 0.91, 1e-16), "0.910");
});
