// @ts-check
// Gradient descent on the logits, step by step: when to stop, and why. No DOM here.
import { num3, plain } from "./numerals.js";

export const MANY_STEPS = 1000; // in one go
const ALMOST = 0.01; // nats: a loss that can only approach 0 is as good as there
const AT_FLOOR = 0.0005; // nats: a loss whose three digits are those of the lowest one

/**
 * @typedef {object} Playing
 * @property {number} loss nats
 * @property {number} lowest the lowest loss there is: the entropy of the label
 * @property {number} smoothing of the label
 */

/**
 * The logits after one step against the gradient, inside the limit.
 * @param {number[]} logits
 * @param {number[]} grad
 * @param {number} rate
 * @param {number} limit
 */
export const stepped = (logits, grad, rate, limit) =>
  logits.map((z, j) => Math.max(-limit, Math.min(limit, z - rate * grad[j])));

/**
 * Whether nothing is left to gain. Without smoothing the lowest loss is 0, which no finite logits reach.
 * @param {Playing} now
 */
export const isDone = ({ loss, lowest, smoothing }) => loss - lowest < (smoothing > 0 ? AT_FLOOR : ALMOST);

/**
 * Why there is no further step.
 * @param {Playing} now
 * @param {number} before the loss one step earlier
 */
export function whyStopped(now, before) {
  const { loss, lowest, smoothing } = now;
  if (!isDone(now)) {
    return loss > before
      ? "Stopped: the steps are so large that the loss goes up and down. Lower the learning rate."
      : `Stopped after ${MANY_STEPS} steps. Press Play to go on.`;
  }
  if (smoothing === 0) return `Stopped below ${ALMOST} nats. The loss gets closer to 0, but never reaches it.`;
  return `Stopped: with label smoothing ${plain(smoothing)}, the loss cannot go below ${num3(lowest)} nats.`;
}
