// @ts-check
import assert from "./assert.js";
import {
  across,
  boxes,
  FRAME,
  NAME_LINES,
  namePlaces,
  topFor,
  topOf,
} from "../../xentviz/boards/assets/area_layout.js";

const [WIDTH, HEIGHT] = [FRAME.right - FRAME.left, FRAME.bottom - FRAME.top];
const LN2 = Math.LN2;

/** @param {{ width: number, height: number }} box */
const area = ({ width, height }) => width * height;

Deno.test("the picture grows in steps and stays at the last one", () => {
  assert.equal(topFor(0), 1);
  assert.equal(topFor(1), 1);
  assert.equal(topFor(1.01), 2);
  assert.equal(topFor(8), 8);
  assert.equal(topFor(40), topFor(Infinity));
});

Deno.test("what is infinite or too narrow to be seen does not set the scale", () => {
  assert.equal(topOf({ y: [0.5, 0.5], own: [LN2, LN2], cost: [LN2, Infinity] }), topFor(LN2));
  assert.equal(topOf({ y: [0.999, 0.001], own: [0.001, 6.9], cost: [0.5, 20] }), topFor(0.5));
  assert.equal(topOf({ y: [0.9, 0.1], own: [0.105, 2.3], cost: [0.5, 7] }), topFor(7));
});

Deno.test("the rectangles of all outcomes add up to the cross-entropy", () => {
  const [y, q] = [[0.5, 0.3, 0.2], [0.25, 0.25, 0.5]];
  const [top, perNat] = [2, WIDTH * HEIGHT / 2];
  let [from, filled, saved] = [0, 0, 0];
  y.forEach((p, k) => {
    const [own, cost] = [-Math.log(p), -Math.log(q[k])];
    const found = boxes({ from, p, own, cost }, top);
    filled += area(found.own) + area(found.extra);
    // The dashed rectangle stands in by 1 px on both sides.
    saved += found.saved.width && area({ ...found.saved, width: found.saved.width + 2 });
    from += p;
  });
  const loss = y.reduce((sum, p, k) => sum - p * Math.log(q[k]), 0);
  const kl = y.reduce((sum, p, k) => sum + p * Math.log(p / q[k]), 0);
  const under = y.reduce((sum, p, k) => sum + p * Math.min(-Math.log(p), -Math.log(q[k])), 0);
  assert.ok(Math.abs(filled / perNat - loss) < 1e-12);
  assert.ok(Math.abs((filled - saved) / perNat - (under + kl)) < 1e-12);
});

Deno.test("an infinite cost reaches the top of the picture and no further", () => {
  const { own, extra, saved } = boxes({ from: 0.2, p: 0.3, own: -Math.log(0.3), cost: Infinity }, 2);
  assert.equal(extra.y, FRAME.top);
  assert.equal(extra.y + extra.height, own.y);
  assert.equal(saved.width, 0);
  assert.equal(own.x, across(0.2));
  assert.equal(own.x + own.width, across(0.5));
});

Deno.test("a name stands under its rectangle where it fits, else in the lower line", () => {
  const [wide, narrow] = namePlaces(["rain", "drizzle"], [0.95, 0.05]);
  assert.deepEqual([wide.under, narrow.under], [true, false]);
  assert.equal(wide.at, across(0.95 / 2));
  assert.ok(narrow.at < across(0.975), "it is moved away from the edge");
  assert.ok(NAME_LINES.lower > NAME_LINES.under);
});

Deno.test("no name runs into another, also where eight are narrow", () => {
  const names = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
  const places = namePlaces(names, [0.93, ...Array(7).fill(0.01)]).filter(({ words, under }) => words && !under);
  assert.equal(places.length, 7);
  places.slice(1).forEach((one, i) => assert.ok(places[i].at + places[i].half < one.at - one.half));
});

Deno.test("where no room is left, the first names give way", () => {
  const names = Array.from({ length: 8 }, (_, k) => `outcome ${k} of many`);
  const places = namePlaces(names, Array(8).fill(1 / 8));
  const said = places.filter(({ words }) => words);
  assert.ok(said.length > 0 && said.length < 8);
  assert.equal(places.at(-1)?.words, "outcome 7 …");
});

Deno.test("an outcome that never happens has no name", () => {
  assert.equal(namePlaces(["a", "b"], [1, 0])[1].words, "");
});
