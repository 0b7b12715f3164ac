// @ts-check
// The scaling law board's numbers: the loss as a bar of three parts, facts beside it, the worked formula.
import { el, lossOutput, show } from "./elements.js";
import { num3 } from "./numerals.js";
import { brief } from "./units.js";
/** @import { Constants, Numbers, State } from "./scaling_law.js" */
/** @import { Part } from "./types.d.ts" */

const WIDEST = 4; // nats at the right end of the bar, unless the loss is larger

/** @typedef {"floor" | "from_params" | "from_tokens"} LossPart */

/** @type {{ key: LossPart, testid: string, words: string }[]} */
const PARTS = [
  { key: "floor", testid: "floor", words: " unavoidable: the entropy H of the text" },
  { key: "from_params", testid: "from-params", words: " for too few parameters" },
  { key: "from_tokens", testid: "from-tokens", words: " for too few tokens" },
];

/**
 * @param {string} testid
 * @param {string} [lit]
 * @param {string} [extra] more classes
 */
const number = (testid, lit = testid, extra = "") =>
  el("b", { class: `xv-number ${extra}`.trimEnd(), "data-testid": testid, "data-lit": lit });

/**
 * The loss, and whether the fit has seen anything of this size.
 * @returns {Part<[state: State, isFitted: boolean, numbers: Numbers]>}
 */
export function lossResult() {
  const loss = lossOutput("law-loss", "fitted loss in nats a token", "loss");
  const bits = el("span", { "data-testid": "law-bits", "data-lit": "loss" });
  const where = el("span", { class: "xv-where", "data-testid": "where" });
  const words = el("div", { class: "xv-words" }, el("span", { class: "xv-unit" }, "nats a token"), bits, where);
  const node = el("div", { class: "xv-result", "data-element": "loss" }, loss, words);
  /** @type {(state: State, isFitted: boolean, numbers: Numbers) => void} */
  const paint = ({ params, tokens }, isFitted, numbers) => {
    show(loss, numbers.loss, num3(numbers.loss));
    show(bits, numbers.bits, `${num3(numbers.bits)} bits`);
    show(where, `${params} ${tokens}`, isFitted ? "inside what was fitted" : "an extrapolation");
  };
  return { node, paint };
}

/** The loss as one bar of three parts, and what each stands for. */
export function lossParts() {
  const parts = PARTS.map(({ key, testid, words }) => ({
    ...{ key, testid, words },
    bar: el("i", { class: `xv-part-of xv-${testid}`, "data-lit": key }),
    value: number(testid, key),
  }));
  const keys = parts.map(({ testid, value, words }) => el("span", { class: `xv-key-${testid}` }, value, words));
  const nodes = [
    el("div", { class: "xv-stack", "aria-hidden": "true", "data-element": "parts" }, ...parts.map(({ bar }) => bar)),
    el("div", { class: "xv-key", "data-element": "parts" }, ...keys),
  ];
  const paint = (/** @type {Numbers} */ numbers) => {
    for (const { key, bar, value } of parts) {
      const nats = numbers[key];
      bar.style.width = `${(100 * nats) / Math.max(WIDEST, numbers.loss)}%`;
      show(value, nats, key === "floor" ? num3(nats) : `+ ${num3(nats)}`);
    }
  };
  return { nodes, paint };
}

/**
 * Perplexity, compute, and the best split of it.
 * @param {Constants} constants
 */
export function facts({ less, units }) {
  const inLetters = brief(units.letters);
  const perplexity = number("perplexity");
  const lower = number("perplexity-less", "perplexity");
  const fewer = number("fewer", "perplexity");
  const compute = number("compute");
  const ratio = number("ratio", "compute");
  const best = number("best-loss", "best", "xv-is-loss");
  const split = el("span", { "data-testid": "best-split", "data-lit": "best" });
  const fact = (/** @type {(Node | string)[]} */ ...parts) => el("p", { class: "xv-fact" }, ...parts);
  const nodes = [
    fact("perplexity ", perplexity, `; with ${less} nats less `, lower, ", that is ", fewer, " % fewer choices"),
    fact("compute 6ND ", compute, " operations, ", ratio, " tokens a parameter"),
    fact("○ least loss for that compute ", best, " at ", split),
  ];
  ["less", "best", "best"].forEach((element, k) => nodes[k].dataset.element = element);
  const paint = (/** @type {Numbers} */ numbers) => {
    const share = 100 * (1 - numbers.perplexity_less / numbers.perplexity);
    show(perplexity, numbers.perplexity, num3(numbers.perplexity));
    show(lower, numbers.perplexity_less, num3(numbers.perplexity_less));
    show(fewer, share, num3(share));
    show(compute, numbers.compute, numbers.compute.toExponential(2).replace("+", ""));
    show(ratio, numbers.ratio, num3(numbers.ratio));
    show(best, numbers.best_loss, num3(numbers.best_loss));
    const [n, d] = [inLetters(numbers.best_params), inLetters(numbers.best_tokens)];
    show(split, numbers.best_params, `${n} parameters, ${d} tokens`);
  };
  return { nodes, paint };
}

/**
 * L = floor + a / N^alpha + b / D^beta, with the numbers of now.
 * @param {Constants} constants
 * @returns {Part<[state: State, numbers: Numbers]>}
 */
export function workedLaw({ fit, units }) {
  const inLetters = brief(units.letters);
  const term = (/** @type {string} */ testid, /** @type {string} */ meaning, /** @type {string} */ lit) =>
    el("b", { class: `xv-is-${meaning}`, "data-testid": `formula-${testid}`, "data-lit": lit });
  const floor = term("floor", "entropy", "floor");
  const size = term("params", "kl", "from_params");
  const data = term("tokens", "kl", "from_tokens");
  const loss = term("law", "loss", "loss");
  size.append(el("sup", {}, String(fit.alpha)));
  data.append(el("sup", {}, String(fit.beta)));
  const sum = el("span", { class: "xv-part" }, "L = ", floor, " + ", size, " + ", data, " = ", loss, " nats");
  const node = el("div", { class: "xv-formula", "data-testid": "law-formula", "data-element": "formula" }, sum);
  const paint = (/** @type {State} */ { params, tokens }, /** @type {Numbers} */ numbers) => {
    show(floor, numbers.floor, num3(numbers.floor));
    show(size, params, `${fit.a} / ${inLetters(params)}`);
    show(data, tokens, `${fit.b} / ${inLetters(tokens)}`);
    show(loss, numbers.loss, num3(numbers.loss));
  };
  return { node, paint };
}
