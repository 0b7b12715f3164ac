// @ts-check
// The loss of one run or two against the training step: what is drawn, and what is read from it.
import { Chart, draggable } from "./chart.js";
import { chartText, draw, el, moveTo, setAttributes, setValue, show, svg } from "./elements.js";
import { labelPlaces } from "./learning_run.js";
import { linearPlane, roundTicks, roundTop } from "./linear_plane.js";
import { logAxes } from "./log_chart.js";
import { num3 } from "./numerals.js";
import { empty } from "./training_numbers.js";
import { frameAt } from "./training_run.js";
import { grouped } from "./units.js";
/** @import { LinearPlane } from "./linear_plane.js" */
/** @import { TrainingView } from "./training.js" */
/** @import { Run } from "./training_run.js" */

const LETTERS = ["A", "B"];
const PARTS = 5; // ticks on an axis, about
const LEAST_TOP = 0.5; // nats
const LOW = 168; // px: the chart's height below two pictures

/**
 * A line through a run's losses; it breaks where a loss is not a number.
 * @param {LinearPlane} on
 * @param {Run} run
 * @param {Float32Array} losses
 */
export function lossPath(on, { steps }, losses) {
  let pen = "M";
  let d = "";
  for (let f = 0; f < losses.length; f += 1) {
    if (Number.isNaN(losses[f])) pen = "M";
    else {
      d += `${pen}${on.x(steps[f]).toFixed(2)} ${on.y(losses[f]).toFixed(2)}`;
      pen = "L";
    }
  }
  return d;
}

/**
 * The largest finite loss.
 * @param {Iterable<number>} losses
 */
export function largest(losses) {
  let most = 0;
  for (const loss of losses) if (Number.isFinite(loss) && loss > most) most = loss;
  return most;
}

/**
 * Heights for names that would stand at these, moved apart but none below `bottom`.
 * @param {number[]} wanted px
 * @param {number} bottom
 */
export function apart(wanted, bottom) {
  // From below, what would sink moves up; labelPlaces does the same from above.
  const risen = labelPlaces(wanted.map((y) => bottom - Math.min(y, bottom)));
  const settled = risen.map((y) => bottom - y);
  return settled.some((y) => y < 0) ? labelPlaces(settled) : settled;
}

/**
 * A loss in five digits, as a curve is read.
 * @param {number} x
 */
const exactly = (x) => (Number.isFinite(x) && x >= 0.001 && x < 99_999 ? x.toPrecision(5) : num3(x));

/** The lines and dots of one run: training, and held out. */
function track(/** @type {number} */ which) {
  const line = (/** @type {string} */ kind) => svg("path", { class: `xv-track-line xv-run-${which} xv-${kind}` });
  const dot = (/** @type {string} */ kind) => svg("circle", { r: 5, class: `xv-track-dot xv-run-${which} xv-${kind}` });
  return { lines: [line("trained"), line("held")], dots: [dot("trained"), dot("held")] };
}

export class TrainingCurves {
  /** @param {TrainingView} board */
  constructor(board) {
    this.board = board;
    /** The frame of the longer run that a pointer is at. @type {number | null} */
    this.pointed = null;
    this.tracks = [track(0), track(1)];
    this.names = svg("g");
    this.now = svg("line", { class: "xv-now" });
    this.hair = svg("line", { class: "xv-hair" });
    const marks = this.tracks.flatMap(({ lines, dots }) => [...lines, ...dots]);
    this.chart = new Chart({
      label: "The loss in nats against the training step",
      spec: () => this.spec(),
      make: linearPlane,
      rule: (on, spec) => logAxes(on, { ...spec, title: "training step", unitName: "loss, nats" }),
      heightFor: (
        width,
      ) => (board.pair || board.showsLandscape ? LOW : Math.max(LOW, Math.min(210, 0.38 * width))),
      laid: (on) => this.laid(on),
      over: [this.names, this.now, this.hair, ...marks],
    });
    this.readings = [0, 1].map((k) => empty(el("span", { "data-testid": k ? "reading-2" : "reading" })));
    const reading = el("p", { class: "xv-reading" }, ...this.readings);
    const box = el("div", { class: "xv-plot", "data-testid": "curves" }, this.chart.node);
    this.node = el("div", { class: "xv-curves", "data-element": "curves" }, reading, box);
    this.listen(box);
  }

  /** @param {HTMLElement} box */
  listen(box) {
    const { board, chart } = this;
    const stepAt = (/** @type {number} */ x) => board.toStep(chart.on.at(x, 0)[0]);
    draggable(board, chart.node, {
      area: box,
      grab: (x) => (x >= chart.on.left - 8 && x <= chart.on.right + 8 && board.longest ? "step" : null),
      move: (_, x) => board.goTo(stepAt(x)),
    });
    box.addEventListener("pointermove", (event) => {
      const run = board.longest;
      if (event.pointerType === "touch" || !run) return;
      const rect = chart.node.getBoundingClientRect();
      const step = stepAt(((event.clientX - rect.left) / rect.width) * chart.on.width);
      this.point(frameAt(run, step));
    });
    box.addEventListener("pointerleave", () => this.point(null));
  }

