"""How far a distribution is from certain, and from another one. All in nats, last axis."""

import math

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._checks import (
    Array,
    Doubles,
    as_distributions,
    as_floats,
    as_logits,
    as_pair,
    plain,
)
from xentviz.core._rows import Rows, exp_rows

# The Taylor coefficients 1/2!, 1/3!, ... 1/19! of (expm1(u) - u) / u^2: enough for |u| <= 1.
PHI = [1.0 / math.factorial(n) for n in range(2, 20)]


def entropy(p: ArrayLike, *, from_logits: bool = False) -> float | Array:
    """-sum(p log p), the surprise a distribution has left on average, in nats.

    `entropy([0.5, 0.5])` is ln 2 = 0.693. `p` is (..., V) probabilities, or logits if
    `from_logits`; the result is (...) float64, a Python float for one row. 0 log 0 is 0, nan in
    gives nan out. Raises ValueError for probabilities that are negative or whose sum is off 1 by
    more than 1e-6 (float32 1e-4, float16 1e-2), TypeError for what is not real.
    Source: Shannon, Bell System Technical Journal 27 (1948), section 6.
    """
    given = as_logits(p, "p") if from_logits else as_distributions("p", p)
    rows = given.reshape(-1, given.shape[-1]).astype(np.float64)
    with np.errstate(all="ignore"):
        if from_logits:
            parts = exp_rows(rows)
            probabilities, surprise = parts.softmax, -parts.log_softmax
        else:
            probabilities, surprise = rows, -np.log(rows)
        total = np.where(probabilities == 0, 0.0, probabilities * surprise).sum(axis=1)
        # p may exceed 1 by the tolerance; + 0.0 makes a -0.0 a 0.0
        return plain(np.maximum(total, 0.0).reshape(given.shape[:-1]) + 0.0)


def distribution_cross_entropy(
    p: ArrayLike, q: ArrayLike, *, from_logits: bool = False
) -> float | Array:
    """-sum(p log q), what predicting q costs where p is true, in nats: entropy(p) + KL(p, q).

    `distribution_cross_entropy([0.5, 0.5], [0.8, 0.2])` is ln 5 - ln 2 = 0.916. Shapes, types and
    errors as `kl_divergence`. inf where q is 0 and p is not; nothing where p is 0.
    Source: Cover & Thomas, Elements of Information Theory, (5.4).
    """
    first, second, lead = as_pair(p, q, from_logits)
    with np.errstate(all="ignore"):
        if from_logits:
            p_rows, cost = exp_rows(first), -exp_rows(second).log_softmax
            # exp(-800) is 0 in floating point, but a class that is only improbable still costs.
            terms = np.where(np.isposinf(cost), np.inf, p_rows.softmax * cost)
            masked = (first == -np.inf) & ~np.isnan(p_rows.softmax)
            total = np.where(masked, 0.0 * p_rows.rest, terms).sum(axis=1)
        else:
            total = np.where(first == 0, 0.0 * second, -first * np.log(second)).sum(axis=1)
        return plain(total.reshape(lead) + 0.0)


def kl_divergence(p: ArrayLike, q: ArrayLike, *, from_logits: bool = False) -> float | Array:
    """sum(p log(p / q)), what predicting q costs beyond entropy(p), in nats; never negative.

    `kl_divergence([0.5, 0.5], [0.8, 0.2])` is ln 5 - 2 ln 2 = 0.223. `p` and `q` are (..., V)
    probabilities, or logits if `from_logits`, broadcast against each other; the result is (...)
    float64, a Python float for one row. inf where q is 0 and p is not, nan in gives nan out.
    Raises ValueError for probabilities that are negative or whose sum is off 1 by more than 1e-6
    (float32 1e-4, float16 1e-2) and for shapes that do not fit, TypeError for what is not real.
    Source: Kullback & Leibler, Annals of Mathematical Statistics 22 (1951). Summed as
    p (r - 1 - log r) with r = q / p: no term is negative, so none cancels another.
    """
    first, second, lead = as_pair(p, q, from_logits)
    with np.errstate(all="ignore"):
        terms = _logit_terms(first, second) if from_logits else _terms(first, second)
        return plain(terms.sum(axis=1).reshape(lead))


def nats_to_bits(nats: ArrayLike) -> float | Array:
    """Nats over ln 2, of any shape: `nats_to_bits(ln 8)` is 3 bits.

    A number gives a Python float, an array an array (float32 stays float32). Raises TypeError for
    what is not real. Source: Shannon, Bell System Technical Journal 27 (1948), section 1.
    """
    array = as_floats("nats", nats)
    return plain(np.asarray(array / math.log(2.0), array.dtype))


def _phi(u: Doubles) -> Doubles:
    """expm1(u) - u for |u| <= 1, to the last digits also near 0: u^2/2 (1 + u/3 + ...)."""
    series = np.full_like(u, PHI[-1])
    for coefficient in reversed(PHI[:-1]):
        series = series * u + coefficient
    return u * u * series


def _terms(p: Doubles, q: Doubles) -> Doubles:
    """p phi(log(q / p)), which is q where p is 0."""
    ratio = q / p
    tame = (ratio > 1e-300) & (ratio < 1e300)
    u = np.where(tame, np.log(ratio), np.log(q) - np.log(p))
    # Near 1 the logarithm of a rounded ratio has lost what counts; q - p is exact there.
    u = np.where((ratio > 0.5) & (ratio < 2.0), np.log1p((q - p) / p), u)
    terms = np.where(np.abs(u) < 1.0, p * _phi(u), (q - p) - p * u)
    return np.where(p == 0, q, terms)


def _logit_terms(a: Doubles, b: Doubles) -> Doubles:
    """The same for p = softmax(a), q = softmax(b), with log(q / p) from differences of logits."""
    of_p, of_q = exp_rows(a), exp_rows(b)
    p, q = of_p.softmax, of_q.softmax
    u = _log_ratio(a, b, of_p, of_q)
    terms = np.where(np.abs(u) < 1.0, p * _phi(u), (q - p) - p * u)
    terms = np.where(p == 0, q, terms)
    return np.where((b == -np.inf) & (a > -np.inf) & ~np.isnan(q), np.inf, terms)


def _log_ratio(a: Doubles, b: Doubles, of_p: Rows, of_q: Rows) -> Doubles:
    """log(q / p), kept accurate when q is nearly p: there it is (b - a) less its weighted mean."""
    p, q, at = of_p.softmax, of_q.softmax, (np.arange(len(a)), of_p.top)
    change = b - a
    change -= change[at][:, None]
    ratio = (p[at] / q[at])[:, None]
    weighted = np.where(p == 0, q * ratio, p * np.expm1(change))
    near = np.abs(weighted).sum(axis=1, keepdims=True) < 0.5
    close = change - np.log1p(weighted.sum(axis=1, keepdims=True))
    return np.where(near, close, of_q.log_softmax - of_p.log_softmax)
