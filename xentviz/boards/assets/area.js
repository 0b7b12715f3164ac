// @ts-check
// Cross-entropy as area: a rectangle for each outcome, as wide as p and as high as −ln q.
import { across, boxes, FRAME, NAME_LINES, namePlaces, topOf } from "./area_layout.js";
import { chartText, el, setAttributes, setValue, showText, svg } from "./elements.js";
import { num3 } from "./numerals.js";
/** @import { Box, NamePlace } from "./area_layout.js" */

const ROOM = 24; // px that a word above the picture needs beside another

/**
 * The truth, −ln of it, and −ln of the prediction, for each outcome; nats.
 * @typedef {{ y: number[], own: number[], cost: number[] }} Numbers
 */

/**
 * @param {Element} node
 * @param {Box} box
 */
function place(node, { x, width, y, height }) {
  const size = { x, width: Math.max(0, width), y, height: Math.max(0, height) };
  const texts = Object.entries(size).map(([name, value]) => [name, value.toFixed(2)]);
  setAttributes(node, Object.fromEntries(texts));
}

/** The rectangles of one outcome, its name, and a word where it is higher than the picture. */
class Column {
  /**
   * @param {number} k
   * @param {string} stripes the fill of what is infinite
   */
  constructor(k, stripes) {
    this.own = svg("rect", { class: "xv-own" });
    this.extra = svg("rect", { class: "xv-extra", fill: stripes });
    this.saved = svg("rect", { class: "xv-saved" });
    this.leader = svg("path", { class: "xv-leader" });
    this.name = chartText(0, NAME_LINES.under, "", "middle", "xv-column-name");
    this.beyond = chartText(0, FRAME.top - 7, "", "middle", "xv-column-beyond");
    this.node = svg(
      "g",
      { class: "xv-column", "data-lit": `class-${k}`, "data-testid": `area-${k}` },
      ...[this.own, this.extra, this.saved, this.leader, this.name, this.beyond],
    );
  }

  /**
   * @param {{ from: number, p: number, own: number, cost: number }} column
   * @param {number} top nats at the top of the picture
   * @param {number} wordAt where the last word above the picture stands
   * @returns {number} where the last one stands now
   */
  paint(column, top, wordAt) {
    const { from, p, cost } = column;
    const { own, extra, saved } = boxes(column, top);
    place(this.own, own);
    place(this.extra, extra);
    place(this.saved, saved);
    this.extra.classList.toggle("xv-endless", cost === Infinity);
    setValue(this.node, p > 0 ? p * cost : 0);
    this.node.classList.toggle("xv-zero", p === 0);
    const at = Math.min(FRAME.right - 8, across(from) + own.width / 2);
    setAttributes(this.beyond, { x: at.toFixed(2) });
    // What is beyond the picture is said above it, unless a neighbour has just said as much.
    const isSaid = p > 0 && cost > top && at - wordAt > ROOM;
    showText(this.beyond, !isSaid ? "" : cost === Infinity ? "∞" : `↑${num3(cost)}`);
    return isSaid ? at : wordAt;
  }

  /** @param {NamePlace} place */
  paintName({ words, half, middle, at, under }) {
    showText(this.name, words);
    setAttributes(this.name, { x: at.toFixed(2), y: under ? NAME_LINES.under : NAME_LINES.lower });
    const end = Math.max(at - half + 3, Math.min(at + half - 3, middle));
    const line = `M${middle.toFixed(1)} ${FRAME.bottom + 2}V${NAME_LINES.under + 1}L${end.toFixed(1)} ${
      NAME_LINES.lower - 9
    }`;
    setAttributes(this.leader, { d: under || !words ? "" : line });
  }
}

/** @param {string} id of the pattern of what is infinite: one that no other board of the page has */
function stripesPattern(id) {
  const size = { width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return svg("pattern", { id, ...size }, svg("rect", { width: 4.5, height: 7, class: "xv-stripe" }));
}

function key() {
  const words = { own: "entropy", extra: "extra cost (adds to KL)", saved: "saving (takes from KL)" };
  const spans = Object.entries(words).map(([kind, text]) => el("span", { class: `xv-key-${kind}` }, text));
  return el("p", { class: "xv-area-note" }, ...spans);
}

export class AreaPicture {
  /** @param {string} stripesId an id that no other board of the page has */
  constructor(stripesId) {
    this.stripes = `url(#${stripesId})`;
    /** @type {Column[]} */
    this.columns = [];
    this.ground = svg("g");
    this.ticks = [0, 0.5, 1].map((part) =>
      chartText(FRAME.left - 6, FRAME.bottom + 4 - part * (FRAME.bottom - FRAME.top), "", "end")
    );
    this.picture = svg(
      "svg",
      { viewBox: "0 0 420 216", class: "xv-area", role: "img", "data-testid": "area" },
      svg("defs", {}, stripesPattern(stripesId)),
      this.ground,
      svg("path", { d: `M${FRAME.left} ${FRAME.top}V${FRAME.bottom}H${FRAME.right}`, class: "xv-axes" }),
      ...this.ticks,
    );
    const title = el(
      "p",
      { class: "xv-area-title" },
      "Each bar is p wide and −ln q tall. The total area is the cross-entropy.",
    );
    this.node = el("div", { class: "xv-area-box", "data-element": "area" }, title, this.picture, key());
  }

  /**
   * @param {string[]} names
   * @param {Numbers} numbers
   */
  paint(names, numbers) {
    const { y, own, cost } = numbers;
    this.build(y.length);
    const top = topOf(numbers);
    this.ticks.forEach((tick, i) => showText(tick, String((i * top) / 2)));
    const places = namePlaces(names, y);
    let [from, wordAt] = [0, -Infinity];
    this.columns.forEach((column, k) => {
      wordAt = column.paint({ from, p: y[k], own: own[k], cost: cost[k] }, top, wordAt);
      column.paintName(places[k]);
      from += y[k];
    });
  }

  /** @param {number} outcomes */
  build(outcomes) {
    if (this.columns.length === outcomes) return;
    this.columns = Array.from({ length: outcomes }, (_, k) => new Column(k, this.stripes));
    this.ground.replaceChildren(...this.columns.map(({ node }) => node));
  }

  /** @param {string} words the numbers, as they are read aloud */
  speak(words) {
    const what = "One rectangle an outcome, as wide as p and as high as −ln q.";
    this.picture.setAttribute("aria-label", `${what} ${words}`);
  }
}
