// @ts-check
// The vocabulary board: V from a coin to the largest tokenizers. The loss of knowing nothing grows by the
// logarithm of V; the bytes of the logits, and the time of loss and gradient, grow in proportion.
import { BoardView } from "./board.js";
import { draggable } from "./chart.js";
import { button, dial, field, handle } from "./controls.js";
import { el } from "./elements.js";
import { lighting } from "./lighting.js";
import { within } from "./log_chart.js";
import { knowingNothing } from "./mirror.js";
import { between } from "./mirror_scale.js";
import { num3 } from "./numerals.js";
import { grouped, inUnits } from "./units.js";
import { NothingChart } from "./vocabulary_charts.js";
import { sizeCard, timeCard } from "./vocabulary_costs.js";
import { nothingResult, workedSizes } from "./vocabulary_numbers.js";
/** @import { Point } from "./log_chart.js" */
/** @import { Message } from "./types.d.ts" */
/** @import { Units } from "./units.js" */
/** @import { Range } from "./vocabulary_charts.js" */

/**
 * V classes, texts of so many tokens each, and the loss that a model reports, in nats.
 * @typedef {{ classes: number, sequences: number, length: number, reported: number }} State
 */

/**
 * Nats and bits, bytes, and seconds as they were measured once.
 * @typedef {object} Numbers
 * @property {number} loss of knowing nothing, nats
 * @property {number} bits
 * @property {number} share the reported loss as a share of it
 * @property {number} choices e to the reported loss
 * @property {number} float32 bytes of all logits
 * @property {number} bfloat16 bytes of all logits
 * @property {number} seconds_loss
 * @property {number} seconds of loss and gradient
 */

/**
 * Seconds a token against V, and where, when and in which dtype they were measured.
 * @typedef {object} Costs
 * @property {string} machine
 * @property {string} software
 * @property {string} date
 * @property {string} dtype
 * @property {Point[]} loss
 * @property {Point[]} both
 */

/**
 * @typedef {object} Constants
 * @property {Range} classes
 * @property {Range} sequences
 * @property {Range} length
 * @property {Range} reported
 * @property {{ float32: number, bfloat16: number }} bytes of one number
 * @property {{ bytes: Units, seconds: Units }} units
 * @property {Costs} costs
 * @property {[name: string, classes: number][]} known published vocabularies
 */

/** @param {State} state */
const tokensOf = ({ sequences, length }) => sequences * length;

