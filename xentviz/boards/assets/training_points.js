// @ts-check
// The points of the training board under a hand: added, moved, deleted, and drawn so until Python answers.
import { added, deleted, draftOf, moved } from "./training_edit.js";
/** @import { Edited } from "./training_edit.js" */
/** @import { TrainingView } from "./training.js" */
/** @import { Points } from "./training_run.js" */

/** @returns {Points} */
const none = () => ({ x: new Float32Array(), y: new Float32Array(), label: new Uint8Array(), id: new Uint16Array() });

export class PointEditor {
  /** @param {TrainingView} board */
  constructor(board) {
    this.board = board;
    this.draft = draftOf(none());
    this.version = 0; // how often the draft has changed
    this.brush = board.start.own.length ? 0 : -1; // the class of a new point; -1: a press looks
  }

  get count() {
    return this.draft.x.length;
  }

  /** The place of the selected point, null without one. */
  get selected() {
    const { point } = this.board.state;
    return point !== null && point < this.count ? point : null;
  }

  /** @param {Points} points */
  take(points) {
    this.draft = draftOf(points);
    this.version += 1;
  }

  /**
   * The place that a point there would have: inside the plane, rounded as the link writes it.
   * @param {number} x
   * @param {number} y
   * @returns {[x: number, y: number]}
   */
  placeAt(x, y) {
    const { reach, decimals } = this.board.constants;
    const inside = (/** @type {number} */ at) => Number(Math.max(-reach, Math.min(reach, at)).toFixed(decimals)) + 0;
    return [inside(x), inside(y)];
  }

  /** The point with the largest loss at this step. */
  worst() {
    const [run] = this.board.runs;
    if (!run) return 0;
    const from = this.board.frameNow * run.count;
    const cost = (/** @type {number} */ k) => {
      const source = this.draft.source[k];
      return source < 0 ? 0 : run.losses[from + source];
    };
    return this.draft.label.reduce((best, _, k) => (cost(k) > cost(best) ? k : best), 0);
  }

  /** @param {number} k */
  paintWith(k) {
    this.brush = k;
    this.board.paintSoon();
  }

  /** @param {Edited} edited */
  edit(edited) {
    this.version += 1;
    this.board.change(edited);
    return edited.point ?? -1;
  }

  /**
   * Add a point of the chosen class; its place among the points, -1 where there is no room.
   * @param {number} x
   * @param {number} y
   */
  add(x, y) {
    const { board } = this;
    const most = board.constants.most_points;
    if (this.count >= most) {
      board.say(`There is room for ${most} points. Delete one first.`);
      return -1;
    }
    const label = Math.min(Math.max(0, this.brush), board.state.classes - 1);
    return this.edit(added(this.draft, board.state, [...this.placeAt(x, y), label]));
  }

  addAtPlace() {
    const [x, y] = this.board.state.look ?? [0, 0];
    this.add(x, y);
    this.board.rest();
  }

  /**
   * Move a point; its place among the points afterwards.
   * @param {number} index
   * @param {number} x
   * @param {number} y
   */
  move(index, x, y) {
    const { draft } = this;
    const [to, up] = this.placeAt(x, y);
    const [was, height] = this.placeAt(draft.x[index], draft.y[index]);
    return to === was && up === height ? index : this.edit(moved(draft, this.board.state, index, to, up));
  }

  remove() {
    const { selected } = this;
    if (selected === null) return;
    this.edit(deleted(this.draft, this.board.state, selected));
    this.board.rest();
  }
}
