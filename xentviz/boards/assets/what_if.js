// @ts-check
// What if the token looked at had been given another probability: a slider by factors, and a field.
import { button, field, handle } from "./controls.js";
import { el, showText } from "./elements.js";
import { num3 } from "./numerals.js";
/** @import { Hands } from "./types.d.ts" */

const STEP = 0.01; // of the track, which counts powers of ten

/**
 * The slider's track: p = 0 stands at its left end, which is the power of ten of `least`.
 * @param {number} least the smallest p beside 0
 */
export function probabilityTrack(least) {
  const from = Math.log10(least);
  return {
    from,
    toP: (/** @type {number} */ at) => (at <= from ? 0 : Number((10 ** at).toPrecision(6))),
    fromP: (/** @type {number} */ p) => (p > 0 ? Math.max(from + STEP, Math.log10(p)) : from),
  };
}

/**
 * @param {Hands} hands
 * @param {object} options
 * @param {number} options.least the smallest p of the slider beside 0
 * @param {() => number} options.value p as it is
 * @param {(p: number) => void} options.move
 * @param {(p: number) => void} options.enter
 * @param {() => void} options.undo
 */
export function whatIfRow(hands, { least, value, move, enter, undo }) {
  const track = probabilityTrack(least);
  const slider = handle(hands, {
    ...{ testid: "what-if", label: "what if this token had been given the probability" },
    ...{ min: track.from, max: 0, step: STEP },
    value: () => track.fromP(value()),
    move: (at) => move(track.toP(at)),
  });
  const label = "probability of this token";
  const typed = field(hands, { testid: "what-if-value", label, min: 0, max: 1, value, format: num3, enter });
  const token = el("b", { class: "xv-is-truth", dir: "auto" });
  const back = button("as-it-was", "Undo", undo);
  const words = el("span", {}, "What if ", token, " had p =");
  const node = el("div", { class: "xv-what-if", "data-element": "what-if" }, words, typed.node, slider.node, back);
  /** @param {{ name: string, isKnown: boolean, isChanged: boolean, tells: boolean }} state */
  const paint = ({ name, isKnown, isChanged, tells }) => {
    const p = tells ? value() : 0;
    showText(token, `“${name}”`);
    slider.paint(track.fromP(p), `probability ${num3(p)} of ${name}`, p);
    typed.paint(p);
    slider.node.disabled = !isKnown;
    typed.node.disabled = !isKnown;
    back.disabled = !isChanged;
  };
  return { node, paint };
}
