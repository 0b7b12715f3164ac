// @ts-check
// What a button of the logits board sets. No DOM here.

/**
 * Gives the target the probability `p`, null makes all logits equal. The rest goes to the other classes
 * in equal parts, or most of it to one rival.
 * @typedef {{ key: string, words: string, p: number | null, one_rival: boolean }} Preset
 */

/**
 * The logits of a preset: all 0 but for the other classes', or for one rival's.
 * @param {Preset} preset
 * @param {{ logits: number[], target: number }} state
 */
export function presetLogits({ p, one_rival: oneRival }, { logits, target }) {
  const others = logits.length - 1;
  if (p === null) return logits.map(() => 0);
  if (!oneRival) return logits.map((_, j) => (j === target ? 0 : Math.log((1 - p) / p / others)));
  const rival = target === 0 ? 1 : 0;
  return logits.map((_, j) => (j === rival ? Math.log(1 / p - others) : 0));
}
