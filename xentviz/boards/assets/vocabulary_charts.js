// @ts-check
// The charts of the vocabulary board: the loss of knowing nothing against V, and what V costs.
import { Chart } from "./chart.js";
import { chartText, setAttributes, setValue, showText, svg } from "./elements.js";
import { logAxes, logPlane, moveToPoint, pathOn, tens } from "./log_chart.js";
import { knowingNothing } from "./mirror.js";
import { between } from "./mirror_scale.js";
import { num3 } from "./numerals.js";
import { grouped, tickName } from "./units.js";
/** @import { LogPlane, Point } from "./log_chart.js" */
/** @import { Tick } from "./types.d.ts" */

const NARROW = 480; // px of chart under which there is room for little
const ROOMY = 620; // px of chart from which the side below the line has room for a sentence
const LOW = 190; // px: the height of a narrow chart
const LOWEST = 150; // px: that of a cost chart, of which two stand above each other

/** @typedef {[least: number, most: number]} Range */

/** @param {number} tall px */
const heightFor = (tall) => (/** @type {number} */ width) => (width < NARROW ? Math.min(tall, LOW) : tall);

/**
 * The least number of classes, and the powers of ten beyond.
 * @param {Range} classes
 */
const classTicks = ([least, most]) => [least, ...tens(least, most)];

/** The loss of knowing nothing, ln V, and the loss that a model reports. */
export class NothingChart {
  /**
   * @param {{ classes: Range, reported: Range }} ranges of V, and of the loss in nats
   */
  constructor({ classes, reported }) {
    this.classes = classes;
    this.reported = reported;
    this.nothing = svg("path", { class: "xv-line" });
    this.better = svg("path", { class: "xv-better" });
    this.names = svg("g");
    this.reportedLine = svg("line", { class: "xv-reported", "data-lit": "reported" });
    this.reportedName = chartText(0, 0, "", "end", "xv-reported-name");
    this.dot = svg("circle", { r: 8, class: "xv-dot", "data-testid": "dot", "data-lit": "loss" });
    // The line tells the loss by its height, also without the dot.
    const guess = svg("g", { "data-element": "loss" }, this.better, this.nothing, this.names);
    const dot = svg("g", { "data-element": "loss" }, this.dot);
    const model = svg("g", { "data-element": "verdict" }, this.reportedLine, this.reportedName);
    const [least, most] = reported;
    /** @type {Tick[]} */
    const up = Array.from({ length: Math.floor((most - least) / 5) + 1 }, (_, i) => [5 * i, String(5 * i)]);
    this.chart = new Chart({
      label: "The loss of knowing nothing, ln V, against the number of classes",
      spec: () => ({
        ...{ from: classes[0], to: classes[1], least, most, even: true, up },
        across: classTicks(classes).map((v) => /** @type {Tick} */ ([v, grouped(v)])),
        title: "V, the number of classes to choose from",
        unitName: "nats",
      }),
      over: [guess, model, dot],
      laid: (on) => this.laid(on),
      make: logPlane,
      rule: logAxes,
      heightFor: heightFor(230),
    });
  }

  /** @param {LogPlane} on */
  laid(on) {
    const [few, many] = this.classes;
    /** @type {Point[]} */
    const ends = [[few, knowingNothing(few)], [many, knowingNothing(many)]];
    this.nothing.setAttribute("d", pathOn(on, ends));
    this.better.setAttribute("d", `${pathOn(on, [...ends, [many, 0], [few, 0]])}Z`);
    const below = on.width < ROOMY ? "below: knows something" : "below the line: knows something";
    this.names.replaceChildren(
      chartText(on.left + 14, on.y(10.6), "above the line: worse than knowing nothing"),
      chartText(on.right - 8, on.y(7.4), below, "end"),
    );
    setAttributes(this.reportedLine, { x1: on.left, x2: on.right });
    this.reportedName.setAttribute("x", String(on.right - 8));
    this.repaint();
  }

  repaint() {
    if (this.painted) this.paint(...this.painted);
  }

