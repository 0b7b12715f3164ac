// @ts-check
// The scaling law board: a plane of parameters and tokens, contours of the loss after a published fit, and
// a dot under the finger. The loss splits into what nobody can avoid and what size or data would buy.
import { BoardView } from "./board.js";
import { button, field, handle, toggle } from "./controls.js";
import { el } from "./elements.js";
import { lighting } from "./lighting.js";
import { within } from "./log_chart.js";
import { bestSplit, fittedLoss } from "./mirror_scale.js";
import { num3 } from "./numerals.js";
import { facts, lossParts, lossResult, workedLaw } from "./scaling_law_numbers.js";
import { LawPlane } from "./scaling_law_plane.js";
import { brief, inUnits } from "./units.js";
/** @import { Fit } from "./mirror_scale.js" */
/** @import { Message } from "./types.d.ts" */
/** @import { Units } from "./units.js" */

/** @typedef {{ params: number, tokens: number }} State */

/**
 * What the fit says, in nats per token; `best_*` is for the same compute.
 * @typedef {object} Numbers
 * @property {number} loss
 * @property {number} bits
 * @property {number} floor
 * @property {number} from_params
 * @property {number} from_tokens
 * @property {number} perplexity
 * @property {number} perplexity_less with `less` nats less
 * @property {number} compute
 * @property {number} ratio tokens for each parameter
 * @property {number} best_params
 * @property {number} best_tokens
 * @property {number} best_loss
 */

/** @typedef {[least: number, most: number]} Range */
/** @typedef {[dx: number, dy: number, anchor: string]} NamePlace px from the dot, and which end of the name */

/**
 * `narrow` is the place of its name on a narrow chart, null where there is no room.
 * @typedef {object} PublishedModel
 * @property {string} name
 * @property {number} params
 * @property {number} tokens
 * @property {string} source
 * @property {NamePlace} place
 * @property {NamePlace | null} narrow
 */

/**
 * @typedef {object} Constants
 * @property {Range} params
 * @property {Range} tokens
 * @property {number} less nats: the step whose worth in perplexity is shown
 * @property {number[]} levels nats, of the contour lines
 * @property {{ letters: Units, words: Units }} units
 * @property {Fit} fit
 * @property {PublishedModel[]} models
 * @property {[params: Range, tokens: Range]} fitted what the fit has seen
 */

