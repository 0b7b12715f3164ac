// @ts-check
// A training run: which record is nearest to a step, what was written then, where names stand. No DOM here.

const APART = 17; // px between two names

/**
 * Losses in nats at each recorded step; no steps while the model is still learning.
 * @typedef {object} Run
 * @property {string} progress
 * @property {number | null} loss of the step under way
 * @property {number} share
 * @property {number[]} steps
 * @property {number[]} training
 * @property {number[]} held_out
 * @property {[step: number, text: string][]} samples
 * @property {number} last
 * @property {number} ceiling ln V
 * @property {number | null} floor the entropy rate, where it is known
 * @property {number} counted the trigram's held-out loss
 */

/**
 * The place of the recorded step that is nearest by factors; -1 without any.
 * @param {Pick<Run, "steps">} run
 * @param {number} step
 */
export function nearestStep({ steps }, step) {
  const away = (/** @type {number} */ k) => Math.abs(Math.log((steps[k] + 0.5) / (step + 0.5)));
  let best = steps.length ? 0 : -1;
  for (let k = 1; k < steps.length; k += 1) if (away(k) < away(best)) best = k;
  return best;
}

/**
 * What the model wrote last, at that step or before.
 * @param {Pick<Run, "samples">} run
 * @param {number} step
 */
export function sampleAt({ samples }, step) {
  return samples.filter(([at]) => at <= step).at(-1)?.[1] ?? "";
}

/**
 * Heights in px for names that would stand at these heights, moved apart where they would overlap.
 * @param {number[]} wanted
 */
export function labelPlaces(wanted) {
  const order = wanted.map((_, k) => k).sort((a, b) => wanted[a] - wanted[b]);
  const places = [...wanted];
  for (let i = 1; i < order.length; i += 1) {
    places[order[i]] = Math.max(places[order[i]], places[order[i - 1]] + APART);
  }
  return places;
}