/** @extends {BoardView<State, Numbers, Constants>} */
class VocabularyView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<State, Numbers, Constants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "vocabulary", label: "Vocabulary board" });
    const { units, classes, reported } = this.constants;
    this.inBytes = inUnits(units.bytes);
    this.inSeconds = inUnits(units.seconds);
    this.tokens = tokensOf(this.state); // for which the cost charts are laid out
    this.nothing = new NothingChart({ classes, reported });
    this.cards = [sizeCard, timeCard].map((make) => make(this.constants, () => tokensOf(this.state)));
    this.charts = [this.nothing.chart, ...this.cards.map(({ chart }) => chart)];
    this.result = nothingResult();
    this.slider = this.buildSlider();
    this.typed = this.buildTyped();
    this.known = this.buildKnown();
    this.dials = this.buildDials();
    this.formula = workedSizes(this.constants);
    this.root.append(
      el(
        "div",
        { class: "xv-main" },
        this.result.node,
        this.buildPlot(),
        el("div", { class: "xv-under" }, this.slider.node),
      ),
      ...this.cards.map(({ node }) => node),
      this.buildControls(),
      this.formula.node,
      this.said,
      this.live,
    );
    lighting(this.root);
    this.paintLater(
      (numbers) => this.formula.paint(this.state.classes, tokensOf(this.state), numbers),
      (numbers) => this.nothing.paint(this.state.classes, numbers.loss, this.state.reported),
    );
    for (const chart of this.charts) chart.lay();
  }

  /** @override */
  mirror() {
    const { classes, reported } = this.state;
    const { bytes, costs } = this.constants;
    const tokens = tokensOf(this.state);
    const loss = knowingNothing(classes);
    return {
      ...{ loss, bits: loss / Math.LN2, share: reported / loss, choices: Math.exp(reported) },
      float32: bytes.float32 * tokens * classes,
      bfloat16: bytes.bfloat16 * tokens * classes,
      seconds_loss: tokens * between(costs.loss, classes),
      seconds: tokens * between(costs.both, classes),
    };
  }

  /**
   * @override
   * @param {Numbers} core
   */
  spoken({ loss, float32, seconds }) {
    const nothing = `Knowing nothing among ${grouped(this.state.classes)} classes costs ${num3(loss)} nats.`;
    const cost = `The logits take ${this.inBytes(float32)} in float32, loss and gradient ${this.inSeconds(seconds)}.`;
    return `${nothing} ${cost}`;
  }

  /** @param {number} v */
  setClasses(v) {
    const [least, most] = this.constants.classes;
    this.change({ classes: within(Math.round(Number(v.toPrecision(3))), least, most) });
  }

  // ---- building -----------------------------------------------------------------------------

  buildPlot() {
    const { chart } = this.nothing;
    const plot = el("div", { class: "xv-plot" }, chart.node);
    draggable(this, chart.node, {
      area: plot,
      grab: () => "classes",
      move: (_, x, y) => this.setClasses(chart.on.at(x, y)[0]),
    });
    return plot;
  }

  buildSlider() {
    const [least, most] = this.constants.classes;
    return handle(this, {
      testid: "classes",
      label: "number of classes V",
      lit: "classes",
      min: Math.log10(least),
      max: Math.log10(most),
      step: 0.001,
      value: () => Math.log10(this.state.classes),
      move: (x) => this.setClasses(10 ** x),
    });
  }

  buildTyped() {
    const [min, max] = this.constants.classes;
    return field(this, {
      ...{ testid: "classes-value", label: "number of classes V", lit: "classes", min, max, format: grouped },
      value: () => this.state.classes,
      enter: (v) => this.changeNow({ classes: Math.round(v) }),
    });
  }

  /** A button for each published vocabulary. */
  buildKnown() {
    const extra = { class: "xv-button xv-switch", "aria-pressed": "false" };
    return this.constants.known.map(([name, classes]) => {
      const press = () => this.changeNow({ classes });
      return { classes, node: button(`known-${classes}`, `${name} ${grouped(classes)}`, press, extra) };
    });
  }

  buildDials() {
    const [min, max] = this.constants.reported;
    const reported = dial(this, {
      ...{ testid: "reported", label: "reported loss", lit: "reported", extra: "xv-of-reported" },
      ...{ min, max, step: 0.01, fine: 0.1, coarse: 1, format: num3 },
      value: () => this.state.reported,
      move: (x) => this.change({ reported: Number(x.toFixed(2)) }),
      enter: (x) => this.changeNow({ reported: x }),
    });
    const sizes = [this.doubling("sequences", "B, sequences"), this.doubling("length", "T, tokens each")];
    reported.node.dataset.element = "verdict";
    for (const { node } of [...sizes, ...this.cards]) node.dataset.element = "cost";
    return [reported, ...sizes];
  }

  /**
   * A whole number on a slider that doubles with each step.
   * @param {"sequences" | "length"} key
   * @param {string} label
   */
  doubling(key, label) {
    const [min, max] = this.constants[key];
    return dial(this, {
      ...{ testid: key, label, lit: key, extra: `xv-of-${key}`, min, max, format: grouped },
      ...{ step: 1, fine: 1, coarse: 3, toTrack: Math.log2 },
      fromTrack: (at) => Math.round(2 ** at),
      value: () => this.state[key],
      move: (x) => this.change({ [key]: x }),
      enter: (x) => this.changeNow({ [key]: Math.round(x) }),
    });
  }

  buildControls() {
    const reset = button("reset", "Reset", () => this.reset());
    const typed = el("label", { class: "xv-given" }, el("span", {}, "V ="), this.typed.node);
    return el(
      "div",
      { class: "xv-controls" },
      el("div", { class: "xv-line-up" }, typed, ...this.known.map(({ node }) => node), reset),
      el("div", { class: "xv-line-up" }, ...this.dials.map(({ node }) => node)),
    );
  }

  // ---- painting -----------------------------------------------------------------------------

  /**
   * @override
   * @param {Numbers} numbers
   */
  paint(numbers) {
    const { classes, reported } = this.state;
    const tokens = tokensOf(this.state);
    this.layCosts(tokens);
    const cost = this.shows("loss") ? `, a blind guess costs ${num3(numbers.loss)} nats` : "";
    this.slider.paint(Math.log10(classes), `V ${grouped(classes)}${cost}`);
    this.typed.paint(classes);
    for (const one of this.known) one.node.setAttribute("aria-pressed", String(one.classes === classes));
    for (const one of this.dials) one.paint();
    this.result.paint(reported, numbers);
    for (const card of this.cards) card.paint(classes, numbers);
  }

  /**
   * The lines of size and time stand for so many tokens: their axes say so.
   * @param {number} tokens
   */
  layCosts(tokens) {
    if (tokens === this.tokens) return;
    this.tokens = tokens;
    for (const { chart } of this.cards) chart.lay();
  }

  /** @override */
  close() {
    for (const chart of this.charts) chart.close();
    super.close();
  }
}

export default VocabularyView;