/** @extends {BoardView<State, Numbers, Constants>} */
class ScalingLawView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<State, Numbers, Constants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "scaling-law", label: "Scaling law board", testid: "law-board" });
    const { units } = this.constants;
    this.inLetters = brief(units.letters);
    this.inWords = inUnits(units.words);
    this.plane = new LawPlane(this, this.constants, (params, tokens) => this.go(params, tokens));
    this.rows = [this.buildRow("params", "N, parameters"), this.buildRow("tokens", "D, tokens")];
    this.result = lossResult();
    this.parts = lossParts();
    this.facts = facts(this.constants);
    this.formula = workedLaw(this.constants);
    this.models = this.buildModels();
    this.toBest = button("best", "○ Best split of this compute", () => this.goToBest(), { "data-lit": "best" });
    this.root.append(
      el("div", { class: "xv-left" }, this.plane.node, ...this.rows.map(({ node }) => node)),
      el("div", { class: "xv-side" }, this.result.node, ...this.parts.nodes, ...this.facts.nodes),
      this.formula.node,
      this.buildControls(),
      this.said,
      this.live,
    );
    lighting(this.root);
    this.paintLater(
      (numbers) => this.parts.paint(numbers),
      (numbers) => this.formula.paint(this.state, numbers),
    );
    this.plane.chart.lay();
  }

  /** @override */
  mirror() {
    const { fit, less } = this.constants;
    const { params, tokens } = this.state;
    const parts = fittedLoss(fit, params, tokens);
    const compute = 6 * params * tokens;
    const [n, d] = bestSplit(fit, compute);
    return {
      ...parts,
      ...{ bits: parts.loss / Math.LN2, compute, ratio: tokens / params },
      perplexity: Math.exp(parts.loss),
      perplexity_less: Math.exp(parts.loss - less),
      ...{ best_params: n, best_tokens: d, best_loss: fittedLoss(fit, n, d).loss },
    };
  }

  /**
   * @override
   * @param {Numbers} core
   */
  spoken({ loss, perplexity }) {
    const size = `${this.inWords(this.state.params)} parameters and ${this.inWords(this.state.tokens)} tokens`;
    return `${size}: the fit says ${num3(loss)} nats a token, perplexity ${num3(perplexity)}.`;
  }

  /**
   * Three digits of each, within the plane.
   * @param {number} params
   * @param {number} tokens
   */
  go(params, tokens) {
    const tidy = (/** @type {number} */ x, /** @type {Range} */ [least, most]) =>
      within(Number(x.toPrecision(3)), least, most);
    this.change({ params: tidy(params, this.constants.params), tokens: tidy(tokens, this.constants.tokens) });
  }

  goToBest() {
    this.go(...bestSplit(this.constants.fit, 6 * this.state.params * this.state.tokens));
    this.rest();
  }

  // ---- building -----------------------------------------------------------------------------

  /**
   * One of the two sizes on a slider that counts factors, and typed beside it.
   * @param {"params" | "tokens"} key
   * @param {string} label
   */
  buildRow(key, label) {
    const [min, max] = this.constants[key];
    const slider = handle(this, {
      ...{ testid: key, label, lit: key, min: Math.log10(min), max: Math.log10(max), step: 0.01 },
      value: () => Math.log10(this.state[key]),
      move: (x) => {
        const { params, tokens } = this.state;
        if (key === "params") this.go(10 ** x, tokens);
        else this.go(params, 10 ** x);
      },
    });
    const typed = field(this, {
      ...{ testid: `${key}-value`, label, lit: key, min, max, format: this.inLetters },
      value: () => this.state[key],
      enter: (x) => this.changeNow({ [key]: x }),
    });
    const node = el("div", { class: `xv-row xv-of-${key}` }, el("span", {}, label), slider.node, typed.node);
    const paint = (/** @type {number} */ x, /** @type {number} */ loss) => {
      const cost = this.shows("loss") ? `, loss ${num3(loss)} nats` : "";
      slider.paint(Math.log10(x), `${label}, ${this.inWords(x)}${cost}`);
      typed.paint(x);
    };
    return { key, node, paint };
  }

  /** A button for each published model. */
  buildModels() {
    return this.constants.models.map(({ name, params, tokens, source }) => {
      const size = `${this.inLetters(params)}, ${this.inLetters(tokens)}`;
      const words = [el("span", {}, name), el("small", {}, size)];
      const node = toggle(`model-${name}`, words, () => this.changeNow({ params, tokens }));
      node.classList.add("xv-published");
      node.dataset.lit = `model-${name}`;
      node.title = source;
      return { params, tokens, node };
    });
  }

  buildControls() {
    const reset = button("law-reset", "Reset", () => this.reset());
    const models = this.models.map(({ node }) => node);
    return el("div", { class: "xv-controls" }, el("div", { class: "xv-line-up" }, ...models, this.toBest, reset));
  }

  // ---- painting -----------------------------------------------------------------------------

  /**
   * @override
   * @param {Numbers} numbers
   */
  paint(numbers) {
    const { params, tokens } = this.state;
    for (const { key, paint } of this.rows) paint(this.state[key], numbers.loss);
    this.result.paint(this.state, this.isFitted(), numbers);
    this.facts.paint(numbers);
    for (const one of this.models) {
      one.node.setAttribute("aria-pressed", String(one.params === params && one.tokens === tokens));
    }
    this.plane.paint(this.state, numbers);
    this.toBest.disabled = !this.plane.shows(numbers.best_params, numbers.best_tokens);
  }

  /** Whether the fit has seen models and texts of this size. */
  isFitted() {
    const [[n0, n1], [d0, d1]] = this.constants.fitted;
    const { params, tokens } = this.state;
    return params >= n0 && params <= n1 && tokens >= d0 && tokens <= d1;
  }

  /** @override */
  close() {
    this.plane.chart.close();
    super.close();
  }
}

export default ScalingLawView;
