// @ts-check
// A training run as the browser keeps it: frames of losses, decision fields and confusions. No DOM here.
import { inflated, octets, singles, wholes } from "./packed.js";
/** @import { PointsNumbers, RunNumbers, TrainingNumbers } from "./training_types.d.ts" */

const MOST_HELD = 20;

/**
 * N points: first the generated ones, of which `id` holds the places, then the reader's own.
 * @typedef {object} Points
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Uint8Array} label
 * @property {Uint16Array} id
 */

/**
 * F frames of N points and K classes; losses in nats. `field` holds bytes (F, K - 1, cells, cells) from the
 * lowest y and x, `losses` bytes (F, N), `confusion` counts (F, K, K).
 * @typedef {object} Run
 * @property {string} key
 * @property {number} classes
 * @property {number} frames
 * @property {number} count
 * @property {number} cells along each axis
 * @property {Uint16Array} steps
 * @property {Float32Array} training
 * @property {Float32Array} heldOut empty where nothing is held out, and so is the next but one
 * @property {Float32Array} objective empty where it is `training`
 * @property {Float32Array} accuracy
 * @property {Float32Array} heldAccuracy
 * @property {Uint16Array} confusion
 * @property {Uint8Array} field
 * @property {Uint8Array} losses
 */

/** What Python has sent since the page was opened, the oldest first. @type {Map<string, Points | Run>} */
const held = new Map();

/** The keys of what need not be sent again. */
export const heldKeys = () => [...held.keys()];

/** @param {string} key */
export const forget = (key) => held.delete(key);

/**
 * @param {string} key
 * @param {Points | Run} rows
 */
function keep(key, rows) {
  held.delete(key);
  held.set(key, rows);
  for (const oldest of held.keys()) {
    if (held.size <= MOST_HELD) return;
    held.delete(oldest);
  }
}

/** @param {Record<string, string>} packed */
export function pointsOf(packed) {
  const { x, y, label, id } = packed;
  return { x: singles(x), y: singles(y), label: octets(label), id: wholes(id) };
}

/**
 * @param {string} key
 * @param {Record<string, string>} packed
 * @returns {Promise<Run>}
 */
export async function runOf(key, packed) {
  const steps = wholes(packed.steps);
  const frames = steps.length;
  const confusion = wholes(packed.confusion);
  const classes = Math.round(Math.sqrt(confusion.length / frames));
  const [field, losses] = await Promise.all([inflated(packed.field, frames), inflated(packed.losses, frames)]);
  return {
    ...{ key, classes, frames, steps, confusion, field, losses },
    count: losses.length / frames,
    cells: Math.round(Math.sqrt(field.length / frames / (classes - 1))),
    training: singles(packed.training),
    heldOut: singles(packed.held_out),
    objective: singles(packed.objective),
    accuracy: singles(packed.accuracy),
    heldAccuracy: singles(packed.held_accuracy),
  };
}

/**
 * Whether an answer brings rows that have to be unpacked first.
 * @param {TrainingNumbers} numbers
 */
export const bringsRows = ({ points, runs }) => [points, ...runs].some(({ packed }) => packed !== null);

/**
 * Unpack what an answer has brought, and keep it.
 * @param {TrainingNumbers} numbers
 */
export async function keepRows({ points, runs }) {
  if (points.packed) keep(points.key, pointsOf(points.packed));
  const come = await Promise.all(runs.map(({ key, packed }) => packed && runOf(key, packed)));
  come.forEach((run, k) => run && keep(runs[k].key, run));
}

/**
 * The rows of what an answer names: `lacks` are keys whose rows are not here, though Python thinks so.
 * A run that still waits for its training is null.
 * @param {TrainingNumbers} numbers
 */
export function rowsOf({ points, runs }) {
  const all = [points, ...runs.filter(({ waiting }) => !waiting)];
  const lacks = all.map(({ key }) => key).filter((key) => !held.has(key));
  const own = (/** @type {PointsNumbers | RunNumbers} */ { key }) => held.get(key) ?? null;
  return {
    lacks,
    points: /** @type {Points | null} */ (own(points)),
    runs: /** @type {(Run | null)[]} */ (runs.map(own)),
  };
}

/**
 * The frame that shows a step: the last one at or before it.
 * @param {Pick<Run, "steps">} run
 * @param {number} step
 */
export function frameAt({ steps }, step) {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (steps[middle] <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Where a coordinate lies among the cells' centres, and how far between two of them.
 * @param {number} at from -reach to reach
 * @param {number} reach
 * @param {number} cells
 * @returns {[cell: number, part: number]}
 */
function between(at, reach, cells) {
  const place = Math.max(0, Math.min(cells - 1, ((at + reach) / (2 * reach)) * cells - 0.5));
  const cell = Math.min(cells - 2, Math.floor(place));
  return [cell, place - cell];
}

/**
 * The distribution predicted at a place, from the bytes of the field: rounded to about 1/255.
 * @param {Run} run
 * @param {number} frame
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function lookUp(run, frame, x, y, reach) {
  const { classes, cells, field } = run;
  const [[i, s], [j, t]] = [between(x, reach, cells), between(y, reach, cells)];
  const size = cells * cells;
  const probs = Array.from({ length: classes - 1 }, (_, k) => {
    const at = (frame * (classes - 1) + k) * size + j * cells + i;
    const low = field[at] * (1 - s) + field[at + 1] * s;
    const high = field[at + cells] * (1 - s) + field[at + cells + 1] * s;
    return (low * (1 - t) + high * t) / 255;
  });
  return [...probs, Math.max(0, 1 - probs.reduce((sum, p) => sum + p, 0))];
}

/**
 * The loss that a byte of `losses` stands for, nats; the largest byte also for more.
 * @param {number} byte
 * @param {number} top
 */
export const lossOf = (byte, top) => top * (byte / 255) ** 2;

/**
 * The rows of a confusion table at a frame: actual classes down, predicted ones across.
 * @param {Run} run
 * @param {number} frame
 */
export function confusionAt({ classes, confusion }, frame) {
  const row = (/** @type {number} */ i) => (frame * classes + i) * classes;
  return Array.from({ length: classes }, (_, i) => [...confusion.subarray(row(i), row(i) + classes)]);
}

/**
 * The share of each actual class that was predicted right; null for a class without points.
 * @param {readonly number[][]} table
 */
export const recallOf = (table) =>
  table.map((row, i) => {
    const all = row.reduce((sum, n) => sum + n, 0);
    return all ? row[i] / all : null;
  });
