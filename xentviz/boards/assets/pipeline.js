// @ts-check
// The pipeline board: logits, log-probabilities, probabilities, and the loss that takes each.
import { BoardView } from "./board.js";
import { button, choice, dial } from "./controls.js";
import { el, show } from "./elements.js";
import { lighting } from "./lighting.js";
import { pipeline } from "./mirror.js";
import { logitText, num3, plain } from "./numerals.js";
/** @import { Message } from "./types.d.ts" */

/** @typedef {"logits" | "log_probs" | "probs"} StageName */
/** @typedef {{ score: number, feed: string }} PipelineState */
/** @typedef {ReturnType<typeof pipeline>} PipelineNumbers */
/** @typedef {{ reach: number, feeds: Record<string, string> }} PipelineConstants */

/**
 * A stage of the way from logits to probabilities, and the function that takes it.
 * @typedef {object} Stage
 * @property {string} says which numbers it holds
 * @property {string} next what makes the next stage of it
 * @property {"cross_entropy" | "nll" | "log_loss"} loss the function, and the field of its result
 * @property {string} name of the function
 * @property {string} does
 * @property {string} code
 * @property {boolean} hasSoftmax the function applies softmax itself
 * @property {(x: number) => string} format
 */

/** @type {Record<StageName, Stage>} */
const STAGES = {
  logits: {
    says: "any numbers",
    next: "log_softmax →",
    loss: "cross_entropy",
    name: "cross-entropy",
    does: "softmax, then ln, pick, change the sign",
    code: "F.cross_entropy",
    hasSoftmax: true,
    format: (z) => logitText(z),
  },
  log_probs: {
    says: "0 or less",
    next: "exp →",
    loss: "nll",
    name: "NLL",
    does: "pick, change the sign",
    code: "F.nll_loss",
    hasSoftmax: false,
    format: num3,
  },
  probs: {
    says: "from 0 to 1, sum 1",
    next: "",
    loss: "log_loss",
    name: "log loss",
    does: "ln, pick, change the sign",
    code: "sklearn.metrics.log_loss",
    hasSoftmax: false,
    format: num3,
  },
};
const STAGE_NAMES = /** @type {StageName[]} */ (Object.keys(STAGES));

/**
 * Whether a number is the loss, and why one that is not came out.
 * @param {number} x
 * @param {number} loss
 * @param {Stage} stage whose function gave x
 * @param {boolean} isOwn the function was fed what it takes
 * @returns {[verdict: string, why: string]}
 */
function verdict(x, loss, { hasSoftmax }, isOwn) {
  if (Number.isNaN(x)) return ["✗ no number", "the logarithm of a number that is not above 0"];
  if (Math.abs(x - loss) <= 1e-9 * Math.abs(loss)) {
    return ["✓ the loss", hasSoftmax && !isOwn ? "log-probabilities are logits too" : ""];
  }
  if (x < 0) return ["✗ below 0", "no loss of a class is: the input is of the wrong kind"];
  if (hasSoftmax) return ["✗ softmax twice", "it looks like a loss and is not"];
  return ["✗ not the loss", "the input is of the wrong kind"];
}

/**
 * One stage, and the function under it. `title` says what it holds.
 * @param {StageName} stage
 * @param {string} title
 */
function lane(stage, title) {
  const { says, next, loss, name, does, code } = STAGES[stage];
  const cell = (/** @type {number} */ k, /** @type {string} */ lit) =>
    el("b", { class: "xv-number xv-is-prediction", "data-testid": `${stage}-${k}`, "data-lit": lit });
  const [right, other] = [cell(0, "right"), cell(1, "")];
  const hint = (/** @type {string} */ text) => el("span", { class: "xv-hint" }, text);
  const names = [el("span", { class: "xv-is-truth" }, "right class"), el("span", {}, "other class")];
  const pair = el("span", { class: "xv-pair" }, names[0], right, names[1], other);
  const [eats, why] = [el("span", { class: "xv-eats" }), el("span", { class: "xv-why" })];
  const result = el("output", { class: "xv-outcome", "data-testid": loss, "aria-label": `${name}, nats` });
  const word = el("b", { class: "xv-verdict" });
  const judged = el("span", { class: "xv-judged", "data-element": "verdicts" }, word, why);
  const holds = [el("b", {}, title), hint(says), pair, el("span", { class: "xv-next" }, next)];
  const takes = [el("b", {}, name), el("code", {}, code), hint(does), result, judged];
  const node = el(
    "div",
    { class: "xv-lane" },
    el("div", { class: "xv-stage", "data-element": "stages" }, ...holds),
    el("div", { class: "xv-down", "data-element": "inputs" }, "↓ ", eats),
    el("div", { class: "xv-function", "data-element": "functions" }, ...takes),
  );
  return { stage, title, node, cells: [right, other], eats, result, word, why };
}

