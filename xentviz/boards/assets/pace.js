// @ts-check
// How much a board paints in one frame: all of it or, on a slow device, the near parts and one of the others.

const LATE_MS = 25; // a frame that took longer is late: at 60 a second one was missed
const IN_PARTS = 90; // frames that are painted in parts after a late one

/**
 * All but the one at k.
 * @template T
 * @param {T[]} all
 * @param {number | undefined} k
 */
export const others = (all, k) => all.filter((_, j) => j !== k);

/**
 * Which of the later parts a frame paints. Every part has been painted a few frames after the last change.
 * @template N
 */
export class Pace {
  /** @param {((numbers: N) => void)[]} later */
  constructor(later) {
    this.later = later;
    this.inParts = 0; // frames to come that are painted in parts
    this.owed = 0; // parts that do not show the newest numbers
    this.next = 0;
  }

  /** The numbers have changed. */
  changed() {
    this.owed = this.later.length;
  }

  /**
   * From the begin of a painted frame to that of the next.
   * @param {number} ms
   */
  took(ms) {
    if (ms > LATE_MS) this.inParts = IN_PARTS;
  }

  /**
   * @param {N} numbers
   * @returns {boolean} whether another frame is needed
   */
  paint(numbers) {
    if (!this.inParts) return this.paintAll(numbers);
    this.inParts -= 1;
    if (!this.owed) return false;
    this.later[this.next](numbers);
    this.next = (this.next + 1) % this.later.length;
    this.owed -= 1;
    return this.owed > 0;
  }

  /** @param {N} numbers */
  paintAll(numbers) {
    for (const part of this.later) part(numbers);
    this.owed = 0;
    return false;
  }
}
