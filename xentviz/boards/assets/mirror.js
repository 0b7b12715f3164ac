// @ts-check
// The mirror of xentviz/core: the same formulas, so that a drag can be painted before the core answers.
// A test holds the two together to 1e-12 on 1,000 cases for each function. No DOM here.

/** @param {ArrayLike<number>} values */
function sum(values) {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i];
  return total;
}

/**
 * d_j = (z_j - max z) / T, subtracted before it is divided: near logits keep their difference.
 * @param {number[]} z
 * @param {number} temperature
 */
function belowTop(z, temperature) {
  const top = z.reduce((m, x) => (x > m ? x : m), -Infinity);
  return z.map((x) => (x - top) / temperature);
}

/**
 * The log of the sum of exp(d), with the largest term, exactly 1, kept out of the sum.
 * @param {number[]} d
 * @param {number[]} e exp(d)
 */
function logTotal(d, e) {
  const first = d.indexOf(0);
  return first < 0 ? NaN : Math.log1p(sum(e.filter((_, j) => j !== first)));
}

/**
 * ln of softmax(z / T).
 * @param {number[]} z
 */
export function logSoftmax(z, temperature = 1) {
  const d = belowTop(z, temperature);
  const log = logTotal(d, d.map(Math.exp));
  return d.map((x) => x - log);
}

/**
 * The probabilities exp(z / T), divided by their sum.
 * @param {number[]} z
 */
export function softmax(z, temperature = 1) {
  const e = belowTop(z, temperature).map(Math.exp);
  const total = sum(e);
  return e.map((x) => x / total);
}

/**
 * The truth as a distribution: 1 on the target, or with smoothing eps/K on every class too.
 * @param {number} classes
 * @param {number} target
 */
export function targetDistribution(classes, target, smoothing = 0) {
  return Array.from({ length: classes }, (_, j) => (j === target ? 1 - smoothing : 0) + smoothing / classes);
}

/**
 * Loss (nats) and its gradient with respect to the raw logits, beside the probabilities.
 * @param {number[]} z
 * @param {number} target
 */
export function crossEntropyAndGrad(z, target, { temperature = 1, labelSmoothing = 0 } = {}) {
  const d = belowTop(z, temperature);
  const e = d.map(Math.exp);
  const log = logTotal(d, e);
  const others = sum(e.filter((_, j) => j !== target));
  const total = others + e[target];
  const y = targetDistribution(z.length, target, labelSmoothing);
  const loss = y.reduce((s, yj, j) => (yj > 0 ? s - yj * d[j] : s), 0) + log;
  const probs = e.map((x) => x / total);
  // p - 1 by subtraction would lose every digit of a confident answer.
  const ofTarget = labelSmoothing - labelSmoothing / z.length - others / total;
  const grad = probs.map((p, j) => (j === target ? ofTarget : p - y[j]) / temperature);
  return { probs, log_probs: d.map((x) => x - log), y, loss, grad };
}

/**
 * The cost of giving the truth probability p: nats, bits, and the slope of -ln p in both.
 * @param {number} p
 */
export function surprise(p) {
  const loss = -Math.log(p);
  return { loss, bits: loss / Math.LN2, slope: -1 / p, slope_bits: -1 / p / Math.LN2 };
}

/**
 * What other losses charge for the same answer.
 * @param {number} p
 */
export const otherLosses = (p) => ({ squared: (1 - p) ** 2, zero_one: p < 0.5 ? 1 : 0, absolute: 1 - p });

/**
 * What a batch reports: the mean of the losses, each one's share of their sum, the p that costs the mean.
 * @param {number[]} ps
 */
export function average(ps) {
  const losses = ps.map((p) => -Math.log(p));
  const total = sum(losses);
  const mean = total / ps.length;
  const shares = losses.map((x) => (total > 0 ? x / total : 0));
  return { losses, shares, mean, bits: mean / Math.LN2, alike: Math.exp(-mean) };
}

/**
 * One loss under three names: each stage of the way, and what each function says of what it is fed.
 * @param {number} score the logit of the truth, its rival's is 0
 * @param {"logits" | "log_probs" | "probs" | null} feed what all three are fed; null: each its own
 */
export function pipeline(score, feed) {
  const logits = [score, 0];
  const stages = { logits, log_probs: logSoftmax(logits), probs: softmax(logits) };
  const [x, y, z] = [stages[feed ?? "logits"], stages[feed ?? "log_probs"], stages[feed ?? "probs"]];
  return {
    ...stages,
    loss: crossEntropyAndGrad(logits, 0).loss,
    cross_entropy: crossEntropyAndGrad(x, 0).loss,
    nll: -y[0],
    log_loss: z[0] > 0 ? -Math.log(z[0]) : NaN,
  };
}

/**
 * The height of a normal density at its middle, and its loss: below 0 where the height passes 1.
 * @param {number} sigma
 */
export const density = (sigma) => ({
  density: 1 / (sigma * Math.sqrt(2 * Math.PI)),
  loss: Math.log(sigma) + 0.5 * Math.log(2 * Math.PI),
});

