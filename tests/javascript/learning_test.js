// @ts-check
import assert from "./assert.js";
import { labelPlaces, nearestStep, sampleAt } from "../../xentviz/boards/assets/learning_run.js";
import { bitsPerByte } from "../../xentviz/boards/assets/mirror_scale.js";

Deno.test("the nearest recorded step is nearest by factors", () => {
  const run = { steps: [0, 1, 10, 100, 1700] };
  assert.deepEqual([0, 1, 3, 4, 40, 1e4].map((step) => run.steps[nearestStep(run, step)]), [0, 1, 1, 10, 100, 1700]);
  assert.equal(nearestStep({ steps: [] }, 5), -1);
});

Deno.test("a sample is the last one written by then", () => {
  /** @type {[number, string][]} */
  const samples = [[0, "noise"], [17, "words"]];
  assert.equal(sampleAt({ samples }, 16), "noise");
  assert.equal(sampleAt({ samples }, 17), "words");
  assert.equal(sampleAt({ samples: [] }, 17), "");
});

Deno.test("names of lines never overlap and keep their order", () => {
  const wanted = [100, 40, 42, 41, 200];
  const places = labelPlaces(wanted);
  const order = wanted.map((_, k) => k).sort((a, b) => wanted[a] - wanted[b]);
  for (let i = 1; i < order.length; i += 1) assert.ok(places[order[i]] - places[order[i - 1]] >= 17);
  assert.equal(places[4], 200);
});

Deno.test("bits per byte share the nats among the bytes", () => {
  assert.ok(Math.abs(bitsPerByte(Math.LN2 * 12, 8) - 1.5) < 1e-15);
  assert.equal(bitsPerByte(Infinity, 8), Infinity);
});
