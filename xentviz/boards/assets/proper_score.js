// @ts-check
// The proper score board: a true chance c and a stated one q under the finger, and what the log loss,
// squared error and absolute error cost on average. Only the first two are cheapest where q = c.
import { BoardView } from "./board.js";
import { button, field, handle } from "./controls.js";
import { el, lossOutput, show } from "./elements.js";
import { lighting } from "./lighting.js";
import { absoluteScore, entropy, expectedLoss, klDivergence, squaredScore } from "./mirror.js";
import { fixed2, num3, percent } from "./numerals.js";
import { ScoreChart } from "./score_chart.js";
/** @import { ScoreKind } from "./score_chart.js" */
/** @import { Message } from "./types.d.ts" */

/**
 * @typedef {{ chance: number, said: number }} State
 * @typedef {{ loss: number, bits: number, entropy: number, kl: number, squared: number, absolute: number }} Numbers
 * @typedef {{ sure: [no: number, yes: number] }} Constants what is said by one who claims to be sure
 */

/** @typedef {"squared" | "absolute"} OtherScore */

/** @type {Record<"loss" | OtherScore, ScoreKind>} */
const KINDS = {
  loss: { title: "log loss, nats", most: 2, wide: true, score: expectedLoss, best: (c) => c },
  squared: { title: "squared error", most: 1, score: squaredScore, best: (c) => c },
  absolute: { title: "absolute error", most: 1, score: absoluteScore, best: (c) => (c >= 0.5 ? 1 : 0) },
};

/** @param {number} p */
const bothOutcomes = (p) => [p, 1 - p];

/**
 * Which answer costs least, and what that rewards.
 * @param {OtherScore} score
 * @param {number} c
 */
export function cheapest(score, c) {
  if (score === "squared") return `cheapest at q = ${fixed2(c)}: honest`;
  if (c === 0.5) return "cheapest at q = anywhere";
  return `cheapest at q = ${c > 0.5 ? "100 %" : "0 %"}: exaggerate`;
}

