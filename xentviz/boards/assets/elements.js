// @ts-check
// Elements, and the text and numbers in them: attributes and text nodes only, never markup.
/** @import { Attributes } from "./types.d.ts" */

/**
 * @template {Element} E
 * @param {E} node
 * @param {Attributes} attributes
 * @param {(Node | string)[]} children
 */
function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/**
 * An HTML element with its attributes and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export const el = (tag, attributes = {}, ...children) => build(document.createElement(tag), attributes, children);

/**
 * An SVG element with its attributes and children.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[K]}
 */
export const svg = (tag, attributes = {}, ...children) =>
  build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/**
 * A word on a chart, in the letters of its axes. `anchor` says which end of it is at x.
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} [anchor]
 * @param {string} [extra] more classes
 */
export const chartText = (x, y, text, anchor = "start", extra = "") =>
  svg("text", { x, y, "text-anchor": anchor, class: `xv-axis ${extra}`.trimEnd() }, text);

/**
 * Set what differs, and write nothing where nothing does.
 * @param {Element} node
 * @param {Record<string, string | number>} attributes
 */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
  }
}

/**
 * Move an SVG element by its transform, in px.
 * @param {Element} node
 * @param {number} x
 * @param {number} y
 */
export const moveTo = (node, x, y) => setAttributes(node, { transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})` });

const COVERED = "xv-covered"; // the class of a part that a step has covered
const COVERED_NUMBER = "xv-covered-number";
/** Number nodes that a step has covered: they show "?" and hold no value. @type {WeakSet<Element>} */
const covered = new WeakSet();

/**
 * Cover a part of a board, or uncover it: its numbers become "?" and leave the document.
 * @param {HTMLElement | SVGElement} part
 * @param {boolean} on
 */
export function cover(part, on) {
  part.classList.toggle(COVERED, on);
  const within = part.querySelectorAll(`[data-value], .${COVERED_NUMBER}`);
  for (const node of [part, ...within].filter(isShown)) {
    if (!on) uncoverNumber(node);
    else if (node.dataset.value !== undefined) coverNumber(node);
  }
}

/** @param {HTMLElement | SVGElement} node */
function coverNumber(node) {
  node.classList.add(COVERED_NUMBER);
  if (node.firstChild instanceof Text) node.firstChild.data = "?";
  delete node.dataset.value;
  covered.add(node);
}

/** @param {HTMLElement | SVGElement} node */
function uncoverNumber(node) {
  node.classList.remove(COVERED_NUMBER);
  covered.delete(node);
}

/**
 * Whether a node is one that `show` writes, and not a handle or a field.
 * @param {Element} node
 * @returns {node is HTMLElement | SVGElement}
 */
const isShown = (node) =>
  !(node instanceof HTMLInputElement) && (node instanceof HTMLElement || node instanceof SVGElement);

/**
 * Whether a step has covered a node that `show` or `setValue` writes, also one that a covered part has got since.
 * @param {HTMLElement | SVGElement} node
 */
export function isCovered(node) {
  const isNew = node.dataset.value === undefined && !covered.has(node);
  if (isNew && isShown(node) && node.closest(`.${COVERED}`)) coverNumber(node);
  return covered.has(node);
}

/**
 * Show a value as a text: the text in the element's first text node, the value in full in data-value.
 * @param {HTMLElement | SVGElement} node
 * @param {unknown} value
 * @param {string} text
 */
export function show(node, value, text) {
  const first = node.firstChild;
  const written = first instanceof Text ? first : null;
  // The same value may be written with other digits, where it is shown with its sum.
  if (node.dataset.value === String(value) && written?.data === text) return;
  if (!written) node.prepend("");
  if (isCovered(node)) return;
  node.dataset.value = String(value);
  if (node.firstChild instanceof Text) node.firstChild.data = text;
}

/**
 * Keep a value in full on an element that shows it by its place alone; null leaves none.
 * @param {HTMLElement | SVGElement} node
 * @param {unknown} value
 */
export function setValue(node, value) {
  if (value === null) delete node.dataset.value;
  else {
    const text = String(value);
    if (node.dataset.value !== text && !isCovered(node)) node.dataset.value = text;
  }
}

/**
 * Draw a mark, or leave it out.
 * @param {Element} node
 * @param {boolean} on
 */
export const draw = (node, on) => void node.classList.toggle("xv-left-out", !on);

/**
 * Write a text where it differs.
 * @param {Node} node
 * @param {string} text
 */
export function showText(node, text) {
  const first = node.firstChild;
  if (first instanceof Text && !first.nextSibling) {
    if (first.data !== text) first.data = text;
  } else if (node.textContent !== text) node.textContent = text;
}

/**
 * The largest number of a board, which can be focused.
 * @param {string} testid
 * @param {string} label
 * @param {string} [lit]
 */
export const lossOutput = (testid, label, lit = testid) =>
  el("output", { class: "xv-loss", "data-testid": testid, "data-lit": lit, tabindex: "0", "aria-label": label });
