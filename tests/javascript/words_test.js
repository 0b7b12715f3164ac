// @ts-check
import assert from "./assert.js";
import { cheapest } from "../../xentviz/boards/assets/proper_score.js";
import { sumTexts } from "../../xentviz/boards/assets/distributions_sum.js";
import { verdict } from "../../xentviz/boards/assets/vocabulary_numbers.js";

/**
 * @param {number} reported
 * @param {number} classes
 */
const judged = (reported, classes) =>
  verdict(reported, { share: reported / Math.log(classes), choices: Math.exp(reported) });

Deno.test("a reported loss is judged by that of a blind guess", () => {
  assert.equal(judged(0.9, 2), "A loss of 0.900 is worse than blind guessing: perplexity 2.46");
  assert.equal(judged(0.9, 10), "A loss of 0.900 beats blind guessing: perplexity 2.46");
  assert.equal(judged(Math.log(1000), 1000), "A loss of 6.91 is as good as blind guessing: perplexity 1000");
  assert.match(judged(0.994 * Math.log(1000), 1000), /beats/);
  assert.match(judged(1.006 * Math.log(1000), 1000), /worse/);
});

Deno.test("the squared error is cheapest at the truth, the absolute error at an end", () => {
  assert.equal(cheapest("squared", 0.7), "cheapest at q = 0.70: honest");
  assert.equal(cheapest("absolute", 0.7), "cheapest at q = 100 %: exaggerate");
  assert.equal(cheapest("absolute", 0.3), "cheapest at q = 0 %: exaggerate");
  assert.equal(cheapest("absolute", 0.5), "cheapest at q = anywhere");
});

Deno.test("entropy and KL add up to the loss as they are written", () => {
  const { loss, entropy, kl } = sumTexts({ loss: 1.2345, entropy: 1.0055, kl: 0.229 });
  assert.equal(loss, (1.2345).toFixed(2));
  assert.equal(Math.round(100 * Number(entropy)) + Math.round(100 * Number(kl)), Math.round(100 * Number(loss)));
  assert.deepEqual(sumTexts({ loss: Infinity, entropy: 1, kl: Infinity }), { loss: "∞", entropy: "1.00", kl: "∞" });
});
