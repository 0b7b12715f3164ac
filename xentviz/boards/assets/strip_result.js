// @ts-check
// What the whole text cost: mean, bits, sum, perplexity as a die, and a second model to compare with.
import { button } from "./controls.js";
import { el, lossOutput, show, showText } from "./elements.js";
import { num3 } from "./numerals.js";
import { perplexityDie } from "./perplexity_die.js";
import { grouped } from "./units.js";
/** @import { Told } from "./strip_reading.js" */
/** @import { Part } from "./types.d.ts" */

const WORSE = 1 + 1e-9; // e to the mean of equal losses is V but for the last digits

/**
 * @param {string} testid
 * @param {string} [element]
 */
const words = (testid, element) => el("span", { "data-testid": testid, "data-element": element });

/** @returns {Part<[told: Told]>} */
function meanLoss() {
  const loss = lossOutput("loss", "mean loss in nats");
  const [bits, total, count] = [words("loss-bits"), words("total"), words("count")];
  const unit = el("span", { class: "xv-unit" }, "nats per token");
  const lines = el("div", { class: "xv-words" }, unit, bits, el("span", {}, "sum ", total, " over ", count));
  const paint = (/** @type {Told} */ told) => {
    const many = told.losses.length;
    show(loss, told.mean, num3(told.mean));
    show(bits, told.bits, `${num3(told.bits)} bits`);
    show(total, told.total, num3(told.total));
    show(count, many, `${many} token${many === 1 ? "" : "s"}`);
  };
  return { node: el("div", { class: "xv-result", "data-element": "mean" }, loss, lines), paint };
}

/**
 * What a perplexity means.
 * @param {number} perplexity
 * @param {number} size V
 */
export function perplexityWords(perplexity, size) {
  const blind = grouped(size);
  if (perplexity > size * WORSE) return `worse than guessing blindly among all ${blind} tokens`;
  if (perplexity > size / WORSE) return `as unsure as guessing blindly among all ${blind} tokens`;
  const sides = grouped(Math.max(1, Math.round(perplexity)));
  return `as unsure as when rolling a fair ${sides}-sided die (guessing blindly: ${blind})`;
}

/** @returns {Part<[perplexity: number, size: number, tells: boolean]>} */
function perplexityLine() {
  const number = el("b", { class: "xv-perplexity", "data-testid": "perplexity" });
  const meaning = words("perplexity-words");
  const node = el("p", { class: "xv-perplexity-words", "data-element": "perplexity" }, "perplexity ", number, meaning);
  /** @type {(perplexity: number, size: number, tells: boolean) => void} */
  const paint = (perplexity, size, tells) => {
    show(number, perplexity, num3(perplexity));
    showText(meaning, tells ? `: ${perplexityWords(perplexity, size)}` : "");
  };
  return { node, paint };
}

/** @returns {Part<[value: number | null]>} */
function bytesLine() {
  const number = el("b", { "data-testid": "bits-per-byte" });
  const node = el("p", { class: "xv-bytes", "data-element": "bytes" }, number, " bits per byte of text");
  const paint = (/** @type {number | null} */ value) => {
    node.hidden = value === null;
    if (value !== null) show(number, value, num3(value));
  };
  return { node, paint };
}

/**
 * @param {() => void} goToMost
 * @returns {Part<[told: Told, other: Told | null, tells: boolean]>}
 */
function secondModel(goToMost) {
  const mean = el("b", { "data-testid": "other-mean" });
  const saved = el("b", { class: "xv-is-truth", "data-testid": "saved" });
  const verb = el("span");
  const sentence = el("span", { "data-element": "second" }, "second: mean ", mean, ", ", verb, saved, " nats");
  const node = el("p", { class: "xv-second" }, sentence, button("most", "Where most?", goToMost));
  /** @type {(told: Told, other: Told | null, tells: boolean) => void} */
  const paint = (told, other, tells) => {
    node.hidden = !other;
    if (!other) return;
    const less = other.mean - told.mean;
    show(mean, other.mean, num3(other.mean));
    showText(verb, !tells ? "" : less >= 0 ? "the first saves " : "the first wastes ");
    show(saved, less, num3(Math.abs(less)));
  };
  return { node, paint };
}

/**
 * Whether an element of the board may be read.
 * @typedef {(element: string) => boolean} Shows
 */

/**
 * @param {object} options
 * @param {(name: string) => string} options.id makes an id that no other board of the page has
 * @param {Shows} options.shows
 * @param {() => void} options.goToMost to where the two models differ most
 */
export function stripResult({ id, shows, goToMost }) {
  const [mean, perplexity, die, bytes] = [meanLoss(), perplexityLine(), perplexityDie(id), bytesLine()];
  const second = secondModel(goToMost);
  const parts = [mean, perplexity, die, bytes, second].map(({ node }) => node);
  const invitation = el("p", { class: "xv-invitation" }, "Type a sentence, and see what each of its tokens costs.");
  const node = el("div", { class: "xv-outcome-side" }, invitation, ...parts);
  const paint = (/** @type {Told} */ told, /** @type {number} */ size) => {
    node.classList.toggle("xv-nothing", told.losses.length === 0);
    mean.paint(told);
    perplexity.paint(told.perplexity, size, shows("perplexity"));
  };
  /** @type {(told: Told, size: number, other: Told | null, perByte: number | null) => void} */
  const paintRest = (told, size, other, perByte) => {
    die.paint(told.perplexity, size, shows("die"));
    bytes.paint(perByte);
    second.paint(told, other, shows("second"));
  };
  return { node, paint, paintRest };
}
