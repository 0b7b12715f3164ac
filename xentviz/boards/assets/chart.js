// @ts-check
// A chart as wide as its place, and dragging on a picture.
import { svg } from "./elements.js";
/** @import { Hands, Plane } from "./types.d.ts" */

/** @typedef {{ width: number, height: number }} Size px */

/**
 * What a chart is made of: S says what stands on the axes, P is the plane that it makes for a size.
 * @template {object} S
 * @template {Plane} P
 * @typedef {object} ChartOptions
 * @property {string} label what is seen, in words
 * @property {() => S} spec
 * @property {(spec: S & Size) => P} make
 * @property {(plane: P, spec: S) => Node[]} rule the axes and what else lies under `over`
 * @property {(width: number) => number} heightFor
 * @property {(plane: P) => void} laid called after each layout
 * @property {Node[]} [over] what lies above the axes
 */

/**
 * Laid out again whenever its width changes; one unit of it is one pixel.
 * @template {object} S
 * @template {Plane} P
 */
export class Chart {
  /** @param {ChartOptions<S, P>} options */
  constructor(options) {
    this.options = options;
    this.ground = svg("g");
    this.node = svg(
      "svg",
      { class: "xv-curve", role: "img", "aria-label": options.label },
      this.ground,
      ...(options.over ?? []),
    );
    this.on = this.made(options.spec(), 640);
    this.observer = new ResizeObserver(() => {
      if (this.node.clientWidth !== this.on.width) this.lay();
    });
    this.observer.observe(this.node);
  }

  /**
   * @param {S} spec
   * @param {number} width
   */
  made(spec, width) {
    return this.options.make({ ...spec, width, height: this.options.heightFor(width) });
  }

  lay() {
    const spec = this.options.spec();
    this.on = this.made(spec, this.node.clientWidth || 640);
    const { width, height } = this.on;
    this.node.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.node.style.height = `${height}px`;
    this.ground.replaceChildren(...this.options.rule(this.on, spec));
    this.options.laid(this.on);
  }

  close() {
    this.observer.disconnect();
  }
}

const SLIP_PX = 4; // a press that moves less is a press

/**
 * Dragging on a picture: `grab` says what is taken (null: nothing) at a place, `move` where it goes,
 * both in the picture's own units. A press on a button inside stays a press until it moves.
 * @template T
 * @param {Hands} hands
 * @param {SVGSVGElement} picture
 * @param {object} options
 * @param {(x: number, y: number, target: Element) => T | null} options.grab
 * @param {(taken: T, x: number, y: number) => void} options.move
 * @param {HTMLElement | SVGElement} [options.area] what is pressed; the picture where it is left out
 */
export function draggable(hands, picture, { grab, move, area = picture }) {
  /** @type {{ what: T, from: [number, number] | null } | null} */
  let taken = null;
  const start = (/** @type {PointerEvent} */ event, /** @type {T} */ what) => {
    taken = { what, from: null };
    area.setPointerCapture(event.pointerId);
    move(what, ...placeOn(picture, event));
  };
  const down = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const what = grab(...placeOn(picture, event), event.target);
    if (what === null) return;
    hands.hold(true);
    taken = { what, from: [event.clientX, event.clientY] };
    // A finger may be about to scroll: it drags once it moves sideways.
    if (event.pointerType !== "touch" && !event.target.closest("button")) start(event, what);
  };
  const moved = (/** @type {PointerEvent} */ event) => {
    if (taken === null) return;
    const { what, from } = taken;
    if (!from) {
      move(what, ...placeOn(picture, event));
      return;
    }
    if (drags(event, from)) start(event, what);
  };
  const end = (/** @type {PointerEvent} */ event) => {
    if (taken === null) return;
    // A tap moves at once; a touch that was cancelled has scrolled the page instead.
    const isTap = event.type === "pointerup" && event.pointerType === "touch" && taken.from !== null;
    if (isTap && !(event.target instanceof Element && event.target.closest("button"))) start(event, taken.what);
    taken = null;
    hands.hold(false);
    hands.rest();
  };
  // As EventListener, for HTML and SVG elements declare their events apart.
  area.addEventListener("pointerdown", /** @type {EventListener} */ (down));
  area.addEventListener("pointermove", /** @type {EventListener} */ (moved));
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) {
    area.addEventListener(kind, /** @type {EventListener} */ (end));
  }
}

/**
 * Whether a pointer that went down at `from` drags by now; a finger drags only sideways, else it scrolls.
 * @param {PointerEvent} event
 * @param {[x: number, y: number]} from
 */
function drags({ clientX, clientY, pointerType }, [x, y]) {
  const [dx, dy] = [Math.abs(clientX - x), Math.abs(clientY - y)];
  return pointerType === "touch" ? dx > SLIP_PX && dx > dy : Math.hypot(dx, dy) > SLIP_PX;
}

/**
 * Where a pointer is on a picture, in the units of its viewBox.
 * @param {SVGSVGElement} picture
 * @param {PointerEvent} event
 * @returns {[x: number, y: number]}
 */
function placeOn(picture, { clientX, clientY }) {
  const box = picture.getBoundingClientRect();
  const view = picture.viewBox.baseVal;
  return [((clientX - box.left) / box.width) * view.width, ((clientY - box.top) / box.height) * view.height];
}
