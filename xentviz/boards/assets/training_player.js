// @ts-check
// Play, pause, one frame back or forward, and the slider over all of them.
import { button, handle } from "./controls.js";
import { el, setAttributes, show } from "./elements.js";
import { Player } from "./player.js";
import { empty } from "./training_numbers.js";
import { grouped } from "./units.js";
/** @import { TrainingView } from "./training.js" */

const FRAME_MS = 50; // a run of 100 frames takes five seconds

export class TrainingPlayer {
  /** @param {TrainingView} board */
  constructor(board) {
    this.board = board;
    this.player = new Player({
      everyMs: FRAME_MS,
      step: () => this.advance(),
      shown: (on) => this.turn(on),
      finished: () => board.rest(),
    });
    this.toggle = button("play", "Play", () => this.press(), { class: "xv-button xv-primary" });
    this.back = button("back", "‹", () => this.move(-1), { "aria-label": "one frame back" });
    this.forward = button("forward", "›", () => this.move(1), { "aria-label": "one frame forward" });
    this.slider = handle(board, {
      ...{ testid: "step-handle", label: "training step", min: 0, step: 1, fine: 1, coarse: 10 },
      get max() {
        return board.lastFrame;
      },
      value: () => board.frameNow,
      move: (frame) => board.goToFrame(frame),
    });
    this.words = empty(el("span", { class: "xv-step-words", "data-testid": "step" }));
    this.node = el(
      "div",
      { class: "xv-player", "data-element": "player" },
      ...[this.toggle, this.back, this.forward, this.slider.node, this.words],
    );
    // A hand on the slider ends the motion.
    for (const kind of ["pointerdown", "keydown"]) this.slider.node.addEventListener(kind, () => this.player.pause());
  }

  press() {
    if (this.player.playing) {
      this.player.pause();
      this.board.rest();
      return;
    }
    if (this.board.frameNow >= this.board.lastFrame) this.board.goToFrame(0);
    this.player.play({ atOnce: globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  advance() {
    const { board } = this;
    const next = Math.min(board.lastFrame, board.frameNow + 1);
    board.goOnTheWay(next);
    return next < board.lastFrame;
  }

  /** @param {number} by */
  move(by) {
    this.player.pause();
    this.board.goToFrame(Math.max(0, Math.min(this.board.lastFrame, this.board.frameNow + by)));
    this.board.rest();
  }

  /** @param {boolean} on */
  turn(on) {
    this.toggle.textContent = on ? "Pause" : "Play";
    this.toggle.setAttribute("aria-pressed", String(on));
  }

  /** @param {string} spoken */
  paint(spoken) {
    const { board, slider, words, back, forward } = this;
    const { frameNow: frame, lastFrame } = board;
    const step = board.longest?.steps[frame] ?? 0;
    const last = board.longest?.steps.at(-1) ?? 0;
    setAttributes(slider.node, { max: lastFrame });
    slider.paint(frame, spoken, step);
    show(words, step, `step ${grouped(step)} of ${grouped(last)}`);
    back.disabled = frame <= 0;
    forward.disabled = frame >= lastFrame;
    this.toggle.disabled = lastFrame === 0;
  }

  close() {
    this.player.pause();
  }
}
