// @ts-check
// Adding, moving and deleting points: what becomes of the state, and of what is drawn meanwhile. No DOM here.
/** @import { Points } from "./training_run.js" */
/** @import { OwnPoint, TrainingState } from "./training_types.d.ts" */

/** @typedef {Pick<TrainingState, "own" | "removed" | "point">} Edited */

/**
 * Points in the order in which Python will have them: the generated ones that are left, then one's own.
 * `source` is a point's place in the run that is shown, -1 for a new one.
 * @typedef {{ x: number[], y: number[], label: number[], source: number[], id: number[] }} Draft
 */

/**
 * @param {Points} points
 * @returns {Draft}
 */
export const draftOf = ({ x, y, label, id }) => ({
  x: [...x],
  y: [...y],
  label: [...label],
  source: Array.from(label, (_, i) => i),
  id: [...id],
});

/**
 * Take one point out of the rows.
 * @param {Draft} draft
 * @param {number} index
 */
function cut(draft, index) {
  for (const row of [draft.x, draft.y, draft.label, draft.source]) row.splice(index, 1);
}

/**
 * Add a point of one's own; it becomes the selected one.
 * @param {Draft} draft is changed
 * @param {Pick<TrainingState, "own" | "removed">} state
 * @param {OwnPoint} point
 * @param {number} [source]
 * @returns {Edited}
 */
export function added(draft, { own, removed }, [x, y, label], source = -1) {
  draft.x.push(x);
  draft.y.push(y);
  draft.label.push(label);
  draft.source.push(source);
  return { own: [...own, [x, y, label]], removed, point: draft.label.length - 1 };
}

/**
 * Delete a point.
 * @param {Draft} draft is changed
 * @param {Pick<TrainingState, "own" | "removed">} state
 * @param {number} index
 * @returns {Edited}
 */
export function deleted(draft, { own, removed }, index) {
  const generated = draft.id.length;
  cut(draft, index);
  if (index >= generated) return { own: own.filter((_, j) => j !== index - generated), removed, point: null };
  const [id] = draft.id.splice(index, 1);
  return { own, removed: [...removed, id].sort((a, b) => a - b), point: null };
}

/**
 * Move a point. A generated one becomes one's own, and so the last.
 * @param {Draft} draft is changed
 * @param {Pick<TrainingState, "own" | "removed">} state
 * @param {number} index
 * @param {number} x
 * @param {number} y
 * @returns {Edited}
 */
export function moved(draft, state, index, x, y) {
  const [label, source] = [draft.label[index], draft.source[index]];
  const generated = draft.id.length;
  if (index < generated) {
    return added(draft, deleted(draft, state, index), [x, y, label], source);
  }
  [draft.x[index], draft.y[index]] = [x, y];
  /** @type {OwnPoint} */
  const there = [x, y, label];
  return {
    own: state.own.map((one, j) => (j === index - generated ? there : one)),
    removed: state.removed,
    point: index,
  };
}

/**
 * The point nearest to a place, if it is within `reach` of it; -1 for none.
 * @param {Record<"x" | "y", ArrayLike<number>>} points
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearestPoint(points, x, y, reach) {
  let [best, least] = [-1, reach * reach];
  for (let i = 0; i < points.x.length; i += 1) {
    const away = (points.x[i] - x) ** 2 + (points.y[i] - y) ** 2;
    if (away <= least) [best, least] = [i, away];
  }
  return best;
}

/**
 * The nearest point in a direction, by arrow keys: what lies aside counts double. The same one if there is none.
 * @param {Record<"x" | "y", ArrayLike<number>>} points
 * @param {number} index
 * @param {number} dx -1, 0 or 1
 * @param {number} dy likewise
 */
export function neighbour(points, index, dx, dy) {
  let [best, least] = [index, Infinity];
  for (let i = 0; i < points.x.length; i += 1) {
    const [x, y] = [points.x[i] - points.x[index], points.y[i] - points.y[index]];
    const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy - y * dx)];
    if (i === index || ahead <= 0) continue;
    const away = ahead + 2 * aside;
    if (away < least) [best, least] = [i, away];
  }
  return best;
}
