// @ts-check
import assert from "./assert.js";
import { inflated } from "../../xentviz/boards/assets/packed.js";
import {
  bringsRows,
  confusionAt,
  forget,
  frameAt,
  heldKeys,
  keepRows,
  lookUp,
  lossOf,
  recallOf,
  rowsOf,
} from "../../xentviz/boards/assets/training_run.js";
/** @import { Packed, TrainingNumbers } from "../../xentviz/boards/assets/training_types.d.ts" */

/** @param {ArrayBufferView<ArrayBuffer>} rows */
const packed = (rows) => btoa(String.fromCharCode(...new Uint8Array(rows.buffer)));

/**
 * As Python packs frames of bytes: differences to the frame before, made shorter by zlib.
 * @param {number[][]} frames
 */
async function deflated(frames) {
  const differences = frames.flatMap((frame, f) => frame.map((byte, i) => byte - (f ? frames[f - 1][i] : 0)));
  const stream = new Blob([Uint8Array.from(differences)]).stream().pipeThrough(new CompressionStream("deflate"));
  return packed(new Uint8Array(await new Response(stream).arrayBuffer()));
}

const FIELD = [[0, 255, 51, 102], [255, 0, 102, 51]]; // two frames of 2 x 2 cells, two classes

/** @returns {Promise<Packed>} */
const rows = async () => ({
  steps: packed(Uint16Array.of(0, 3)),
  training: packed(Float32Array.of(0.75, 0.5)),
  held_out: "",
  objective: "",
  accuracy: packed(Float32Array.of(0.5, 1)),
  held_accuracy: "",
  confusion: packed(Uint16Array.of(1, 1, 0, 0, 2, 0, 0, 0)),
  field: await deflated(FIELD),
  losses: await deflated([[255, 0], [128, 1]]),
});

/** @returns {Packed} */
const points = () => ({
  x: packed(Float32Array.of(1, -1)),
  y: packed(Float32Array.of(0.5, 2)),
  label: packed(Uint8Array.of(0, 1)),
  id: packed(Uint16Array.of(7)),
});

/**
 * The rows of an answer that brings none, all of which are here.
 * @param {string} key
 */
function kept(key) {
  const { runs: [run], points: places, lacks } = rowsOf(answer(key, null, null));
  if (!run || !places) throw new Error(`not here: ${lacks}`);
  return { run, places };
}

/**
 * @param {string} key
 * @param {Packed | null} run
 * @param {Packed | null} place
 * @returns {TrainingNumbers}
 */
const answer = (key, run, place) => ({
  ...{ sentence: "", blind: Math.LN2, floor: null, floor_accuracy: null, point: null, look: null, landscape: null },
  points: { key: `${key}-points`, count: 2, packed: place },
  runs: [{ key, packed: run, now: null, stopped: "", weights: 6, waiting: "" }],
});

Deno.test("frames that were sent as differences are whole again", async () => {
  const frames = [[0, 255, 7], [255, 0, 7], [1, 254, 200]];
  assert.deepEqual([...await inflated(await deflated(frames), 3)], frames.flat());
});

Deno.test("a run is kept by its key and need not come again", async () => {
  const full = answer("first", await rows(), points());
  assert.ok(bringsRows(full));
  await keepRows(full);
  assert.equal(bringsRows(answer("first", null, null)), false);
  const { run, places } = kept("first");
  assert.deepEqual([run.classes, run.frames, run.count, run.cells], [2, 2, 2, 2]);
  assert.deepEqual([...run.field], FIELD.flat());
  assert.deepEqual([run.heldOut.length, run.training[1]], [0, 0.5]);
  assert.deepEqual([[...places.x], [...places.id]], [[1, -1], [7]]);
});

Deno.test("rows that Python thinks are here and are not, are named", async () => {
  await keepRows(answer("second", await rows(), points()));
  forget("second");
  assert.deepEqual(rowsOf(answer("second", null, null)).lacks, ["second"]);
});

Deno.test("a run that waits for its training lacks nothing", async () => {
  await keepRows(answer("third", await rows(), points()));
  const waiting = answer("third", null, null);
  waiting.runs = [{ ...waiting.runs[0], key: "not yet", waiting: "Other visitors are first." }];
  const { lacks, runs } = rowsOf(waiting);
  assert.deepEqual([lacks, runs], [[], [null]]);
});

Deno.test("twenty sets of rows are kept, and the oldest goes first", async () => {
  for (let i = 0; i < 11; i += 1) await keepRows(answer(`many-${i}`, await rows(), points()));
  assert.equal(heldKeys().length, 20);
  assert.ok(!heldKeys().includes("many-0") && heldKeys().includes("many-10"));
});

Deno.test("the frame of a step is the last one at or before it", () => {
  const steps = Uint16Array.of(0, 1, 2, 5, 200);
  assert.deepEqual([0, 1, 4, 5, 199, 200, 500].map((step) => frameAt({ steps }, step)), [0, 1, 2, 3, 3, 4, 4]);
});

Deno.test("a place between cells has what lies between them, and the classes share 1", async () => {
  await keepRows(answer("field", await rows(), points()));
  const { run } = kept("field");
  const at = (/** @type {number} */ x, /** @type {number} */ y, frame = 0) => lookUp(run, frame, x, y, 1);
  assert.deepEqual(at(-0.5, -0.5), [0, 1]);
  assert.deepEqual(at(0.5, -0.5), [1, 0]);
  assert.deepEqual(at(-1, 1), at(-0.5, 0.5)); // beyond the outermost centres nothing changes
  assert.ok(Math.abs(at(0, 0)[0] - (0 + 255 + 51 + 102) / 4 / 255) < 1e-12);
  assert.ok(Math.abs(at(0.1, 0.3, 1).reduce((sum, p) => sum + p, 0) - 1) < 1e-12);
});

Deno.test("a byte stands for the square of its share of the largest loss", () => {
  assert.deepEqual([lossOf(0, 16), lossOf(255, 16)], [0, 16]);
  assert.ok(Math.abs(lossOf(51, 16) - 16 / 25) < 1e-12);
});

Deno.test("recall is the right share of each actual class, and none of a class that is not there", async () => {
  await keepRows(answer("table", await rows(), points()));
  const { run } = kept("table");
  assert.deepEqual(confusionAt(run, 0), [[1, 1], [0, 0]]);
  assert.deepEqual(recallOf(confusionAt(run, 0)), [0.5, null]);
});
