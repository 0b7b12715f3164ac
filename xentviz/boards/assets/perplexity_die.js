// @ts-check
// Perplexity as a die: of V sides, so many are lit; rolling a fair die with those would surprise as much.
import { setAttributes, setValue, svg } from "./elements.js";
import { num3 } from "./numerals.js";
/** @import { Part } from "./types.d.ts" */

const SIZE = 10; // of a face

const WIDE = 2.6; // times as wide as high, whatever the vocabulary

/**
 * How many faces stand in a row.
 * @param {number} size V
 */
const columnsFor = (size) => Math.ceil(Math.sqrt(size * WIDE));

/**
 * The faces that are lit. e to the mean of equal losses is V but for the last digit: that face is whole.
 * @param {number} perplexity
 * @param {number} size V
 */
export const litFaces = (perplexity, size) =>
  Number.isNaN(perplexity) ? 0 : Math.min(size, Number(perplexity.toPrecision(12)));

/**
 * @param {SVGRectElement} rect
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
const place = (rect, x, y, width, height) =>
  setAttributes(rect, { x, y, width: Math.max(0, width), height: Math.max(0, height) });

/**
 * Faces in whole rows, and those of the last row.
 * @param {string} fill
 */
function faceRows(fill) {
  const [full, last] = [svg("rect", { fill }), svg("rect", { fill })];
  const lay = (/** @type {number} */ count, /** @type {number} */ columns) => {
    const [rows, left] = [Math.floor(count / columns), Math.floor(count % columns)];
    place(full, 0, 0, columns * SIZE, rows * SIZE);
    place(last, 0, rows * SIZE, left * SIZE, SIZE);
    return { rows, left };
  };
  return { nodes: [full, last], lay };
}

/**
 * @param {string} id
 * @param {string} kind
 */
function facePattern(id, kind) {
  const face = svg("rect", { x: 1, y: 1, width: SIZE - 2, height: SIZE - 2, rx: 1.5, class: kind });
  return svg("pattern", { id, width: SIZE, height: SIZE, patternUnits: "userSpaceOnUse" }, face);
}

/**
 * @param {(name: string) => string} id makes an id that no other board of the page has
 * @returns {Part<[perplexity: number, size: number, tells: boolean], SVGSVGElement>}
 */
export function perplexityDie(id) {
  const [face, litFace] = [id("face"), id("face-lit")];
  const all = faceRows(`url(#${face})`);
  const lit = faceRows(`url(#${litFace})`);
  const partly = svg("rect", { class: "xv-face-lit" });
  const patterns = svg("defs", {}, facePattern(face, "xv-face"), facePattern(litFace, "xv-face-lit"));
  const node = svg(
    "svg",
    { class: "xv-die", preserveAspectRatio: "xMinYMin", role: "img", "data-testid": "faces", "data-element": "die" },
    ...[patterns, ...all.nodes, ...lit.nodes, partly],
  );
  /** @type {(perplexity: number, size: number, tells: boolean) => void} */
  const paint = (perplexity, size, tells) => {
    const columns = columnsFor(size);
    if (node.dataset.size !== String(size)) {
      node.dataset.size = String(size);
      node.setAttribute("viewBox", `0 0 ${columns * SIZE} ${Math.ceil(size / columns) * SIZE}`);
      all.lay(size, columns);
    }
    const count = tells ? litFaces(perplexity, size) : 0;
    const { rows, left } = lit.lay(count, columns);
    const part = count - Math.floor(count);
    place(partly, left * SIZE + 1, rows * SIZE + 1, part * (SIZE - 2), part ? SIZE - 2 : 0);
    setValue(node, perplexity);
    node.setAttribute("aria-label", tells ? `${num3(perplexity)} of ${size} sides` : `A die with ${size} sides`);
  };
  return { node, paint };
}
