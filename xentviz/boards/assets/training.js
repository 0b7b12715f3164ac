// @ts-check
// The training board: a whole run comes at once, and is played, scrubbed and asked about here.
import { BoardView } from "./board.js";
import { paletteOf } from "./decision_field.js";
import { showText } from "./elements.js";
import { lighting } from "./lighting.js";
import { num3 } from "./numerals.js";
import { buildTraining } from "./training_build.js";
import { linkAt } from "./training_chain.js";
import { reached } from "./training_numbers.js";
import { goalOf, lookedAt } from "./training_reading.js";
import { PointEditor } from "./training_points.js";
import { bringsRows, forget, frameAt, heldKeys, keepRows, rowsOf } from "./training_run.js";
/** @import { Run } from "./training_run.js" */
/** @import { TrainingConstants, TrainingNumbers, TrainingState } from "./training_types.d.ts" */
/** @import { Message } from "./types.d.ts" */

const ASK_MS = 1000; // between two questions whether a run has been trained

/** @extends {BoardView<TrainingState, TrainingNumbers, TrainingConstants>} */
export class TrainingView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<TrainingState, TrainingNumbers, TrainingConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "training", label: "Training board" });
    /** What is painted: an answer with its rows. @type {TrainingNumbers | null} */
    this.shown = null;
    /** One run or two; null while one waits. @type {(Run | null)[]} */
    this.runs = [];
    this.points = new PointEditor(this);
    /** Where a pointer is on the plane. @type {[x: number, y: number] | null} */
    this.hovered = null;
    this.answers = 0;
    this.isUnpacking = false;
    this.isOwed = false; // the core's numbers are marked as such once they are painted
    this.nextAsk = 0;
    const parts = buildTraining(this);
    this.parts = parts;
    this.results = parts.results;
    this.root.append(...parts.nodes, this.said, this.live);
    lighting(this.root);
  }

  // ---- what is on screen --------------------------------------------------------------------

  /** Whether a second run stands beside the first. */
  get pair() {
    return this.state.other !== null && this.has("compare");
  }

  /** Whether the loss landscape takes the place of the picture: the second of the two views. */
  get showsLandscape() {
    return this.has("landscape") && this.state.view === Object.keys(this.constants.names.view)[1];
  }

  get canEdit() {
    return this.has("edit");
  }

  /** The run with the most frames. @returns {Run | null} */
  get longest() {
    const [first, second] = this.runs;
    if (!this.pair || !second) return first ?? null;
    return !first || second.frames > first.frames ? second : first;
  }

  get lastFrame() {
    return Math.max(0, (this.longest?.frames ?? 1) - 1);
  }

  get frameNow() {
    return this.longest ? frameAt(this.longest, this.state.step) : 0;
  }

  // ---- what Python says ---------------------------------------------------------------------

  /** @param {import("./types.d.ts").Component<Message<TrainingState, TrainingNumbers, TrainingConstants>>} component */
  receive(component) {
    super.receive(component);
    // Called for a new theme too.
    this.dress();
  }

  dress() {
    const palette = paletteOf(this.root, this.parts.signs);
    for (const plane of this.parts.planes) plane.dress(palette);
    this.parts.landscape.dress();
    this.paintSoon();
  }

  /** @param {TrainingState} state */
  adopt(state) {
    super.adopt(state);
    this.state.have = heldKeys();
  }

  /**
   * Long rows are unpacked before anything of the answer is painted.
   * @param {TrainingNumbers} core
   */
  settle(core) {
    this.core = core;
    this.answers += 1;
    const answer = this.answers;
    this.isUnpacking = bringsRows(core);
    if (!this.isUnpacking) return this.present(core);
    keepRows(core).then(() => {
      if (answer !== this.answers || !this.root.isConnected) return;
      this.isUnpacking = false;
      this.present(core);
      if (this.isOwed) this.mark("core");
    });
  }

  /** @param {"preview" | "core"} source */
  mark(source) {
    this.isOwed = source === "core" && this.isUnpacking;
    if (!this.isOwed) super.mark(source);
  }

  /** @param {TrainingNumbers} core */
  present(core) {
    const { lacks, points, runs } = rowsOf(core);
    this.state.have = heldKeys();
    if (lacks.length || !points) return this.askForRows(lacks);
    this.shown = core;
    this.runs = this.pair ? runs : runs.slice(0, 1);
    this.points.take(points);
    this.root.dataset.run = core.runs[0]?.key ?? "";
    this.layOut();
    this.paint(core);
    // Parts that came with these numbers may be covered too.
    this.coverParts();
    this.speak(core);
    clearTimeout(this.nextAsk);
    if (core.runs.some(({ waiting }) => waiting)) this.askLater();
  }

  /** @param {string[]} lacks */
  askForRows(lacks) {
    lacks.forEach(forget);
    this.state.have = heldKeys();
    this.wire.ask();
  }

  askLater() {
    this.nextAsk = setTimeout(() => {
      if (this.wire.isIdle && !document.hidden) this.wire.ask();
      else this.askLater();
    }, ASK_MS);
  }

  arranging() {
    if (!this.shown) return;
    this.runs = this.pair ? rowsOf(this.shown).runs : this.runs.slice(0, 1);
    this.layOut();
  }

  layOut() {
    const { root, pair } = this;
    root.classList.toggle("xv-pair-of-runs", pair);
    root.classList.toggle("xv-shows-landscape", this.showsLandscape);
    this.parts.layOut();
  }

  /** @param {TrainingNumbers} core */
  spoken(core) {
    const now = core.runs[0]?.now;
    if (!now) return core.sentence;
    const held = now.held_out === null ? "" : `, ${num3(now.held_out)} held out`;
    return `Step ${now.step}: training loss ${num3(now.training)} nats${held}.`;
  }

  // ---- what a hand does ---------------------------------------------------------------------

  /** @param {number} step */
  goTo(step) {
    if (step !== this.state.step) this.change({ step });
  }

  /** @param {number} frame */
  goToFrame(frame) {
    this.goTo(this.longest?.steps[frame] ?? 0);
  }

  /** @param {number} frame */
  goOnTheWay(frame) {
    this.changeOnTheWay({ step: this.longest?.steps[frame] ?? 0 });
  }

  /**
   * The step of the frame nearest to a place on the axis of steps.
   * @param {number} at
   */
  toStep(at) {
    const run = this.longest;
    if (!run) return 0;
    const frame = frameAt(run, at);
    const [before, after] = [run.steps[frame], run.steps[Math.min(frame + 1, run.frames - 1)]];
    return after - at < at - before ? after : before;
  }

  /** @param {[x: number, y: number] | null} place */
  hover(place) {
    this.hovered = place;
    this.paintSoon();
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  lookAt(x, y) {
    if (this.has("look")) this.change({ look: this.points.placeAt(x, y) });
    else if (this.state.point !== null) this.change({ point: null });
  }

  /** @param {number | null} point */
  select(point) {
    if (point !== this.state.point) this.change({ point });
  }

  compare() {
    this.changeNow({ other: this.state.other ? null : { ...this.state.run } });
  }

  // ---- painting -----------------------------------------------------------------------------

  /** @param {TrainingNumbers} _numbers */
  paint(_numbers) {
    const { shown, parts } = this;
    if (!shown) return;
    const frames = [this.runs[0], this.runs[1]].map((run) => (run ? frameAt(run, this.state.step) : 0));
    frames.forEach((frame, k) => this.paintRun(k, frame));
    parts.curves.paint(frames);
    parts.player.paint(this.words(frames[0]));
    parts.landscape.paint(shown.landscape, frames[0]);
    showText(parts.sentence, shown.sentence);
    parts.paint();
  }

  /** @param {number} frame */
  words(frame) {
    const [run] = this.runs;
    if (!run) return "no run";
    const step = `step ${run.steps[frame]}`;
    return this.shows("loss") ? `${step}, training loss ${num3(run.training[frame])} nats` : step;
  }

  /**
   * @param {number} k 0, or 1 for the second run
   * @param {number} frame
   */
  paintRun(k, frame) {
    const { shown, parts, state } = this;
    const run = this.runs[k] ?? null;
    if (!shown || (k > 0 && !this.pair)) return;
    const now = run ? reached(run, frame, shown.runs[k].now) : null;
    const settings = (k ? state.other : state.run) ?? state.run;
    parts.results[k].paint(
      now,
      shown.runs[k],
      goalOf(this.constants, settings),
      !this.covered.has("loss") && !this.covered.has("curves"),
    );
    parts.confusions[k].paint(now);
    parts.recalls[k].paint(now);
    const point = state.point !== null && shown.point?.index === state.point ? shown.point : null;
    const chain = point?.chains[k];
    const link = chain ? linkAt(chain, frame) : null;
    const hint = state.point === null ? "Press a point to see its whole chain." : "…";
    parts.chains[k].paint(point, link, this.shows("chain"), hint);
    const looked = lookedAt(this, k, frame);
    parts.looks[k].paint(looked.place, looked.probs, looked.isExact, this.shows("look"));
    parts.planes[k].paint(run, frame, link && this.shows("chain") ? link.push : null);
    if (k === 0) {
      const probs = this.shows("look") ? looked.probs : null;
      parts.keys.paint(parts.planes[0].chart.on, { probs, loss: link && this.shows("chain") ? link.loss : null });
    }
  }

  close() {
    clearTimeout(this.nextAsk);
    this.parts.close();
    super.close();
  }
}

export default TrainingView;
