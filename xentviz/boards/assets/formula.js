// @ts-check
// The worked sum of the logits board: share, loss and gradient of the right class in one chain, with the
// numbers of the moment; of another class only while one of its numbers is pointed at.
import { el, show, showText } from "./elements.js";
import { decimalsOf, minus, num3, plain, scientific, signed, tiny } from "./numerals.js";
import { shortened } from "./naming.js";
/** @import { LogitsNumbers, LogitsState } from "./logits.js" */

const LONGEST = 7; // letters of a name in the sum
const TOO_CLOSE = 5e-4; // where p and y have the same three digits
const NOISE = 1e-13; // a difference of rounding errors

/** @typedef {{ node: HTMLElement, paint: (state: LogitsState, numbers: LogitsNumbers, k: number) => void }} Line */

/**
 * @param {number} z
 * @param {number} temperature
 */
function exponent(z, temperature) {
  const text = minus(z.toFixed(decimalsOf([z])));
  return temperature === 1 ? text : `${text}/${plain(temperature)}`;
}

/**
 * @param {HTMLElement} node
 * @param {string} lit the name that it lights
 */
function setLit(node, lit) {
  if (node.dataset.lit !== lit) node.dataset.lit = lit;
}

/** e^z with its class beneath: the term and its row carry the same name. */
function power() {
  const sup = el("sup");
  const under = el("small", { dir: "auto" });
  const node = el("span", { class: "xv-term xv-is-prediction" }, el("span", {}, "e", sup), under);
  /**
   * @param {LogitsState} state
   * @param {number} k
   */
  const paint = ({ logits, temperature, names }, k) => {
    setLit(node, `class-${k}`);
    showText(sup, exponent(logits[k], temperature));
    showText(under, shortened(names[k], LONGEST));
  };
  return { node, paint };
}

/** @param {string} meaning */
const number = (meaning) => el("b", { class: `xv-is-${meaning}` });

/**
 * Write a number that belongs to class k.
 * @param {HTMLElement} node
 * @param {string} lit
 * @param {number} value
 * @param {string} text
 */
function showLit(node, lit, value, text) {
  setLit(node, lit);
  show(node, value, text);
}

/**
 * The nodes between `and`s: [a, " + ", b].
 * @param {(Node | string)[][]} groups
 * @param {string} and
 */
const joined = (groups, and) => groups.flatMap((group, i) => (i ? [and, ...group] : group));

/**
 * A line of the sum, which a step may show or cover.
 * @param {string} element
 * @param {(Node | string)[]} words
 */
const lineOf = (element, words) =>
  el("span", { class: `xv-part xv-part-${element}`, "data-element": element }, ...words);

/**
 * p of class k: e^z of it over the sum of all.
 * @param {number} classes
 * @returns {Line}
 */
function shareLine(classes) {
  const [above, p, name] = [power(), number("prediction"), el("sub", { dir: "auto" })];
  const below = Array.from({ length: classes }, power);
  const terms = joined(below.map((term) => [term.node]), " + ");
  const node = lineOf("share", ["p", name, " = ", above.node, " / (", ...terms, ") = ", p]);
  /** @type {Line["paint"]} */
  const paint = (state, { probs, log_probs: logs }, k) => {
    above.paint(state, k);
    below.forEach((term, j) => term.paint(state, j));
    showText(name, shortened(state.names[k], LONGEST));
    showLit(p, `p-${k}`, probs[k], tiny(probs[k], logs[k]));
  };
  return { node, paint };
}

/**
 * The loss: -ln p of the right class, or with smoothing -y ln p of each class.
 * @param {number} classes
 * @returns {Line}
 */
