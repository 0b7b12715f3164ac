// @ts-check
// A whole text at a glance, under its strip: press or drag to go there.
import { draggable } from "./chart.js";
import { setAttributes, svg } from "./elements.js";

const HEIGHT = 20;
const NO_HANDS = { hold() {}, rest() {}, say() {} }; // scrolling changes no state

export class Overview {
  /** @param {HTMLElement} scroller what it moves */
  constructor(scroller) {
    this.scroller = scroller;
    this.count = 0;
    this.bars = svg("path", { class: "xv-map-bars" });
    this.window = svg("rect", { class: "xv-window", y: 0, height: HEIGHT });
    this.node = svg(
      "svg",
      { class: "xv-overview", preserveAspectRatio: "none", "aria-hidden": "true" },
      this.bars,
      this.window,
    );
    draggable(NO_HANDS, this.node, { grab: () => "window", move: (_, x) => this.goTo(x) });
  }

  /** @param {number} row in the middle of the strip then */
  goTo(row) {
    const { scrollWidth, clientWidth } = this.scroller;
    this.scroller.scrollLeft = (row / this.count) * scrollWidth - clientWidth / 2;
  }

  /**
   * @param {ArrayLike<number>} losses
   * @param {number} top nats at the top
   */
  paint(losses, top) {
    let d = `M0 ${HEIGHT}`;
    for (let i = 0; i < losses.length; i += 1) {
      d += `V${(HEIGHT - (HEIGHT - 1) * Math.min(1, losses[i] / top)).toFixed(1)}h1`;
    }
    this.bars.setAttribute("d", `${d}V${HEIGHT}Z`);
    this.node.setAttribute("viewBox", `0 0 ${Math.max(1, losses.length)} ${HEIGHT}`);
    this.count = losses.length;
  }

  /** What of the text is in sight. */
  paintWindow() {
    const { scrollLeft, scrollWidth, clientWidth } = this.scroller;
    this.node.classList.toggle("xv-hidden", scrollWidth <= clientWidth + 1);
    if (!scrollWidth || !this.count) return;
    const [x, width] = [scrollLeft, clientWidth].map((px) => (px / scrollWidth) * this.count);
    setAttributes(this.window, { x, width });
  }
}
