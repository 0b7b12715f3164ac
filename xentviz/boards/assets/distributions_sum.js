// @ts-check
// Entropy and KL stack up to the cross-entropy: as a bar, as the largest number, and term by term.
import { topFor } from "./area_layout.js";
import { el, lossOutput, show } from "./elements.js";
import { num3 } from "./numerals.js";
import { addingUp } from "./simplex.js";
/** @import { Numbers } from "./distributions.js" */
/** @import { Part } from "./types.d.ts" */

/** @param {{ loss: number, entropy: number, kl: number }} numbers whose texts add up to the last digit */
export function sumTexts({ loss, entropy, kl }) {
  const { total, parts: [own, extra] } = addingUp(loss, [entropy, kl]);
  return { loss: total, entropy: own, kl: extra };
}

/**
 * The two parts as one bar, their numbers, and the loss.
 * @returns {Part<[numbers: Numbers]>}
 */
export function stackedSum() {
  const bar = (/** @type {"entropy" | "kl"} */ name) =>
    el("span", { class: `xv-stacked xv-stacked-${name}`, "data-lit": name });
  const [own, extra] = [bar("entropy"), bar("kl")];
  const number = (/** @type {"entropy" | "kl"} */ name) => el("b", { "data-testid": name });
  const [entropy, kl] = [number("entropy"), number("kl")];
  const words = (/** @type {"entropy" | "kl"} */ name, /** @type {(Node | string)[]} */ ...parts) =>
    el("span", { class: `xv-stack-words xv-is-${name}`, "data-lit": name }, ...parts);
  const stack = el(
    "div",
    { class: "xv-stack", "data-testid": "stack", "data-element": "stack" },
    el("span", { class: "xv-stack-track", "aria-hidden": "true" }, own, extra),
    el(
      "span",
      { class: "xv-stack-line" },
      words("entropy", "entropy H(p) ", entropy),
      words("kl", "+ KL(p‖q) ", kl),
    ),
  );
  const result = lossNumber();
  const paint = (/** @type {Numbers} */ numbers) => {
    const texts = sumTexts(numbers);
    paintStack(own, extra, numbers);
    show(entropy, numbers.entropy, texts.entropy);
    show(kl, numbers.kl, texts.kl);
    result.paint(numbers.loss, texts.loss, numbers.bits);
  };
  return { node: el("div", { class: "xv-sum" }, stack, result.node), paint };
}

/**
 * @param {HTMLElement} own
 * @param {HTMLElement} extra
 * @param {Numbers} numbers
 */
function paintStack(own, extra, { loss, entropy, kl }) {
  const top = Number.isFinite(loss) ? topFor(loss) : entropy * 2 || 1;
  const filled = Math.min(1, entropy / top);
  own.style.transform = `scaleX(${filled})`;
  extra.style.transform = `translateX(${filled * 100}%) scaleX(${Math.min(1, kl / top)})`;
  extra.classList.toggle("xv-endless", kl === Infinity);
}

/** @returns {Part<[loss: number, text: string, bits: number]>} */
function lossNumber() {
  const loss = lossOutput("loss", "cross-entropy in nats");
  const bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
  const unit = el("span", { class: "xv-unit" }, "nats");
  const words = el("div", { class: "xv-words" }, unit, bits, el("span", {}, "cross-entropy"));
  const paint = (/** @type {number} */ value, /** @type {string} */ text, /** @type {number} */ inBits) => {
    show(loss, value, text);
    show(bits, inBits, `${num3(inBits)} bits`);
  };
  return { node: el("div", { class: "xv-result", "data-element": "loss" }, loss, words), paint };
}

/** The worked formula: a term for each outcome, lit together with its row. */
export class WeighedCosts {
  constructor() {
    this.node = el("div", { class: "xv-formula", "data-testid": "formula", "data-element": "formula" });
    /** @type {ReturnType<typeof term>[]} */
    this.terms = [];
    const number = (/** @type {string} */ name) => el("b", { class: `xv-is-${name}`, "data-lit": name });
    this.sums = { loss: number("loss"), entropy: number("entropy"), kl: number("kl") };
  }

  /** @param {number} outcomes */
  build(outcomes) {
    const { loss, entropy, kl } = this.sums;
    this.terms = Array.from({ length: outcomes }, (_, k) => term(k));
    const added = this.terms.flatMap(({ node }, k) => (k ? [" + ", node] : [node]));
    const sum = [" = ", loss, " = H ", entropy, " + KL ", kl];
    this.node.replaceChildren(el("span", { class: "xv-part" }, "Σ p × −ln q = ", ...added, ...sum));
  }

  /** @param {string[]} names */
  paintNames(names) {
    this.terms.forEach(({ name }, k) => (name.textContent = names[k]));
  }

  /** @param {Numbers} numbers */
  paint(numbers) {
    const { y, cost } = numbers;
    this.terms.forEach((one, k) => {
      show(one.p, y[k], num3(y[k]));
      show(one.cost, cost[k], num3(cost[k]));
      one.node.classList.toggle("xv-zero", y[k] === 0);
    });
    const texts = sumTexts(numbers);
    show(this.sums.loss, numbers.loss, texts.loss);
    show(this.sums.entropy, numbers.entropy, texts.entropy);
    show(this.sums.kl, numbers.kl, texts.kl);
  }
}

/** @param {number} k */
function term(k) {
  const [p, cost] = [el("b", { class: "xv-is-truth" }), el("b", { class: "xv-is-loss" })];
  const name = el("small", { dir: "auto" });
  const product = el("span", {}, p, " × ", cost);
  return { node: el("span", { class: "xv-term", "data-lit": `class-${k}` }, product, name), p, cost, name };
}
