// The mirror of xentviz/core for one row of logits: the same formulas, so that a drag can be
// painted before the core answers. A browser test holds the two together to 1e-12. No DOM here.

const top = (z) => z.reduce((m, x) => (x > m ? x : m), -Infinity);

// d_j = (z_j - m) / T, subtracted before it is divided: near logits keep their difference.
function shifted(z, temperature) {
  const m = top(z);
  return z.map((x) => (x - m) / temperature);
}

// log of the sum of exp(d), with the largest term, exactly 1, kept out of the sum.
function logTotal(d, e) {
  const first = d.indexOf(0);
  let rest = 0;
  e.forEach((x, j) => { if (j !== first) rest += x; });
  return first < 0 ? NaN : Math.log1p(rest);
}

export function logSoftmax(z, temperature = 1) {
  const d = shifted(z, temperature);
  const log = logTotal(d, d.map(Math.exp));
  return d.map((x) => x - log);
}

export function softmax(z, temperature = 1) {
  const e = shifted(z, temperature).map(Math.exp);
  const total = e.reduce((s, x) => s + x, 0);
  return e.map((x) => x / total);
}

// The truth as a distribution: 1 on the target, or with smoothing eps/K on every class too.
export function targetDistribution(classes, target, smoothing = 0) {
  return Array.from({ length: classes }, (_, j) => (j === target ? 1 - smoothing : 0) + smoothing / classes);
}

// Loss (nats) and its gradient with respect to the raw logits, beside the probabilities.
export function crossEntropyAndGrad(z, target, { temperature = 1, labelSmoothing = 0 } = {}) {
  const d = shifted(z, temperature);
  const e = d.map(Math.exp);
  const log = logTotal(d, e);
  let others = 0;
  e.forEach((x, j) => { if (j !== target) others += x; });
  const total = others + e[target];
  const y = targetDistribution(z.length, target, labelSmoothing);
  const loss = y.reduce((s, yj, j) => (yj > 0 ? s - yj * d[j] : s), 0) + log;
  const probs = e.map((x) => x / total);
  const logProbs = d.map((x) => x - log);
  // p - 1 by subtraction would lose every digit of a confident answer.
  const grad = probs.map((p, j) => (j === target ? labelSmoothing - labelSmoothing / z.length - others / total : p - y[j]) / temperature);
  return { probs, log_probs: logProbs, y, loss, grad };
}

// The cost of having given the truth probability p: nats, bits, and the slope of -ln p in both.
export function surprise(p) {
  const loss = -Math.log(p);
  return { loss, bits: loss / Math.LN2, slope: -1 / p, slope_bits: -1 / p / Math.LN2 };
}

// What other losses charge for the same answer.
export const otherLosses = (p) => ({ squared: (1 - p) ** 2, zero_one: p < 0.5 ? 1 : 0, absolute: 1 - p });

// What a batch reports: the mean of the losses, who pays how much of it, the p that costs the mean.
export function average(ps) {
  const losses = ps.map((p) => -Math.log(p));
  const total = losses.reduce((s, x) => s + x, 0);
  const mean = total / ps.length;
  return { losses, shares: losses.map((x) => (total > 0 ? x / total : 0)), mean, bits: mean / Math.LN2, alike: Math.exp(-mean) };
}

// One loss under three names: each stage of the way, and what each function says of what it is fed.
export function pipeline(score, feed) {
  const logits = [score, 0];
  const stages = { logits, log_probs: logSoftmax(logits), probs: softmax(logits) };
  const [x, y, z] = ["logits", "log_probs", "probs"].map((own) => stages[feed === "own" ? own : feed]);
  return { ...stages, loss: crossEntropyAndGrad(logits, 0).loss, cross_entropy: crossEntropyAndGrad(x, 0).loss, nll: -y[0], log_loss: z[0] > 0 ? -Math.log(z[0]) : NaN };
}

// The height of a normal density at its middle, and its loss: below 0 where the height passes 1.
export const density = (sigma) => ({ density: 1 / (sigma * Math.sqrt(2 * Math.PI)), loss: Math.log(sigma) + 0.5 * Math.log(2 * Math.PI) });

export function entropy(p) {
  return Math.max(0, p.reduce((s, x) => (x > 0 ? s - x * Math.log(x) : s), 0));
}

// What predicting q costs where p is true: entropy(p) + klDivergence(p, q).
export function distributionCrossEntropy(p, q) {
  return p.reduce((s, x, i) => (x > 0 ? s - x * Math.log(q[i]) : s), 0);
}

// -ln of each share; infinite where it is 0.
export const surprises = (p) => p.map((x) => 0 - Math.log(x));

// The truth p after label smoothing: eps is taken from all of it and spread over all K outcomes.
export const smoothed = (p, eps) => p.map((x) => (1 - eps) * x + eps / p.length);

