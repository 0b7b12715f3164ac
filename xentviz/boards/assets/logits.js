// @ts-check
// The logits board: drag a logit, see softmax, loss and gradient move. Numbers come from mirror.js
// while the finger moves and from the NumPy core once it rests.
import { BoardView } from "./board.js";
import { el, lossOutput, show, showText } from "./elements.js";
import { formula } from "./formula.js";
import { lighting } from "./lighting.js";
import { squaredBeside, sumsRow } from "./logits_compare.js";
import { logitsControls } from "./logits_controls.js";
import { LogitsCurve } from "./logits_curve.js";
import { isDone, MANY_STEPS, stepped, whyStopped } from "./logits_play.js";
import { logitRow } from "./logits_row.js";
import { crossEntropyAndGrad, entropy, squaredGradient } from "./mirror.js";
import { spareName } from "./naming.js";
import { num3, percent, percentInColumn } from "./numerals.js";
import { others } from "./pace.js";
import { Player } from "./player.js";
/** @import { Preset } from "./logits_presets.js" */
/** @import { Message } from "./types.d.ts" */

/**
 * @typedef {object} LogitsState
 * @property {string[]} names
 * @property {number[]} logits
 * @property {number} target
 * @property {number} temperature
 * @property {number} label_smoothing
 * @property {number} rate
 */

/**
 * `squared` is the gradient of squared error, `lowest` the lowest loss there is.
 * @typedef {ReturnType<typeof crossEntropyAndGrad>
 *   & { bits: number, squared: number[], lowest: number }} LogitsNumbers
 */

/**
 * @typedef {object} LogitsConstants
 * @property {number} limit of a logit, either way
 * @property {number} reach of the sliders
 * @property {[least: number, most: number]} classes
 * @property {string[]} names
 * @property {number} longest_name
 * @property {[least: number, most: number]} temperature
 * @property {[least: number, most: number]} rate
 * @property {number} most_smoothing
 * @property {Preset[]} presets
 */

const STEP_MS = 200; // at most five steps a second
/** The columns of a row that a step may leave out, and their widths. */
const COLUMNS = [
  ["", "minmax(88px, 0.7fr)"],
  ["", "minmax(150px, 1.2fr)"],
  ["probs", "minmax(140px, 1.2fr)"],
  ["gradient", "minmax(124px, 0.8fr)"],
  ["classes", "44px"],
];

