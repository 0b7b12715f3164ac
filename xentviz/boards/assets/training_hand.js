// @ts-check
// What a hand does on the plane: look at a place, select a point, and, where points may change, add and move them.
import { className } from "./class_marks.js";
import { el, setValue } from "./elements.js";
import { fixed2, num3 } from "./numerals.js";
import { nearestPoint, neighbour } from "./training_edit.js";
/** @import { LinearPlane } from "./linear_plane.js" */
/** @import { TrainingView } from "./training.js" */

const NEAR_PX = 14; // from a point, for a press to mean it
const FINGER_PX = 24;
const SLIP = 0.06; // of the plane's units: a press that moves less is a press
const STRIDE = 0.1;
const LONG_STRIDE = 0.5;
/** @type {Record<string, [dx: number, dy: number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @typedef {{ kind: "look" | "point" | "new", index: number, from: [x: number, y: number], moves: boolean }} Taken */

const isTouch = () => globalThis.matchMedia("(pointer: coarse)").matches;

/**
 * What a press takes: a point, a place to look at, or a place for a new point.
 * @param {TrainingView} board
 * @param {LinearPlane} on
 * @param {number} px
 * @param {number} py
 * @param {Element} target
 * @returns {Taken | null}
 */
export function grasp(board, on, px, py, target) {
  if (target.closest("[role=slider]")) return null;
  if (px < on.left || px > on.right || py < on.top || py > on.bottom || !board.shown) return null;
  const [x, y] = on.at(px, py);
  const unit = (on.right - on.left) / (2 * board.constants.reach);
  const index = nearestPoint(board.points.draft, x, y, (isTouch() ? FINGER_PX : NEAR_PX) / unit);
  if (index >= 0 && (board.has("chain") || board.canEdit)) {
    return { kind: "point", index, from: [x, y], moves: false };
  }
  return { kind: board.canEdit && board.points.brush >= 0 ? "new" : "look", index: -1, from: [x, y], moves: true };
}

/**
 * @param {TrainingView} board
 * @param {Taken} taken
 * @param {number} x
 * @param {number} y
 */
export function pull(board, taken, x, y) {
  if (taken.kind === "look") board.lookAt(x, y);
  else if (taken.index < 0) taken.index = board.points.add(x, y);
  else {
    if (board.state.point !== taken.index) board.select(taken.index);
    taken.moves ||= Math.hypot(x - taken.from[0], y - taken.from[1]) > SLIP;
    if (board.canEdit && taken.moves) taken.index = board.points.move(taken.index, x, y);
  }
}

/**
 * A handle of the plane for the keys: it can be focused, and is drawn while it is.
 * @param {string} kind
 * @param {string} label
 * @param {(event: KeyboardEvent) => boolean} press whether the key meant something
 */
function keyHandle(kind, label, press) {
  const node = el("div", {
    class: `xv-keyed xv-keyed-${kind}`,
    role: "slider",
    tabindex: "0",
    "aria-label": label,
    "data-testid": kind,
    "aria-valuenow": "0",
  });
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  return node;
}

/** The looked-at place and the selected point as two handles that arrows move. */
export class PlaneKeys {
  /** @param {TrainingView} board */
  constructor(board) {
    this.board = board;
    this.isCarried = false; // arrows move the selected point, not the choice
    const { reach } = board.constants;
    this.place = keyHandle("cross", "place looked at; arrows move it", (event) => this.pressPlace(event));
    this.point = keyHandle("pick", "point; arrows choose the next one", (event) => this.pressPoint(event));
    this.place.setAttribute("aria-valuemin", String(-reach));
    this.place.setAttribute("aria-valuemax", String(reach));
    this.point.setAttribute("aria-valuemin", "1");
    for (const node of [this.place, this.point]) {
      node.addEventListener("keyup", () => board.rest());
      node.addEventListener("focus", () => board.paintSoon());
      node.addEventListener("blur", () => (this.isCarried = false));
    }
    this.nodes = [this.place, this.point];
  }

