// @ts-check
// What the training board says of its state: what is minimised, what is predicted where one looks.
import { probsAt } from "./training_chain.js";
import { lookUp } from "./training_run.js";
/** @import { TrainingView } from "./training.js" */
/** @import { Settings, TrainingConstants } from "./training_types.d.ts" */

/**
 * What is minimised, where it is not the plain mean of the cross-entropy.
 * @param {TrainingConstants} constants
 * @param {Settings} settings
 */
export function goalOf({ names, usual }, { loss, weighting }) {
  if (loss !== usual.loss) return names.loss[loss];
  return weighting === usual.weighting ? "smoothed" : "weighted";
}

/**
 * The prediction where the pointer is, else at the place that is pinned: exact where Python has told it.
 * @param {TrainingView} board
 * @param {number} which 0, or 1 for the second run
 * @param {number} frame
 */
export function lookedAt({ hovered, shown, constants, state, runs }, which, frame) {
  const [place, run] = [hovered ?? state.look, runs[which]];
  if (!place || !run || !shown) return { place: null, probs: null, isExact: false };
  const told = shown.look;
  if (!hovered && told && told.x === place[0] && told.y === place[1] && told.probs[which]) {
    return { place, probs: probsAt(told, which, frame, run.classes), isExact: true };
  }
  return { place, probs: lookUp(run, frame, ...place, constants.reach), isExact: false };
}