/** @extends {BoardView<LogitsState, LogitsNumbers, LogitsConstants>} */
export class LogitsView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<LogitsState, LogitsNumbers, LogitsConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "logits", label: "Logits board" });
    this.numbers = this.core;
    /** @type {string[] | null} */
    this.namesShown = null;
    this.player = this.buildPlayer();
    this.curve = new LogitsCurve(this);
    this.formula = formula();
    this.gradientTitle = el("span", { class: "xv-is-gradient", "data-element": "gradient" });
    this.probTitle = el("span", { "data-element": "probs" });
    this.result = this.buildResult();
    this.rows = el("div", { class: "xv-rows" });
    this.sums = sumsRow();
    this.squared = squaredBeside();
    this.controls = logitsControls(this);
    const left = el("div", { class: "xv-left" }, this.buildHead(), this.rows, this.squared.node);
    const side = el("div", { class: "xv-side" }, this.curve.node, this.result.node);
    const parts = [side, this.said, this.formula.node, this.controls.node, this.live];
    this.root.append(left, ...parts);
    this.rowParts = this.buildRows();
    this.moved = 0; // the class whose logit a hand has moved last
    this.paintLater(
      (numbers) => others(this.rowParts, this.moved).forEach((row) => row.paint(this.state, numbers)),
      (numbers) => this.formula.paint(this.state, numbers),
      (numbers) => this.squared.paint(this.state, numbers, this.shows("squared")),
      (numbers) => this.sums.paint(numbers),
    );
    lighting(this.root, (name) => this.formula.follow(name, this.state, this.numbers));
  }

  // ---- what BoardView asks ------------------------------------------------------------------
  mirror() {
    const { logits, target, temperature, label_smoothing: labelSmoothing } = this.state;
    const result = crossEntropyAndGrad(logits, target, { temperature, labelSmoothing });
    const squared = squaredGradient(logits, target, temperature, result);
    return { ...result, bits: result.loss / Math.LN2, squared, lowest: entropy(result.y) };
  }

  /** @param {LogitsNumbers} numbers */
  spoken({ loss, bits, probs }) {
    const { names, target } = this.state;
    const right = `${names[target]}, the right class, has probability ${percent(probs[target])}`;
    if (!this.shows("loss")) return this.shows("probs") ? `${right}.` : "";
    return `Loss ${num3(loss)} nats, ${num3(bits)} bits. ${right}.`;
  }

  arranging() {
    const columns = COLUMNS.filter(([element]) => !element || this.has(element)).map(([, width]) => width);
    this.root.style.setProperty("--columns", columns.join(" "));
    this.root.classList.toggle("xv-no-side", !this.has("curve") && !this.has("loss"));
    this.root.classList.toggle("xv-no-label", !this.has("label"));
    this.root.classList.toggle("xv-no-ticks", !this.has("gradient"));
    showText(this.probTitle, this.has("gradient") ? "probability p, label y ┃" : "probability p");
    this.controls.status.textContent = "";
    this.player.pause();
    this.curve.lay();
  }

  /** @param {boolean} on */
  hold(on) {
    super.hold(on);
    if (!on) return;
    this.player.pause();
    this.controls.status.textContent = "";
  }

  /** @param {LogitsState} state */
  adopt(state) {
    this.player.pause();
    const reshaped = state.logits.length !== this.state.logits.length;
    super.adopt(state);
    this.controls.status.textContent = "";
    if (reshaped) this.rebuildRows();
  }

  /** @param {LogitsNumbers} core */
  speak(core) {
    super.speak(core);
    this.formula.speak();
  }

  /** @param {Partial<LogitsState>} patch */
  changeNow(patch) {
    this.player.pause();
    this.controls.status.textContent = "";
    super.changeNow(patch);
  }

  // ---- motion -------------------------------------------------------------------------------
  buildPlayer() {
    let steps = 0;
    let before = Infinity;
    const step = () => {
      before = this.mirror().loss;
      this.changeOnTheWay(this.downhill());
      steps += 1;
      return steps < MANY_STEPS && !isDone(this.playing());
    };
    const shown = (/** @type {boolean} */ playing) => {
      steps = 0;
      showText(this.controls.play, playing ? "Pause" : "Play");
      this.controls.play.setAttribute("aria-pressed", String(playing));
    };
    const finished = () => {
      showText(this.controls.status, whyStopped(this.playing(), before));
      this.rest();
    };
    return new Player({ everyMs: STEP_MS, step, shown, finished });
  }

  /** How far the descent has come. */
  playing() {
    const { loss, lowest } = this.mirror();
    return { loss, lowest, smoothing: this.state.label_smoothing };
  }

  downhill() {
    return { logits: stepped(this.state.logits, this.mirror().grad, this.state.rate, this.constants.limit) };
  }

  play() {
    if (this.player.playing) {
      this.player.pause();
      this.rest();
      return;
    }
    const done = isDone(this.playing());
    showText(this.controls.status, done ? whyStopped(this.playing(), Infinity) : "");
    if (!done) this.player.play({ atOnce: matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  /**
   * Change every logit in the same way, unless one would leave the limit.
   * @param {(z: number) => number} to
   */
  changeAll(to) {
    const { limit } = this.constants;
    const logits = this.state.logits.map(to);
    if (Math.max(...logits.map(Math.abs)) > limit) {
      this.say(`No logit may be beyond ${limit} or −${limit}, so nothing was changed.`);
    } else this.changeNow({ logits });
  }

  // ---- classes ------------------------------------------------------------------------------
  add() {
    const { names, logits } = this.state;
    this.reshape({ names: [...names, spareName(names, this.constants.names)], logits: [...logits, 0] });
  }

  /** @param {number} k */
  remove(k) {
    const { names, logits, target } = this.state;
    const next = target === k ? 0 : target - Number(k < target);
    const others = (/** @type {unknown} */ _, /** @type {number} */ j) => j !== k;
    this.reshape({ names: names.filter(others), logits: logits.filter(others), target: next });
    this.rowParts[Math.min(k, this.rowParts.length - 1)].slider.focus();
  }

  /** @param {Partial<LogitsState>} patch */
  reshape(patch) {
    Object.assign(this.state, patch);
    this.rebuildRows();
    this.changeNow({});
  }

  // ---- building -----------------------------------------------------------------------------
  buildHead() {
    const title = (/** @type {string} */ text) => el("span", {}, text);
    const gap = el("span", { "data-element": "classes" });
    const titles = [title("class"), title("logit"), this.probTitle, this.gradientTitle, gap];
    return el("div", { class: "xv-row xv-head", "aria-hidden": "true" }, ...titles);
  }

  buildResult() {
    const loss = lossOutput("loss", "loss in nats");
    const bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
    const given = el("span", { "data-lit": "loss" });
    const unit = el("span", { class: "xv-unit" }, "nats of loss");
    const words = el("div", { class: "xv-words" }, el("span", {}, unit, " = ", bits), given);
    return { loss, bits, given, node: el("div", { class: "xv-result", "data-element": "loss" }, loss, words) };
  }

  buildRows() {
    const rows = this.state.logits.map((_, k) => logitRow(this, k));
    this.rows.replaceChildren(...rows.map((row) => row.node), this.sums.node);
    this.formula.build(rows.length);
    this.controls.add.disabled = rows.length >= this.constants.classes[1];
    this.namesShown = null;
    return rows;
  }

  /** The rows for another number of classes, painted, and covered as the open step says. */
  rebuildRows() {
    this.rowParts = this.buildRows();
    this.core = this.mirror();
    this.paintAll(this.core);
    this.coverParts();
  }

  // ---- painting -----------------------------------------------------------------------------
  /** @param {LogitsNumbers} numbers */
  paint(numbers) {
    this.numbers = numbers;
    const { names, target, temperature } = this.state;
    const { probs, log_probs: logs, loss, bits } = numbers;
    if (names !== this.namesShown) { for (const row of this.rowParts) row.paintName(this.state); }
    this.namesShown = names;
    this.rowParts[this.moved]?.paint(this.state, numbers);
    this.controls.paint();
    showText(this.gradientTitle, temperature === 1 ? "gradient p − y" : "gradient (p − y) / T");
    show(this.result.loss, loss, num3(loss));
    show(this.result.bits, bits, `${num3(bits)} bits`);
    show(this.result.given, probs[target], `you gave the right class ${percentInColumn(probs[target], logs[target])}`);
    this.curve.paint(probs[target], -logs[target], loss);
  }

  close() {
    this.player.pause();
    this.curve.close();
    super.close();
  }
}

export default LogitsView;
