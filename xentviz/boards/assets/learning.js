// @ts-check
// The learning board: the loss of a model in training, step by step, and what it wrote on the way.
import { BoardView } from "./board.js";
import { Chart } from "./chart.js";
import { choice, handle } from "./controls.js";
import { chartText, el, lossOutput, show, showText, svg } from "./elements.js";
import { labelPlaces, nearestStep, sampleAt } from "./learning_run.js";
import { logAxes, logPlane, moveToPoint, pathOn, tens } from "./log_chart.js";
import { num3 } from "./numerals.js";
import { grouped } from "./units.js";
/** @import { Run } from "./learning_run.js" */
/** @import { LogPlane, Point } from "./log_chart.js" */
/** @import { Message, Tick } from "./types.d.ts" */

/** @typedef {{ corpus: string, step: number }} State */
/** @typedef {{ names: Record<string, string> }} Constants */

const MARGINS = { left: 40, right: 170 }; // px: the lines' names stand on the right
const THUMB = 11; // px: half of the handle

/** @extends {BoardView<State, Run, Constants>} */
export default class LearningView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<State, Run, Constants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "learning", label: "A model in training" });
    const line = (/** @type {string} */ kind) => svg("path", { class: `xv-way xv-way-${kind}` });
    this.lines = { training: line("training"), held: line("held") };
    this.levels = svg("g");
    this.dot = svg("circle", { r: 8, class: "xv-dot" });
    this.chart = this.buildChart();
    this.corpus = choice({
      testid: "corpus",
      label: "what it learns from",
      options: this.constants.names,
      pick: (corpus) => this.changeNow({ corpus, step: 0 }),
    });
    this.corpus.node.dataset.element = "corpus";
    this.slider = this.buildSlider();
    this.progress = el("p", { class: "xv-progress", role: "status", "data-testid": "progress" });
    this.loss = lossOutput("loss", "held-out loss in nats");
    this.step = el("span", { "data-testid": "step" });
    this.training = el("span", { "data-testid": "training-loss" });
    this.written = el("blockquote", { class: "xv-quote", "data-testid": "written", dir: "auto" });
    const words = el("p", { class: "xv-main-words" }, "nats per held-out token ", this.step, this.training);
    this.root.append(
      el("div", { class: "xv-controls" }, this.corpus.node, this.progress),
      el("div", { class: "xv-picture", "data-element": "curve" }, this.chart.node, this.slider.node),
      el("div", { class: "xv-main", "data-element": "loss" }, this.loss, words),
      el("div", { "data-element": "written" }, el("p", {}, "It writes: "), this.written),
      this.said,
      this.live,
    );
  }

  /** @override */
  arranging() {
    this.chart.lay();
  }

  /** @param {Run} run */
  spoken(run) {
    const k = nearestStep(run, this.state.step);
    return k < 0 ? run.progress : `Step ${run.steps[k]}: ${num3(run.held_out[k])} nats per held-out token.`;
  }

  /**
   * @override
   * @param {Run} run
   */
  settle(run) {
    this.core = run;
    this.chart.lay();
    super.settle(run);
    this.askLater(run.progress !== "" && run.share < 1);
  }

  // ---- the chart ----------------------------------------------------------------------------

  buildChart() {
    return new Chart({
      label: "The loss against the training step: it falls from guessing blindly",
      spec: () => this.spec(),
      make: logPlane,
      rule: logAxes,
      heightFor: (width) => (width < 480 ? 220 : 290),
      laid: (on) => this.laid(on),
      over: [this.levels, this.lines.training, this.lines.held, this.dot],
    });
  }

  spec() {
    const { last, ceiling } = this.core;
    const most = Math.ceil(ceiling + 0.5);
    return {
      ...{ from: 1, to: last, least: 0, most, even: true, margins: MARGINS },
      across: tens(1, last).map((step) => /** @type {Tick} */ ([step, grouped(step)])),
      up: Array.from({ length: most + 1 }, (_, k) => /** @type {Tick} */ ([k, String(k)])),
      title: "training step",
      unitName: "loss, nats per token",
    };
  }

  /** @param {LogPlane} on */
  laid(on) {
    const run = this.core;
    const told = this.shows("curve");
    const along = (/** @type {number[]} */ values) =>
      told ? pathOn(on, values.map((value, k) => /** @type {Point} */ ([Math.max(1, run.steps[k]), value]))) : "";
    this.lines.training.setAttribute("d", along(run.training));
    this.lines.held.setAttribute("d", along(run.held_out));
    this.levels.replaceChildren(...this.drawNames(on, run, told));
    this.slider.node.style.marginLeft = `${on.left - THUMB}px`;
    this.slider.node.style.width = `${on.right - on.left + 2 * THUMB}px`;
    this.paint(run);
  }

  /**
   * The levels, and at their right ends the names of all lines.
   * @param {LogPlane} on
   * @param {Run} run
   * @param {boolean} told
   */
  drawNames(on, run, told) {
    /** @type {[value: number, name: string, kind: string, level: boolean][]} */
    const named = told ? [[run.ceiling, "guessing blindly", "muted", true]] : []; // where the loss begins
    if (run.floor !== null) named.push([run.floor, "entropy H", "entropy", true]);
    if (this.has("counted")) named.push([run.counted, "trigram", "prediction", true]);
    const end = run.steps.length - 1;
    if (told && end >= 0) {
      named.push([run.held_out[end], "held out", "loss", false], [
        run.training[end],
        "learned from",
        "gradient",
        false,
      ]);
    }
    const places = labelPlaces(named.map(([value]) => on.y(value)));
    return named.flatMap(([value, name, kind, level], k) => {
      const [x1, x2, y] = [on.left, on.right, on.y(value)];
      const words = chartText(on.right + 8, places[k] + 4, `${name} ${value.toFixed(2)}`, "start", `xv-is-${kind}`);
      return level ? [svg("line", { class: `xv-level xv-way-${kind}`, x1, x2, y1: y, y2: y }), words] : [words];
    });
  }

  buildSlider() {
    const last = () => Math.log10(this.core.last);
    return handle(this, {
      ...{ testid: "step-handle", label: "training step", min: 0, max: last(), step: 0.01 },
      value: () => Math.log10(Math.max(1, this.state.step)),
      move: (at) => this.change({ step: at <= 0 ? 0 : Math.round(10 ** at) }),
    });
  }

  // ---- painting -----------------------------------------------------------------------------

  /**
   * @override
   * @param {Run} run
   */
  paint(run) {
    const k = nearestStep(run, this.state.step);
    this.corpus.paint(this.state.corpus);
    this.slider.node.max = String(Math.log10(run.last));
    this.slider.paint(Math.log10(Math.max(1, this.state.step)), `step ${k < 0 ? 0 : run.steps[k]}`, this.state.step);
    const loss = run.loss === null || !this.shows("loss") ? "" : ` Its loss is ${run.loss.toFixed(2)}.`;
    showText(this.progress, `${run.progress}${loss}`);
    this.dot.classList.toggle("xv-left-out", k < 0 || !this.shows("curve"));
    if (k < 0) {
      showText(this.loss, this.shows("loss") ? "–" : "?");
      showText(this.step, "");
      showText(this.training, "");
      showText(this.written, "");
      return;
    }
    moveToPoint(this.dot, this.chart.on, Math.max(1, run.steps[k]), run.held_out[k]);
    show(this.loss, run.held_out[k], num3(run.held_out[k]));
    show(this.step, run.steps[k], `at step ${grouped(run.steps[k])}`);
    show(this.training, run.training[k], `, ${num3(run.training[k])} on what it learned from`);
    showText(this.written, sampleAt(run, run.steps[k]));
  }

  /** @override */
  close() {
    this.chart.close();
    super.close();
  }
}