  /**
   * @param {number} classes V
   * @param {number} loss of knowing nothing, nats
   * @param {number} reported nats
   */
  paint(classes, loss, reported) {
    this.painted = /** @type {const} */ ([classes, loss, reported]);
    const { on } = this.chart;
    moveToPoint(this.dot, on, classes, loss);
    setValue(this.dot, classes);
    const y = on.y(reported);
    setAttributes(this.reportedLine, { y1: y.toFixed(2), y2: y.toFixed(2) });
    setAttributes(this.reportedName, { y: Math.max(20, y - 6).toFixed(2) });
    showText(this.reportedName, `a model’s loss, ${num3(reported)}`);
  }
}

/**
 * A line of a cost chart: what one token costs, point by point along V.
 * @typedef {object} CostLine
 * @property {string} text its name on the chart
 * @property {Point[]} points [V, cost of one token]
 * @property {string} kind its class
 * @property {string} [lit] the name that its dot lights; without it the line has no dot
 * @property {boolean} [marked] its points are marked, for they were measured
 */

/**
 * Two lines, the dearer first; their names stand where V is `namesAt`, above and below, so many px away.
 * @typedef {object} CostOptions
 * @property {string} label
 * @property {string} unitName
 * @property {Range} classes
 * @property {[CostLine, CostLine]} lines
 * @property {() => number} tokens
 * @property {(cost: number) => string} format
 * @property {{ at: number, above: number, right: number }} names
 */

/** What all tokens cost against V, both axes by factors. */
export class CostChart {
  /** @param {CostOptions} options */
  constructor(options) {
    this.options = options;
    const { label, lines } = options;
    this.paths = lines.map(({ kind }) => svg("path", { class: `xv-cost ${kind}` }));
    this.marks = svg("g");
    this.dots = lines.map(({ lit }) => svg("circle", { r: 6, class: "xv-place", "data-lit": lit }));
    this.chart = new Chart({
      label,
      spec: () => this.spec(),
      over: [...this.paths.toReversed(), this.marks, ...this.dots.filter((_, i) => lines[i].lit)],
      laid: (on) => this.laid(on),
      make: logPlane,
      rule: logAxes,
      heightFor: heightFor(LOWEST),
    });
  }

  spec() {
    const { classes: [from, to], lines, tokens, format, unitName } = this.options;
    const costs = lines.flatMap(({ points }) => points.map(([, cost]) => cost * tokens()));
    const [least, most] = [Math.min(...costs), Math.max(...costs)];
    const across = classTicks([from, to]).filter((_, i) => i % 2 === 0);
    return {
      ...{ from, to, least, most, title: "V", unitName, margins: { left: 58 } },
      across: across.map((v) => /** @type {Tick} */ ([v, grouped(v)])),
      up: tens(least, most).map((cost) => /** @type {Tick} */ ([cost, tickName(format)(cost)])),
    };
  }

  /** @param {LogPlane} on */
  laid(on) {
    const { lines, tokens, names } = this.options;
    const all = lines.map(({ points }) => points.map(([v, cost]) => /** @type {Point} */ ([v, cost * tokens()])));
    this.paths.forEach((path, i) => path.setAttribute("d", pathOn(on, all[i])));
    const marked = all.filter((_, i) => lines[i].marked).flat();
    const [dear, cheap] = all.map((points) => on.y(between(points, names.at)));
    this.marks.replaceChildren(
      ...marked.map(([v, cost]) => svg("circle", { cx: on.x(v), cy: on.y(cost), r: 2.5, class: "xv-mark" })),
      chartText(on.x(names.at), dear - names.above, lines[0].text, "end"),
      chartText(on.x(names.at) + names.right, cheap + 14, lines[1].text),
    );
    if (this.painted) this.paint(...this.painted);
  }

  /**
   * @param {number} classes V
   * @param {number[]} costs of all tokens, a line each
   */
  paint(classes, costs) {
    this.painted = /** @type {const} */ ([classes, costs]);
    this.dots.forEach((dot, i) => moveToPoint(dot, this.chart.on, classes, costs[i]));
  }
}
