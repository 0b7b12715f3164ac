// @ts-check
// The buttons and dials below the logits board: steps, shift, temperature, smoothing, presets.
import { button, dial } from "./controls.js";
import { el } from "./elements.js";
import { presetLogits } from "./logits_presets.js";
import { plain } from "./numerals.js";
/** @import { Preset } from "./logits_presets.js" */
/** @import { LogitsView } from "./logits.js" */

/**
 * A dial of one number of the state.
 * @param {LogitsView} board
 * @param {string} testid
 * @param {"rate" | "temperature" | "label_smoothing"} field
 * @param {string} label
 * @param {[least: number, most: number]} ends
 * @param {number} step of the track
 * @param {{ toTrack?: (x: number) => number, fromTrack?: (at: number) => number, middle?: boolean }} [bent]
 */
function dialOf(board, testid, field, label, [min, max], step, bent = {}) {
  return dial(board, {
    ...bent,
    testid,
    label,
    min,
    max,
    step,
    format: plain,
    value: () => board.state[field],
    move: (x) => board.change({ [field]: Number(x.toFixed(6)) }),
    enter: (x) => board.changeNow({ [field]: x }),
  });
}

/** @param {LogitsView} board */
function dials(board) {
  const { rate, temperature, most_smoothing: most } = board.constants;
  const ofTen = (/** @type {number} */ at) => Number((10 ** at).toPrecision(3));
  const bent = { toTrack: Math.log10, fromTrack: ofTen, middle: true };
  return {
    rate: dialOf(board, "rate", "rate", "learning rate", rate, 0.1),
    temperature: dialOf(board, "temperature", "temperature", "temperature", temperature, 0.01, bent),
    smoothing: dialOf(board, "smoothing", "label_smoothing", "label smoothing", [0, most], 0.01),
  };
}

/**
 * Three lines of controls, each of which a step may leave out.
 * @param {LogitsView} board
 */
export function logitsControls(board) {
  const { rate, temperature, smoothing } = dials(board);
  const step = button("step", "Step downhill", () => board.changeNow(board.downhill()), {
    class: "xv-button xv-primary",
  });
  const play = button("play", "Play", () => board.play(), { "aria-pressed": "false" });
  const status = el("span", { class: "xv-status", role: "status", "data-testid": "play-status" });
  const shift = button("shift", "Add 1 to every logit", () => board.changeAll((z) => z + 1));
  const double = button("double", "Double every logit", () => board.changeAll((z) => 2 * z));
  const set = (/** @type {Preset} */ preset) =>
    board.changeNow({ logits: presetLogits(preset, board.state), temperature: 1, label_smoothing: 0 });
  const presets = board.constants.presets.map((one) => button(`preset-${one.key}`, one.words, () => set(one)));
  const add = button("add", "Add a class", () => board.add(), { "data-element": "classes" });
  const reset = button("reset", "Reset", () => board.reset());
  temperature.node.dataset.element = "temperature";
  smoothing.node.dataset.element = "smoothing";
  const line = (/** @type {HTMLElement[]} */ parts, /** @type {string} */ element = "") =>
    el("div", { class: "xv-line-up", "data-element": element || undefined }, ...parts);
  const node = el(
    "div",
    { class: "xv-controls" },
    line([step, play, rate.node, status], "steps"),
    line([line([shift, double], "shift"), temperature.node, smoothing.node]),
    line([line(presets, "presets"), add, reset]),
  );
  const paint = () => {
    for (const each of [rate, temperature, smoothing]) each.paint();
  };
  return { node, play, status, add, paint };
}
