// The pipeline board: logits, log-probabilities, probabilities, and the loss that takes each.
import { Board } from "./board.js";
import { pipeline } from "./mirror.js";
import { button, choice, el, field, fixed2, handle, lighting, num3, show, signed } from "./controls.js";

const REACH = 8;
const STAGES = [
  { stage: "logits", title: "logits", says: "any numbers", next: "log_softmax →", loss: "cross_entropy", name: "cross-entropy", does: "softmax, log, pick the truth, −", code: "F.cross_entropy", text: signed },
  { stage: "log_probs", title: "log-probabilities", says: "0 or less", next: "exp →", loss: "nll", name: "NLL", does: "pick the truth, −", code: "F.nll_loss", text: num3 },
  { stage: "probs", title: "probabilities", says: "from 0 to 1, sum 1", next: "", loss: "log_loss", name: "log loss", does: "log, pick the truth, −", code: "sklearn.metrics.log_loss", text: num3 },
];
const FEEDS = { own: "its own input", logits: "logits", log_probs: "log-probabilities", probs: "probabilities" };
const near = (a, b) => Math.abs(a - b) <= 1e-9 * Math.abs(b);

// Why a number that is not the loss came out; the three that can go wrong, by who was fed what.
function verdict(x, loss, name, feed) {
  if (Number.isNaN(x)) return ["✗ no number", "the log of a number that is not above 0"];
  if (near(x, loss)) return feed === "own" || name !== "cross_entropy" || feed === "logits" ? ["✓ the loss", ""] : ["✓ the loss", "log-probabilities are logits too"];
  if (x < 0) return ["✗ below 0", "no loss over classes can be: a sign that the input is of the wrong kind"];
  return name === "cross_entropy" ? ["✗ softmax twice", "a number that looks like a loss and is not"] : ["✗ not the loss", "the input is of the wrong kind"];
}

class PipelineBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "pipeline", testid: "pipeline", label: "Pipeline board" });
    this.stages = STAGES.map((stage) => this.build(stage));
    this.root.append(this.buildTop(), el("div", { class: "xv-lanes" }, ...this.stages.map(({ node }) => node)), this.said, this.live);
    lighting(this.root, () => {});
  }

  mirror() { return pipeline(this.state.score, this.state.feed); }
  spoken(n) { return STAGES.map(({ name, loss }) => `${name} ${Number.isNaN(n[loss]) ? "no number" : num3(n[loss])}`).join(", "); }

  buildTop() {
    const shared = { label: "score of the truth, its rival at 0", lit: "score", min: -REACH, max: REACH, value: () => this.state.score };
    this.slider = handle({ ...shared, testid: "score", middle: true, step: 0.01, move: (score) => this.change({ score }), hold: (on) => this.hold(on), rest: () => this.rest() });
    this.typed = field({ ...shared, testid: "score-value", format: fixed2, say: (text) => this.say(text), enter: (score) => this.changeNow({ score }) });
    this.feed = choice({ testid: "feed", label: "what the three functions are fed with", options: FEEDS, pick: (feed) => this.changeNow({ feed }) });
    const reset = button("pipeline-reset", "Reset", () => this.reset());
    const dial = el("span", { class: "xv-score" }, el("span", {}, "score of the truth"), this.slider.node, this.typed.node);
    return el("div", { class: "xv-line-up" }, dial, el("span", { class: "xv-hint" }, "feed each with"), this.feed.node, reset);
  }

  build({ stage, title, says, next, loss, name, does, code }) {
    const cells = [0, 1].map((k) => el("b", { class: "xv-number xv-is-prediction", "data-testid": `${stage}-${k}`, "data-lit": k ? "" : "truth" }));
    const [truth, rival] = cells;
    const eats = el("span", { class: "xv-eats" });
    const result = el("output", { class: "xv-outcome", "data-testid": loss, "aria-label": `${name}, nats` });
    const word = el("b", { class: "xv-verdict" });
    const why = el("span", { class: "xv-why" });
    const node = el("div", { class: "xv-lane" },
      el("div", { class: "xv-stage" }, el("b", {}, title), el("span", { class: "xv-hint" }, says), el("span", { class: "xv-pair" }, el("span", { class: "xv-is-truth" }, "truth"), truth, el("span", {}, "rival"), rival), el("span", { class: "xv-next" }, next)),
      el("div", { class: "xv-down" }, "↓ ", eats),
      el("div", { class: "xv-function" }, el("b", {}, name), el("code", {}, code), el("span", { class: "xv-hint" }, does), result, word, why));
    return { node, cells, eats, result, word, why };
  }

  paint(numbers) {
    const { score, feed } = this.state;
    this.slider.paint(score, `score of the truth ${fixed2(score)}, loss ${num3(numbers.loss)} nats`);
    this.typed.paint(score);
    this.feed.paint(feed);
    STAGES.forEach((stage, i) => this.paintStage(this.stages[i], stage, numbers, feed));
  }

  paintStage({ node, cells, eats, result, word, why }, { stage, loss, text }, numbers, feed) {
    const fed = feed === "own" ? stage : feed;
    cells.forEach((cell, k) => show(cell, numbers[stage][k], text(numbers[stage][k])));
    const entry = numbers[fed][0];
    show(eats, `${fed}${entry}`, `gets ${STAGES.find((one) => one.stage === fed).title}: ${fed === "logits" ? signed(entry) : num3(entry)} for the truth`);
    const x = numbers[loss];
    show(result, Number.isNaN(x) ? "none" : x, Number.isNaN(x) ? "—" : num3(x));
    const [said, because] = verdict(x, numbers.loss, loss, feed);
    show(word, said, said);
    show(why, because, because);
    node.classList.toggle("xv-wrong", said.startsWith("✗"));
  }
}

export default PipelineBoard;
