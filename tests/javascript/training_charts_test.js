// @ts-check
import assert from "./assert.js";
import { radiusOf, tint, tints } from "../../xentviz/boards/assets/decision_field.js";
import { linearPlane, roundTicks, roundTop } from "../../xentviz/boards/assets/linear_plane.js";
import { apart, largest, lossPath } from "../../xentviz/boards/assets/training_curves.js";
import { linkAt, probsAt } from "../../xentviz/boards/assets/training_chain.js";
import { bands } from "../../xentviz/boards/assets/training_landscape.js";
import { reached } from "../../xentviz/boards/assets/training_numbers.js";
/** @import { Colour } from "../../xentviz/boards/assets/decision_field.js" */
/** @import { Run } from "../../xentviz/boards/assets/training_run.js" */

const PALETTE = {
  classes: /** @type {Colour[]} */ ([[255, 0, 0], [0, 0, 255], [0, 255, 0]]),
  ground: /** @type {Colour} */ ([255, 255, 255]),
};
/** @type {Run} */
const RUN = {
  ...{ key: "k", classes: 2, frames: 2, count: 1, cells: 2, steps: Uint16Array.of(0, 10) },
  training: Float32Array.of(0.7, NaN),
  heldOut: Float32Array.of(0.8, 0.6),
  objective: new Float32Array(),
  accuracy: Float32Array.of(0.5, 1),
  heldAccuracy: Float32Array.of(0.25, 0.75),
  confusion: Uint16Array.of(1, 0, 0, 1, 2, 0, 0, 3),
  field: Uint8Array.of(255, 0, 0, 0, 128, 0, 0, 0),
  losses: Uint8Array.of(0, 255),
};
const on = linearPlane({ width: 158, height: 156, from: 0, to: 10, least: 0, most: 1 });

/** @param {Float64Array} rows */
const packed = (rows) => btoa(String.fromCharCode(...new Uint8Array(rows.buffer)));

Deno.test("a class that is no likelier than the others has no colour, a certain one the most", () => {
  const bytes = new Uint8Array(tints(PALETTE, 3).buffer);
  const at = (
    /** @type {number} */ k,
    /** @type {number} */ p,
  ) => [...bytes.subarray(4 * (256 * k + p), 4 * (256 * k + p) + 4)];
  assert.deepEqual(at(0, 85), [255, 255, 255, 255]);
  const [half, full] = [at(1, 170), at(1, 255)];
  assert.ok(full[0] < half[0] && half[0] < 255);
  assert.equal(full[2], 255);
});

Deno.test("the picture's first row is the highest y, and the last class has the rest", () => {
  const out = new Uint32Array(4);
  const table = Uint32Array.from({ length: 512 }, (_, i) => i);
  tint(RUN, 0, table, out);
  assert.deepEqual([...out], [256 + 255, 256 + 255, 255, 256 + 255]);
  tint(RUN, 1, table, out);
  assert.equal(out[2], 128); // 128 of 255 against 127
});

Deno.test("a point's area grows with its loss, up to an end", () => {
  const area = (/** @type {number} */ loss) => radiusOf(loss) ** 2;
  assert.ok(Math.abs(area(2) - area(1) - (area(1) - area(0))) < 1e-9);
  assert.equal(radiusOf(1e9), radiusOf(1e6));
});

Deno.test("numbers go to places and back, and stay at the edge beyond it", () => {
  const [x, y] = on.at(on.x(2.5), on.y(0.75));
  assert.ok(Math.abs(x - 2.5) < 1e-12 && Math.abs(y - 0.75) < 1e-12);
  assert.equal(on.y(7), on.top);
});

Deno.test("axes are marked with round numbers and end just above what they hold", () => {
  assert.deepEqual(roundTicks(0, 1.5, 5).map(([, text]) => text), ["0.0", "0.5", "1.0", "1.5"]);
  assert.deepEqual(roundTicks(-3.5, 3.5, 4).map(([value]) => value), [-2, 0, 2]);
  for (const loss of [0.693, 1.099, 20, 999, 1e6]) {
    const top = roundTop(loss, 5);
    assert.ok(top > loss && top < 1.6 * loss, `${loss} ${top}`);
  }
});

Deno.test("a curve breaks where a loss is not a number, and the largest finite one sets the axis", () => {
  assert.equal(lossPath(on, RUN, RUN.training).split("M").length - 1, 1);
  assert.equal(lossPath(on, RUN, RUN.heldOut).includes("L"), true);
  assert.equal(largest([0.5, Infinity, NaN, 3]), 3);
});

Deno.test("names stand apart, none below the chart, and one alone stays where it is", () => {
  const places = apart([100, 99, 98, 20], 104);
  const sorted = [...places].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i += 1) assert.ok(sorted[i] - sorted[i - 1] >= 17 - 1e-9);
  assert.ok(Math.max(...places) <= 104);
  assert.equal(places[3], 20);
});

Deno.test("a chain is read at its frame, and after a run's end at its last", () => {
  const chain = {
    logits: packed(Float64Array.of(1, -1, 2, -2)),
    probs: packed(Float64Array.of(0.75, 0.25, 0.875, 0.125)),
    push: packed(Float64Array.of(0.25, -0.25, 0.125, -0.125)),
    loss: packed(Float64Array.of(0.5, 0.25)),
  };
  assert.deepEqual(linkAt(chain, 1), { logits: [2, -2], probs: [0.875, 0.125], push: [0.125, -0.125], loss: 0.25 });
  assert.deepEqual(linkAt(chain, 9), linkAt(chain, 1));
  const look = { x: 0, y: 0, probs: [chain.probs] };
  assert.deepEqual([probsAt(look, 0, 0, 2), probsAt(look, 0, 9, 2)], [[0.75, 0.25], [0.875, 0.125]]);
});

Deno.test("what Python says of a frame is shown in full, other frames from the packed rows", () => {
  const said = {
    ...{ frame: 1, step: 10, training: 0.123456789012345, held_out: 0.6, accuracy: 1, held_accuracy: 0.75 },
    ...{ confusion: [[2, 0], [0, 3]], recall: [1, 1], judged: "held-out" },
  };
  assert.equal(reached(RUN, 1, said).training, 0.123456789012345);
  const before = reached(RUN, 0, said);
  assert.equal(before.training, RUN.training[0]);
  assert.deepEqual([before.confusion, before.recall], [[[1, 0], [0, 1]], [1, 1]]);
});

Deno.test("bands of a landscape begin at its lowest place and hold infinity at the top", () => {
  const { least, most, levels } = bands(Float32Array.of(1, 2, 5, Infinity));
  assert.deepEqual([least, most], [1, 5]);
  assert.equal(levels[0], 0);
  assert.ok(levels[1] > 0 && levels[1] < levels[2]);
  assert.equal(levels[3], levels[2]);
});
