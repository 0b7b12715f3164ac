// @ts-check
// The axis of the loss track: where numbers stand, and its two levels, knowing nothing and the floor.
import { el, setValue, showText } from "./elements.js";
import { num3 } from "./numerals.js";
import { grouped } from "./units.js";
/** @import { Reading } from "./strip_reading.js" */

/** @typedef {"mean" | "perplexity" | "sum"} Curve */

export const TRACK = { height: 98, top: 8, foot: 94 }; // px
const BESIDE = 20; // px that a name needs beside another

/**
 * How a curve is drawn: which row of a tally it is, what nats a token are on it, where its axis ends.
 * @typedef {object} CurveKind
 * @property {"means" | "perplexities" | "sums"} row
 * @property {string} unit
 * @property {(nats: number, count: number) => number} from
 * @property {(baseline: number, count: number) => number} top
 * @property {(v: string) => [ceiling: string, floor: string]} names
 * @property {boolean} [perToken] a token's own loss is on the same axis
 */

/**
 * Where an axis of nats a token ends.
 * @param {number} baseline
 */
export const topOfLosses = (baseline) => baseline * 1.45;

/** @type {Record<Curve, CurveKind>} */
export const CURVES = {
  mean: {
    row: "means",
    unit: "nats",
    from: (nats) => nats,
    top: topOfLosses,
    names: (v) => [`ln ${v} = `, "H = "],
    perToken: true,
  },
  perplexity: {
    row: "perplexities",
    unit: "",
    from: (nats) => Math.exp(nats),
    top: (baseline) => Math.exp(baseline) * 1.12,
    names: () => ["V = ", "e^H = "],
  },
  sum: {
    row: "sums",
    unit: "nats",
    from: (nats, count) => nats * count,
    top: (baseline, count) => Math.max(baseline * count * 1.08, 1),
    names: (v) => [`n ln ${v} = `, "n H = "],
  },
};

/** @typedef {{ value: number, text: string } | null} Level */

/**
 * Where the axis ends, and its levels; null for one that is not known or is infinite.
 * @param {Curve} curve
 * @param {Pick<Reading, "baseline" | "floor">} reading
 * @param {number} count tokens
 */
export function axisOf(curve, { baseline, floor }, count) {
  const { unit, from, top: topOf, names } = CURVES[curve];
  const top = topOf(baseline, count);
  const [ceilingName, floorName] = names(grouped(Math.round(Math.exp(baseline))));
  /** @type {(name: string, nats: number | null) => Level} */
  const level = (name, nats) => {
    const value = nats === null ? NaN : from(nats, count);
    return Number.isFinite(value) ? { value, text: `${name}${num3(value)}` } : null;
  };
  const topName = `${num3(top)} ${unit}`.trimEnd();
  return { top, topName, ceiling: level(ceilingName, baseline), floor: level(floorName, floor) };
}

/**
 * The height of a value in px, for an axis that ends at `top`.
 * @param {number} value
 * @param {number} top
 */
export const heightOf = (value, top) => TRACK.foot - (Math.min(value, top) / top) * (TRACK.foot - TRACK.top);

/**
 * A dashed level, standing still while the strip scrolls; its name is a tick of the axis.
 * @param {string} testid
 * @param {string} kind
 * @param {string} meaning
 */
function levelLine(testid, kind, meaning) {
  const number = el("b");
  const name = el("span", { class: `xv-level-name xv-is-${kind}`, "data-testid": testid }, number, meaning);
  const rule = el("span", { class: `xv-level-line xv-${kind}-line` });
  const paint = (/** @type {Level} */ level, /** @type {number} */ top) => {
    name.hidden = rule.hidden = level === null;
    setValue(name, level && level.value);
    showText(number, level ? level.text : "");
    if (!level) return;
    const y = heightOf(level.value, top);
    name.style.top = `${Math.min(y, TRACK.foot - 8)}px`;
    rule.style.top = `${y}px`;
  };
  return { name, rule, paint };
}

export class LossAxis {
  constructor() {
    this.painted = "";
    this.ceiling = levelLine("baseline", "muted", "guessing blindly");
    this.floor = levelLine("floor", "entropy", "the floor");
    this.zero = el("span", { class: "xv-tick-name" }, "0");
    this.top = el("span", { class: "xv-tick-name" });
    const names = [this.zero, this.top, this.ceiling.name, this.floor.name];
    this.gutter = el("div", { class: "xv-gutter", "aria-hidden": "true" }, ...names);
    this.front = el("div", { class: "xv-front", "aria-hidden": "true" }, this.ceiling.rule, this.floor.rule);
    this.zero.style.top = `${TRACK.foot}px`;
    this.top.style.top = `${TRACK.top}px`;
  }

  /** Hold no number: what the axis says may be what a step covers. */
  clear() {
    this.painted = "";
    this.ceiling.paint(null, 1);
    this.floor.paint(null, 1);
    showText(this.top, "");
  }

  /**
   * The same in every frame of a drag, so painted only when it differs.
   * @param {Curve} curve
   * @param {Pick<Reading, "baseline" | "floor">} reading
   * @param {number} count tokens
   */
  paint(curve, reading, count) {
    const now = [curve, reading.baseline, reading.floor, count].join();
    if (now === this.painted) return;
    this.painted = now;
    const { top, topName, ceiling, floor } = axisOf(curve, reading, count);
    this.ceiling.paint(ceiling, top);
    this.floor.paint(floor, top);
    showText(this.top, topName);
    this.zero.hidden = floor !== null && heightOf(floor.value, top) > TRACK.foot - BESIDE;
    this.top.hidden = ceiling !== null && heightOf(ceiling.value, top) < TRACK.top + BESIDE;
  }
}
