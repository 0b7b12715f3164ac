// @ts-check
import assert from "./assert.js";
import {
  oneHot,
  shownOf,
  swapped,
  toggled,
  withOutcome,
  withoutOutcome,
} from "../../xentviz/boards/assets/distributions_changes.js";

const STATE = {
  names: ["A", "rain", "sun"],
  p: [0.2, 0.5, 0.3],
  q: [0.6, 0.3, 0.1],
  smoothing: 0.1,
  locked_p: [1],
  locked_q: [0, 2],
};
const SPARES = ["A", "B", "C"];

/** @param {number[]} list */
const sum = (list) => list.reduce((s, x) => s + x, 0);
/** @param {Partial<typeof STATE>} patch */
const after = (patch) => ({ ...STATE, ...patch });

Deno.test("label smoothing changes what is shown of the truth, and of nothing else", () => {
  assert.deepEqual(shownOf(STATE, "q"), STATE.q);
  assert.deepEqual(shownOf(STATE, "p"), STATE.p.map((p) => 0.9 * p + 0.1 / 3));
});

Deno.test("a swap trades the sides with their locks, and twice gives back what was shown", () => {
  const once = after(swapped(STATE));
  assert.deepEqual([once.p, once.q], [STATE.q, shownOf(STATE, "p")]);
  assert.deepEqual([once.locked_p, once.locked_q], [STATE.locked_q, STATE.locked_p]);
  assert.deepEqual(shownOf({ ...once, ...swapped(once) }, "p"), shownOf(STATE, "p"));
});

Deno.test("one-hot puts all of the truth on its likeliest outcome and ends smoothing", () => {
  const { p, smoothing, locked_p } = after(oneHot(STATE));
  assert.deepEqual([p, smoothing, locked_p], [[0, 1, 0], 0, []]);
});

Deno.test("an outcome that is added has a name of its own, never happens, and is predicted a little", () => {
  const { names, p, q } = after(withOutcome(STATE, { names: SPARES, new_share: 0.05 }));
  assert.deepEqual(names, [...STATE.names, "B"]);
  assert.equal(p.at(-1), 0);
  assert.equal(q.at(-1), 0.05);
  assert.ok(Math.abs(sum(q) - 1) < 1e-12);
});

Deno.test("an outcome that is removed gives its shares to the others, and locks stay with their bars", () => {
  const { names, p, q, locked_p, locked_q } = after(withoutOutcome(STATE, 0));
  assert.deepEqual(names, ["rain", "sun"]);
  for (const shares of [p, q]) assert.ok(Math.abs(sum(shares) - 1) < 1e-12);
  assert.ok(Math.abs(p[0] / p[1] - STATE.p[1] / STATE.p[2]) < 1e-5);
  assert.deepEqual([locked_p, locked_q], [[0], [1]]);
});

Deno.test("a lock is set and taken away", () => {
  assert.deepEqual(toggled([2], 0), [0, 2]);
  assert.deepEqual(toggled(toggled([2], 0), 0), [2]);
});
