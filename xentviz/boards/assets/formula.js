// @ts-check
// The worked formula: every term with today's number, lit together with the row it belongs to.
import { el, show } from "./elements.js";
import { shortened } from "./naming.js";
import { fixed2, num3, signed, tiny } from "./numerals.js";
/** @import { LogitsNumbers, LogitsState } from "./logits.js" */

const LONGEST = 7; // letters of a name in the formula

/**
 * @param {number} z
 * @param {number} temperature
 */
const exponent = (z, temperature) => (temperature === 1 ? fixed2(z) : `${fixed2(z)}/${num3(temperature)}`);

/**
 * e^z with its class beneath: the term and its row carry the same name.
 * @param {number} k
 */
function power(k) {
  const sup = el("sup");
  const under = el("small", { dir: "auto" });
  const attributes = { class: "xv-term xv-is-prediction", "data-lit": `class-${k}` };
  const node = el("span", attributes, el("span", {}, "e", sup), under);
  /**
   * @param {number} z
   * @param {number} temperature
   * @param {string} name
   */
  const paint = (z, temperature, name) => {
    show(sup, z, exponent(z, temperature));
    show(under, name, shortened(name, LONGEST));
  };
  return { node, paint };
}

/**
 * @param {string} meaning
 * @param {string} lit
 */
const number = (meaning, lit) => el("b", { class: `xv-is-${meaning}`, "data-lit": lit });

/**
 * The nodes between `and`s: [a, " + ", b].
 * @param {(Node | string)[][]} groups
 * @param {string} and
 */
const joined = (groups, and) => groups.flatMap((group, i) => (i ? [and, ...group] : group));

/**
 * p of class k: e^z of it over the sum of all.
 * @param {number} classes
 * @param {number} k
 */
function shareLine(classes, k) {
  const [above, p, name] = [power(k), number("prediction", `p-${k}`), el("sub", { dir: "auto" })];
  const below = Array.from({ length: classes }, (_, j) => power(j));
  const terms = joined(below.map((term) => [term.node]), " + ");
  const words = ["p", name, " = ", above.node, " / (", ...terms, ") = ", p];
  const node = el("span", { class: "xv-part xv-part-share" }, ...words);
  /**
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   */
  const paint = ({ logits, names, temperature }, { probs, log_probs: logs }) => {
    above.paint(logits[k], temperature, names[k]);
    below.forEach((term, j) => term.paint(logits[j], temperature, names[j]));
    show(name, names[k], shortened(names[k], LONGEST));
    show(p, probs[k], tiny(probs[k], logs[k]));
  };
  return { node, paint };
}

/**
 * The loss: -ln p of the target, or with smoothing -y ln p of each class.
 * @param {number} classes
 * @param {number} target
 * @param {boolean} smooth
 */
function lossLine(classes, target, smooth) {
  const [loss, bits] = [number("loss", "loss"), number("loss", "loss")];
  const of = smooth ? Array.from({ length: classes }, (_, j) => j) : [target];
  const terms = of.map((j) => ({ j, y: number("truth", `p-${j}`), p: number("prediction", `p-${j}`) }));
  const each = joined(terms.map(({ y, p }) => (smooth ? [y, " ln ", p] : ["ln ", p])), " − ");
  const words = ["loss = −", ...each, " = ", loss, " nats ÷ ln 2 = ", bits, " bits"];
  const node = el("span", { class: "xv-part xv-part-loss" }, ...words);
  /**
   * @param {LogitsState} _state
   * @param {LogitsNumbers} numbers
   */
  const paint = (_state, { probs, log_probs: logs, y, loss: nats, bits: inBits }) => {
    for (const term of terms) {
      show(term.y, y[term.j], num3(y[term.j]));
      show(term.p, probs[term.j], tiny(probs[term.j], logs[term.j]));
    }
    show(loss, nats, num3(nats));
    show(bits, inBits, num3(inBits));
  };
  return { node, paint };
}

/**
 * The push on the logit of class k: (p - y) / T.
 * @param {number} k
 */
function pushLine(k) {
  const [name, open, close] = [el("i", { dir: "auto" }), el("span"), el("span")];
  const [p, y, g] = [number("prediction", `p-${k}`), number("truth", `p-${k}`), number("gradient", `g-${k}`)];
  const words = ["push on ", name, " = ", open, p, " − ", y, close, " = ", g];
  const node = el("span", { class: "xv-part xv-part-push" }, ...words);
  /**
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   */
  const paint = ({ names, temperature }, { probs, log_probs: logs, y: truth, grad }) => {
    show(name, names[k], shortened(names[k], LONGEST));
    show(p, probs[k], tiny(probs[k], logs[k]));
    show(y, truth[k], num3(truth[k]));
    show(g, grad[k], signed(grad[k]));
    show(open, temperature, temperature === 1 ? "" : "(");
    show(close, temperature, temperature === 1 ? "" : `) / ${num3(temperature)}`);
  };
  return { node, paint };
}

export function formula() {
  const node = el("div", { class: "xv-formula", "data-testid": "formula", role: "img" });
  let shape = "";
  /** @type {(ReturnType<typeof shareLine> | ReturnType<typeof lossLine>)[]} */
  let lines = [];
  /** @type {number | null} */
  let about = null; // the class pointed at; else the truth

  /**
   * The lines are built once for each number of classes, class pointed at and smoothing on or off.
   * @param {number} classes
   * @param {number} k
   * @param {number} target
   * @param {boolean} smooth
   */
  function rebuild(classes, k, target, smooth) {
    const wanted = [classes, k, target, smooth].join();
    if (wanted === shape) return;
    shape = wanted;
    lines = [shareLine(classes, k), lossLine(classes, target, smooth), pushLine(k)];
    node.replaceChildren(...lines.map((line) => line.node));
  }

  /**
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   */
  function paint(state, numbers) {
    const { logits, target, label_smoothing: smoothing } = state;
    const k = about !== null && about < logits.length ? about : target;
    rebuild(logits.length, k, target, smoothing > 0);
    for (const line of lines) line.paint(state, numbers);
    node.dataset.value = String(numbers.loss);
  }

  /**
   * Pointing at a number of class k turns the formula to that class.
   * @param {string} name what is lit
   * @param {LogitsState} state
   * @param {LogitsNumbers} numbers
   */
  function follow(name, state, numbers) {
    const [kind, index] = name.split("-");
    about = ["class", "p", "g"].includes(kind) ? Number(index) : null;
    paint(state, numbers);
    const twins = name ? node.querySelectorAll(`[data-lit="${name}"]`) : [];
    for (const twin of twins) twin.classList.add("xv-lit");
  }

  const speak = () => node.setAttribute("aria-label", node.textContent ?? "");
  return { node, paint, follow, speak };
}
