// @ts-check
// The distributions board: drag what is true or what is predicted; entropy and KL stack up to the loss.
import { AreaPicture } from "./area.js";
import { BoardView } from "./board.js";
import { button, dial } from "./controls.js";
import { oneHot, shownOf, swapped, toggled, withOutcome, withoutOutcome } from "./distributions_changes.js";
import { others } from "./pace.js";
import { outcomeRow, rowHead } from "./distributions_row.js";
import { stackedSum, sumTexts, WeighedCosts } from "./distributions_sum.js";
import { el } from "./elements.js";
import { lighting } from "./lighting.js";
import { distributionCrossEntropy, entropy, klDivergence, surprises } from "./mirror.js";
import { fixed2, num3 } from "./numerals.js";
import { SIDE_NAMES } from "./share_bar.js";
import { givers, redistribute } from "./simplex.js";
/** @import { Message } from "./types.d.ts" */

/**
 * A truth p and a prediction q over the same outcomes; the bars of `locked_*` stay where they are.
 * @typedef {object} State
 * @property {string[]} names
 * @property {number[]} p
 * @property {number[]} q
 * @property {number} smoothing
 * @property {number[]} locked_p
 * @property {number[]} locked_q
 */

/**
 * Nats: `y` is the truth after smoothing, `own` is −ln y, `cost` −ln q, each of every outcome.
 * @typedef {object} Numbers
 * @property {number[]} y
 * @property {number[]} own
 * @property {number[]} cost
 * @property {number} entropy
 * @property {number} kl
 * @property {number} loss
 * @property {number} bits
 */

/** @typedef {{ key: string, title: string, names: string[], p: number[], q: number[], source: string }} Pair */

/**
 * @typedef {object} Constants
 * @property {[least: number, most: number]} classes
 * @property {number} most_smoothing
 * @property {string[]} names of outcomes that are added
 * @property {number} longest_name
 * @property {number} new_share what the prediction gives an outcome that is added
 * @property {Pair[]} pairs presets
 */

/** @typedef {"p" | "q"} Side */

const HINT = "Drag a bar: those that are not locked give way in proportion, and each side still sums to 1.";

