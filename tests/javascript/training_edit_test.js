// @ts-check
import assert from "./assert.js";
import { added, deleted, draftOf, moved, nearestPoint, neighbour } from "../../xentviz/boards/assets/training_edit.js";
/** @import { OwnPoint } from "../../xentviz/boards/assets/training_types.d.ts" */

/** Three generated points, of which number 1 is gone, and one of the reader's own. */
const draft = () =>
  draftOf({
    x: Float32Array.of(0, 1, -2),
    y: Float32Array.of(0, 1, 2),
    label: Uint8Array.of(0, 1, 1),
    id: Uint16Array.of(0, 2),
  });
const state = () => ({ own: /** @type {OwnPoint[]} */ ([[-2, 2, 1]]), removed: [1] });

Deno.test("a new point is the last and the selected one, and has no loss yet", () => {
  const now = draft();
  const edited = added(now, state(), [3, -1, 0]);
  assert.deepEqual(edited.own, [[-2, 2, 1], [3, -1, 0]]);
  assert.deepEqual([edited.removed, edited.point], [[1], 3]);
  assert.deepEqual([now.x[3], now.y[3], now.label[3], now.source[3]], [3, -1, 0, -1]);
});

Deno.test("a generated point that is deleted is named by its own number", () => {
  const now = draft();
  assert.deepEqual(deleted(now, state(), 0), { own: [[-2, 2, 1]], removed: [0, 1], point: null });
  assert.deepEqual([now.id, now.source], [[2], [1, 2]]);
});

Deno.test("a point of one's own is deleted from one's own", () => {
  const now = draft();
  assert.deepEqual(deleted(now, state(), 2), { own: [], removed: [1], point: null });
  assert.deepEqual([now.id, now.x], [[0, 2], [0, 1]]);
});

Deno.test("a generated point that moves becomes one's own, keeps its class and its loss", () => {
  const now = draft();
  const edited = moved(now, state(), 1, 1.5, -0.25);
  assert.deepEqual(edited, { own: [[-2, 2, 1], [1.5, -0.25, 1]], removed: [1, 2], point: 2 });
  assert.deepEqual([now.x, now.y, now.label, now.source], [[0, -2, 1.5], [0, 2, -0.25], [0, 1, 1], [0, 2, 1]]);
});

Deno.test("a point of one's own moves where it stands", () => {
  const now = draft();
  assert.deepEqual(moved(now, state(), 2, 0.5, 0.5), { own: [[0.5, 0.5, 1]], removed: [1], point: 2 });
  assert.deepEqual([now.x[2], now.y[2], now.source[2]], [0.5, 0.5, 2]);
});

Deno.test("the nearest point within reach is meant, else none", () => {
  assert.equal(nearestPoint(draft(), 0.9, 1.05, 0.2), 1);
  assert.equal(nearestPoint(draft(), 0.5, -2, 0.2), -1);
});

Deno.test("an arrow goes to the nearest point that lies that way, and stays where there is none", () => {
  const cross = { x: [0, 1, 4, 0.2, 0], y: [0, 0.1, 0, 1, -3] };
  const from = (/** @type {number} */ dx, /** @type {number} */ dy) => neighbour(cross, 0, dx, dy);
  assert.deepEqual([from(1, 0), from(0, 1), from(0, -1), from(-1, 0)], [1, 3, 4, 0]);
});