/**
 * Nats.
 * @param {number[]} p
 */
export function entropy(p) {
  return Math.max(0, p.reduce((s, x) => (x > 0 ? s - x * Math.log(x) : s), 0));
}

/**
 * What predicting q costs where p is true, nats: entropy(p) + klDivergence(p, q).
 * @param {number[]} p
 * @param {number[]} q
 */
export function distributionCrossEntropy(p, q) {
  return p.reduce((s, x, i) => (x > 0 ? s - x * Math.log(q[i]) : s), 0);
}

/**
 * -ln of each share; infinite where it is 0.
 * @param {number[]} p
 */
export const surprises = (p) => p.map((x) => 0 - Math.log(x));

/**
 * The truth p after label smoothing: eps is taken from all of it and spread over all K outcomes.
 * @param {number[]} p
 * @param {number} eps
 */
export const smoothed = (p, eps) => p.map((x) => (1 - eps) * x + eps / p.length);

/**
 * exp(u) - 1 - u for |u| < 1, without the cancellation near 0.
 * @param {number} u
 */
function phi(u) {
  let term = (u * u) / 2;
  let total = term;
  for (let k = 3; k < 21; k += 1) {
    term *= u / k;
    total += term;
  }
  return total;
}

/**
 * ln(q / p); next to 1 the rounded ratio has lost what counts, but q - p is exact there.
 * @param {number} p
 * @param {number} q
 */
function logRatio(p, q) {
  const ratio = q / p;
  if (ratio > 0.5 && ratio < 2) return Math.log1p((q - p) / p);
  return ratio > 1e-300 && ratio < 1e300 ? Math.log(ratio) : Math.log(q) - Math.log(p);
}

/**
 * KL(p || q) in nats, as a sum of terms none of which is negative; infinite where q = 0 < p.
 * @param {number[]} p
 * @param {number[]} q
 */
export function klDivergence(p, q) {
  return p.reduce((s, x, i) => {
    if (x === 0) return s + q[i];
    if (q[i] === 0) return Infinity;
    const u = logRatio(x, q[i]);
    return s + (Math.abs(u) < 1 ? x * phi(u) : q[i] - x - x * u);
  }, 0);
}

/**
 * The log loss (nats) to expect where the chance is c and q was said.
 * @param {number} c
 * @param {number} q
 */
export const expectedLoss = (c, q) => (c > 0 ? -c * Math.log(q) : 0) + (c < 1 ? -(1 - c) * Math.log(1 - q) : 0);

/**
 * The squared distance to expect between q and what happens, 1 or 0.
 * @param {number} c
 * @param {number} q
 */
export const squaredScore = (c, q) => c * (1 - q) ** 2 + (1 - c) * q ** 2;

/**
 * The absolute distance to expect between q and what happens, 1 or 0.
 * @param {number} c
 * @param {number} q
 */
export const absoluteScore = (c, q) => c * (1 - q) + (1 - c) * q;

/**
 * The loss of equal logits for all classes, nats.
 * @param {number} classes
 */
export const knowingNothing = (classes) => Math.log(classes);

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

/**
 * The gradient of the squared error, the sum of (p - y)^2, in the logits: 2 p_j sum_k p_k (r_j - r_k) / T.
 * @param {number[]} z
 * @param {number} target
 * @param {number} temperature
 * @param {{ probs: number[], grad: number[] }} of cross-entropy, at the same logits
 */
export function squaredGradient(z, target, temperature, { probs, grad }) {
  const r = grad.map((g) => g * temperature); // p - y
  const d = z.map((x) => x / temperature);
  /**
   * Two classes with the same y differ by p_j - p_k, which would lose digits where they are close.
   * @param {number} j
   * @param {number} k
   */
  const gap = (j, k) => {
    const exact = probs[k] * Math.expm1(d[j] - d[k]);
    return j !== target && k !== target && Number.isFinite(exact) ? exact : r[j] - r[k];
  };
  return probs.map((p, j) => (2 * p * sum(probs.map((q, k) => q * gap(j, k)))) / temperature);
}

/**
 * What a loss that applies softmax makes of probabilities: of p for the right class, equal parts of the
 * rest for the others. "sigmoid" has two classes, and feeds p alone.
 * @param {number} p
 * @param {number} classes
 * @param {string} kind
 */
function again(p, classes, kind) {
  const others = kind === "sigmoid" ? 0 : (1 - p) / (classes - 1);
  const rest = (kind === "sigmoid" ? 1 : classes - 1) * Math.exp(others - p);
  return { seen: 1 / (1 + rest), loss: Math.log1p(rest) };
}

/**
 * The loss -ln p, and what it becomes where softmax, or sigmoid, is applied once more; the ends too.
 * @param {{ p: number, classes: number, kind: string }} state
 */
export function twice({ p, classes, kind }) {
  const [now, worst, best] = [p, 0, 1].map((q) => again(q, classes, kind));
  return { ...now, once: 0 - Math.log(p), least: worst.seen, most: best.seen, lowest: best.loss };
}