/** @extends {BoardView<PipelineState, PipelineNumbers, PipelineConstants>} */
export class PipelineView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<PipelineState, PipelineNumbers, PipelineConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "pipeline", testid: "pipeline", label: "Pipeline board" });
    const { feeds, reach } = this.constants;
    this.lanes = STAGE_NAMES.map((stage) => lane(stage, feeds[stage]));
    this.score = dial(this, {
      testid: "score",
      label: "logit of the right class",
      title: "logit of the right class",
      lit: "score",
      middle: true,
      min: -reach,
      max: reach,
      step: 0.01,
      fine: 0.1,
      coarse: 1,
      format: plain,
      value: () => this.state.score,
      move: (score) => this.change({ score }),
      enter: (score) => this.changeNow({ score }),
      extra: "xv-score",
    });
    this.feed = choice({
      testid: "feed",
      label: "what the three functions are fed with",
      options: feeds,
      pick: (feed) => this.changeNow({ feed }),
    });
    const hint = el("span", { class: "xv-hint" }, "Give each function");
    const reset = button("pipeline-reset", "Reset", () => this.reset());
    const feed = el("div", { class: "xv-line-up", "data-element": "feed" }, hint, this.feed.node);
    const lanes = el("div", { class: "xv-lanes" }, ...this.lanes.map(({ node }) => node));
    this.root.append(el("div", { class: "xv-line-up" }, this.score.node, reset), lanes, this.said, feed, this.live);
    lighting(this.root);
  }

  /** The stage that all three functions are fed; null where each has its own. */
  get fed() {
    return STAGE_NAMES.find((stage) => stage === this.state.feed) ?? null;
  }

  mirror() {
    return pipeline(this.state.score, this.fed);
  }

  /** @param {PipelineNumbers} numbers */
  spoken(numbers) {
    if (!this.has("functions")) return "";
    const said = (/** @type {number} */ x) => (Number.isNaN(x) ? "no number" : num3(x));
    return STAGE_NAMES.map((stage) => `${STAGES[stage].name} ${said(numbers[STAGES[stage].loss])}`).join(", ");
  }

  /** @param {PipelineNumbers} numbers */
  paint(numbers) {
    const loss = this.shows("functions") ? `, loss ${num3(numbers.loss)} nats` : "";
    this.score.paint(`logit of the right class ${plain(this.state.score)}${loss}`);
    this.feed.paint(this.state.feed);
    for (const one of this.lanes) this.paintLane(one, numbers);
  }

  /**
   * @param {ReturnType<typeof lane>} one
   * @param {PipelineNumbers} numbers
   */
  paintLane({ stage, node, cells, eats, result, word, why }, numbers) {
    const { loss, format } = STAGES[stage];
    const fed = this.fed ?? stage;
    cells.forEach((cell, k) => show(cell, numbers[stage][k], format(numbers[stage][k])));
    const entry = numbers[fed][0];
    show(eats, `${fed}${entry}`, `gets ${this.constants.feeds[fed]}: ${STAGES[fed].format(entry)} for the right class`);
    const x = numbers[loss];
    show(result, Number.isNaN(x) ? "none" : x, Number.isNaN(x) ? "—" : num3(x));
    const [said, because] = verdict(x, numbers.loss, STAGES[stage], fed === stage);
    show(word, said, said);
    show(why, because, because);
    node.classList.toggle("xv-wrong", this.shows("verdicts") && said.startsWith("✗"));
  }
}

export default PipelineView;
