// @ts-check
import assert from "./assert.js";
import { addingUp, givers, redistribute, without } from "../../xentviz/boards/assets/simplex.js";

/** @param {number[]} list */
const sum = (list) => list.reduce((s, x) => s + x, 0);

/** Numbers from 0 to 1, the same in every run. */
function* dice(seed = 1) {
  for (let x = seed;;) {
    x = (x * 16807) % 2147483647;
    yield x / 2147483647;
  }
}

Deno.test("what one takes the others give in proportion, and the sum stays 1", () => {
  assert.deepEqual(redistribute([0.5, 0.3, 0.2], 0, 0.75, []), [0.75, 0.15, 0.1]);
  assert.deepEqual(redistribute([0.5, 0.3, 0.2], 0, 0, []), [0, 0.6, 0.4]);
});

Deno.test("locked shares stay where they are, and limit the one that moves", () => {
  assert.deepEqual(givers([0.5, 0.3, 0.2], 0, [1]), [2]);
  assert.deepEqual(redistribute([0.5, 0.3, 0.2], 0, 0.6, [1]), [0.6, 0.3, 0.1]);
  assert.deepEqual(redistribute([0.5, 0.3, 0.2], 0, 1, [1]), [0.7, 0.3, 0]);
});

Deno.test("with all others locked nothing moves", () => {
  const shares = [0.5, 0.3, 0.2];
  assert.equal(redistribute(shares, 0, 0.9, [1, 2]), shares);
});

Deno.test("shares that have nothing get equal parts of what is given back", () => {
  assert.deepEqual(redistribute([1, 0, 0], 0, 0.4, []), [0.4, 0.3, 0.3]);
});

Deno.test("an outcome that is taken away leaves its share to the others", () => {
  assert.deepEqual(without([0.5, 0.3, 0.2], 0), [0.6, 0.4]);
});

Deno.test("a thousand random moves keep every share from 0 to 1 and their sum at 1", () => {
  const rolled = dice();
  const roll = () => rolled.next().value ?? 0;
  let shares = [0.2, 0.3, 0.1, 0.4];
  for (let i = 0; i < 1000; i += 1) {
    const [k, locked] = [Math.floor(4 * roll()), roll() < 0.5 ? [] : [Math.floor(4 * roll())]];
    const x = roll() < 0.2 ? Math.round(roll()) : roll();
    const next = redistribute(shares, k, x, locked.filter((j) => j !== k));
    assert.ok(Math.abs(sum(next) - 1) < 1e-12, String(next));
    assert.ok(next.every((share) => share >= 0 && share <= 1), String(next));
    for (const j of locked) if (j !== k) assert.equal(next[j], shares[j]);
    shares = next;
  }
});

Deno.test("a total and its parts add up as they are written", () => {
  assert.deepEqual(addingUp(0.0103, [0.00515, 0.00515]), { total: "0.0103", parts: ["0.0052", "0.0051"] });
  assert.deepEqual(addingUp(3, [1, 2]), { total: "3.00", parts: ["1.00", "2.00"] });
  assert.deepEqual(addingUp(0, [0, 0]), { total: "0", parts: ["0", "0"] });
  const rolled = dice(7);
  const roll = () => rolled.next().value ?? 0;
  for (let i = 0; i < 1000; i += 1) {
    const parts = [roll() * 10 ** (4 * roll() - 2), roll()];
    const { total, parts: written } = addingUp(sum(parts), parts);
    const places = total.split(".")[1]?.length ?? 0;
    assert.equal(sum(written.map(Number)).toFixed(places), total, String(parts));
  }
});

Deno.test("an infinite total is written as it is", () => {
  assert.deepEqual(addingUp(Infinity, [1, Infinity]), { total: "∞", parts: ["1.00", "∞"] });
});
