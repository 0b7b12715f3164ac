// @ts-check
// How classes of points are told apart: each has its colour and its shape, as a sign and on a canvas.
import { svg } from "./elements.js";

export const MOST_CLASSES = 5;
/** The classes by number. */
export const EACH = Array.from({ length: MOST_CLASSES }, (_, k) => k);
/** Corners of each shape around 0, about as large as a circle of radius 1; none for the circle. */
const CORNERS = [
  [],
  [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  [[0, -1.25], [1.15, 0.8], [-1.15, 0.8]],
  [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  [
    ...[[-0.42, -1.25], [0.42, -1.25], [0.42, -0.42], [1.25, -0.42], [1.25, 0.42], [0.42, 0.42]],
    ...[[0.42, 1.25], [-0.42, 1.25], [-0.42, 0.42], [-1.25, 0.42], [-1.25, -0.42], [-0.42, -0.42]],
  ],
];
const SHAPES = ["circle", "square", "triangle", "diamond", "cross"];

/**
 * A class as it is read aloud.
 * @param {number} k
 */
export const className = (k) => `class ${k + 1}, ${SHAPES[k]}`;

/**
 * Add a point's outline to a canvas path.
 * @param {CanvasRenderingContext2D} context
 * @param {number} k its class
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function outline(context, k, x, y, r) {
  const corners = CORNERS[k];
  if (!corners.length) {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  context.moveTo(x + r * corners[0][0], y + r * corners[0][1]);
  for (let i = 1; i < corners.length; i += 1) context.lineTo(x + r * corners[i][0], y + r * corners[i][1]);
  context.closePath();
}

/**
 * A class's sign for text and tables.
 * @param {number} k
 */
export function classSign(k) {
  const d = CORNERS[k].length
    ? `M${CORNERS[k].map(([x, y]) => `${x} ${y}`).join("L")}Z`
    : "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z";
  const path = svg("path", { d, class: "xv-class-sign" });
  return svg("svg", { viewBox: "-1.5 -1.5 3 3", class: `xv-sign xv-class-${k}`, "aria-hidden": "true" }, path);
}
