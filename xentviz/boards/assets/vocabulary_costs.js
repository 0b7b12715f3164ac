// @ts-check
// What a vocabulary costs, a card each: the bytes of all logits, and the seconds of loss and gradient.
import { el, show } from "./elements.js";
import { inUnits } from "./units.js";
import { CostChart } from "./vocabulary_charts.js";
/** @import { Point } from "./log_chart.js" */
/** @import { Constants, Numbers } from "./vocabulary.js" */
/** @import { CostLine } from "./vocabulary_charts.js" */

/**
 * @typedef {object} Card
 * @property {HTMLElement} node
 * @property {CostChart["chart"]} chart
 * @property {(classes: number, numbers: Numbers) => void} paint
 */

/**
 * A title with its number, a note with another, and a chart.
 * @param {{ area: string, title: string, testid: string, note: (Node | string)[] }} options
 * @param {CostChart} picture
 */
function card({ area, title, testid, note }, picture) {
  const value = el("output", {
    class: "xv-cost-value",
    "data-testid": testid,
    "data-lit": testid,
    "aria-label": title,
  });
  const node = el(
    "div",
    { class: `xv-card xv-${area}` },
    el("div", { class: "xv-title" }, el("span", {}, title), value),
    el("div", { class: "xv-notes" }, ...note),
    picture.chart.node,
  );
  return { node, value };
}

/**
 * The bytes of all logits, in float32 and in bfloat16.
 * @param {Constants} constants
 * @param {() => number} tokens
 * @returns {Card}
 */
export function sizeCard({ classes, bytes, units }, tokens) {
  const inBytes = inUnits(units.bytes);
  /** @type {(text: "float32" | "bfloat16") => CostLine} */
  const line = (text) => ({
    ...{ text, kind: `xv-${text}`, lit: text },
    points: classes.map((v) => /** @type {Point} */ ([v, bytes[text] * v])),
  });
  const picture = new CostChart({
    label: "Bytes of all logits against the number of classes, in float32 and bfloat16",
    unitName: "all logits",
    classes,
    lines: [line("float32"), line("bfloat16")],
    tokens,
    format: inBytes,
    names: { at: 1500, above: 10, right: 14 },
  });
  const half = el("b", { "data-testid": "bfloat16", "data-lit": "bfloat16" });
  const title = "all logits, float32";
  const { node, value } = card({ area: "size", title, testid: "float32", note: ["in bfloat16 ", half] }, picture);
  /** @type {Card["paint"]} */
  const paint = (v, { float32, bfloat16 }) => {
    show(value, float32, inBytes(float32));
    show(half, bfloat16, inBytes(bfloat16));
    picture.paint(v, [float32, bfloat16]);
  };
  return { node, chart: picture.chart, paint };
}

/**
 * The seconds of loss and gradient, as they were measured once.
 * @param {Constants} constants
 * @param {() => number} tokens
 * @returns {Card}
 */
export function timeCard({ classes, costs, units }, tokens) {
  const inSeconds = inUnits(units.seconds);
  const picture = new CostChart({
    label: "Measured seconds of loss, and of loss and gradient, against the number of classes",
    unitName: "measured",
    classes,
    lines: [
      { text: "with gradient", kind: "xv-with-grad", points: costs.both, lit: "seconds", marked: true },
      { text: "loss alone", kind: "xv-loss-alone", points: costs.loss },
    ],
    tokens,
    format: inSeconds,
    names: { at: 900, above: 12, right: 12 },
  });
  const alone = el("b", { "data-testid": "seconds-loss", "data-lit": "seconds" });
  const title = "loss and gradient";
  const { node, value } = card({ area: "time", title, testid: "seconds", note: ["loss alone ", alone] }, picture);
  const { machine, software, date, dtype } = costs;
  node.append(el("p", { class: "xv-measured", title: software }, `${dtype}, ${machine}, ${date}`));
  /** @type {Card["paint"]} */
  const paint = (v, { seconds, seconds_loss: loss }) => {
    show(value, seconds, inSeconds(seconds));
    show(alone, loss, inSeconds(loss));
    picture.paint(v, [seconds, loss]);
  };
  return { node, chart: picture.chart, paint };
}
