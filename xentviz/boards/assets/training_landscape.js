// @ts-check
// A slice through the weights of the first run: the loss as a landscape, and the path taken across it.
import { Chart } from "./chart.js";
import { choice, field } from "./controls.js";
import { paletteOf } from "./decision_field.js";
import { chartText, draw, el, moveTo, setValue, show, showText, svg } from "./elements.js";
import { linearPlane, roundTicks } from "./linear_plane.js";
import { menu } from "./menu.js";
import { fixed2, num3 } from "./numerals.js";
import { singles } from "./packed.js";
import { empty } from "./training_numbers.js";
/** @import { LinearPlane } from "./linear_plane.js" */
/** @import { TrainingView } from "./training.js" */
/** @import { Landscape } from "./training_types.d.ts" */

const DEEPEST = 0.8; // of the loss's colour
const BANDS = 14; // steps of colour: their edges are the contour lines
const MARGINS = { left: 40, right: 10, top: 8, bottom: 22 };
/** @typedef {{ of: (data: Landscape) => string, unit: string }} Kind */
/** Both losses, in the order of their names. @type {Kind[]} */
const KINDS = [{ of: (data) => data.cross_entropy, unit: " nats" }, { of: (data) => data.squared, unit: "" }];

/**
 * Where each height lies between the lowest and the highest, in bands; low places are told apart best.
 * @param {Float32Array} heights
 */
export function bands(heights) {
  let [least, most] = [Infinity, -Infinity];
  for (const h of heights) {
    if (!Number.isFinite(h)) continue;
    least = Math.min(least, h);
    most = Math.max(most, h);
  }
  const range = most - least || 1;
  const part = (/** @type {number} */ h) => (Number.isFinite(h) ? Math.sqrt((h - least) / range) : 1);
  return { least, most, levels: Array.from(heights, (h) => Math.min(BANDS - 1, Math.floor(part(h) * BANDS))) };
}

/** One loss over the slice. */
class LossMap {
  /**
   * @param {TrainingView} board
   * @param {Kind} kind
   * @param {string} name of the loss
   */
  constructor(board, kind, name) {
    this.board = board;
    this.kind = kind;
    this.name = name;
    /** @type {Landscape | null} */
    this.data = null;
    this.heights = new Float32Array();
    /** The path in px. @type {{ x: number, y: number }[]} */
    this.places = [];
    this.isPointed = false; // the reading is that of the pointer's place
    this.readAt = -1; // the frame whose place on the path has been read
    this.canvas = el("canvas", { class: "xv-regions" });
    this.path = svg("path", { class: "xv-way-taken" });
    this.dot = svg("circle", { r: 6, class: "xv-dot" });
    this.along = el("p", { class: "xv-map-words" });
    this.words = empty(el("p", { class: "xv-map-words", "data-testid": `range-${KINDS.indexOf(kind)}` }));
    this.reading = empty(el("span", { "data-testid": `height-${KINDS.indexOf(kind)}` }));
    this.chart = this.buildChart();
    this.box = el("div", { class: "xv-canvases" }, this.canvas);
    const plot = el("div", { class: "xv-plot xv-plane" }, this.box, this.chart.node);
    this.node = el(
      "div",
      { class: "xv-map" },
      el("p", { class: "xv-map-title" }, name),
      plot,
      this.along,
      this.words,
      this.reading,
    );
    plot.addEventListener("pointermove", (event) => this.point(event));
    plot.addEventListener("pointerdown", (event) => this.point(event));
    plot.addEventListener("pointerleave", () => {
      this.isPointed = false;
      this.readAt = -1;
      board.paintSoon();
    });
  }

  buildChart() {
    return new Chart({
      label: `The loss as a landscape: ${this.name}, with the path of the training`,
      spec: () => this.spec(),
      make: linearPlane,
      rule: (on) => this.rule(on),
      heightFor: (width) => width - MARGINS.left - MARGINS.right + MARGINS.top + MARGINS.bottom,
      laid: (on) => this.laid(on),
      over: [this.path, this.dot],
    });
  }

  spec() {
    const [across, up] = [this.data?.across ?? [-1, 1], this.data?.up ?? [-1, 1]];
    const ends = { from: across[0], to: across.at(-1) ?? 1, least: up[0], most: up.at(-1) ?? 1 };
    return { ...ends, margins: MARGINS };
  }

  /** @param {LinearPlane} on */
  rule(on) {
    const { from, to, least, most } = this.spec();
    return [
      svg("rect", {
        ...{ x: on.left, y: on.top, width: on.right - on.left, height: on.bottom - on.top, class: "xv-axes" },
      }),
      ...roundTicks(from, to, 4).map(([x, text]) => chartText(on.x(x), on.bottom + 15, text, "middle")),
      ...roundTicks(least, most, 4).map(([y, text]) => chartText(on.left - 5, on.y(y) + 4, text, "end")),
    ];
  }

