// @ts-check
// Below the rows of the logits board: what probabilities and gradients sum to, and the gradient of squared
// error beside that of cross-entropy.
import { pushBar } from "./bars.js";
import { el, show, showText } from "./elements.js";
import { cell, gradientText, number } from "./logits_row.js";
import { shortened } from "./naming.js";
import { percentToATenth } from "./numerals.js";
/** @import { LogitsNumbers, LogitsState } from "./logits.js" */

const ROUNDING = 1e-9; // what is left of a sum that is 0

/** @param {number[]} xs */
const sum = (xs) => xs.reduce((total, x) => total + x, 0);

/** The sums of the two columns. */
export function sumsRow() {
  const [p, g] = [number("prediction", "sum-probs", ""), number("gradient", "sum-grads", "")];
  const gap = () => el("span");
  // Not named like their columns, for a column may be shown while its sum is covered.
  const [probs, gradient] = [cell("probs", "sum p", [gap(), p]), cell("gradient", "sum p − y", [gap(), g])];
  const node = el(
    "div",
    { class: "xv-row xv-sums", "data-element": "sums" },
    el("span", { class: "xv-class" }, "sum"),
    gap(),
    probs,
    gradient,
  );
  /** @param {LogitsNumbers} numbers */
  const paint = ({ probs: ps, grad }) => {
    const total = sum(grad);
    show(p, sum(ps), percentToATenth(sum(ps)));
    show(g, total, Math.abs(total) < ROUNDING ? "0.000" : gradientText(total));
  };
  return { node, paint };
}

/** The gradient of the right class's logit, of cross-entropy and of squared error. */
export function squaredBeside() {
  const name = el("i", { dir: "auto" });
  const rows = /** @type {const} */ (["cross-entropy", "squared error"]).map((loss, k) => {
    const [bar, value] = [pushBar(), number("gradient", k ? "squared" : "cross", "")];
    return { bar, value, node: el("div", { class: "xv-against" }, el("span", {}, loss), bar.node, value) };
  });
  const title = el("p", {}, "Gradient of ", name, ", the right class");
  const node = el("div", { class: "xv-squared", "data-element": "squared" }, title, ...rows.map((row) => row.node));
  /**
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   * @param {boolean} isShown
   */
  const paint = ({ names, target, temperature }, { grad, squared }, isShown) => {
    showText(name, shortened(names[target], 12));
    [grad[target], squared[target]].forEach((x, k) => {
      rows[k].bar.paint(isShown ? x * Math.min(1, temperature) : 0);
      show(rows[k].value, x, gradientText(x));
    });
  };
  return { node, paint };
}
