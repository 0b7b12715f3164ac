// @ts-check
import { others, Pace } from "../../xentviz/boards/assets/pace.js";
import assert from "./assert.js";

/** A pace with three parts, and what they have painted. */
function threeParts() {
  /** @type {string[]} */
  const painted = [];
  const part = (/** @type {string} */ name) => (/** @type {number} */ x) => {
    painted.push(`${name}${x}`);
  };
  return { painted, pace: new Pace([part("a"), part("b"), part("c")]) };
}

Deno.test("where frames come in time each paints all parts", () => {
  const { painted, pace } = threeParts();
  pace.changed();
  pace.took(17);
  assert.deepEqual(pace.paint(1), false);
  assert.deepEqual(painted, ["a1", "b1", "c1"]);
});

Deno.test("after a late frame each paints one part, and all show the newest numbers in the end", () => {
  const { painted, pace } = threeParts();
  pace.took(60);
  pace.changed();
  assert.deepEqual(pace.paint(1), true);
  pace.changed();
  const more = [2, 2, 2, 2].map((x) => pace.paint(x));
  assert.deepEqual(more, [true, true, false, false]);
  assert.deepEqual(painted, ["a1", "b2", "c2", "a2"]);
});

Deno.test("frames in time for a while are painted whole again", () => {
  const { painted, pace } = threeParts();
  pace.took(60);
  for (let i = 0; i < 90; i += 1) {
    pace.changed();
    pace.paint(i);
  }
  const before = painted.length;
  pace.changed();
  pace.paint(90);
  assert.deepEqual(painted.slice(before), ["a90", "b90", "c90"]);
});

Deno.test("others leaves out one, or none", () => {
  assert.deepEqual(others([5, 6, 7], 1), [5, 7]);
  assert.deepEqual(others([5, 6, 7], undefined), [5, 6, 7]);
});
