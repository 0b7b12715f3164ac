// @ts-check
// The picture of one run: regions, points sized by their loss, the looked-at place, the selected point.
import { Chart, draggable } from "./chart.js";
import { MOST_CLASSES } from "./class_marks.js";
import { Regions, Scatter } from "./decision_field.js";
import { chartText, draw, el, moveTo, setAttributes, setValue, svg } from "./elements.js";
import { linearPlane, roundTicks } from "./linear_plane.js";
import { grasp, pull } from "./training_hand.js";
/** @import { LinearPlane } from "./linear_plane.js" */
/** @import { Palette } from "./decision_field.js" */
/** @import { TrainingView } from "./training.js" */
/** @import { Run } from "./training_run.js" */

const MARGINS = { left: 26, right: 8, top: 8, bottom: 24 };
const EXTRA = MARGINS.top + MARGINS.bottom - MARGINS.left - MARGINS.right; // px: higher than wide
const PUSH_PX = 24; // a push of 1
const BAR_PX = 9;

/** The push on the selected point: one bar a class, up where its logit should grow. */
function pushBars() {
  const bars = Array.from(
    { length: MOST_CLASSES },
    (_, k) => svg("rect", { width: BAR_PX - 2, height: PUSH_PX, class: `xv-push-bar xv-class-${k}`, x: k * BAR_PX }),
  );
  const ground = svg("rect", { class: "xv-push-ground", y: -PUSH_PX - 4, height: 2 * PUSH_PX + 8, x: -4, rx: 4 });
  const line = svg("line", { x1: 0, y1: 0, y2: 0, class: "xv-push-line" });
  const node = svg("g", { class: "xv-pushes" }, ground, line, ...bars);
  /** @param {readonly number[]} push */
  const paint = (push) => {
    bars.forEach((bar, k) => {
      const x = push[k] ?? 0;
      bar.setAttribute("transform", `scale(1 ${(-x).toFixed(4)})`);
      draw(bar, k < push.length);
    });
    setAttributes(ground, { width: push.length * BAR_PX + 6 });
    setAttributes(line, { x2: push.length * BAR_PX - 2 });
  };
  return { node, paint };
}

export class TrainingPlane {
  /**
   * @param {TrainingView} board
   * @param {number} which 0, or 1 for the second run
   */
  constructor(board, which) {
    const { top_loss: top } = board.constants;
    this.board = board;
    this.which = which;
    this.regions = new Regions();
    this.scatter = new Scatter(top);
    this.painted = "";
    this.ring = svg("circle", { r: 13, class: "xv-ring-point" });
    this.place = svg("path", { d: "M-9 0H9M0 -9V9", class: "xv-place" });
    this.pushes = pushBars();
    this.chart = new Chart({
      label: which ? "The plane as the second run sees it" : "The plane: regions that the model predicts, and points",
      spec: () => ({ from: -board.constants.reach, to: board.constants.reach, ...this.ends }),
      make: linearPlane,
      rule: (on) => this.rule(on),
      heightFor: (width) => width + EXTRA,
      laid: (on) => this.laid(on),
      over: [this.place, this.ring, this.pushes.node],
    });
    const testid = which ? "field-2" : "field";
    this.box = el("div", { class: "xv-canvases", "data-testid": testid }, this.regions.node, this.scatter.node);
    this.node = el("div", { class: "xv-plane xv-plot" }, this.box, this.chart.node);
    this.listen();
  }

  get ends() {
    const { reach } = this.board.constants;
    return { least: -reach, most: reach, margins: MARGINS };
  }

  /** @param {LinearPlane} on */
  rule(on) {
    const { reach } = this.board.constants;
    const ticks = roundTicks(-reach, reach, 4);
    const { left, top, right, bottom } = on;
    return [
      svg("rect", { x: left, y: top, width: right - left, height: bottom - top, class: "xv-axes" }),
      ...ticks.map(([x, text]) => chartText(on.x(x), bottom + 15, text, "middle")),
      ...ticks.map(([y, text]) => chartText(left - 5, on.y(y) + 4, text, "end")),
    ];
  }

  /** @param {LinearPlane} on */
  laid({ left, top, right, bottom }) {
    const size = right - left;
    Object.assign(this.box.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${size}px`,
      height: `${bottom - top}px`,
    });
    this.scatter.lay(size);
    this.painted = "";
    this.board.paintSoon();
  }

  listen() {
    const { board, node, chart } = this;
    draggable(board, chart.node, {
      area: node,
      grab: (x, y, target) => grasp(board, chart.on, x, y, target),
      move: (taken, x, y) => pull(board, taken, ...chart.on.at(x, y)),
    });
    node.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch" || event.buttons) return;
      const box = chart.node.getBoundingClientRect();
      const part = chart.on.width / box.width;
      const [x, y] = [(event.clientX - box.left) * part, (event.clientY - box.top) * part];
      const inside = x >= chart.on.left && x <= chart.on.right && y >= chart.on.top && y <= chart.on.bottom;
      board.hover(inside ? chart.on.at(x, y) : null);
    });
    node.addEventListener("pointerleave", () => board.hover(null));
  }

  /** @param {Palette} palette */
  dress(palette) {
    this.regions.dress(palette);
    this.scatter.palette = palette;
    this.painted = "";
  }

  /**
   * @param {Run | null} run
   * @param {number} frame
   * @param {readonly number[] | null} push on the selected point
   */
  paint(run, frame, push) {
    const { points: { draft, version }, state, constants } = this.board;
    const now = `${run?.key} ${frame} ${version}`;
    if (now !== this.painted) {
      this.painted = now;
      if (run) this.regions.paint(run, frame);
      else this.regions.clear();
      const from = run ? frame * run.count : 0;
      const byteOf = (/** @type {number} */ k) => (run && k >= 0 && k < run.count ? run.losses[from + k] : 0);
      this.scatter.paint(draft, constants.reach, byteOf);
      setValue(this.box, run ? run.steps[frame] : "");
    }
    this.paintMarks(state, push);
  }

  /**
   * @param {TrainingView["state"]} state
   * @param {readonly number[] | null} push
   */
  paintMarks({ look }, push) {
    const { draft, selected: point } = this.board.points;
    const { on } = this.chart;
    const isThere = point !== null;
    draw(this.ring, isThere);
    draw(this.place, Boolean(look && this.board.has("look")));
    draw(this.pushes.node, Boolean(isThere && push));
    if (look) moveTo(this.place, on.x(look[0]), on.y(look[1]));
    if (!isThere) return;
    const [x, y] = [on.x(draft.x[point]), on.y(draft.y[point])];
    moveTo(this.ring, x, y);
    if (!push) return;
    this.pushes.paint(push);
    const wide = push.length * BAR_PX + 22;
    const up = Math.max(on.top + PUSH_PX + 6, Math.min(on.bottom - PUSH_PX - 6, y));
    moveTo(this.pushes.node, x + wide > on.right ? x - wide : x + 22, up);
  }

  close() {
    this.chart.close();
  }
}
