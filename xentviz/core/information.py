"""How far a distribution is from certain, and from another one. All along the last axis."""

import math

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._arrays import Array, Doubles, as_floats, scalar_or_array
from xentviz.core._checks import as_distributions, as_flag, as_logits, as_pair
from xentviz.core._softmax_parts import Powers, SoftmaxParts, softmax_parts, times_power
from xentviz.core._thresholds import NEAR_CHANGE, NEAR_RATIO, PHI_LIMIT, RATIO

# The Taylor coefficients 1/2!, 1/3!, ... 1/19! of (expm1(u) - u) / u^2: enough for |u| <= 1.
PHI = [1.0 / math.factorial(n) for n in range(2, 20)]


@np.errstate(all="ignore")
def entropy(p: ArrayLike, *, from_logits: bool = False) -> float | Array:
    """-sum(p log p): the surprise that is left on average when the distribution is known.

    Arguments
        p            (..., V) probabilities, or logits if `from_logits`; V >= 1.
        from_logits  True or False.
    Returns
        (...) float64 in nats, from 0 to log V; a Python float for one row. 0 log 0 is 0, nan in
        gives nan out.
    Raises
        ValueError for probabilities that are negative or whose sum is off 1 by more than 1e-6
        (float32 1e-4, float16 1e-2); TypeError for what is not real and for a from_logits that is
        not a bool. The message names the argument.
    Source
        Shannon, Bell System Technical Journal 27 (1948), section 6.
    Example
        >>> entropy([0.5, 0.5])  # ln 2
        0.693147...
    """
    logits = as_flag("from_logits", from_logits)
    given = as_logits(p, "p") if logits else as_distributions("p", p)
    rows = given.reshape(-1, given.shape[-1]).astype(np.float64)
    if logits:
        parts = softmax_parts(rows)
        probabilities, surprise = parts.softmax, -parts.log_softmax
    else:
        probabilities, surprise = rows, -np.log(rows)
    total = np.where(probabilities == 0, 0.0, probabilities * surprise).sum(axis=1)
    # p may exceed 1 by the tolerance; + 0.0 makes a -0.0 a 0.0
    return scalar_or_array(np.maximum(total, 0.0).reshape(given.shape[:-1]) + 0.0)


@np.errstate(all="ignore")
def distribution_cross_entropy(
    p: ArrayLike, q: ArrayLike, *, from_logits: bool = False
) -> float | Array:
    """-sum(p log q): the average surprise of predicting q when outcomes follow p.

    It is entropy(p) + KL(p, q).

    Arguments
        p, q         (..., V) probabilities, or logits if `from_logits`; V >= 1. Leading axes
                     broadcast against each other.
        from_logits  True or False, for both.
    Returns
        (...) float64 in nats; a Python float for one row. inf where q is 0 and p is not, nothing
        where p is 0, nan in gives nan out.
    Raises
        ValueError for probabilities that are negative or whose sum is off 1 by more than 1e-6
        (float32 1e-4, float16 1e-2) and for shapes that do not fit; TypeError for what is not real
        and for a from_logits that is not a bool. The message names the argument.
    Source
        Cover & Thomas, Elements of Information Theory, 2nd edition (2006), (5.4).
    Example
        >>> distribution_cross_entropy([0.5, 0.5], [0.8, 0.2])  # ln 5 - ln 2
        0.91629...
    """
    logits = as_flag("from_logits", from_logits)
    first, second, lead = as_pair(p, q, logits)
    if logits:
        total = _crossed_logits(first, second)
    else:
        total = np.where(first == 0, 0.0 * second, -first * np.log(second)).sum(axis=1)
    return scalar_or_array(total.reshape(lead) + 0.0)


@np.errstate(all="ignore")
def kl_divergence(p: ArrayLike, q: ArrayLike, *, from_logits: bool = False) -> float | Array:
    """sum(p log(p / q)): what predicting q costs beyond entropy(p) when outcomes follow p.

    Summed as p log(p / q) + q - p, in which no term is negative and none cancels another. That is
    the same where p and q have the same sum; where probabilities as given have not, the result is
    larger than sum(p log(p / q)) by sum(q) - sum(p), which the tolerances below keep small.

    Arguments
        p, q         (..., V) probabilities, or logits if `from_logits`; V >= 1. Leading axes
                     broadcast against each other.
        from_logits  True or False, for both.
    Returns
        (...) float64 in nats, never negative; a Python float for one row. inf where q is 0 and p is
        not, nan in gives nan out.
    Raises
        ValueError for probabilities that are negative or whose sum is off 1 by more than 1e-6
        (float32 1e-4, float16 1e-2) and for shapes that do not fit; TypeError for what is not real
        and for a from_logits that is not a bool. The message names the argument.
    Source
        Kullback & Leibler, Annals of Mathematical Statistics 22 (1951); for other sums than 1:
        Csiszar, Annals of Statistics 19 (1991).
    Example
        >>> kl_divergence([0.5, 0.5], [0.8, 0.2])  # ln 5 - 2 ln 2
        0.223143...
    """
    logits = as_flag("from_logits", from_logits)
    first, second, lead = as_pair(p, q, logits)
    terms = _logit_terms(first, second) if logits else _terms(first, second)
    return scalar_or_array(terms.sum(axis=1).reshape(lead))


