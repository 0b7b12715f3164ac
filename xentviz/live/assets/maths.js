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
  // p - 1 by subtraction would lose every digit of a confident answer.
  const grad = probs.map((p, j) => (j === target ? labelSmoothing - labelSmoothing / z.length - others / total : p - y[j]) / temperature);
  return { probs, y, loss, grad };
}

export function entropy(p) {
  return p.reduce((s, x) => (x > 0 ? s - x * Math.log(x) : s), 0);
}

// exp(u) - 1 - u without the cancellation near 0.
function phi(u) {
  if (Math.abs(u) > 0.25) return Math.expm1(u) - u;
  let term = (u * u) / 2;
  let sum = term;
  for (let k = 3; k < 16; k += 1) { term *= u / k; sum += term; }
  return sum;
}

// KL(p || q) as a sum of terms none of which is negative; infinite where q = 0 < p.
export function klDivergence(p, q) {
  return p.reduce((s, pi, i) => {
    if (pi === 0) return s + q[i];
    if (q[i] === 0) return Infinity;
    const ratio = q[i] / pi;
    return s + pi * phi(ratio > 0.5 && ratio < 2 ? Math.log1p((q[i] - pi) / pi) : Math.log(q[i]) - Math.log(pi));
  }, 0);
}
