// @ts-check
// The logits board: drag a logit, see softmax, loss and gradient move. Numbers come from mirror.js
// while the finger moves and from the NumPy core once it rests.
import { BoardView } from "./board.js";
import { button, dial } from "./controls.js";
import { lossCurve } from "./curve.js";
import { el, lossOutput, show } from "./elements.js";
import { formula } from "./formula.js";
import { lighting } from "./lighting.js";
import { presetLogits } from "./logits_presets.js";
import { logitRow } from "./logits_row.js";
import { crossEntropyAndGrad, klDivergence } from "./mirror.js";
import { spareName } from "./naming.js";
import { fixed2, num3, percent, percentInColumn } from "./numerals.js";
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

/** @typedef {ReturnType<typeof crossEntropyAndGrad> & { bits: number }} LogitsNumbers */

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
 * @property {string} controls which of them are shown
 */

const STEP_MS = 200; // at most five steps a second
const ALMOST = 0.01; // play stops this far (nats) above the lowest loss there is
const MANY_STEPS = 1000;

/** @extends {BoardView<LogitsState, LogitsNumbers, LogitsConstants>} */
export class LogitsView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<LogitsState, LogitsNumbers, LogitsConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "logits", label: "Logits board" });
    this.root.classList.add(`xv-${this.constants.controls}`);
    this.numbers = this.core;
    /** @type {string[] | null} */
    this.namesShown = null;
    this.player = this.buildPlayer();
    this.curve = lossCurve();
    this.formula = formula();
    this.gradientTitle = el("span", { class: "xv-is-gradient" });
    this.result = this.buildResult();
    this.rows = el("div", { class: "xv-rows" });
    this.addButton = button("add", "+ Add a class", () => this.add(), { class: "xv-button xv-add" });
    this.dials = this.buildDials();
    this.playButton = button("play", "▶ Play", () => this.play(), { "aria-pressed": "false" });
    const side = el("div", { class: "xv-side" }, this.curve.node, this.result.node);
    const parts = [side, this.rows, this.said, this.formula.node, this.buildControls(), this.live];
    this.root.append(this.buildHead(), ...parts);
    this.rowParts = this.buildRows();
    lighting(this.root, (name) => this.formula.follow(name, this.state, this.numbers));
  }

  // ---- what BoardView asks ------------------------------------------------------------------
  mirror() {
    const { logits, target, temperature, label_smoothing: labelSmoothing } = this.state;
    const result = crossEntropyAndGrad(logits, target, { temperature, labelSmoothing });
    return { ...result, bits: result.loss / Math.LN2 };
  }

  /** @param {LogitsNumbers} numbers */
  spoken({ loss, bits, probs }) {
    const { names, target } = this.state;
    const truth = `${names[target]}, the truth, has probability ${percent(probs[target])}`;
    return `Loss ${num3(loss)} nats, ${num3(bits)} bits. ${truth}.`;
  }

  /** @param {boolean} on */
  hold(on) {
    super.hold(on);
    if (on) this.player.pause();
  }

  /** @param {LogitsState} state */
  adopt(state) {
    this.player.pause();
    const reshaped = state.logits.length !== this.state.logits.length;
    super.adopt(state);
    if (reshaped) this.rowParts = this.buildRows();
  }

  /** @param {LogitsNumbers} core */
  settle(core) {
    super.settle(core);
    this.formula.speak();
  }

  /** @param {Partial<LogitsState>} patch */
  changeNow(patch) {
    this.player.pause();
    super.changeNow(patch);
  }

  // ---- motion -------------------------------------------------------------------------------
  buildPlayer() {
    let steps = 0;
    const step = () => {
      this.changeOnTheWay(this.downhill());
      steps += 1;
      return steps < MANY_STEPS && !this.isDone();
    };
    const shown = (/** @type {boolean} */ playing) => {
      steps = 0;
      this.playButton.textContent = playing ? "❚❚ Pause" : "▶ Play";
      this.playButton.setAttribute("aria-pressed", String(playing));
    };
    return new Player({ everyMs: STEP_MS, step, shown, finished: () => this.rest() });
  }

  /** The logits after one step of gradient descent. */
  downhill() {
    const { limit } = this.constants;
    const { logits, rate } = this.state;
    const { grad } = this.mirror();
    return { logits: logits.map((z, j) => Math.max(-limit, Math.min(limit, z - rate * grad[j]))) };
  }

  isDone() {
    const { y, probs } = this.mirror();
    return klDivergence(y, probs) < ALMOST;
  }

  play() {
    if (this.player.playing) {
      this.player.pause();
      this.rest();
    } else if (!this.isDone()) {
      this.player.play({ atOnce: matchMedia("(prefers-reduced-motion: reduce)").matches });
    }
  }

  shift() {
    const { limit } = this.constants;
    const logits = this.state.logits.map((z) => z + 1);
    if (Math.max(...logits) > limit) this.say(`No score may pass ${limit}, so nothing was shifted.`);
    else this.changeNow({ logits });
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
    this.rowParts = this.buildRows();
    this.changeNow({});
  }

  // ---- building -----------------------------------------------------------------------------
  buildHead() {
    const title = (text = "") => el("span", {}, text);
    const [name, logit, p] = ["class, truth ●", "logit z", "probability p = softmax(z), truth y │"].map(title);
    const titles = [name, logit, title(), p, title(), this.gradientTitle, title(), title()];
    return el("div", { class: "xv-row xv-head", "aria-hidden": "true" }, ...titles);
  }

  buildResult() {
    const loss = lossOutput("loss", "loss in nats");
    const bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
    const given = el("span", { "data-lit": "loss" });
    const words = el("div", { class: "xv-words" }, el("span", { class: "xv-unit" }, "nats"), bits, given);
    return { loss, bits, given, node: el("div", { class: "xv-result" }, loss, words) };
  }

  buildRows() {
    const rows = this.state.logits.map((_, k) => logitRow(this, k));
    this.rows.replaceChildren(...rows.map((row) => row.node), this.addButton);
    this.addButton.hidden = rows.length >= this.constants.classes[1];
    this.namesShown = null;
    return rows;
  }

  buildControls() {
    const { presets } = this.constants;
    const step = button("step", "Step downhill", () => this.changeNow(this.downhill()), {
      class: "xv-button xv-primary",
    });
    const shift = button("shift", "Shift all +1", () => this.shift());
    const reset = button("reset", "Reset", () => this.reset());
    const set = (/** @type {Preset} */ preset) =>
      this.changeNow({ logits: presetLogits(preset, this.state), temperature: 1, label_smoothing: 0 });
    const buttons = presets.map((preset) => button(`preset-${preset.key}`, preset.words, () => set(preset)));
    const [rate, ...rest] = this.dials.map((one) => one.node);
    const options = el("div", { class: "xv-line-up xv-options" }, step, this.playButton, rate, shift, ...rest);
    return el("div", { class: "xv-controls" }, options, el("div", { class: "xv-line-up" }, ...buttons, reset));
  }

  buildDials() {
    const { rate, temperature, most_smoothing: most } = this.constants;
    const ofTen = (/** @type {number} */ at) => Number((10 ** at).toPrecision(3));
    return [
      this.dial("rate", "rate", "rate", rate, 0.1),
      this.dial("temperature", "temperature", "temperature", temperature, 0.01, {
        toTrack: Math.log10,
        fromTrack: ofTen,
        middle: true,
      }),
      this.dial("smoothing", "label_smoothing", "label smoothing", [0, most], 0.01),
    ];
  }

  /**
   * @param {string} testid
   * @param {"rate" | "temperature" | "label_smoothing"} field
   * @param {string} label
   * @param {[least: number, most: number]} ends
   * @param {number} step of the track
   * @param {{ toTrack?: (x: number) => number, fromTrack?: (at: number) => number, middle?: boolean }} [bent]
   */
  dial(testid, field, label, [min, max], step, bent = {}) {
    return dial(this, {
      ...bent,
      testid,
      label,
      min,
      max,
      step,
      format: fixed2,
      value: () => this.state[field],
      move: (x) => this.change({ [field]: Number(x.toFixed(6)) }),
      enter: (x) => this.changeNow({ [field]: x }),
    });
  }

  // ---- painting -----------------------------------------------------------------------------
  /** @param {LogitsNumbers} numbers */
  paint(numbers) {
    this.numbers = numbers;
    const { names, target, temperature } = this.state;
    const { probs, log_probs: logs, loss, bits } = numbers;
    for (const row of this.rowParts) {
      row.paint(this.state, numbers);
      if (names !== this.namesShown) row.paintName(this.state);
    }
    this.namesShown = names;
    for (const each of this.dials) each.paint();
    show(this.gradientTitle, temperature, temperature === 1 ? "gradient p − y" : "gradient (p − y) / T");
    show(this.result.loss, loss, num3(loss));
    show(this.result.bits, bits, `${num3(bits)} bits`);
    show(this.result.given, probs[target], `truth given ${percentInColumn(probs[target], logs[target])}`);
    this.curve.paint(probs[target], loss, -logs[target]);
    this.formula.paint(this.state, numbers);
  }

  close() {
    this.player.pause();
    super.close();
  }
}

export default LogitsView;
