// @ts-check
// What the whole text cost: mean, bits, sum, perplexity as a die, and a second model beside it.
import { button } from "./controls.js";
import { el, lossOutput, show, showText } from "./elements.js";
import { num3 } from "./numerals.js";
import { perplexityDie } from "./perplexity_die.js";
/** @import { Told } from "./strip_reading.js" */
/** @import { Part } from "./types.d.ts" */

/** @param {string} testid */
const words = (testid) => el("span", { "data-testid": testid });

/** @returns {Part<[told: Told]>} */
function meanLoss() {
  const loss = lossOutput("loss", "mean loss in nats");
  const [bits, total, count] = [words("loss-bits"), words("total"), words("count")];
  const unit = el("span", { class: "xv-unit" }, "nats a token");
  const lines = el("div", { class: "xv-words" }, unit, bits, el("span", {}, "sum ", total, " over ", count));
  const paint = (/** @type {Told} */ told) => {
    const many = told.losses.length;
    show(loss, told.mean, num3(told.mean));
    show(bits, told.bits, `${num3(told.bits)} bits`);
    show(total, told.total, num3(told.total));
    show(count, many, `${many} token${many === 1 ? "" : "s"}`);
  };
  return { node: el("div", { class: "xv-result" }, loss, lines), paint };
}

/**
 * @param {() => void} goToMost
 * @returns {Part<[told: Told, other: Told | null]>}
 */
function secondModel(goToMost) {
  const mean = el("b", { "data-testid": "other-mean" });
  const saved = el("b", { class: "xv-is-truth", "data-testid": "saved" });
  const verb = el("span");
  const sentence = el("span", {}, "second: mean ", mean, ", ", verb, saved, " nats");
  const node = el("p", { class: "xv-second" }, sentence, button("most", "Where most?", goToMost));
  const paint = (/** @type {Told} */ told, /** @type {Told | null} */ other) => {
    node.hidden = !other;
    if (!other) return;
    const less = other.mean - told.mean;
    show(mean, other.mean, num3(other.mean));
    showText(verb, less >= 0 ? "first saves " : "first wastes ");
    show(saved, less, num3(Math.abs(less)));
  };
  return { node, paint };
}

/**
 * @param {object} options
 * @param {(name: string) => string} options.id makes an id that no other board of the page has
 * @param {() => void} options.goToMost to where the two models differ most
 * @returns {Part<[told: Told, size: number, other: Told | null]>}
 */
export function stripResult({ id, goToMost }) {
  const mean = meanLoss();
  const perplexity = el("b", { class: "xv-perplexity", "data-testid": "perplexity" });
  const vocabulary = words("vocabulary");
  const sentence = ["perplexity ", perplexity, " of ", vocabulary, ": a fair die with so many faces"];
  const die = perplexityDie(id);
  const second = secondModel(goToMost);
  const node = el(
    "div",
    { class: "xv-outcome-side" },
    mean.node,
    el("p", { class: "xv-perplexity-words" }, ...sentence),
    die.node,
    second.node,
  );
  /** @type {(told: Told, size: number, other: Told | null) => void} */
  const paint = (told, size, other) => {
    mean.paint(told);
    show(perplexity, told.perplexity, num3(told.perplexity));
    show(vocabulary, size, String(size));
    die.paint(told.perplexity, size);
    second.paint(told, other);
  };
  return { node, paint };
}
