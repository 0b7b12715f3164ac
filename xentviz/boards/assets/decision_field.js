// @ts-check
// What a model predicts all over the plane, and its points: two canvases, painted anew with each frame.
import { MOST_CLASSES, outline } from "./class_marks.js";
import { lossOf } from "./training_run.js";
/** @import { Points, Run } from "./training_run.js" */

/** @typedef {[r: number, g: number, b: number]} Colour */

/** @typedef {{ classes: Colour[], ground: Colour }} Palette `ground` is where nothing is favoured */

const DEEPEST = 0.5; // of a class's colour where the model is certain
const SMALLEST_PX2 = 5; // the square of a point's radius, without any loss
const PX2_PER_NAT = 15;
const LARGEST_PX = 13;

/**
 * The colours that a board's style sheet gives its classes, whatever way they are written in.
 * @param {HTMLElement} root
 * @param {Element[]} signs one a class
 * @returns {Palette}
 */
export function paletteOf(root, signs) {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const read = (/** @type {string} */ colour) => {
    if (!context) return /** @type {Colour} */ ([0, 0, 0]);
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
    return /** @type {Colour} */ ([r, g, b]);
  };
  const ground = read(getComputedStyle(root).backgroundColor);
  return { classes: signs.map((sign) => read(getComputedStyle(sign).color)), ground };
}

/**
 * The colour of each class at each byte of its probability: pale where it is no likelier than the others.
 * @param {Palette} palette
 * @param {number} classes K
 */
export function tints({ classes: colours, ground }, classes) {
  const least = 255 / classes;
  const table = new Uint32Array(classes * 256);
  const bytes = new Uint8ClampedArray(table.buffer);
  for (let at = 0; at < table.length; at += 1) {
    const colour = colours[at >> 8];
    const depth = DEEPEST * Math.max(0, ((at & 255) - least) / (255 - least));
    for (let c = 0; c < 3; c += 1) bytes[4 * at + c] = ground[c] + depth * (colour[c] - ground[c]);
    bytes[4 * at + 3] = 255;
  }
  return table;
}

/**
 * The colours of a frame's cells, from the highest y down, as a picture is.
 * @param {Run} run
 * @param {number} frame
 * @param {Uint32Array} table of `tints`
 * @param {Uint32Array} out (cells * cells)
 */
export function tint({ classes, cells, field }, frame, table, out) {
  const size = cells * cells;
  const from = frame * (classes - 1) * size;
  for (let row = 0; row < cells; row += 1) {
    const to = (cells - 1 - row) * cells;
    for (let column = 0; column < cells; column += 1) {
      const cell = from + row * cells + column;
      let [most, best, rest] = [-1, 0, 255];
      for (let k = 0; k < classes - 1; k += 1) {
        const p = field[cell + k * size];
        rest -= p;
        if (p > most) [most, best] = [p, k];
      }
      if (rest > most) [most, best] = [rest, classes - 1];
      out[to + column] = table[best * 256 + most];
    }
  }
}

/** The regions: one pixel a cell, which the style sheet stretches. */
export class Regions {
  constructor() {
    this.node = document.createElement("canvas");
    this.node.className = "xv-regions";
    this.context = this.node.getContext("2d");
    this.image = new ImageData(1, 1);
    /** @type {Palette | null} */
    this.palette = null;
    this.table = new Uint32Array(0);
  }

  /** @param {Palette} palette */
  dress(palette) {
    this.palette = palette;
    this.table = new Uint32Array(0);
  }

  /**
   * @param {Run} run
   * @param {number} frame
   */
  paint(run, frame) {
    if (!this.palette) return;
    if (this.image.width !== run.cells) {
      this.node.width = this.node.height = run.cells;
      this.image = new ImageData(run.cells, run.cells);
    }
    if (this.table.length !== 256 * run.classes) this.table = tints(this.palette, run.classes);
    tint(run, frame, this.table, new Uint32Array(this.image.data.buffer));
    this.context?.putImageData(this.image, 0, 0);
  }

  clear() {
    this.context?.clearRect(0, 0, this.node.width, this.node.height);
  }
}

/**
 * A point's radius in px: its area grows with its loss.
 * @param {number} loss nats
 */
export const radiusOf = (loss) => Math.min(LARGEST_PX, Math.sqrt(SMALLEST_PX2 + PX2_PER_NAT * loss));

/**
 * What is drawn: points that may have moved since the run was trained. `source` is a point's place in the
 * run, -1 for a new one.
 * @typedef {Record<"x" | "y" | "label" | "source", ArrayLike<number>>} Drawn
 */

/** The points: each in the shape of its class, as large as its loss. */
export class Scatter {
  /** @param {number} top what the largest byte of `losses` stands for */
  constructor(top) {
    this.node = document.createElement("canvas");
    this.node.className = "xv-scatter";
    this.context = this.node.getContext("2d");
    this.radii = Float64Array.from({ length: 256 }, (_, byte) => radiusOf(lossOf(byte, top)));
    /** @type {Palette | null} */
    this.palette = null;
    this.size = 0; // px of the page
    this.scale = 1;
  }

  /** @param {number} size px along each side */
  lay(size) {
    this.size = size;
    this.scale = globalThis.devicePixelRatio || 1;
    this.node.width = this.node.height = Math.max(1, Math.round(size * this.scale));
  }

  /**
   * @param {Drawn} drawn
   * @param {number} reach
   * @param {(source: number) => number} byteOf a point's byte of loss
   */
  paint(drawn, reach, byteOf) {
    const { context, palette, size, scale, radii } = this;
    if (!context || !palette) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, size, size);
    context.lineWidth = 0.8;
    context.strokeStyle = `rgb(${palette.ground.join(" ")})`;
    const unit = size / (2 * reach);
    for (let k = 0; k < MOST_CLASSES; k += 1) {
      context.beginPath();
      for (let i = 0; i < drawn.label.length; i += 1) {
        if (drawn.label[i] !== k) continue;
        const [x, y] = [(drawn.x[i] + reach) * unit, (reach - drawn.y[i]) * unit];
        outline(context, k, x, y, radii[byteOf(drawn.source[i])]);
      }
      context.fillStyle = `rgb(${palette.classes[k].join(" ")})`;
      context.fill();
      context.stroke();
    }
  }
}

/**
 * The points as they were trained on.
 * @param {Points} points
 * @returns {Drawn}
 */
export const asTrained = ({ x, y, label }) => ({ x, y, label, source: Uint16Array.from(label, (_, i) => i) });