/** @extends {BoardView<State, Numbers, Constants>} */
class ProperScoreView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<State, Numbers, Constants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "proper-score", label: "Honesty board" });
    this.charts = { loss: this.chart("loss"), squared: this.chart("squared"), absolute: this.chart("absolute") };
    this.main = this.buildMain();
    this.squared = this.buildOther("squared");
    this.absolute = this.buildOther("absolute");
    this.rows = {
      said: this.buildRow("said", "you say q", "prediction"),
      chance: this.buildRow("chance", "true chance c", "truth"),
    };
    this.formula = this.buildFormula();
    this.root.append(
      this.main.node,
      this.squared.node,
      this.absolute.node,
      el("div", { class: "xv-rows" }, this.rows.said.node, this.rows.chance.node),
      this.said,
      this.formula.node,
      this.buildControls(),
      this.live,
    );
    lighting(this.root);
    this.paintLater(
      (numbers) => this.squared.paint(this.state.chance, this.state.said, numbers.squared),
      (numbers) => this.absolute.paint(this.state.chance, this.state.said, numbers.absolute),
      (numbers) => this.formula.paint(this.state.chance, this.state.said, numbers.loss),
    );
  }

  /** @override */
  mirror() {
    const { chance: c, said: q } = this.state;
    const loss = expectedLoss(c, q);
    return {
      loss,
      bits: loss / Math.LN2,
      entropy: entropy(bothOutcomes(c)),
      kl: klDivergence(bothOutcomes(c), bothOutcomes(q)),
      squared: squaredScore(c, q),
      absolute: absoluteScore(c, q),
    };
  }

  /**
   * @override
   * @param {Numbers} core
   */
  spoken({ loss }) {
    const { chance, said } = this.state;
    const chances = `You say ${percent(said)}, the true chance is ${percent(chance)}.`;
    return `${chances} The log loss is ${num3(loss)} nats on average.`;
  }

  // ---- building -----------------------------------------------------------------------------

  /** @param {"loss" | OtherScore} name */
  chart(name) {
    return new ScoreChart(this, name, KINDS[name], (which, x) => this.change({ [which]: x }));
  }

  buildMain() {
    const loss = lossOutput("loss", "expected log loss in nats");
    const bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
    const part = (/** @type {"entropy" | "kl"} */ name) =>
      el("b", { class: `xv-is-${name}`, "data-testid": name, "data-lit": name });
    const [own, kl] = [part("entropy"), part("kl")];
    const words = el(
      "div",
      { class: "xv-words" },
      el("span", { class: "xv-unit" }, "nats of log loss on average"),
      bits,
    );
    const split = el(
      "div",
      { class: "xv-split", "data-element": "parts" },
      el("span", {}, own, " entropy: unavoidable"),
      el("span", {}, kl, " KL: the price of not saying c"),
    );
    for (const one of [loss, bits, this.charts.loss.node]) one.dataset.element = "loss";
    const result = el("div", { class: "xv-result" }, loss, words, split);
    const node = el("div", { class: "xv-main" }, result, this.charts.loss.node);
    const paint = (/** @type {Numbers} */ numbers) => {
      show(loss, numbers.loss, num3(numbers.loss));
      show(bits, numbers.bits, `${num3(numbers.bits)} bits`);
      show(own, numbers.entropy, num3(numbers.entropy));
      show(kl, numbers.kl, `+ ${num3(numbers.kl)}`);
    };
    return { node, paint };
  }

  /** @param {OtherScore} name */
  buildOther(name) {
    const value = el("output", { class: "xv-score", "data-testid": name, "data-lit": name });
    const best = el("span", { class: "xv-cheapest", "data-testid": `best-${name}` });
    const title = el("div", { class: "xv-title" }, el("span", {}, KINDS[name].title), value, best);
    const node = el("div", { class: `xv-other xv-${name}`, "data-element": "others" }, title, this.charts[name].node);
    const paint = (/** @type {number} */ c, /** @type {number} */ q, /** @type {number} */ score) => {
      show(value, score, num3(score));
      show(best, c, cheapest(name, c));
      this.charts[name].paint(c, q, score);
    };
    return { node, paint };
  }

  buildFormula() {
    const number = (/** @type {string} */ meaning) => el("b", { class: `xv-is-${meaning}`, "data-lit": meaning });
    const [yes, no] = [number("truth"), number("truth")];
    const [costOfYes, costOfNo] = [number("prediction"), number("prediction")];
    const loss = number("loss");
    const node = el(
      "div",
      { class: "xv-formula", "data-testid": "formula", "data-element": "formula" },
      "log loss = −c ln q − (1 − c) ln(1 − q) = ",
      ...[yes, " × ", costOfYes, " + ", no, " × ", costOfNo, " = ", loss, " nats"],
    );
    const paint = (/** @type {number} */ c, /** @type {number} */ q, /** @type {number} */ paid) => {
      show(yes, c, fixed2(c));
      show(costOfYes, q, num3(-Math.log(q)));
      show(no, 1 - c, fixed2(1 - c));
      show(costOfNo, 1 - q, num3(-Math.log(1 - q)));
      show(loss, paid, num3(paid));
    };
    return { node, paint };
  }

  /**
   * A chance under the chart: its slider on the chart's own axis, its name and its number.
   * @param {"said" | "chance"} key
   * @param {string} label
   * @param {"prediction" | "truth"} meaning
   */
  buildRow(key, label, meaning) {
    const value = () => this.state[key];
    const both = { label, lit: meaning, min: 0, max: 1, value };
    const slider = handle(this, {
      ...both,
      testid: key,
      step: 0.001,
      fine: 0.01,
      coarse: 0.1,
      move: (x) => this.change({ [key]: x }),
    });
    const typed = field(this, {
      ...both,
      testid: `${key}-value`,
      format: fixed2,
      enter: (x) => this.changeNow({ [key]: x }),
    });
    const name = el("span", { class: `xv-is-${meaning}`, "aria-hidden": "true" }, label);
    const named = el("span", { class: "xv-named" }, name, typed.node);
    const node = el("div", { class: `xv-row xv-of-${meaning}` }, slider.node, named);
    const paint = (/** @type {number} */ x) => {
      slider.paint(x, `${label}, ${percent(x)}`);
      typed.paint(x);
    };
    return { node, paint };
  }

  buildControls() {
    const [no, yes] = this.constants.sure;
    const honest = button("honest", "Be honest: q = c", () => this.changeNow({ said: this.state.chance }), {
      class: "xv-button xv-primary",
    });
    const sure = button(
      "sure",
      "Claim to be sure",
      () => this.changeNow({ said: this.state.chance >= 0.5 ? yes : no }),
    );
    return el("div", { class: "xv-controls xv-line-up" }, honest, sure, button("reset", "Reset", () => this.reset()));
  }

  // ---- painting -----------------------------------------------------------------------------

  /**
   * @override
   * @param {Numbers} numbers
   */
  paint(numbers) {
    const { chance: c, said: q } = this.state;
    this.rows.said.paint(q);
    this.rows.chance.paint(c);
    this.main.paint(numbers);
    this.charts.loss.paint(c, q, numbers.loss, numbers.entropy);
  }
}

export default ProperScoreView;
