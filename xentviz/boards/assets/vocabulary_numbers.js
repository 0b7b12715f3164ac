// @ts-check
// The vocabulary board's numbers in words: the loss of knowing nothing, what a reported loss is worth
// beside it, and the worked formula.
import { el, isCovered, lossOutput, show } from "./elements.js";
import { num3 } from "./numerals.js";
import { grouped, inUnits } from "./units.js";
/** @import { Part } from "./types.d.ts" */
/** @import { Constants, Numbers } from "./vocabulary.js" */

const CLOSE = 0.005; // a reported loss this near to that of knowing nothing counts as the same

/**
 * What a reported loss is worth.
 * @param {number} reported nats
 * @param {{ share: number, choices: number }} numbers
 */
export function verdict(reported, { share, choices }) {
  const other = Math.abs(share - 1) < CLOSE ? "is as good as" : "is worse than";
  const compared = share <= 1 - CLOSE ? "beats" : other;
  return `A loss of ${num3(reported)} ${compared} blind guessing: perplexity ${num3(choices)}`;
}

/** @returns {Part<[reported: number, numbers: Numbers]>} */
export function nothingResult() {
  const loss = lossOutput("loss", "loss of a blind guess in nats");
  const bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
  const judged = el("span", { class: "xv-verdict", "data-testid": "reported-verdict", "data-lit": "reported" });
  const unit = el("span", { class: "xv-unit" }, "nats for a blind guess: ln V");
  loss.dataset.element = bits.dataset.element = "loss";
  judged.dataset.element = "verdict";
  const node = el("div", { class: "xv-result" }, loss, el("div", { class: "xv-words" }, unit, bits, judged));
  const paint = (/** @type {number} */ reported, /** @type {Numbers} */ numbers) => {
    show(loss, numbers.loss, num3(numbers.loss));
    show(bits, numbers.bits, `${num3(numbers.bits)} bits`);
    show(judged, numbers.share, verdict(reported, numbers));
    judged.classList.toggle("xv-worse", numbers.share > 1 + CLOSE && !isCovered(judged));
  };
  return { node, paint };
}

/**
 * The worked formula: ln V, the bytes of all logits, the seconds of one token.
 * @param {Constants} constants
 * @returns {Part<[classes: number, tokens: number, numbers: Numbers]>}
 */
export function workedSizes({ bytes, units }) {
  const [inBytes, inSeconds] = [inUnits(units.bytes), inUnits(units.seconds)];
  const number = (/** @type {string} */ testid, meaning = "", lit = testid) =>
    el("b", { class: meaning, "data-testid": `formula-${testid}`, "data-lit": lit });
  const classes = number("classes", "xv-is-prediction");
  const again = number("again", "xv-is-prediction", "classes");
  const loss = number("loss", "xv-is-loss");
  const tokens = number("tokens");
  const size = number("bytes", "", "float32");
  const each = number("per", "", "seconds");
  const part = (/** @type {(Node | string)[]} */ ...pieces) => el("span", { class: "xv-part" }, ...pieces);
  const node = el(
    "div",
    { class: "xv-formula", "data-testid": "formula", "data-element": "formula" },
    part("−ln(1 / ", classes, ") = ", loss, " nats"),
    part("B × T = ", tokens, " tokens × ", again, ` × ${bytes.float32} bytes = `, size),
    part(each, " a token"),
  );
  const paint = (
    /** @type {number} */ v,
    /** @type {number} */ count,
    /** @type {Numbers} */ { loss: nats, float32, seconds },
  ) => {
    for (const one of [classes, again]) show(one, v, grouped(v));
    show(loss, nats, num3(nats));
    show(tokens, count, grouped(count));
    show(size, float32, inBytes(float32));
    show(each, seconds / count, inSeconds(seconds / count));
  };
  return { node, paint };
}