// exp(u) - 1 - u for |u| < 1, without the cancellation near 0.
function phi(u) {
  let term = (u * u) / 2;
  let sum = term;
  for (let k = 3; k < 21; k += 1) { term *= u / k; sum += term; }
  return sum;
}

// ln(q / p); next to 1 the rounded ratio has lost what counts, but q - p is exact there.
function logRatio(p, q) {
  const ratio = q / p;
  if (ratio > 0.5 && ratio < 2) return Math.log1p((q - p) / p);
  return ratio > 1e-300 && ratio < 1e300 ? Math.log(ratio) : Math.log(q) - Math.log(p);
}

// KL(p || q) as a sum of terms none of which is negative; infinite where q = 0 < p.
export function klDivergence(p, q) {
  return p.reduce((s, x, i) => {
    if (x === 0) return s + q[i];
    if (q[i] === 0) return Infinity;
    const u = logRatio(x, q[i]);
    return s + (Math.abs(u) < 1 ? x * phi(u) : q[i] - x - x * u);
  }, 0);
}

// What is paid on average when the chance is c and q was said: log loss (nats), and the squared
// and absolute distance between q and what happens, 1 or 0.
export function expectedLoss(c, q) {
  return (c > 0 ? -c * Math.log(q) : 0) + (c < 1 ? -(1 - c) * Math.log(1 - q) : 0);
}
export const squaredScore = (c, q) => c * (1 - q) ** 2 + (1 - c) * q ** 2;
export const absoluteScore = (c, q) => c * (1 - q) + (1 - c) * q;

// The loss of equal scores for all classes.
export const knowingNothing = (classes) => Math.log(classes);

// The curve through measured points [x, y] at x, straight where both axes count factors.
export function between(points, x) {
  const after = points.findIndex(([at]) => at >= x);
  if (after <= 0) return (after === 0 ? points[0] : points.at(-1))[1];
  const [[x0, y0], [x1, y1]] = [points[after - 1], points[after]];
  const along = (Math.log(x) - Math.log(x0)) / (Math.log(x1) - Math.log(x0));
  return Math.exp(Math.log(y0) + along * (Math.log(y1) - Math.log(y0)));
}

// A published fit: nats per token of a model with n parameters, trained on d tokens.
export function fittedLoss({ floor, a, alpha, b, beta }, n, d) {
  const [fromParams, fromTokens] = [a / n ** alpha, b / d ** beta];
  return { floor, from_params: fromParams, from_tokens: fromTokens, loss: floor + fromParams + fromTokens };
}

// The tokens at which a model of n parameters reaches a loss; infinite where no number suffices.
export function tokensFor({ floor, a, alpha, b, beta }, loss, n) {
  const left = loss - floor - a / n ** alpha;
  return left > 0 ? (b / left) ** (1 / beta) : Infinity;
}

// The parameters and tokens of least loss where 6 n d is the compute.
export function bestSplit({ a, alpha, b, beta }, compute) {
  const n = ((alpha * a) / (beta * b)) ** (1 / (alpha + beta)) * (compute / 6) ** (beta / (alpha + beta));
  return [n, compute / 6 / n];
}

// The losses (nats) up to each position and over all: sum, mean, and e to the mean; nan over nothing.
export function tally(losses) {
  const sums = new Float64Array(losses.length);
  const means = new Float64Array(losses.length);
  const perplexities = new Float64Array(losses.length);
  let sum = 0;
  let lost = 0;   // what the additions have rounded away (Kahan, Neumaier)
  for (let i = 0; i < losses.length; i += 1) {
    const next = sum + losses[i];
    if (Number.isFinite(next)) lost += Math.abs(sum) >= losses[i] ? (sum - next) + losses[i] : (losses[i] - next) + sum;
    sum = next;
    sums[i] = sum + lost;
    means[i] = sums[i] / (i + 1);
    perplexities[i] = Math.exp(means[i]);
  }
  const total = losses.length ? sums[losses.length - 1] : 0;
  const mean = total / losses.length;
  return { sums, means, perplexities, total, mean, bits: mean / Math.LN2, perplexity: Math.exp(mean) };
}

// The losses, had the token at `row` been given the probability p.
export function whatIf(losses, row, p) {
  if (p === null || !losses.length) return losses;
  const changed = Float64Array.from(losses);
  changed[row] = 0 - Math.log(p);
  return changed;
}

/**
 * What two forecasts of rain cost: the probability given to what happened, its loss, and both together.
 * @param {{ rain: number, happened: "rain" | "dry", rain2: number, happened2: "rain" | "dry" }} state
 */
export function rain({ rain: p, happened, rain2: p2, happened2 }) {
  const given = happened === "rain" ? p : 1 - p;
  const given2 = happened2 === "rain" ? p2 : 1 - p2;
  const both = given * given2;
  return { given, loss: -Math.log(given), given2, loss2: -Math.log(given2), both, total: -Math.log(both) };
}
