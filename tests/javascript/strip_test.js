// @ts-check
import assert from "./assert.js";
import { firstInSight } from "../../xentviz/boards/assets/chips.js";
import { barsPath, curvePath } from "../../xentviz/boards/assets/loss_track.js";
import { axisOf, heightOf, TRACK } from "../../xentviz/boards/assets/loss_track_axis.js";
import { litFaces } from "../../xentviz/boards/assets/perplexity_die.js";
import { learnFrom, refusal } from "../../xentviz/boards/assets/strip_choices.js";
import { perplexityWords } from "../../xentviz/boards/assets/strip_result.js";
import { candidatesOf, mostDifferent, unpackReading, unpackTally } from "../../xentviz/boards/assets/strip_reading.js";
import { contextOf } from "../../xentviz/boards/assets/token_detail.js";
import { probabilityTrack } from "../../xentviz/boards/assets/what_if.js";
/** @import { Spot } from "../../xentviz/boards/assets/chips.js" */

/** @param {ArrayBufferView} numbers */
const packed = (numbers) => btoa(String.fromCharCode(...new Uint8Array(numbers.buffer)));
/** @param {number[]} numbers */
const doubles = (numbers) => packed(Float64Array.from(numbers));
/** @param {number[]} numbers */
const wholes = (numbers) => packed(Uint16Array.from(numbers));

const SENT = {
  ...{ key: "k", wide: true, text: "a b ? c", pieces: ["a", "b", "?", "c"], labels: ["a", "b", "c", "d"] },
  ...{ size: 4, bytes: 7 },
  ...{ floor: null, baseline: Math.log(4) },
  ...{ rows: wholes([0, 1, 3]), targets: wholes([0, 1, 2]), rank: wholes([1, 3, 2]) },
  ...{ top: wholes([0, 1, 3, 0, 3, 2]), top_p: doubles([0.5, 0.3, 0.4, 0.3, 0.6, 0.2]) },
  ...{ rest: doubles([0.2, 0.3, 0.2]), losses: doubles([-Math.log(0.5), -Math.log(0.1), -Math.log(0.2)]) },
  truth: null,
  other: {
    losses: doubles([0.7, 0.1, 2]),
    top: doubles([0.5, 0.1, 0.2, 0.1, 0.3, 0.1]),
    rest: doubles([0.4, 0.7, 0.6]),
  },
};
const READING = unpackReading(SENT);

Deno.test("a reading is unpacked to the last digit", () => {
  assert.deepEqual([...READING.rows], [0, 1, 3]);
  assert.deepEqual([...READING.losses], [0.5, 0.1, 0.2].map((p) => -Math.log(p)));
  assert.equal(READING.truth, null);
  assert.equal(READING.other?.losses[2], 2);
});

Deno.test("a tally's rows stay rows and its single numbers become numbers", () => {
  const rows = { sums: doubles([1, 3]), means: doubles([1, 1.5]), perplexities: doubles([Math.E, Infinity]) };
  const whole = {
    total: doubles([3]),
    mean: doubles([1.5]),
    bits: doubles([1.5 / Math.LN2]),
    perplexity: doubles([NaN]),
  };
  const told = unpackTally({ ...rows, ...whole });
  assert.deepEqual([...told.perplexities], [Math.E, Infinity]);
  assert.equal(told.total, 3);
  assert.ok(Number.isNaN(told.perplexity));
});

Deno.test("candidates stand in the model's order, and the actual token is marked", () => {
  const first = candidatesOf(READING, 0);
  assert.deepEqual(first.map(({ name }) => name), ["a", "b"]);
  assert.deepEqual(first.map(({ q }) => q), [0.5, 0.3]);
  assert.deepEqual(first.map(({ isActual }) => isActual), [true, false]);
  const second = candidatesOf(READING, 1);
  assert.ok(second.every(({ isActual }) => !isActual), "it is not among the likeliest");
  assert.ok(second.every(({ p }) => Number.isNaN(p)), "no truth is known");
  assert.deepEqual(candidatesOf(READING, 2).map(({ other }) => other), [0.3, 0.1]);
});

Deno.test("the models differ most where one is surprised and the other is not", () => {
  assert.equal(mostDifferent(READING), 1);
  assert.equal(mostDifferent({ ...READING, other: null }), 0);
});

Deno.test("the context ends before the token and says whether the text begins there", () => {
  const pieces = Array.from({ length: 30 }, (_, i) => `w${i}`);
  assert.equal(contextOf({ pieces, wide: true }, 2), "▸ w0 w1 ");
  assert.match(contextOf({ pieces, wide: true }, 20), /^… w6 .* w19 $/);
  assert.equal(contextOf({ pieces: ["a", " b", "\n"], wide: false }, 3), "▸ a b↵");
});

Deno.test("every curve's axis holds its levels, and its floor is below knowing nothing", () => {
  const reading = { baseline: Math.log(215), floor: 2.04 };
  for (const curve of /** @type {const} */ (["mean", "perplexity", "sum"])) {
    const { top, ceiling, floor } = axisOf(curve, reading, 40);
    assert.ok(ceiling && floor && floor.value < ceiling.value && ceiling.value < top, curve);
  }
  assert.equal(axisOf("mean", reading, 40).ceiling?.text, "ln 215 = 5.37");
  assert.equal(axisOf("perplexity", reading, 40).ceiling?.text, "V = 215");
  assert.equal(axisOf("sum", reading, 40).floor?.text, "n H = 81.6");
  assert.equal(axisOf("mean", { ...reading, floor: null }, 40).floor, null);
});

