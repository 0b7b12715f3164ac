// @ts-check
// One point's whole chain, logits -> p -> loss -> push, and what is predicted at the place looked at.
import { probabilityBar, pushBar } from "./bars.js";
import { className, classSign, EACH } from "./class_marks.js";
import { el, show, showText } from "./elements.js";
import { fixed2, inColumn, logitText, num3, tiny } from "./numerals.js";
import { doubles } from "./packed.js";
import { numberNode } from "./training_numbers.js";
/** @import { Chain, PointNumbers, LookNumbers } from "./training_types.d.ts" */

/** @typedef {{ logits: number[], probs: number[], push: number[], loss: number }} Link a chain at one frame */

/** Rows that have been unpacked, by the record that brought them. @type {WeakMap<object, Float64Array[]>} */
const unpacked = new WeakMap();

/**
 * @param {object} record
 * @param {() => string[]} texts
 */
function rowsOf(record, texts) {
  const known = unpacked.get(record);
  if (known) return known;
  const rows = texts().map(doubles);
  unpacked.set(record, rows);
  return rows;
}

/**
 * A chain at a frame.
 * @param {Chain} chain
 * @param {number} frame
 * @returns {Link}
 */
export function linkAt(chain, frame) {
  const [logits, probs, push, loss] = rowsOf(chain, () => [chain.logits, chain.probs, chain.push, chain.loss]);
  const classes = logits.length / loss.length;
  const at = Math.min(frame, loss.length - 1);
  const row = (/** @type {Float64Array} */ values) => [...values.subarray(at * classes, (at + 1) * classes)];
  return { logits: row(logits), probs: row(probs), push: row(push), loss: loss[at] };
}

/**
 * The distribution at the looked-at place, at a frame of a run.
 * @param {LookNumbers} look
 * @param {number} which
 * @param {number} frame
 * @param {number} classes
 */
export function probsAt(look, which, frame, classes) {
  const probs = rowsOf(look, () => look.probs)[which];
  const at = Math.min(frame, probs.length / classes - 1);
  return [...probs.subarray(at * classes, (at + 1) * classes)];
}

/** @param {string} suffix */
function chainRows(suffix) {
  return EACH.map((k) => {
    const [logit, p, push] = [`logit-${k}`, `p-${k}`, `push-${k}`].map((name) => numberNode(name + suffix));
    const [share, pull] = [probabilityBar(), pushBar()];
    const name = el("span", { class: "xv-of-class" }, classSign(k), ` ${k + 1}`);
    const node = el("div", { class: "xv-link", role: "group" }, name, logit, share.node, p, pull.node, push);
    return { node, logit, p, push, share, pull };
  });
}

/**
 * @param {Link} link
 * @param {number} label
 */
function equation({ probs, loss }, label) {
  const written = tiny(probs[label], -loss);
  return `loss = −ln p of class ${label + 1} = −ln ${written} = ${num3(loss)} nats`;
}

/**
 * The chain of the selected point in one run.
 * @param {string} suffix
 */
export function chainTable(suffix) {
  const rows = chainRows(suffix);
  const title = el("p", { class: "xv-chain-title" });
  const head = el(
    "div",
    { class: "xv-link xv-link-head", "aria-hidden": "true" },
    ...["class", "logit z", "p = softmax z", "push −(p − y)"].map((text) => el("span", {}, text)),
  );
  const loss = numberNode(`point-loss${suffix}`, "xv-is-loss");
  const body = el("div", { class: "xv-links" }, head, ...rows.map(({ node }) => node), el("p", {}, loss));
  const node = el("div", { class: "xv-chain", "data-element": "chain" }, title, body);
  /**
   * @param {PointNumbers | null} point
   * @param {Link | null} link null until Python has told the point's chain
   * @param {boolean} isShown
   * @param {string} hint
   */
  const paint = (point, link, isShown, hint) => {
    showText(title, point ? `Point ${point.index + 1}: ${className(point.label)}` : hint);
    body.hidden = !link;
    if (!point || !link) return;
    rows.forEach((row, k) => {
      row.node.hidden = k >= link.probs.length;
      if (row.node.hidden) return;
      const [z, p, push] = [link.logits[k], link.probs[k], link.push[k]];
      row.node.setAttribute("aria-label", k === point.label ? `class ${k + 1}, the actual one` : `class ${k + 1}`);
      row.node.classList.toggle("xv-actual", k === point.label);
      show(row.logit, z, logitText(z));
      show(row.p, p, inColumn(p, 3));
      show(row.push, push, `${push > 0 ? "+" : ""}${inColumn(push, 3)}`);
      row.share.paint(isShown ? p : 0, k === point.label ? 1 : 0);
      row.pull.paint(isShown ? push : 0);
    });
    show(loss, link.loss, equation(link, point.label));
  };
  return { node, paint };
}

/**
 * The prediction at a place in one run.
 * @param {string} suffix
 */
export function lookTable(suffix) {
  const rows = EACH.map((k) => {
    const [p, share] = [numberNode(`look-${k}${suffix}`), probabilityBar()];
    const name = el("span", { class: "xv-of-class" }, classSign(k), ` ${k + 1}`);
    return { p, share, node: el("div", { class: "xv-look-row" }, name, share.node, p) };
  });
  const title = el("p", { class: "xv-look-title", "data-testid": `look-title${suffix}` });
  const body = el("div", { class: "xv-look-rows" }, ...rows.map(({ node }) => node));
  const node = el("div", { class: "xv-look", "data-element": "look" }, title, body);
  /**
   * @param {readonly [number, number] | null} place
   * @param {readonly number[] | null} probs
   * @param {boolean} isExact
   * @param {boolean} isShown
   */
  const paint = (place, probs, isExact, isShown) => {
    const where = place ? `x ${fixed2(place[0])}, y ${fixed2(place[1])}` : "";
    const kind = isExact ? "exact" : "rounded to 1/255";
    showText(title, place ? `Predicted at ${where} (${kind})` : "Point at the plane to read its prediction.");
    body.hidden = !probs;
    rows.forEach(({ p, share, node: row }, k) => {
      row.hidden = !probs || k >= probs.length;
      if (!probs || k >= probs.length) return;
      show(p, probs[k], inColumn(probs[k], isExact ? 4 : 2));
      share.paint(isShown ? probs[k] : 0, k ? 0 : 0);
    });
  };
  return { node, paint };
}