  /** @param {KeyboardEvent} event */
  pressPlace({ key, shiftKey }) {
    const { board } = this;
    const [x, y] = board.state.look ?? [0, 0];
    if (key === "Home") board.lookAt(0, 0);
    else if (key === "Enter" && board.canEdit && board.points.brush >= 0) board.points.add(x, y);
    else if (key in ARROWS) {
      const stride = shiftKey ? LONG_STRIDE : STRIDE;
      board.lookAt(x + stride * ARROWS[key][0], y + stride * ARROWS[key][1]);
    } else return false;
    return true;
  }

  /** @param {KeyboardEvent} event */
  pressPoint({ key, shiftKey }) {
    const { board, isCarried } = this;
    const at = board.points.selected ?? -1;
    if (!board.points.count) return false;
    if (key === "Escape" && !isCarried) board.select(null);
    else if (at < 0 && (key in ARROWS || key === "Enter")) board.select(board.points.worst());
    else if (key === "Home") board.select(board.points.worst());
    else if (board.canEdit && at >= 0 && ["Delete", "Backspace"].includes(key)) board.points.remove();
    else if (board.canEdit && at >= 0 && ["Enter", " ", "Escape"].includes(key)) {
      this.isCarried = key !== "Escape" && !isCarried;
      board.paintSoon();
    } else if (key in ARROWS) this.step(at, ARROWS[key], shiftKey);
    else return false;
    return true;
  }

  /**
   * @param {number} at
   * @param {[dx: number, dy: number]} direction
   * @param {boolean} far
   */
  step(at, [dx, dy], far) {
    const { board } = this;
    const { draft } = board.points;
    const stride = far ? LONG_STRIDE : STRIDE;
    if (this.isCarried) board.points.move(at, draft.x[at] + stride * dx, draft.y[at] + stride * dy);
    else board.select(neighbour(draft, at, dx, dy));
  }

  /**
   * @param {LinearPlane} on
   * @param {{ probs: readonly number[] | null, loss: number | null }} told what may be read aloud of them
   */
  paint(on, { probs, loss }) {
    const { board, place, point } = this;
    const { draft, selected: at } = board.points;
    const [x, y] = board.state.look ?? [0, 0];
    place.hidden = !board.has("look");
    point.hidden = !draft.x.length || !(board.has("chain") || board.canEdit);
    place.style.transform = `translate(${on.x(x) - 22}px, ${on.y(y) - 22}px)`;
    const shares = probs?.map((p, k) => `class ${k + 1} ${num3(100 * p)} %`).join(", ");
    this.say(place, x, `x ${fixed2(x)}, y ${fixed2(y)}${shares ? `: ${shares}` : ""}`);
    point.dataset.testid = at === null ? "pick" : `point-${at}`;
    point.setAttribute("aria-valuemax", String(draft.x.length));
    const seat = at === null ? [0, 0] : [draft.x[at], draft.y[at]];
    point.style.transform = `translate(${on.x(seat[0]) - 22}px, ${on.y(seat[1]) - 22}px)`;
    if (at === null) return this.say(point, 1, "no point selected; an arrow key selects the worst");
    const cost = loss === null ? "" : `, loss ${num3(loss)} nats`;
    const held = this.isCarried ? ", picked up: arrows move it" : "";
    const where = `x ${fixed2(seat[0])}, y ${fixed2(seat[1])}`;
    this.say(
      point,
      at + 1,
      `point ${at + 1} of ${draft.x.length}, ${className(draft.label[at])}, ${where}${cost}${held}`,
    );
  }

  /**
   * @param {HTMLElement} node
   * @param {number} now
   * @param {string} text
   */
  say(node, now, text) {
    setValue(node, now);
    if (node.getAttribute("aria-valuenow") !== String(now)) node.setAttribute("aria-valuenow", String(now));
    if (node.getAttribute("aria-valuetext") !== text) node.setAttribute("aria-valuetext", text);
  }
}
