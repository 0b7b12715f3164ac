// @ts-check
// Under the chips, aligned with them: each token's loss as a bar, and the sum, mean or perplexity so far.
import { el, setAttributes, svg } from "./elements.js";
import { axisOf, CURVES, heightOf, LossAxis, topOfLosses, TRACK } from "./loss_track_axis.js";
import { Overview } from "./overview.js";
/** @import { Chips, Spot } from "./chips.js" */
/** @import { Curve } from "./loss_track_axis.js" */
/** @import { Reading, Told } from "./strip_reading.js" */

/** @typedef {[first: number, end: number]} Range of rows: `end` is not among them */
/** @typedef {(value: number) => number} Height in px */

/**
 * The path of a curve through the middles of the chips.
 * @param {Spot[]} spots
 * @param {ArrayLike<number>} values
 * @param {Height} y
 * @param {Range} range
 */
export function curvePath(spots, values, y, [first, end]) {
  let d = "";
  for (let i = first; i < end; i += 1) {
    const [left, width] = spots[i];
    d += `${i > first ? "L" : "M"}${(left + width / 2).toFixed(1)} ${y(values[i]).toFixed(1)}`;
  }
  return d;
}

/**
 * The path of bars under the middles of the chips, all of the same width.
 * @param {Spot[]} spots
 * @param {ArrayLike<number>} losses
 * @param {Height} y
 * @param {Range} range
 * @param {[from: number, to: number]} edges px beside the middle
 */
export function barsPath(spots, losses, y, [first, end], [from, to]) {
  let d = "";
  for (let i = first; i < end; i += 1) {
    const [left, width] = spots[i];
    const [start, stop] = [from, to].map((x) => (left + width / 2 + x).toFixed(1));
    d += `M${start} ${TRACK.foot}V${y(losses[i]).toFixed(1)}H${stop}V${TRACK.foot}Z`;
  }
  return d;
}

const ALONE = /** @type {[number, number]} */ ([-13, 13]);
const FIRST = /** @type {[number, number]} */ ([-16, -1]);
const SECOND = /** @type {[number, number]} */ ([1, 16]);

export class LossTrack {
  /** @param {Chips} chips */
  constructor(chips) {
    this.chips = chips;
    /** @type {Spot[]} */
    this.spots = []; // of each row
    /** @type {Range} */
    this.range = [0, 0];
    /** @type {{ curve: Curve, top: number, one: Told, two: Told | null } | null} */
    this.drawn = null;
    /** @type {number | null} */
    this.row = null; // the one looked at
    this.axis = new LossAxis();
    this.shapes = this.buildShapes();
    this.cursor = svg("rect", { class: "xv-cursor", y: 0, height: TRACK.height });
    this.dot = svg("circle", { r: 5, class: "xv-dot" });
    this.track = svg(
      "svg",
      { class: "xv-loss-track", height: TRACK.height, "aria-hidden": "true" },
      ...[this.cursor, ...Object.values(this.shapes), this.dot],
    );
    this.scroller = el("div", { class: "xv-scroller", tabindex: "-1" }, chips.node, this.track);
    this.overview = new Overview(this.scroller);
    const stage = el("div", { class: "xv-stage" }, this.scroller, this.axis.front);
    this.node = el("div", { class: "xv-staff" }, this.axis.gutter, stage, this.overview.node);
    this.tells = true; // bars and curve may be seen
    this.scroller.addEventListener("scroll", () => this.lay(), { passive: true });
    this.observer = new ResizeObserver(() => this.lay());
    this.observer.observe(this.scroller);
  }

  buildShapes() {
    const shape = (/** @type {string} */ name) => svg("path", { class: `xv-track-${name}` });
    return { bars: shape("bars"), otherBars: shape("bars-other"), other: shape("other"), run: shape("run") };
  }

  /**
   * Another text: the chips have other places now.
   * @param {Reading} reading
   */
  fill(reading) {
    this.spots = this.chips.fill(reading);
    const { width } = this.chips;
    setAttributes(this.track, { width, viewBox: `0 0 ${width} ${TRACK.height}` });
    this.drawn = null;
    this.lay();
  }

  /** Chips and curves are drawn where they are in sight, and as much again on either side. */
  lay() {
    const { scrollLeft, clientWidth } = this.scroller;
    const [from, to] = [scrollLeft - clientWidth, scrollLeft + 2 * clientWidth];
    this.chips.render(from, to);
    this.chips.markChosen();
    const first = this.spots.findIndex(([left, width]) => left + width > from);
    const end = this.spots.findIndex(([left]) => left > to);
    this.range = [Math.max(0, first), end < 0 ? this.spots.length : end];
    this.draw();
    this.overview.paintWindow();
  }

  /**
   * @param {Curve} curve
   * @param {Reading} reading
   * @param {Told} one
   * @param {Told | null} two a second model
   */
  paint(curve, reading, one, two) {
    const count = one.losses.length;
    if (this.spots.length !== count) return;
    const { top } = axisOf(curve, reading, count);
    this.drawn = { curve, top, one, two };
    this.draw();
    if (this.tells) this.axis.paint(curve, reading, count);
    else this.axis.clear();
    this.overview.paint(this.tells ? one.losses : [], topOfLosses(reading.baseline));
    this.placeCursor();
  }

  /**
   * Show bars and curve, or cover them.
   * @param {boolean} on
   */
  tell(on) {
    this.tells = on;
    this.node.classList.toggle("xv-no-track", !on);
  }

  draw() {
    if (!this.drawn) return;
    const { shapes, spots, range } = this;
    const { curve, top, one, two } = this.drawn;
    const y = (/** @type {number} */ value) => heightOf(value, top);
    if (!this.tells) {
      for (const shape of Object.values(shapes)) setAttributes(shape, { d: "" });
      return;
    }
    const { row, perToken } = CURVES[curve];
    const bars = perToken ? barsPath(spots, one.losses, y, range, two ? FIRST : ALONE) : "";
    const otherBars = perToken && two ? barsPath(spots, two.losses, y, range, SECOND) : "";
    setAttributes(shapes.bars, { d: bars });
    setAttributes(shapes.otherBars, { d: otherBars });
    setAttributes(shapes.other, { d: two ? curvePath(spots, two[row], y, range) : "" });
    setAttributes(shapes.run, { d: curvePath(spots, one[row], y, range) });
  }

  /** @param {number} row the one looked at */
  show(row) {
    this.row = row;
    this.placeCursor();
  }

  /** A band through bars and curve at the row looked at, and a dot on the curve. */
  placeCursor() {
    const spot = this.row === null ? undefined : this.spots[this.row];
    this.track.classList.toggle("xv-nowhere", !spot || !this.drawn);
    this.dot.classList.toggle("xv-hidden", !this.tells);
    if (!spot || !this.drawn || this.row === null) return;
    const { curve, top, one } = this.drawn;
    const [left, width] = spot;
    const y = heightOf(one[CURVES[curve].row][this.row], top);
    setAttributes(this.cursor, { x: left, width });
    this.dot.setAttribute("transform", `translate(${left + width / 2} ${y})`);
  }

  /**
   * Bring a row into sight without moving the page.
   * @param {number} row
   */
  reveal(row) {
    const spot = this.spots[row];
    if (!spot) return;
    const [left, width] = spot;
    const { scrollLeft, clientWidth } = this.scroller;
    if (left >= scrollLeft && left + width <= scrollLeft + clientWidth) return;
    this.scroller.scrollLeft = left - clientWidth / 2;
    this.lay();
  }

  close() {
    this.observer.disconnect();
  }
}