@np.errstate(all="ignore")
def nats_to_bits(nats: ArrayLike) -> float | Array:
    """Nats over ln 2.

    Arguments
        nats  real numbers of any shape.
    Returns
        Bits, of the same shape; a Python float for one number. float32 stays float32 (float16
        becomes it), all else is float64.
    Raises
        TypeError for what is not real; the message names the argument.
    Source
        Shannon, Bell System Technical Journal 27 (1948), section 1.
    Example
        >>> round(nats_to_bits(np.log(8)), 4)
        3.0
    """
    array = as_floats("nats", nats)
    return scalar_or_array(np.asarray(array / math.log(2.0), array.dtype))


def _crossed_logits(a: Doubles, b: Doubles) -> Doubles:
    """Row sums of softmax(a) times -log_softmax(b)."""
    of_p, of_q = softmax_parts(a), softmax_parts(b)
    p, cost = of_p.softmax, -of_q.log_softmax_in_units
    terms = np.where(p == 0.0, 0.0 * of_p.others, p * cost)
    # exp(-800) is 0 in floating point, but a class that is only improbable still costs.
    terms = np.where(np.isneginf(b) & (a > -np.inf) & (cost == np.inf), np.inf, terms)
    total = np.where(np.isnan(cost), cost, terms).sum(axis=1, keepdims=True)
    return times_power(total, of_q.unit)[:, 0]


def _phi(u: Doubles) -> Doubles:
    """expm1(u) - u for |u| <= 1, to the last digits also near 0: u^2/2 (1 + u/3 + ...)."""
    series = np.full_like(u, PHI[-1])
    for coefficient in reversed(PHI[:-1]):
        series = series * u + coefficient
    return u * u * series


def _terms(p: Doubles, q: Doubles) -> Doubles:
    """p phi(log(q / p)), which is q where p is 0."""
    ratio = q / p
    moderate = (ratio > RATIO[0]) & (ratio < RATIO[1])
    u = np.where(moderate, np.log(ratio), np.log(q) - np.log(p))
    # Near 1 the logarithm of a rounded ratio has lost what counts; q - p is exact there.
    near = (ratio > NEAR_RATIO[0]) & (ratio < NEAR_RATIO[1])
    u = np.where(near, np.log1p((q - p) / p), u)
    terms = np.where(np.abs(u) < PHI_LIMIT, p * _phi(u), (q - p) - p * u)
    return np.where(p == 0, q, terms)


def _logit_terms(a: Doubles, b: Doubles) -> Doubles:
    """The same for p = softmax(a), q = softmax(b), with log(q / p) from differences of logits."""
    of_p, of_q = softmax_parts(a), softmax_parts(b)
    p, q = of_p.softmax, of_q.softmax
    u, unit = _log_ratio(of_p, of_q)
    far = (q - p) - times_power(p * u, unit)
    u = times_power(u, unit)
    terms = np.where(np.abs(u) < PHI_LIMIT, p * _phi(u), far)
    terms = np.where(p == 0, q, terms)
    return np.where((b == -np.inf) & (a > -np.inf) & ~np.isnan(q), np.inf, terms)


def _log_ratio(of_p: SoftmaxParts, of_q: SoftmaxParts) -> tuple[Doubles, Powers]:
    """log(q / p) as u * 2**unit, also where q is nearly p: the logits' change less its mean."""
    unit = _larger(of_p.unit, of_q.unit)
    to_p, to_q = of_p.unit - unit, of_q.unit - unit
    p, q, at = of_p.softmax, of_q.softmax, (np.arange(len(of_p.e)), of_p.argmax)
    change = times_power(of_q.d, to_q) - times_power(of_p.d, to_p)
    change += times_power(of_q.d_error, to_q) - times_power(of_p.d_error, to_p)
    change = times_power(change - change[at][:, None], unit)
    ratio = (p[at] / q[at])[:, None]
    weighted = np.where(p == 0, q * ratio, p * np.expm1(change))
    near = np.abs(weighted).sum(axis=1, keepdims=True) < NEAR_CHANGE
    from_logs = times_power(of_q.log_softmax_in_units, to_q)
    from_logs = from_logs - times_power(of_p.log_softmax_in_units, to_p)
    from_change = change - np.log1p(weighted.sum(axis=1, keepdims=True))
    return np.where(near & np.isfinite(change), times_power(from_change, -unit), from_logs), unit


def _larger(a: Powers, b: Powers) -> Powers:
    return a if isinstance(a, int) and isinstance(b, int) else np.maximum(a, b)