  /** @param {number | null} frame */
  point(frame) {
    if (frame === this.pointed) return;
    this.pointed = frame;
    this.board.paintSoon();
  }

  /** What stands above the axis of steps: curves and levels that may be seen. */
  spec() {
    const { board } = this;
    const { blind, floor } = board.core;
    const told = board.shows("curves") ? board.runs.flatMap((run) => (run ? [run.training, run.heldOut] : [])) : [];
    const levels = told.length ? [board.shows("blind") ? blind : 0, board.shows("floor") ? floor ?? 0 : 0] : [];
    const most = roundTop(Math.max(LEAST_TOP, largest(levels), ...told.map(largest)), PARTS);
    const to = Math.max(1, ...board.runs.map((run) => run?.steps.at(-1) ?? 0), board.state.steps);
    return {
      ...{ from: 0, to, least: 0, most, margins: { left: 46, right: board.pair ? 100 : 94 } },
      across: roundTicks(0, to, 4),
      up: roundTicks(0, most, PARTS),
    };
  }

  /** @param {LinearPlane} on */
  laid(on) {
    const { board } = this;
    const told = board.shows("curves");
    this.tracks.forEach(({ lines }, k) => {
      const run = told ? board.runs[k] : null;
      const rows = run ? [run.training, run.heldOut] : [];
      lines.forEach((line, i) => line.setAttribute("d", run && rows[i] ? lossPath(on, run, rows[i]) : ""));
    });
    for (const line of [this.now, this.hair]) setAttributes(line, { y1: on.top, y2: on.bottom });
    this.names.replaceChildren(...this.drawNames(on, told));
    board.paintSoon();
  }

  /**
   * Names at the right ends of lines and levels, none on another.
   * @param {LinearPlane} on
   * @param {boolean} told
   */
  drawNames(on, told) {
    const { board } = this;
    const { blind, floor } = board.core;
    /** @type {{ value: number, words: string, kind: string, level?: string }[]} */
    const named = [];
    const classes = board.runs[0]?.classes ?? board.state.classes;
    if (told && board.shows("blind")) {
      named.push({ value: blind, words: `ln ${classes} = ${num3(blind)}`, kind: "muted", level: "blind" });
    }
    if (told && board.shows("floor") && floor !== null) {
      named.push({ value: floor, words: `floor ${num3(floor)}`, kind: "entropy", level: "floor" });
    }
    board.runs.forEach((run, k) => {
      if (!run || !told) return;
      const letter = board.pair ? `${LETTERS[k]} ` : "";
      const kind = `run-${k}`;
      named.push({ value: run.training.at(-1) ?? NaN, words: `${letter}training`, kind });
      if (run.heldOut.length) named.push({ value: run.heldOut.at(-1) ?? NaN, words: `${letter}held out`, kind });
    });
    const heights = named.map(({ value }) => (Number.isFinite(value) ? on.y(value) : on.top));
    const places = apart(heights, on.bottom + 4);
    return named.flatMap(({ value, words, kind, level }, k) => {
      const name = chartText(on.right + 8, places[k] + 4, words, "start", `xv-name-${kind}`);
      if (!level) return [name];
      name.dataset.testid = level;
      setValue(name, value);
      const y = heights[k];
      return [svg("line", { class: `xv-level xv-level-${kind}`, x1: on.left, x2: on.right, y1: y, y2: y }), name];
    });
  }

  /** @param {readonly number[]} frames of both runs, at the state's step */
  paint(frames) {
    const { board } = this;
    const { on } = this.chart;
    const told = board.shows("curves");
    const first = board.longest;
    const pointed = first && this.pointed !== null && this.pointed < first.frames ? this.pointed : null;
    const step = pointed === null || !first ? null : first.steps[pointed];
    moveTo(this.now, on.x(first ? first.steps[board.frameNow] : 0), 0);
    draw(this.now, first !== null && told);
    draw(this.hair, step !== null);
    if (step !== null) moveTo(this.hair, on.x(step), 0);
    this.tracks.forEach(({ dots }, k) => {
      const run = board.runs[k];
      const frame = run ? frameAt(run, step ?? run.steps[frames[k]]) : 0;
      const rows = run ? [run.training, run.heldOut] : [];
      dots.forEach((dot, i) => {
        const loss = rows[i]?.[frame];
        const isSeen = told && loss !== undefined && !Number.isNaN(loss);
        draw(dot, isSeen);
        if (isSeen && run) moveTo(dot, on.x(run.steps[frame]), on.y(loss));
      });
      this.read(k, run, frame);
    });
  }

  /**
   * @param {number} k
   * @param {Run | null | undefined} run
   * @param {number} frame
   */
  read(k, run, frame) {
    const node = this.readings[k];
    node.hidden = k > 0 && !this.board.pair;
    if (!run) return show(node, "", "");
    const letter = this.board.pair ? `${LETTERS[k]}: ` : "";
    const held = run.heldOut.length ? `, held out ${exactly(run.heldOut[frame])}` : "";
    const trained = run.training[frame];
    show(node, trained, `${letter}step ${grouped(run.steps[frame])}: training ${exactly(trained)}${held} nats`);
  }

  close() {
    this.chart.close();
  }
}
