// @ts-check
// The mirror's formulas of scale: fitted losses, measured costs, sums along a text. No DOM here.

/**
 * A published fit of the loss: floor + a / N^alpha + b / D^beta.
 * @typedef {{ floor: number, a: number, alpha: number, b: number, beta: number }} Fit
 */

/**
 * The curve through measured points [x, y] at x, straight where both axes count factors.
 * @param {[x: number, y: number][]} points
 * @param {number} x
 */
export function between(points, x) {
  const after = points.findIndex(([at]) => at >= x);
  if (after < 0) return points[points.length - 1][1];
  if (after === 0) return points[0][1];
  const [[x0, y0], [x1, y1]] = [points[after - 1], points[after]];
  const along = (Math.log(x) - Math.log(x0)) / (Math.log(x1) - Math.log(x0));
  return Math.exp(Math.log(y0) + along * (Math.log(y1) - Math.log(y0)));
}

/**
 * Nats per token of a model with n parameters, trained on d tokens.
 * @param {Fit} fit
 * @param {number} n
 * @param {number} d
 */
export function fittedLoss({ floor, a, alpha, b, beta }, n, d) {
  const [fromParams, fromTokens] = [a / n ** alpha, b / d ** beta];
  return { floor, from_params: fromParams, from_tokens: fromTokens, loss: floor + fromParams + fromTokens };
}

/**
 * The tokens at which a model of n parameters reaches a loss; infinite where no number suffices.
 * @param {Fit} fit
 * @param {number} loss
 * @param {number} n
 */
export function tokensFor({ floor, a, alpha, b, beta }, loss, n) {
  const left = loss - floor - a / n ** alpha;
  return left > 0 ? (b / left) ** (1 / beta) : Infinity;
}

/**
 * The parameters and tokens of least loss where 6 n d is the compute.
 * @param {Fit} fit
 * @param {number} compute
 * @returns {[n: number, d: number]}
 */
export function bestSplit({ a, alpha, b, beta }, compute) {
  const n = ((alpha * a) / (beta * b)) ** (1 / (alpha + beta)) * (compute / 6) ** (beta / (alpha + beta));
  return [n, compute / 6 / n];
}

/**
 * The losses (nats) up to each position and over all: sum, mean, and e to the mean; nan over nothing.
 * @param {ArrayLike<number>} losses
 */
export function tally(losses) {
  const count = losses.length;
  const sums = new Float64Array(count);
  const means = new Float64Array(count);
  const perplexities = new Float64Array(count);
  let sum = 0;
  let lost = 0; // what the additions have rounded away (Kahan, Neumaier)
  for (let i = 0; i < count; i += 1) {
    const loss = losses[i];
    const next = sum + loss;
    if (Number.isFinite(next)) lost += Math.abs(sum) >= loss ? sum - next + loss : loss - next + sum;
    sum = next;
    sums[i] = sum + lost;
    means[i] = sums[i] / (i + 1);
    perplexities[i] = Math.exp(means[i]);
  }
  const total = count ? sums[count - 1] : 0;
  const mean = total / count;
  return { sums, means, perplexities, total, mean, bits: mean / Math.LN2, perplexity: Math.exp(mean) };
}

/**
 * A text's loss in bits per byte; the same text under any tokenizer compares.
 * @param {number} total nats
 * @param {number} bytes
 */
export const bitsPerByte = (total, bytes) => total / (bytes * Math.LN2);

/**
 * The losses, had the token at `row` been given the probability p; null for as they are.
 * @param {Float64Array} losses
 * @param {number} row
 * @param {number | null} p
 */
export function whatIf(losses, row, p) {
  if (p === null || !losses.length) return losses;
  const changed = Float64Array.from(losses);
  changed[row] = 0 - Math.log(p);
  return changed;
}
