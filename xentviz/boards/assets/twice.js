// @ts-check
// The twice board: what a second softmax, or sigmoid, makes of a probability, and of its loss.
import { probabilityBar } from "./bars.js";
import { BoardView } from "./board.js";
import { button, choice, field, handle } from "./controls.js";
import { axisTop, curveChart, rider, ticksUp, trace } from "./curve.js";
import { chartText, el, lossOutput, moveTo, show, showText, svg } from "./elements.js";
import { twice } from "./mirror.js";
import { num3, percent, plain } from "./numerals.js";
import { grouped } from "./units.js";
/** @import { CurvePlane } from "./curve.js" */
/** @import { Message } from "./types.d.ts" */

/** @typedef {"softmax" | "sigmoid"} Kind */
/** @typedef {{ p: number, classes: number, kind: Kind }} TwiceState */
/** @typedef {ReturnType<typeof twice>} TwiceNumbers */
/** @typedef {{ kinds: Record<Kind, string>, classes: number[] }} TwiceConstants */

const LEAST_TOP = 5; // nats
const STEP = 0.01;
const LABEL = "probability that the model gives to the right class";

/** @extends {BoardView<TwiceState, TwiceNumbers, TwiceConstants>} */
export class TwiceView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<TwiceState, TwiceNumbers, TwiceConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "twice", testid: "twice", label: "Softmax twice board" });
    this.numbers = this.core;
    this.laidFor = "";
    this.rider = rider();
    this.ground = svg("g", { class: "xv-curves" });
    this.once = svg("circle", { r: 6, class: "xv-once-dot" });
    this.given = this.buildGiven();
    this.seen = this.buildSeen();
    this.chart = this.buildChart();
    this.result = this.buildResult();
    this.kind = choice({
      testid: "kind",
      label: "what is applied twice",
      options: this.constants.kinds,
      pick: (kind) => this.changeNow({ kind }),
    });
    this.classes = this.buildClasses();
    const hands = el(
      "div",
      { class: "xv-hands" },
      el("div", { class: "xv-picked", "data-element": "kind" }, el("span", {}, "Twice"), this.kind.node),
      this.given.node,
      this.seen.node,
      this.classes.node,
    );
    const picture = el("div", { class: "xv-picture", "data-element": "curve" }, this.chart.node);
    const reset = button("twice-reset", "Reset", () => this.reset());
    this.root.append(hands, picture, this.result.node, this.said, this.result.formula, reset, this.live);
    this.chart.lay();
  }

  // ---- what BoardView asks ------------------------------------------------------------------
  mirror() {
    return twice(this.state);
  }

  /** @param {TwiceNumbers} numbers */
  spoken({ seen, loss }) {
    return `The loss sees ${percent(seen)}, and is ${num3(loss)} nats.`;
  }

  arranging() {
    this.laidFor = "";
  }

  // ---- building -----------------------------------------------------------------------------
  buildGiven() {
    const value = () => this.state.p;
    const shared = { label: LABEL, min: 0, max: 1, value };
    const move = (/** @type {number} */ p) => this.change({ p: Number(p.toFixed(4)) });
    const slider = handle(this, { ...shared, testid: "twice-p", step: STEP, fine: STEP, coarse: 10 * STEP, move });
    const enter = (/** @type {number} */ p) => this.changeNow({ p });
    const typed = field(this, { ...shared, testid: "twice-p-value", format: plain, enter });
    const words = el("span");
    const bar = probabilityBar();
    const head = el("label", { class: "xv-saying" }, words, typed.node);
    return { node: el("div", {}, head, slider.node, bar.node), slider, typed, words, bar };
  }

  buildSeen() {
    const words = el("span");
    const value = el("b", { class: "xv-is-prediction", "data-testid": "seen" });
    const bar = probabilityBar();
    const reach = el("span", { class: "xv-reach" });
    bar.node.append(reach);
    const [least, most] = ["least", "most"].map((name) => el("b", { "data-testid": `seen-${name}` }));
    const range = el("p", { "data-element": "range" }, "It is always between ", least, " and ", most, ".");
    const said = el("p", { class: "xv-saying" }, words, value);
    const node = el("div", {}, el("div", { "data-element": "seen" }, said, bar.node), range);
    return { node, words, value, bar, reach, least, most };
  }

  buildClasses() {
    const names = Object.fromEntries(this.constants.classes.map((k) => [String(k), grouped(k)]));
    const picked = choice({
      testid: "classes",
      label: "number of classes",
      options: names,
      pick: (k) => this.changeNow({ classes: Number(k) }),
    });
    const node = el("div", { class: "xv-picked", "data-element": "classes" }, el("span", {}, "Classes"), picked.node);
    return { node, paint: picked.paint };
  }

  buildResult() {
    const loss = lossOutput("twice-loss", "loss in nats, of softmax twice");
    const floor = el("b", { "data-testid": "twice-lowest" });
    const words = el(
      "div",
      { class: "xv-words" },
      el("span", { class: "xv-unit" }, "nats of loss"),
      el("span", {}, "never below ", floor),
    );
    const [seen, again] = [el("b", { class: "xv-is-prediction" }), el("b", { class: "xv-is-loss" })];
    const [p, once] = [el("b", { class: "xv-is-prediction" }), el("b", { "data-testid": "once" })];
    const formula = el(
      "div",
      { class: "xv-formula", "data-element": "formula" },
      el("span", { class: "xv-part" }, "twice: −ln ", seen, " = ", again, " nats"),
      el("span", { class: "xv-part" }, "once, as it should be: −ln ", p, " = ", once, " nats"),
    );
    const node = el("div", { class: "xv-result", "data-element": "loss" }, loss, words);
    return { node, loss, floor, formula, seen, again, p, once };
  }

  /** Where the axis ends: it holds the loss of p = 0 with the second softmax. */
  get top() {
    const worst = this.shows("curve") ? twice({ ...this.state, p: 0 }).loss : 0;
    return axisTop(worst, LEAST_TOP);
  }

  buildChart() {
    const [level, beyond, dot] = this.rider.nodes;
    return curveChart({
      label: "The loss against the model's probability: once it falls to 0, twice it hardly moves",
      spec: () => ({
        most: this.top,
        across: [[0, "0"], [0.5, "0.5"], [1, "1"]],
        up: ticksUp(this.top),
        title: "p of the right class, from the model",
        unitName: "loss, nats",
      }),
      heightFor: (width) => (width < 420 ? 200 : 270),
      laid: (on) => this.laid(on),
      over: [this.ground, level, this.once, beyond, dot],
    });
  }

  /** @param {CurvePlane} on */
  laid(on) {
    this.rider.lay(on);
    const f = (/** @type {number} */ p) => twice({ ...this.state, p }).loss;
    const { kind } = this.state;
    this.ground.replaceChildren(
      svg("path", { d: trace(on, f), class: "xv-again" }),
      chartText(on.right, on.y(f(1)) - 24, `${kind} twice`, "end", "xv-again-name"),
      chartText(on.x(0.06) + 8, on.y(-Math.log(0.06)) - 4, "once", "start"),
    );
    this.laidFor = `${kind} ${this.state.classes}`;
    this.paint(this.numbers);
  }

  // ---- painting -----------------------------------------------------------------------------
  /** @param {TwiceNumbers} numbers */
  paint(numbers) {
    this.numbers = numbers;
    const { p, classes, kind } = this.state;
    if (this.laidFor !== `${kind} ${classes}`) {
      this.chart.lay(); // which paints
      return;
    }
    const isSigmoid = kind === "sigmoid";
    const { given, seen } = this;
    this.kind.paint(kind);
    this.classes.paint(String(classes));
    this.classes.node.classList.toggle("xv-idle", isSigmoid);
    showText(given.words, isSigmoid ? "The model says yes with p =" : "The model gives the right class p =");
    given.slider.paint(p, `p ${plain(p)}${this.shows("loss") ? `, loss ${num3(numbers.loss)} nats` : ""}`);
    given.typed.paint(p);
    given.bar.paint(p, 1);
    showText(seen.words, `After a second ${kind}: `);
    this.paintSeen(numbers);
    this.paintLoss(numbers);
  }

  /** @param {TwiceNumbers} numbers */
  paintSeen({ seen: now, least, most }) {
    const { seen } = this;
    show(seen.value, now, percent(now));
    seen.bar.paint(this.shows("seen") ? now : 0, 1);
    seen.reach.style.left = `${100 * least}%`;
    seen.reach.style.width = `${100 * (most - least)}%`;
    seen.reach.hidden = !this.shows("range");
    show(seen.least, least, percent(least));
    show(seen.most, most, percent(most));
  }

  /** @param {TwiceNumbers} numbers */
  paintLoss({ seen, loss, once, lowest }) {
    const { result, chart } = this;
    const { p } = this.state;
    for (const node of [result.loss, result.again]) show(node, loss, num3(loss));
    show(result.floor, lowest, num3(lowest));
    show(result.seen, seen, num3(seen));
    show(result.p, p, plain(p));
    show(result.once, once, num3(once));
    this.rider.paint(chart.on, p, { cost: loss });
    moveTo(this.once, chart.on.x(p), chart.on.y(once));
  }

  close() {
    this.chart.close();
    super.close();
  }
}

export default TwiceView;
