// @ts-check
// The rain board: say how likely rain is, see what happened, and what it costs.
import { BoardView } from "./board.js";
import { choice, handle } from "./controls.js";
import { curveChart, rider } from "./curve.js";
import { chartText, el, lossOutput, show, svg } from "./elements.js";
import { rain } from "./mirror.js";
import { fixed2, num3 } from "./numerals.js";
/** @import { CurvePlane } from "./curve.js" */
/** @import { Message } from "./types.d.ts" */

/** @typedef {"rain" | "dry"} Outcome */
/** @typedef {{ rain: number, happened: Outcome, rain2: number, happened2: Outcome }} RainState */
/** @typedef {ReturnType<typeof rain>} RainNumbers */
/** @typedef {{ least: number, most: number, marks: number[] }} RainConstants */
/** @typedef {{ name: "rain" | "rain2", happened: "happened" | "happened2", words: string, when: string }} Day */

/** @type {Day} */
const TOMORROW = { name: "rain", happened: "happened", words: "You say: rain tomorrow", when: "What happened:" };
/** @type {Day} */
const NEXT_DAY = { name: "rain2", happened: "happened2", words: "And the day after", when: "What happened:" };
const STEP = 0.01;

/** @param {number} p */
const wholePercent = (p) => `${Math.round(100 * p)} %`;

