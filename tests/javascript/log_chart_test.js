// @ts-check
import assert from "./assert.js";
import { logPlane, pathOn, tens, within } from "../../xentviz/boards/assets/log_chart.js";

const SPEC = {
  width: 500,
  height: 300,
  from: 1,
  to: 1e4,
  least: 10,
  most: 1e6,
  across: [],
  up: [],
  title: "",
  unitName: "",
};

/**
 * @param {number} found
 * @param {number} wanted
 */
const near = (found, wanted) =>
  assert.ok(Math.abs(found - wanted) <= 1e-9 * Math.abs(wanted), `${found} for ${wanted}`);

Deno.test("ticks are the powers of ten from end to end", () => {
  assert.deepEqual(tens(1e6, 1e9), [1e6, 1e7, 1e8, 1e9]);
  assert.deepEqual(tens(2, 256_000), [10, 100, 1000, 10_000, 100_000]);
  assert.deepEqual(tens(3e-9, 2e-6), [1e-8, 1e-7, 1e-6]);
  assert.deepEqual(tens(20, 90), []);
});

Deno.test("a plane takes numbers to places, and places back to numbers", () => {
  const on = logPlane(SPEC);
  near(on.x(1), on.left);
  near(on.x(1e4), on.right);
  near(on.x(100), (on.left + on.right) / 2);
  near(on.y(10), on.bottom);
  near(on.y(1e6), on.top);
  const [x, y] = on.at(on.x(37), on.y(4200));
  near(x, 37);
  near(y, 4200);
});

Deno.test("an even axis goes by equal steps", () => {
  const on = logPlane({ ...SPEC, least: 0, most: 13, even: true });
  near(on.y(6.5), (on.top + on.bottom) / 2);
  near(on.at(on.left, on.y(3))[1], 3);
});

Deno.test("what is off the chart stands at its edge", () => {
  const on = logPlane(SPEC);
  near(on.y(1e9), on.top);
  const [right, top] = on.at(10 * on.right, on.top - 1000);
  near(right, SPEC.to);
  near(top, SPEC.most);
  assert.equal(within(-1, 0, 5), 0);
});

Deno.test("a path moves to its first point and draws lines to the others", () => {
  const on = logPlane(SPEC);
  assert.match(pathOn(on, [[1, 10], [10, 100], [100, 1000]]), /^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){2}$/);
});
