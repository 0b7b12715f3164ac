// @ts-check
// One class of the logits board: its name, its logit, its probability, and the push on its logit.
import { probabilityBar, pushBar } from "./bars.js";
import { button, field, handle } from "./controls.js";
import { el, show } from "./elements.js";
import { nameField, renamed } from "./naming.js";
import { fixed2, logitText, signed, percentInColumn } from "./numerals.js";
/** @import { LogitsNumbers, LogitsState, LogitsView } from "./logits.js" */

/**
 * The row of class k.
 * @param {LogitsView} board
 * @param {number} k
 */
export function logitRow(board, k) {
  const { reach, limit } = board.constants;
  const lit = `class-${k}`;
  const value = () => board.state.logits[k];
  const withLogit = (/** @type {number} */ z) => ({ logits: board.state.logits.map((x, j) => (j === k ? z : x)) });
  const slider = handle(board, {
    testid: `logit-${k}`,
    label: "",
    lit,
    middle: true,
    min: -reach,
    max: reach,
    step: 0.01,
    value,
    move: (z) => board.change(withLogit(z)),
  });
  const typed = field(board, {
    testid: `logit-value-${k}`,
    label: "",
    lit,
    min: -limit,
    max: limit,
    value,
    format: logitText,
    enter: (z) => board.changeNow(withLogit(z)),
  });
  const [truth, name] = [truthRadio(board, k), nameOf(board, k)];
  const [bar, push] = [probabilityBar(`p-${k}`), pushBar(`g-${k}`)];
  const [p, g] = [number("prediction", `prob-${k}`, `p-${k}`), number("gradient", `grad-${k}`, `g-${k}`)];
  const remove = button(`remove-${k}`, "×", () => board.remove(k), { class: "xv-button xv-remove" });
  const first = el("span", { class: "xv-class" }, el("label", { class: "xv-hit" }, truth), name.node);
  const cells = [first, slider.node, typed.node, bar.node, p, push.node, g, remove];
  const node = el("div", { class: "xv-row", role: "group" }, ...cells);

  /**
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   */
  const paint = ({ logits, target, temperature, names }, { probs, log_probs: logs, y, grad }) => {
    const share = percentInColumn(probs[k], logs[k]);
    node.classList.toggle("xv-is-target", k === target);
    truth.checked = k === target;
    truth.dataset.value = String(y[k]);
    slider.paint(logits[k], `logit of ${names[k]}, ${fixed2(logits[k])}, probability ${share}`);
    typed.paint(logits[k]);
    bar.paint(probs[k], y[k]);
    push.paint(grad[k] * Math.min(1, temperature));
    show(p, probs[k], share);
    show(g, grad[k], signed(grad[k]));
  };

  /** @param {LogitsState} state */
  const paintName = ({ names }) => {
    node.setAttribute("aria-label", names[k]);
    truth.setAttribute("aria-label", `${names[k]} is the truth`);
    for (const each of [slider.node, typed.node]) each.setAttribute("aria-label", `logit of ${names[k]}`);
    remove.setAttribute("aria-label", `remove ${names[k]}`);
    remove.disabled = names.length <= board.constants.classes[0];
    name.paint(names[k]);
  };

  return { node, slider: slider.node, paint, paintName };
}

/**
 * @param {string} meaning
 * @param {string} testid
 * @param {string} lit
 */
const number = (meaning, testid, lit) =>
  el("span", { class: `xv-number xv-is-${meaning}`, "data-testid": testid, "data-lit": lit });

/**
 * Says that class k is the truth; the rows of one board are one group.
 * @param {LogitsView} board
 * @param {number} k
 */
function truthRadio(board, k) {
  const node = el("input", {
    type: "radio",
    class: "xv-radio",
    name: board.id("truth"),
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