function lossLine(classes) {
  const [p, loss, bits] = [number("prediction"), number("loss"), number("loss")];
  for (const node of [loss, bits]) node.dataset.lit = "loss";
  const each = Array.from({ length: classes }, () => ({ y: number("truth"), p: number("prediction") }));
  const single = el("span", {}, "ln ", p);
  const smooth = el("span", {}, ...joined(each.map((term) => [term.y, " ln ", term.p]), " − "));
  const node = lineOf("loss-line", ["loss = −", single, smooth, " = ", loss, " nats ÷ ln 2 = ", bits, " bits"]);
  /** @type {Line["paint"]} */
  const paint = ({ target, label_smoothing: smoothing }, { probs, log_probs: logs, y, loss: nats, bits: inBits }) => {
    single.hidden = smoothing > 0;
    smooth.hidden = !single.hidden;
    showLit(p, `p-${target}`, probs[target], tiny(probs[target], logs[target]));
    if (smoothing > 0) {
      each.forEach((term, j) => {
        showLit(term.y, `p-${j}`, y[j], plain(y[j]));
        showLit(term.p, `p-${j}`, probs[j], tiny(probs[j], logs[j]));
      });
    }
    show(loss, nats, num3(nats));
    show(bits, inBits, num3(inBits));
  };
  return { node, paint };
}

/**
 * p with as many digits as it takes to see how it differs from y.
 * @param {number} p
 * @param {number} logP
 * @param {number} y
 * @param {number} gap p - y, known better than by subtraction
 */
export function besideLabel(p, logP, y, gap) {
  const size = Math.abs(gap);
  if (y === 0 || size >= TOO_CLOSE || size < NOISE * y && y < 1) return tiny(p, logP);
  if (y === 1) return gap === 0 ? "1" : `(1 − ${scientific(size)})`;
  return p.toFixed(2 - Math.floor(Math.log10(size)));
}

/**
 * The gradient of the logit of class k: (p - y) / T.
 * @returns {Line}
 */
function pushLine() {
  const [name, open, close] = [el("i", { dir: "auto" }), el("span"), el("span")];
  const [p, y, g] = [number("prediction"), number("truth"), number("gradient")];
  const node = lineOf("push", ["gradient of ", name, " = ", open, p, " − ", y, close, " = ", g]);
  /** @type {Line["paint"]} */
  const paint = ({ names, temperature }, { probs, log_probs: logs, y: label, grad }, k) => {
    const gap = grad[k] * temperature;
    const isNoise = Math.abs(gap) < NOISE && label[k] > 0 && label[k] < 1;
    showText(name, shortened(names[k], LONGEST));
    showLit(p, `p-${k}`, probs[k], besideLabel(probs[k], logs[k], label[k], gap));
    showLit(y, `p-${k}`, label[k], plain(label[k]));
    showLit(g, `g-${k}`, grad[k], isNoise ? "0" : signed(grad[k]));
    showText(open, temperature === 1 ? "" : "(");
    showText(close, temperature === 1 ? "" : `) / ${plain(temperature)}`);
  };
  return { node, paint };
}

/**
 * The text of what is not left out. innerText gives as much, but has the whole page laid out for it.
 * @param {Node} node
 * @returns {string}
 */
function readText(node) {
  if (node instanceof HTMLElement && (node.hidden || node.classList.contains("xv-left-out"))) return "";
  return node instanceof Text ? node.data : [...node.childNodes].map(readText).join(" ");
}

export function formula() {
  const node = el("div", { class: "xv-formula", "data-testid": "formula", role: "img" });
  /** @type {Line[]} */
  let lines = [];
  /** @type {number | null} */
  let about = null; // the class pointed at; else the right class

  /**
   * The lines are built once for each number of classes.
   * @param {number} classes
   */
  function build(classes) {
    lines = [shareLine(classes), lossLine(classes), pushLine()];
    node.replaceChildren(...lines.map((line) => line.node));
  }

  /**
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   */
  function paint(state, numbers) {
    const k = about !== null && about < state.logits.length ? about : state.target;
    for (const line of lines) line.paint(state, numbers, k);
  }

  /**
   * Pointing at a probability or a gradient of class k turns the sum to that class.
   * @param {string} name what is lit
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   */
  function follow(name, state, numbers) {
    const [kind, index] = name.split("-");
    about = kind === "p" || kind === "g" ? Number(index) : null;
    paint(state, numbers);
    for (const twin of node.querySelectorAll(".xv-lit")) twin.classList.toggle("xv-lit", false);
    const twins = name ? node.querySelectorAll(`[data-lit="${name}"]`) : [];
    for (const twin of twins) twin.classList.add("xv-lit");
  }

  const speak = () => node.setAttribute("aria-label", readText(node).replace(/\s+/g, " ").trim());
  return { node, build, paint, follow, speak };
}
