// @ts-check
// One class of the logits board: its name, its logit, its probability, and the gradient of its logit.
import { probabilityBar, pushBar } from "./bars.js";
import { button, field, handle } from "./controls.js";
import { el, setValue, show } from "./elements.js";
import { nameField, renamed } from "./naming.js";
import { decimalsOf, inColumn, logitText, percentInColumn } from "./numerals.js";
/** @import { LogitsNumbers, LogitsState, LogitsView } from "./logits.js" */

/**
 * A gradient in its column, with its sign.
 * @param {number} g
 */
export const gradientText = (g) => `${g < 0 ? "" : "+"}${inColumn(g, 3)}`;

/**
 * A bar and its number under one name, which a step may show or cover. The name is seen on a phone only.
 * @param {string} kind
 * @param {string} name
 * @param {HTMLElement[]} parts
 * @param {string} [element]
 */
export const cell = (kind, name, parts, element) =>
  el("span", { class: `xv-cell xv-cell-${kind}`, "data-element": element }, el("small", {}, name), ...parts);

/**
 * The row of class k.
 * @param {LogitsView} board
 * @param {number} k
 */
export function logitRow(board, k) {
  const score = scoreOf(board, k);
  const [right, name] = [rightRadio(board, k), nameOf(board, k)];
  const [bar, push] = [probabilityBar(`p-${k}`), pushBar(`g-${k}`)];
  const [p, g] = [number("prediction", `prob-${k}`, `p-${k}`), number("gradient", `grad-${k}`, `g-${k}`)];
  const remove = removeButton(board, k);
  const node = el(
    "div",
    { class: "xv-row", role: "group" },
    el("span", { class: "xv-class" }, el("label", { class: "xv-hit", "data-element": "label" }, right), name.node),
    score.node,
    cell("probs", "p", [bar.node, p], "probs"),
    cell("gradient", "p − y", [push.node, g], "gradient"),
    remove,
  );

  /**
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   */
  const paint = (state, { probs, log_probs: logs, y, grad }) => {
    const share = percentInColumn(probs[k], logs[k]);
    node.classList.toggle("xv-is-target", k === state.target);
    right.checked = k === state.target;
    setValue(right, y[k]);
    score.paint(state, board.shows("probs") ? `, probability ${share}` : "");
    bar.paint(board.shows("probs") ? probs[k] : 0, y[k]);
    push.paint(board.shows("gradient") ? grad[k] * Math.min(1, state.temperature) : 0);
    show(p, probs[k], share);
    show(g, grad[k], gradientText(grad[k]));
  };

  /** @param {LogitsState} state */
  const paintName = ({ names }) => {
    node.setAttribute("aria-label", names[k]);
    right.setAttribute("aria-label", `${names[k]} is the right class`);
    for (const each of score.inputs) each.setAttribute("aria-label", `logit of ${names[k]}`);
    remove.setAttribute("aria-label", `remove ${names[k]}`);
    remove.disabled = names.length <= board.constants.classes[0];
    name.paint(names[k]);
  };

  return { node, slider: score.inputs[0], paint, paintName };
}

/**
 * @param {LogitsView} board
 * @param {number} k
 */
const removeButton = (board, k) =>
  button(`remove-${k}`, "×", () => board.remove(k), { class: "xv-button xv-remove", "data-element": "classes" });

/**
 * The logit of class k: a slider and a field.
 * @param {LogitsView} board
 * @param {number} k
 */
function scoreOf(board, k) {
  const { reach, limit } = board.constants;
  const value = () => board.state.logits[k];
  const withLogit = (/** @type {number} */ z) => ({ logits: board.state.logits.map((x, j) => (j === k ? z : x)) });
  const format = (/** @type {number} */ z) => logitText(z, decimalsOf(board.state.logits));
  const shared = { label: "", lit: `class-${k}`, value };
  const slider = handle(board, {
    ...shared,
    testid: `logit-${k}`,
    middle: true,
    min: -reach,
    max: reach,
    step: 0.01,
    move: (z) => {
      board.moved = k;
      board.change(withLogit(z));
    },
  });
  const typed = field(board, {
    ...shared,
    testid: `logit-value-${k}`,
    min: -limit,
    max: limit,
    format,
    enter: (z) => board.changeNow(withLogit(z)),
  });
  /**
   * @param {LogitsState} state
   * @param {string} besides what else is spoken
   */
  const paint = ({ logits, names }, besides) => {
    slider.paint(logits[k], `logit of ${names[k]}, ${format(logits[k])}${besides}`);
    typed.paint(logits[k]);
  };
  return {
    node: el("span", { class: "xv-score", "data-column": "logits" }, slider.node, typed.node),
    inputs: [slider.node, typed.node],
    paint,
  };
}

/**
 * @param {string} meaning
 * @param {string} testid
 * @param {string} lit
 */
export const number = (meaning, testid, lit) =>
  el("span", { class: `xv-number xv-is-${meaning}`, "data-testid": testid, "data-lit": lit });

/**
 * Says that class k is the right one; the rows of one board are one group.
 * @param {LogitsView} board
 * @param {number} k
 */
function rightRadio(board, k) {
  const node = el("input", {
    type: "radio",
    class: "xv-radio",
    name: board.id("right"),
    "data-testid": `target-${k}`,
    "data-lit": `class-${k}`,
  });
  node.addEventListener("change", () => board.changeNow({ target: k }));
  return node;
}

/**
 * @param {LogitsView} board
 * @param {number} k
 */
function nameOf(board, k) {
  return nameField(board, {
    testid: `name-${k}`,
    label: `name of class ${k + 1}`,
    lit: `class-${k}`,
    longest: board.constants.longest_name,
    value: () => board.state.names[k],
    enter: (text) => board.changeNow({ names: renamed(board.state.names, k, text) }),
  });
}