Deno.test("what is above the track stands at its top", () => {
  assert.equal(heightOf(0, 5), TRACK.foot);
  assert.equal(heightOf(5, 5), TRACK.top);
  assert.equal(heightOf(Infinity, 5), TRACK.top);
});

Deno.test("curve and bars are drawn for the rows in sight", () => {
  /** @type {Spot[]} */
  const spots = [[3, 40], [45, 60], [107, 40], [149, 40]];
  const y = (/** @type {number} */ value) => 10 * value;
  assert.equal(curvePath(spots, [1, 2, 3, 4], y, [1, 3]), "M75.0 20.0L127.0 30.0");
  assert.equal(curvePath(spots, [1, 2, 3, 4], y, [2, 2]), "");
  const bar = `M62.0 ${TRACK.foot}V20.0H88.0V${TRACK.foot}Z`;
  assert.equal(barsPath(spots, [1, 2, 3, 4], y, [1, 2], [-13, 13]), bar);
});

Deno.test("the first chip in sight is the last that begins before the place", () => {
  /** @type {Spot[]} */
  const spots = Array.from({ length: 1000 }, (_, i) => [10 * i, 8]);
  for (const from of [-5, 0, 1, 10, 11, 4995, 9990, 1e6]) {
    const wanted = Math.max(0, spots.findLastIndex(([left]) => left < from));
    assert.equal(firstInSight(spots, from), wanted, `from ${from}`);
  }
  assert.equal(firstInSight([], 10), 0);
});

Deno.test("the slider of what-if ends at impossible, and elsewhere comes back to its number", () => {
  const track = probabilityTrack(1e-8);
  assert.equal(track.toP(track.from), 0);
  assert.equal(track.fromP(0), track.from);
  assert.ok(track.fromP(1e-300) > track.from, "what is rare is not impossible");
  for (const p of [1, 0.25, 0.001, 3e-7]) assert.ok(Math.abs(track.toP(track.fromP(p)) - p) < 1e-5 * p);
});

Deno.test("a die lights as many faces as the perplexity, at most all, none for nan", () => {
  assert.equal(litFaces(17.3, 215), 17.3);
  assert.equal(litFaces(215.00000000000006, 216), 215);
  assert.equal(litFaces(Infinity, 215), 215);
  assert.equal(litFaces(NaN, 215), 0);
});

Deno.test("a text is refused where it is too long or holds half of a character pair", () => {
  assert.equal(refusal("x".repeat(5), 5), "");
  assert.match(refusal("x".repeat(2001), 2000), /^That is 2,001 characters, and a strip holds 2,000\./);
  assert.equal(refusal("👩🏽‍🚀", 5), "", "signs are counted, not halves of pairs");
  assert.match(refusal("\ud800", 5), /half of a character pair/);
});

Deno.test("bars are equally wide under chips of any width", () => {
  /** @type {Spot[]} */
  const spots = [[3, 40], [45, 160], [207, 44]];
  const bars = barsPath(spots, [1, 2, 3], (value) => value, [0, 3], [-13, 13]);
  const widths = [...bars.matchAll(/M([\d.]+) \d+V[\d.]+H([\d.]+)V/g)].map(([, from, to]) => Number(to) - Number(from));
  assert.deepEqual(widths, [26, 26, 26]);
});

Deno.test("a perplexity above V is worse than guessing blindly, and V itself is as bad", () => {
  assert.match(perplexityWords(2922, 1256), /^worse than guessing blindly among all 1,256 tokens$/);
  assert.match(perplexityWords(1256.0000000000007, 1256), /^as unsure as guessing blindly/);
  assert.match(perplexityWords(17.3, 215), /a fair 17-sided die \(guessing blindly: 215\)$/);
  assert.match(perplexityWords(Infinity, 215), /^worse/);
});

Deno.test("another corpus brings a text and a model that it has, and keeps a typed text", () => {
  const constants = {
    ...{ longest: 2000, own: "own", top: 10, least_p: 1e-8 },
    curves: { mean: "", perplexity: "", sum: "" },
    texts_of: { english: ["lecture"], grammar: ["short", "long"] },
    models_of: { english: ["trigram", "memory"], grammar: ["trigram"] },
    first_model: { english: "memory", grammar: "trigram" },
  };
  /** @type {import("../../xentviz/boards/assets/strip_reading.js").State} */
  const state = {
    ...{ corpus: "english", text: "lecture", typed: "", model: "memory", versus: "memory", at: 5, given: 0.1 },
    curve: "mean",
  };
  const learned = learnFrom("grammar", state, constants);
  assert.equal(learned.text, "short");
  assert.equal(learned.model, "trigram");
  assert.equal(learned.versus, "");
  assert.equal(learned.at, 0);
  assert.equal(learnFrom("grammar", { ...state, text: "own" }, constants).text, "own");
  assert.equal(learnFrom("grammar", { ...state, model: "trigram" }, constants).model, "trigram");
});
