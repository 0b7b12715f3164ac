// @ts-check
// The curve beside the logits: where the right class's probability is, and what label smoothing adds.
import { axisTop, curveChart, rider, ticksUp } from "./curve.js";
import { chartText, el, setAttributes, svg } from "./elements.js";
/** @import { CurvePlane } from "./curve.js" */

const LEAST_TOP = 5; // nats
/** @type {[p: number, text: string, dx: number, dy: number][]} */
const MARKS = [[0.01, "0.01 → 4.6", 11, 10], [0.5, "0.5 → 0.69", 9, -9], [0.99, "0.99 → 0.01", -2, -14]];

const SMALL_PX = 210; // a chart that is narrower has room for little
const LETTER_PX = 7; // about as wide as a letter on the chart
const DOT_PX = 9;

/**
 * The name of a place on the curve, and the room that it takes.
 * @param {CurvePlane} on
 * @param {typeof MARKS[number]} mark
 */
function markName(on, [p, text, dx, dy]) {
  const [x, y] = [on.x(p), on.y(on.cost(p))];
  const wide = text.length * LETTER_PX;
  const left = dx < 0 ? x + dx - wide : x + dx;
  const node = chartText(x + dx, y + dy, text, dx < 0 ? "end" : "start");
  return { node, x, y, left, right: left + wide, middle: y + dy - 5 };
}

export class LogitsCurve {
  /** @param {{ shows: (element: string) => boolean }} board */
  constructor(board) {
    this.board = board;
    this.rider = rider();
    this.marks = svg("g");
    this.smoothed = svg("g", { class: "xv-smoothed" });
    this.top = LEAST_TOP;
    /** @type {ReturnType<typeof markName>[]} */
    this.names = [];
    /** @type {Parameters<LogitsCurve["paint"]> | null} */
    this.painted = null;
    const [level, beyond, dot] = this.rider.nodes;
    this.chart = curveChart({
      label: "The curve of minus ln p: the loss against the probability of the right class",
      spec: () => ({
        most: this.top,
        across: [[0, "0"], [0.5, "0.5"], [1, "1"]],
        up: ticksUp(this.top, this.chart?.node.clientWidth < SMALL_PX ? 3 : 7),
        title: "p of the right class",
        unitName: "loss, nats",
      }),
      heightFor: (width) => (width < SMALL_PX ? 132 : 210),
      laid: (on) => this.laid(on),
      over: [level, this.marks, this.smoothed, beyond, dot],
    });
    this.node = el("div", { class: "xv-picture", "data-element": "curve" }, this.chart.node);
  }

  /** @param {CurvePlane} on */
  laid(on) {
    this.rider.lay(on);
    const roomy = this.top === LEAST_TOP && on.width > SMALL_PX && this.board.shows("curve");
    this.names = (roomy ? MARKS : []).map((mark) => markName(on, mark));
    const spots = this.names.map(({ x, y }) => svg("circle", { cx: x, cy: y, r: 3, class: "xv-mark" }));
    this.marks.replaceChildren(...spots, ...this.names.map(({ node }) => node));
    this.line = svg("line", { class: "xv-level", x1: on.left, x2: on.right });
    this.name = chartText(on.right, 0, "smoothed", "end");
    this.smoothed.replaceChildren(this.line, this.name);
    if (this.painted) this.paint(...this.painted);
  }

  /** Lay out for the open step. */
  lay() {
    this.top = LEAST_TOP;
    this.chart.lay();
  }

  /**
   * @param {number} p
   * @param {number} cost nats, of p alone: where the dot is
   * @param {number} loss nats; with label smoothing it is another
   */
  paint(p, cost, loss) {
    this.painted = [p, cost, loss];
    const top = this.board.shows("curve") ? axisTop(Math.max(cost, loss), LEAST_TOP) : LEAST_TOP;
    if (top !== this.top) {
      this.top = top;
      this.chart.lay(); // which paints
      return;
    }
    const { on } = this.chart;
    this.rider.paint(on, p, { cost });
    const [x, high] = [on.x(p), on.y(cost)];
    for (const { node, left, right, middle } of this.names) {
      const isUnderDot = x > left - DOT_PX && x < right + DOT_PX && Math.abs(high - middle) < 2 * DOT_PX;
      node.style.visibility = isUnderDot ? "hidden" : "";
    }
    this.smoothed.style.display = Math.abs(loss - cost) > 1e-9 && this.board.shows("curve") ? "" : "none";
    const y = on.y(loss);
    if (this.line && this.name) {
      setAttributes(this.line, { y1: y.toFixed(2), y2: y.toFixed(2) });
      setAttributes(this.name, { y: (y - 6).toFixed(2) });
    }
  }

  close() {
    this.chart.close();
  }
}
