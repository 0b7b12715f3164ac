// @ts-check
// A share of 1 as a bar that is itself the slider, its number, and a lock.
import { button, field, handle } from "./controls.js";
import { el, svg } from "./elements.js";
import { num3 } from "./numerals.js";
/** @import { DistributionsView, Side } from "./distributions.js" */

/** @type {Record<Side, string>} */
export const SIDE_NAMES = { p: "truth", q: "prediction" };

/** Both locks are drawn and one is shown: the button's state says which. */
function padlock() {
  const shackle = (/** @type {string} */ d, /** @type {string} */ kind) =>
    svg("path", { d, class: `xv-shackle ${kind}` });
  return svg(
    "svg",
    { viewBox: "0 0 16 16", class: "xv-padlock", "aria-hidden": "true" },
    shackle("M5 8V5a3 3 0 0 1 6 0v3", "xv-shut"),
    shackle("M5 8V4.5a3 3 0 0 1 5.6-1.5", "xv-open"),
    svg("rect", { x: 3, y: 7.5, width: 10, height: 7, rx: 1.5 }),
  );
}

export class ShareBar {
  /**
   * @param {DistributionsView} board
   * @param {Side} side
   * @param {number} k
   */
  constructor(board, side, k) {
    this.side = side;
    this.painted = ""; // what stands there
    this.thumb = ""; // and where the thumb does
    const both = { label: "", lit: `class-${k}`, min: 0, max: 1, value: () => board.shown(side)[k] };
    this.slider = handle(board, {
      ...both,
      ...{ testid: `${side}-${k}`, step: 0.001, fine: 0.01, coarse: 0.1 },
      move: (x) => board.drag(side, k, x),
    });
    this.typed = field(board, {
      ...both,
      ...{ testid: `${side}-value-${k}`, format: num3 },
      enter: (x) => {
        board.drag(side, k, x);
        board.rest();
      },
    });
    this.lock = button(`${side}-lock-${k}`, "", () => board.lock(side, k), { class: "xv-button xv-lock" });
    this.lock.append(padlock());
    this.slider.node.addEventListener("focus", () => board.markGivers(side, k));
    this.slider.node.addEventListener("blur", () => board.markNoGivers());
    this.fill = el("span", { class: `xv-fill xv-fill-${side}` });
    this.smoothing = el("span", { class: "xv-from-smoothing" });
    const groove = el("span", { class: "xv-groove", "aria-hidden": "true" }, this.fill, this.smoothing);
    this.box = el("span", { class: `xv-share-bar xv-side-${side}` }, groove, this.slider.node);
    this.nodes = [this.box, this.typed.node, this.lock];
  }

  /** @param {string} name */
  paintName(name) {
    const label = `${SIDE_NAMES[this.side]} of ${name}`;
    this.slider.node.setAttribute("aria-label", label);
    this.typed.node.setAttribute("aria-label", label);
    this.lock.setAttribute("aria-label", `lock the ${label}`);
  }

  /** @param {boolean} gives it gives way to the bar that moves */
  markGiving(gives) {
    this.box.classList.toggle("xv-gives", gives);
  }

  /**
   * @param {string} name
   * @param {number} x the share
   * @param {number} spread the part of it that label smoothing gave, drawn striped
   * @param {boolean} locked
   */
  paint(name, x, spread, locked) {
    const now = `${x} ${spread} ${locked} ${name}`;
    // What stands there already is left alone, unless the finger has moved the thumb off it.
    if (now === this.painted && this.slider.node.value === this.thumb) return;
    this.painted = now;
    this.slider.paint(x, `${SIDE_NAMES[this.side]} of ${name}, ${num3(x * 100)} %${locked ? ", locked" : ""}`);
    this.typed.paint(x);
    this.thumb = this.slider.node.value;
    this.fill.style.transform = `scaleX(${x})`;
    this.smoothing.hidden = spread === 0;
    if (spread) this.smoothing.style.transform = `translateX(${(x - spread) * 100}%) scaleX(${spread})`;
    this.paintLock(locked);
  }

  /** @param {boolean} locked */
  paintLock(locked) {
    if (this.lock.ariaPressed === String(locked)) return;
    this.lock.ariaPressed = String(locked);
    this.slider.node.disabled = locked;
    this.typed.node.disabled = locked;
    this.box.classList.toggle("xv-locked", locked);
  }
}