/** @extends {BoardView<State, Numbers, Constants>} */
export class DistributionsView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<State, Numbers, Constants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "distributions", label: "Distributions board" });
    /** @type {{ side: Side, k: number, from: number[], last: number[] } | null} */
    this.moving = null; // the bar that moves, the shares before it was touched, and as they are now
    /** @type {ReturnType<typeof outcomeRow>[]} */
    this.rows = [];
    this.named = this.state.names; // the names that stand on the board
    this.list = el("div", { class: "xv-pairs" });
    this.area = new AreaPicture(this.id("endless"));
    this.sum = stackedSum();
    this.formula = new WeighedCosts();
    this.hint = el("p", { class: "xv-hint", "data-testid": "hint" }, HINT);
    this.source = el("p", { class: "xv-source", "data-testid": "source" });
    this.smoothing = this.buildSmoothing();
    this.adding = button("add", "+ Outcome", () => this.rebuildWith(withOutcome(this.state, this.constants)));
    this.smoothing.node.dataset.element = "smoothing";
    this.root.append(
      rowHead(),
      this.list,
      this.hint,
      el("div", { class: "xv-weigh" }, this.area.node, this.sum.node),
      this.said,
      this.formula.node,
      this.buildControls(),
      this.source,
      this.live,
    );
    this.buildRows();
    lighting(this.root);
    this.paintLater(
      (numbers) => this.paintRows(others(this.rows, this.moving?.k), numbers),
      (numbers) => this.area.paint(this.state.names, numbers),
      (numbers) => this.formula.paint(numbers),
    );
  }

  /**
   * @override
   * @param {State} state
   */
  adopt(state) {
    super.adopt(state);
    this.moving = null;
    this.buildRows();
    this.markNoGivers();
  }

  /**
   * @override
   * @param {Numbers} core
   */
  speak(core) {
    super.speak(core);
    this.area.speak(this.covered.size ? "" : this.spoken(core));
  }

  /**
   * @override
   * @param {Numbers} numbers
   */
  spoken(numbers) {
    const texts = sumTexts(numbers);
    return `Cross-entropy ${texts.loss} nats: entropy ${texts.entropy} plus KL ${texts.kl}.`;
  }

  /** @override */
  mirror() {
    const { q } = this.state;
    const y = this.shown("p");
    const loss = distributionCrossEntropy(y, q);
    return {
      ...{ y, own: surprises(y), cost: surprises(q) },
      ...{ entropy: entropy(y), kl: klDivergence(y, q), loss, bits: loss / Math.LN2 },
    };
  }

  /**
   * What a side shows: the prediction as it is, the truth after label smoothing.
   * @param {Side} side
   */
  shown = (side) => shownOf(this.state, side);

  /** @param {Side} side */
  lockedOf(side) {
    return side === "q" ? this.state.locked_q : this.state.locked_p;
  }

  // ---- what a hand does ---------------------------------------------------------------------

  /**
   * Bar k of a side moves to the share x.
   * @param {Side} side
   * @param {number} k
   * @param {number} x
   */
  drag(side, k, x) {
    const { smoothing, names } = this.state;
    const [now, locked] = [this.state[side], this.lockedOf(side)];
    if (givers(now, k, locked).length === 0) {
      this.say(`All else is locked, so the ${SIDE_NAMES[side]} of ${names[k]} cannot move.`);
      this.paintAll(this.mirror()); // the thumb goes back to where the bar ends
      return;
    }
    const { moving } = this;
    // As long as one bar is moved the others keep their proportions, also through 0 and back.
    const from = moving?.side === side && moving.k === k && moving.last === now ? moving.from : now;
    const unsmoothed = side === "p" ? (x - smoothing / names.length) / (1 - smoothing) : x;
    const last = redistribute(from, k, unsmoothed, locked);
    this.moving = { side, k, from, last };
    this.say("");
    this.change({ [side]: last });
  }

  /**
   * @param {Side} side
   * @param {number} k
   */
  lock(side, k) {
    this.changeNow({ [`locked_${side}`]: toggled(this.lockedOf(side), k) });
  }

  /**
   * The bars that give way when bar k of a side moves are marked, and named.
   * @param {Side} side
   * @param {number} k
   */
  markGivers(side, k) {
    const { names } = this.state;
    const free = givers(this.state[side], k, this.lockedOf(side));
    this.markNoGivers();
    for (const j of free) this.rows[j][side].markGiving(true);
    if (free.length === 0) return;
    const who = free.map((j) => names[j]).join(", ");
    this.hint.textContent = `What ${names[k]} takes, ${who} ${free.length > 1 ? "give in proportion" : "gives"}.`;
  }

  markNoGivers() {
    for (const bar of this.rows.flatMap(({ p, q }) => [p, q])) bar.markGiving(false);
    this.hint.textContent = HINT;
  }

  /**
   * A change that needs other rows.
   * @param {Partial<State>} patch
   */
  rebuildWith(patch) {
    this.adopt({ ...this.state, ...patch });
    this.changeNow({});
  }

  swap() {
    const before = this.mirror().kl;
    this.rebuildWith(swapped(this.state));
    const after = this.mirror().kl;
    this.hint.textContent = Math.abs(after - before) > 1e-12
      ? `KL(p‖q) was ${num3(before)}; swapped it is ${num3(after)}: KL is not symmetric.`
      : `KL(p‖q) is ${num3(after)} both ways here; in general it is not symmetric.`;
  }

  /** @param {number} k */
  remove(k) {
    this.rebuildWith(withoutOutcome(this.state, k));
    this.rows[Math.min(k, this.rows.length - 1)].p.slider.node.focus();
  }

  // ---- building -----------------------------------------------------------------------------

  buildRows() {
    const { names } = this.state;
    this.rows = names.map((_, k) => outcomeRow(this, k));
    this.list.replaceChildren(...this.rows.map(({ node }) => node));
    this.formula.build(names.length);
    this.adding.disabled = names.length >= this.constants.classes[1];
    this.paintNames();
  }

  buildSmoothing() {
    return dial(this, {
      ...{ testid: "smoothing", label: "label smoothing ε", format: fixed2 },
      ...{ min: 0, max: this.constants.most_smoothing, step: 0.01, fine: 0.01, coarse: 0.1 },
      value: () => this.state.smoothing,
      move: (x) => this.change({ smoothing: Number(x.toFixed(6)) }),
      enter: (x) => this.changeNow({ smoothing: x }),
    });
  }

  buildControls() {
    const same = button("same", "q = p", () => this.rebuildWith({ q: this.shown("p"), locked_q: [] }));
    const swap = button("swap", "Swap p and q", () => this.swap());
    const label = button("onehot", "One-hot truth", () => this.rebuildWith(oneHot(this.state)));
    const reset = button("reset", "Reset", () => this.reset());
    const presets = this.constants.pairs.map(({ key, title, names, p, q }) =>
      button(`preset-${key}`, title, () => this.rebuildWith({ names, p, q, smoothing: 0, locked_p: [], locked_q: [] }))
    );
    const line = (/** @type {Node[]} */ ...parts) => el("div", { class: "xv-line-up" }, ...parts);
    const first = line(same, swap, label, this.smoothing.node, this.adding, reset);
    return el("div", { class: "xv-controls" }, first, line(...presets));
  }

  // ---- painting -----------------------------------------------------------------------------

  /** Names change seldom: what carries them is written then, and no paint touches it. */
  paintNames() {
    const { names } = this.state;
    this.named = names;
    this.rows.forEach((row, k) => row.paintName(names[k]));
    this.formula.paintNames(names);
    const pair = this.constants.pairs.find((one) => one.names.join("\n") === names.join("\n"));
    this.source.textContent = pair?.source ?? "";
  }

  /**
   * @override
   * @param {Numbers} numbers
   */
  paint(numbers) {
    if (this.named !== this.state.names) this.paintNames();
    if (this.moving) this.paintRows([this.rows[this.moving.k]], numbers);
    this.smoothing.paint();
    this.sum.paint(numbers);
  }

  /**
   * @param {ReturnType<typeof outcomeRow>[]} rows
   * @param {Numbers} numbers
   */
  paintRows(rows, { y }) {
    const { names, q, smoothing, locked_p, locked_q } = this.state;
    for (const { k, p: truth, q: prediction } of rows) {
      truth.paint(names[k], y[k], smoothing / names.length, locked_p.includes(k));
      prediction.paint(names[k], q[k], 0, locked_q.includes(k));
    }
  }
}

export default DistributionsView;
