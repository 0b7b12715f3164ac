// @ts-check
// Facts that the mirror must keep by itself; that it equals the core is compared in test_mirror.py.
import assert from "./assert.js";
import * as mirror from "../../xentviz/boards/assets/mirror.js";
import { bestSplit, between, fittedLoss, tally, tokensFor, whatIf } from "../../xentviz/boards/assets/mirror_scale.js";

const { EPSILON } = Number;

/**
 * @param {number} found
 * @param {number} wanted
 */
const isNear = (found, wanted) =>
  assert.ok(Math.abs(found - wanted) <= 8 * EPSILON * Math.abs(wanted), `${found}, not ${wanted}`);

Deno.test("a confident answer keeps its digits: [50, 0] costs 1.93e-22", () => {
  const { loss, grad } = mirror.crossEntropyAndGrad([50, 0], 0);
  isNear(loss, 1.928749847963918e-22);
  isNear(grad[0], -loss);
});

Deno.test("logits of ten thousand overflow nothing", () => {
  const { loss, probs } = mirror.crossEntropyAndGrad([-1e4, 1e4], 0);
  assert.equal(loss, 2e4);
  assert.deepEqual(probs, [0, 1]);
});

Deno.test("the pushes on all logits add up to nothing", () => {
  const { grad } = mirror.crossEntropyAndGrad([2.1, 0.4, -1, 0.9], 0, { temperature: 2, labelSmoothing: 0.1 });
  assert.ok(Math.abs(grad.reduce((s, x) => s + x, 0)) < 4 * EPSILON);
});

Deno.test("cross-entropy is entropy plus KL, and KL is 0 only where both agree", () => {
  const [p, q] = [[0.7, 0.2, 0.1], [0.5, 0.25, 0.25]];
  isNear(mirror.distributionCrossEntropy(p, q), mirror.entropy(p) + mirror.klDivergence(p, q));
  assert.equal(mirror.klDivergence(p, p), 0);
  assert.equal(mirror.klDivergence([1, 0], [0, 1]), Infinity);
});

Deno.test("halving p costs one bit more", () => {
  isNear(mirror.surprise(0.125).bits, 3);
  isNear(mirror.surprise(0.1).bits + 1, mirror.surprise(0.05).bits);
});

Deno.test("fed with its own input, each of three losses says the same", () => {
  const { loss, cross_entropy: entropy, nll, log_loss: log } = mirror.pipeline(1.4, null);
  for (const each of [entropy, nll, log]) isNear(each, loss);
  assert.ok(Number.isNaN(mirror.pipeline(-1, "logits").log_loss), "the log of a negative number");
});

Deno.test("the tokens that reach a loss give that loss, and the best split is the best", () => {
  const fit = { floor: 1.69, a: 406.4, alpha: 0.34, b: 410.7, beta: 0.28 };
  const tokens = tokensFor(fit, 2.2, 7e10);
  assert.ok(Math.abs(fittedLoss(fit, 7e10, tokens).loss - 2.2) < 1e-12);
  assert.equal(tokensFor(fit, 1.7, 1e6), Infinity);
  const [n, d] = bestSplit(fit, 1e21);
  isNear(6 * n * d, 1e21);
  for (const by of [0.9, 1.1]) assert.ok(fittedLoss(fit, n * by, d / by).loss > fittedLoss(fit, n, d).loss);
});

Deno.test("a measured curve goes through its points and stays at its ends", () => {
  /** @type {[number, number][]} */
  const points = [[10, 1], [1000, 100]];
  assert.deepEqual([5, 10, 5000].map((x) => between(points, x)), [1, 1, 100]);
  isNear(between(points, 100), 10);
  isNear(between(points, 1000), 100);
});

Deno.test("a tally of nothing is nan, and an infinite loss makes all that follow infinite", () => {
  assert.ok(Number.isNaN(tally([]).mean));
  assert.deepEqual([...tally([1, Infinity, 1]).sums], [1, Infinity, Infinity]);
  assert.deepEqual([...whatIf(Float64Array.from([1, 2]), 1, 0)], [1, Infinity]);
});