/** @extends {BoardView<RainState, RainNumbers, RainConstants>} */
export default class RainView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<RainState, RainNumbers, RainConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "rain", label: "Rain board" });
    this.days = [this.buildDay(TOMORROW), this.buildDay(NEXT_DAY)];
    this.days[1].node.dataset.element = "second";
    this.rider = rider();
    this.marks = svg("g", { "data-element": "marks" });
    this.chart = this.buildChart();
    this.loss = lossOutput("loss", "loss in nats");
    this.terms = this.buildFormula();
    this.sum = this.buildSum();
    const hands = el("div", { class: "xv-days" }, ...this.days.map(({ node }) => node), this.terms.node, this.sum.node);
    const result = el("div", { class: "xv-result", "data-element": "loss" }, this.loss, el("span", {}, "nats of loss"));
    const picture = el("div", { class: "xv-picture" }, el("div", { "data-element": "curve" }, this.chart.node), result);
    this.root.append(hands, picture, this.said, this.live);
  }

  arranging() {
    this.chart.lay();
  }

  mirror() {
    return rain(this.state);
  }

  /** @param {RainNumbers} numbers */
  spoken({ given, loss }) {
    return `You gave ${wholePercent(given)} to what happened. The loss is ${num3(loss)} nats.`;
  }

  /** @param {Day} day */
  buildDay({ name, happened, words, when }) {
    const value = () => this.state[name];
    const slider = this.buildSlider(name, words);
    const said = el("b", { class: "xv-is-prediction", "data-testid": `${name}-said` });
    const outcome = choice({
      testid: happened,
      label: when,
      options: { rain: "it rained", dry: "it stayed dry" },
      pick: (picked) => this.changeNow({ [happened]: picked }),
    });
    const ends = ["certainly dry", "50 : 50", "certainly rain"].map((text) => el("span", {}, text));
    const node = el(
      "div",
      { class: "xv-day" },
      el("p", { class: "xv-saying" }, `${words} `, said),
      slider.node,
      el("div", { class: "xv-ends", "aria-hidden": "true" }, ...ends),
      el(
        "div",
        { class: "xv-happened", "data-element": name === "rain" ? "outcome" : undefined },
        el("span", {}, when),
        outcome.node,
      ),
    );
    const paint = () => {
      slider.paint(value(), `rain ${wholePercent(value())}`);
      show(said, value(), wholePercent(value()));
      outcome.paint(this.state[happened]);
    };
    return { node, paint };
  }

  /**
   * @param {Day["name"]} name
   * @param {string} label
   */
  buildSlider(name, label) {
    const { least, most } = this.constants;
    return handle(this, {
      testid: name,
      label,
      min: least,
      max: most,
      step: STEP,
      fine: STEP,
      coarse: 10 * STEP,
      value: () => this.state[name],
      move: (p) => this.change({ [name]: Number(p.toFixed(2)) }),
    });
  }

  buildChart() {
    const [level, beyond, dot] = this.rider.nodes;
    return curveChart({
      label: "The loss against the probability that you gave to what happened: it falls from left to right",
      spec: () => ({
        from: 0.002,
        most: 5,
        across: [[0.002, "0 %", "start"], [0.5, "50 %"], [1, "100 %", "end"]],
        up: [[0, "0"], [1, "1"], [2, "2"], [3, "3"], [4, "4"], [5, "5"]],
        title: "probability you gave to what happened",
        unitName: "loss, nats",
      }),
      heightFor: (width) => (width < 400 ? 200 : 250),
      laid: (on) => this.laid(on),
      over: [level, this.marks, beyond, dot],
    });
  }

  /** @param {CurvePlane} on */
  laid(on) {
    this.rider.lay(on);
    const marked = this.shows("marks") ? this.constants.marks : [];
    this.marks.replaceChildren(...marked.map((p) => this.drawMark(on, p)));
    this.paint(this.core);
  }

  /**
   * @param {CurvePlane} on
   * @param {number} p
   */
  drawMark(on, p) {
    const [x, y] = [on.x(p), on.y(on.cost(p))];
    const before = p > 0.9;
    const text = `${p} → ${fixed2(on.cost(p))}`;
    return svg(
      "g",
      {},
      svg("circle", { cx: x, cy: y, r: 3, class: "xv-mark" }),
      chartText(before ? x - 4 : x + 10, before ? y - 16 : y - 4, text, before ? "end" : "start"),
    );
  }

  buildFormula() {
    const p = el("b", { class: "xv-is-prediction", "data-testid": "formula-p" });
    const loss = el("b", { class: "xv-is-loss", "data-testid": "formula-loss" });
    const about = el("span", { class: "xv-about" }, " is the probability you gave to what happened");
    const again = el("b", { class: "xv-is-prediction" });
    const node = el(
      "div",
      { class: "xv-worked", "data-element": "formula" },
      el("p", {}, "loss = −ln ", p, " = ", loss),
      el("p", { class: "xv-about" }, again, about),
    );
    return { node, p, loss, again };
  }

  buildSum() {
    const number = (/** @type {string} */ testid, /** @type {string} */ kind) =>
      el("b", { class: `xv-is-${kind}`, "data-testid": testid });
    const [given, given2, both] = ["given", "given2", "both"].map((name) => number(name, "prediction"));
    const [loss, loss2, total] = ["sum-loss", "sum-loss2", "total"].map((name) => number(name, "loss"));
    const node = el(
      "div",
      { class: "xv-worked", "data-element": "second" },
      el("p", {}, "both days: ", given, " × ", given2, " = ", both),
      el("p", {}, "loss: ", loss, " + ", loss2, " = ", total, " = −ln of the product"),
    );
    return { node, given, given2, both, loss, loss2, total };
  }

  /** @param {RainNumbers} numbers */
  paint({ given, loss, given2, loss2, both, total }) {
    for (const day of this.days) day.paint();
    show(this.loss, loss, num3(loss));
    show(this.terms.p, given, fixed2(given));
    show(this.terms.again, given, fixed2(given));
    show(this.terms.loss, loss, num3(loss));
    show(this.sum.given, given, fixed2(given));
    show(this.sum.given2, given2, fixed2(given2));
    show(this.sum.both, both, num3(both));
    show(this.sum.loss, loss, num3(loss));
    show(this.sum.loss2, loss2, num3(loss2));
    show(this.sum.total, total, num3(total));
    this.rider.paint(this.chart.on, given);
  }

  close() {
    this.chart.close();
    super.close();
  }
}
