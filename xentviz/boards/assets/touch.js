// @ts-check
// A finger on a handle: a sideways move drags it, a vertical swipe scrolls the page and changes nothing.

const SIDEWAYS_PX = 6; // a finger that has moved this far sideways drags

/**
 * Chromium sets a range's value at the touch itself and cancels the touch only when it scrolls. So
 * what a finger sets is held back until it is known what the finger wants.
 */
export class Finger {
  /**
   * @param {HTMLInputElement} range
   * @param {(x: number) => void} move
   */
  constructor(range, move) {
    this.range = range;
    this.move = move;
    this.before = ""; // the value before the finger came
    this.wanted = ""; // what the browser has set meanwhile
    this.from = { x: 0, y: 0 };
    this.isUndecided = false;
    this.wasSwipe = false;
  }

  /** @param {PointerEvent} event */
  down({ pointerType, clientX, clientY }) {
    this.wasSwipe = false;
    this.isUndecided = pointerType === "touch";
    this.before = this.wanted = this.range.value;
    this.from = { x: clientX, y: clientY };
  }

  /** @param {PointerEvent} event */
  moved({ clientX, clientY }) {
    if (!this.isUndecided) return;
    const [dx, dy] = [Math.abs(clientX - this.from.x), Math.abs(clientY - this.from.y)];
    if (dx >= SIDEWAYS_PX && dx > dy) this.decide();
  }

  /** The finger drags, or has tapped: what it has set so far counts. */
  decide() {
    this.isUndecided = false;
    this.range.value = this.wanted;
    this.move(Number(this.wanted));
  }

  /** Whether a value that the browser has just set is held back. */
  holdsBack() {
    if (!this.isUndecided) return false;
    this.wanted = this.range.value;
    this.range.value = this.before;
    return true;
  }

  /** The finger has left: a tap counts. */
  up() {
    if (this.isUndecided && this.wanted !== this.before) this.decide();
    this.isUndecided = false;
  }

  /** The page scrolls: the value is as it was. */
  cancel() {
    if (!this.isUndecided) return;
    this.isUndecided = false;
    this.wasSwipe = true;
    this.range.value = this.before;
  }

  /** Whether a `change` belongs to a swipe and is to be ignored. */
  swallows() {
    if (this.wasSwipe) this.range.value = this.before;
    return this.wasSwipe;
  }
}