  /** @param {LinearPlane} on */
  laid(on) {
    const size = { left: on.left, top: on.top, width: on.right - on.left, height: on.bottom - on.top };
    for (const [name, px] of Object.entries(size)) this.box.style.setProperty(name, `${px}px`);
    if (!this.data) return;
    const [xs, ys] = [singles(this.data.path_x), singles(this.data.path_y)];
    this.places = Array.from(xs, (x, i) => ({ x: on.x(x), y: on.y(ys[i]) }));
    const pen = this.places.map(({ x, y }, i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`);
    this.path.setAttribute("d", pen.join(""));
    this.board.paintSoon();
  }

  /** @param {Landscape} data */
  take(data) {
    this.data = data;
    this.readAt = -1;
    this.heights = singles(this.kind.of(data));
    this.colour();
    this.chart.lay();
  }

  colour() {
    const { data, canvas } = this;
    const context = canvas.getContext("2d");
    if (!data || !context) return;
    const { size } = data;
    const { least, most, levels } = bands(this.heights);
    const { ground, classes: [strong] } = paletteOf(this.board.root, [this.board.results[0].loss]);
    canvas.width = canvas.height = size;
    const image = new ImageData(size, size);
    levels.forEach((level, i) => {
      const part = DEEPEST * level / (BANDS - 1);
      const at = 4 * ((size - 1 - Math.floor(i / size)) * size + (i % size));
      for (let c = 0; c < 3; c += 1) image.data[at + c] = ground[c] + part * (strong[c] - ground[c]);
      image.data[at + 3] = 255;
    });
    context.putImageData(image, 0, 0);
    const { unit } = this.kind;
    const [right, top] = data.names;
    showText(this.along, `→ ${right}; ↑ ${top}`);
    show(this.words, most, `lowest ${num3(least)}, highest ${num3(most)}${unit}; more colour: higher`);
  }

  /** @param {PointerEvent} event */
  point(event) {
    const { data } = this;
    if (!data || !this.board.shows("landscape")) return;
    const box = this.chart.node.getBoundingClientRect();
    const part = this.chart.on.width / box.width;
    const [x, y] = this.chart.on.at((event.clientX - box.left) * part, (event.clientY - box.top) * part);
    this.isPointed = true;
    this.read(x, y);
  }

  /**
   * The height at the sampled place that is nearest.
   * @param {number} x
   * @param {number} y
   */
  read(x, y) {
    const { data } = this;
    if (!data) return;
    const place = (/** @type {number} */ at, /** @type {number[]} */ all) =>
      Math.max(
        0,
        Math.min(all.length - 1, Math.round(((at - all[0]) / (all[all.length - 1] - all[0])) * (all.length - 1))),
      );
    const [i, j] = [place(x, data.across), place(y, data.up)];
    const height = this.heights[j * data.size + i];
    const where = `at ${fixed2(data.across[i])}, ${fixed2(data.up[j])}`;
    show(this.reading, height, `${where}: ${num3(height)}${this.kind.unit}`);
  }

  /** @param {number} frame */
  paint(frame) {
    const there = this.places[Math.min(frame, this.places.length - 1)];
    draw(this.dot, Boolean(there));
    if (!there) return;
    moveTo(this.dot, there.x, there.y);
    setValue(this.dot, frame);
    if (this.isPointed || this.readAt === frame) return;
    this.readAt = frame;
    const [x, y] = this.chart.on.at(there.x, there.y);
    this.read(x, y);
  }
}

export class TrainingLandscape {
  /** @param {TrainingView} board */
  constructor(board) {
    this.board = board;
    /** @type {Landscape | null} */
    this.data = null;
    const { view, slice, loss } = board.constants.names;
    const names = Object.values(loss);
    this.maps = KINDS.map((kind, k) => new LossMap(board, kind, names[k]));
    const [, alongWeights] = Object.keys(slice);
    this.alongWeights = alongWeights;
    this.view = choice({
      testid: "view",
      label: "picture",
      options: view,
      pick: (one) => board.changeNow({ view: one }),
    });
    this.slice = menu({
      testid: "slice",
      label: "slice along",
      options: slice,
      pick: (one) => board.changeNow({ slice: one }),
    });
    this.weights = [this.weight("wx", "first", "across: weight"), this.weight("wy", "second", "up: weight")];
    const labels = this.weights.map(({ label }) => label);
    this.tools = el(
      "div",
      { class: "xv-line-up xv-view", "data-element": "landscape" },
      this.view.node,
      this.slice.node,
      ...labels,
    );
    const maps = this.maps.map(({ node }) => node);
    this.node = el("div", { class: "xv-landscape", "data-element": "landscape", "data-testid": "landscape" }, ...maps);
  }

  /**
   * @param {string} testid
   * @param {"first" | "second"} key
   * @param {string} words
   */
  weight(testid, key, words) {
    const { board } = this;
    const part = field(board, {
      ...{ testid, label: words, min: 0, max: 9_999, format: String },
      value: () => board.state[key],
      enter: (x) => board.changeNow({ [key]: Math.round(x) }),
    });
    return { key, part, label: el("label", { class: "xv-weight" }, words, part.node) };
  }

  dress() {
    for (const map of this.maps) map.colour();
  }

  lay() {
    for (const map of this.maps) map.chart.lay();
  }

  /**
   * @param {Landscape | null} data
   * @param {number} frame
   */
  paint(data, frame) {
    const { state } = this.board;
    const isOpen = this.board.showsLandscape;
    this.view.node.hidden = !this.board.has("picture");
    this.view.paint(state.view);
    this.slice.paint(state.slice);
    this.slice.node.hidden = !isOpen;
    for (const { key, part, label } of this.weights) {
      label.hidden = !isOpen || state.slice !== this.alongWeights;
      part.paint(state[key]);
    }
    this.node.hidden = !isOpen || !data;
    if (!isOpen || !data) return;
    if (data !== this.data) {
      this.data = data;
      for (const map of this.maps) map.take(data);
    }
    for (const map of this.maps) map.paint(frame);
  }

  close() {
    for (const map of this.maps) map.chart.close();
  }
}
