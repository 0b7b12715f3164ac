// @ts-check
// The plane of the scaling law board: parameters across, tokens up, contours of the fitted loss,
// published models, the line of the same compute, its best split, and the dot under the finger.
import { Chart, draggable } from "./chart.js";
import { chartText, el, setAttributes, setValue, svg } from "./elements.js";
import { logAxes, logPlane, moveToPoint, pathOn, tens } from "./log_chart.js";
import { tokensFor } from "./mirror_scale.js";
import { brief } from "./units.js";
/** @import { LogPlane, Point } from "./log_chart.js" */
/** @import { Constants, Numbers, PublishedModel, State } from "./scaling_law.js" */
/** @import { Hands, Tick } from "./types.d.ts" */

const BENDS = 120;
const CROWDED = 620; // px of chart under which only some names have room
const SMALL = 480; // px of chart under which it is lower

export class LawPlane {
  /**
   * @param {Hands} hands
   * @param {Constants} constants
   * @param {(params: number, tokens: number) => void} move a pointer moves the dot
   */
  constructor(hands, constants, move) {
    this.constants = constants;
    this.inLetters = brief(constants.units.letters);
    this.ground = svg("g");
    this.iso = svg("path", { class: "xv-iso", "data-lit": "compute" });
    this.isoName = chartText(0, 0, "same compute", "start", "xv-iso-name");
    this.marks = svg("g");
    this.best = svg("circle", { r: 7, class: "xv-best", "data-lit": "best" });
    this.dot = svg("circle", { r: 9, class: "xv-dot", "data-testid": "law-dot", "data-lit": "loss" });
    this.grip = svg("circle", { r: 24, class: "xv-grip" });
    this.chart = new Chart({
      label: "Contours of the fitted loss over parameters and training tokens, with published models",
      spec: () => this.spec(),
      over: [this.ground, this.iso, this.isoName, this.marks, this.best, this.dot, this.grip],
      laid: (on) => this.laid(on),
      make: logPlane,
      rule: logAxes,
      heightFor: (width) => (width < SMALL ? 280 : 340),
    });
    this.node = el("div", { class: "xv-plot" }, this.chart.node);
    draggable(hands, this.chart.node, {
      area: this.node,
      grab: () => "dot",
      move: (_, x, y) => move(...this.chart.on.at(x, y)),
    });
  }

  spec() {
    const { params: [from, to], tokens: [least, most] } = this.constants;
    const ticks = (/** @type {number[]} */ all) => all.map((at) => /** @type {Tick} */ ([at, this.inLetters(at)]));
    return {
      ...{ from, to, least, most, margins: { left: 48, right: 40 } },
      across: ticks(tens(from, to)),
      up: ticks(tens(least, most)),
      title: "N, parameters",
      unitName: "D, training tokens",
    };
  }

  /** @param {LogPlane} on */
  laid(on) {
    const { levels, models } = this.constants;
    this.ground.replaceChildren(
      ...levels.flatMap((level) => this.contour(on, level)),
      ...this.fittedRange(on),
      chartText(on.right + 5, 10, "nats", "start", "xv-level-name"),
    );
    this.marks.replaceChildren(...models.map((model) => this.mark(on, model)));
    if (this.painted) this.paint(...this.painted);
  }

  /**
   * Where the fit says `level`: everything below and to the left is worse, and a shade darker.
   * @param {LogPlane} on
   * @param {number} level nats
   */
  contour(on, level) {
    const { fit, params: [small, large], tokens: [few, many] } = this.constants;
    // The fewest parameters that reach the level with the most tokens of the plane.
    const enough = (fit.a / (level - fit.floor - fit.b / many ** fit.beta)) ** (1 / fit.alpha);
    const first = Math.max(small, enough);
    const points = Array.from({ length: BENDS + 1 }, (_, i) => {
      const n = first * (large / first) ** ((i / BENDS) ** 2);
      return /** @type {Point} */ ([n, Math.min(many, tokensFor(fit, level, n))]);
    });
    const name = chartText(on.right + 5, on.y(points[BENDS][1]) + 4, String(level), "start", "xv-level-name");
    const shade = pathOn(on, [...points, [large, few], [small, few], [small, many]]);
    return [
      svg("path", { class: "xv-shade", d: `${shade}Z` }),
      svg("path", { class: "xv-contour", d: pathOn(on, points) }),
      name,
    ];
  }

  /** @param {LogPlane} on */
  fittedRange(on) {
    const [[n0, n1], [d0, d1]] = this.constants.fitted;
    const [x, y] = [on.x(n0), on.y(d1)];
    const size = { width: on.x(n1) - x, height: on.y(d0) - y };
    return [
      svg("rect", { class: "xv-fitted", x, y, ...size }),
      chartText(x + 5, on.y(d0) - 6, "fitted here"),
    ];
  }

  /**
   * @param {LogPlane} on
   * @param {PublishedModel} model
   */
  mark(on, { name, params, tokens, source, place, narrow }) {
    const beside = on.width < CROWDED ? narrow : place;
    const [dx, dy, anchor] = beside ?? place;
    const [x, y] = [on.x(params), on.y(tokens)];
    const size = `${this.inLetters(params)} parameters, ${this.inLetters(tokens)} tokens`;
    return svg(
      "g",
      { "data-lit": `model-${name}`, class: beside ? undefined : "xv-crowded" },
      svg("title", {}, `${name}: ${size}. ${source}`),
      svg("circle", { cx: x, cy: y, r: 4.5, class: "xv-model" }),
      chartText(x + dx, y + dy, name, anchor, "xv-model-name"),
    );
  }

  /**
   * Whether a place is on the plane.
   * @param {number} n
   * @param {number} d
   */
  shows(n, d) {
    const { params: [small, large], tokens: [few, many] } = this.constants;
    return n >= small && n <= large && d >= few && d <= many;
  }

  /**
   * @param {State} state
   * @param {Numbers} numbers
   */
  paint(state, numbers) {
    this.painted = /** @type {const} */ ([{ ...state }, numbers]);
    const { loss, best_params: n, best_tokens: d } = numbers;
    const { on } = this.chart;
    this.paintIso(on, numbers.compute);
    this.best.style.display = this.shows(n, d) ? "" : "none";
    moveToPoint(this.best, on, n, d);
    for (const circle of [this.dot, this.grip]) moveToPoint(circle, on, state.params, state.tokens);
    setValue(this.dot, loss);
  }

  /**
   * The line of all splits of the same compute, 6 N D.
   * @param {LogPlane} on
   * @param {number} compute
   */
  paintIso(on, compute) {
    const { params: [small, large], tokens: [few, many] } = this.constants;
    const budget = compute / 6;
    const from = Math.max(small, budget / many);
    const to = Math.min(large, budget / few);
    this.iso.setAttribute("d", pathOn(on, [[from, budget / from], [to, budget / to]]));
    // Near a corner the line is too short to bear its name.
    this.isoName.style.display = to / from > 100 ? "" : "none";
    const [x, y] = [on.x(from) + 24, on.y(budget / from) + 14];
    setAttributes(this.isoName, { x: x.toFixed(2), y: y.toFixed(2) });
  }
}
