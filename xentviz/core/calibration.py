"""Whether a probability means what it says, and the one number that often repairs it."""

import math
from typing import NamedTuple, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._arrays import Array, Doubles, Integers
from xentviz.core._checks import as_bins, as_distributions, as_indices, as_logits
from xentviz.core._softmax_parts import softmax_parts
from xentviz.core._thresholds import FIT_POWER, FIT_RANGE, TEMPERATURES


class ReliabilityCurve(NamedTuple):
    """Predictions sorted into bins of confidence; a bin without predictions has nan."""

    edges: Doubles  # (n_bins + 1,) from 0 to 1; a bin holds its right edge, not its left
    counts: Integers  # (n_bins,) predictions in the bin
    confidence: Doubles  # (n_bins,) mean of the largest probability
    accuracy: Doubles  # (n_bins,) share in which the most probable class was right


@np.errstate(all="ignore")
def reliability_curve(
    probs: ArrayLike, labels: ArrayLike, *, n_bins: SupportsIndex = 15
) -> ReliabilityCurve:
    """Confidence against accuracy, in bins of equal width over [0, 1].

    Arguments
        probs   (..., V) probabilities, V >= 1; all leading axes are taken as one.
        labels  (...) class indices.
        n_bins  integer from 1 to 2**24.
    Returns
        A ReliabilityCurve of four arrays: the (n_bins + 1,) edges; per bin, (n_bins,), the count,
        the mean confidence and the accuracy, both in [0, 1], nan for an empty bin.
    Raises
        ValueError for probabilities that are negative or whose sum is off 1 by more than 1e-6
        (float32 1e-4, float16 1e-2), labels outside 0..V-1, shapes that do not fit and n_bins out
        of range; TypeError for labels that are not integers. The message names the argument.
    Source
        Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section 2.
    Example
        >>> curve = reliability_curve([[0.8, 0.2], [0.8, 0.2]], [0, 1], n_bins=1)
        >>> curve.counts.tolist(), curve.confidence.tolist(), curve.accuracy.tolist()
        ([2], [0.8], [0.5])
    """
    p, y = _predictions(probs, labels)
    bins = as_bins(n_bins)
    edges = np.linspace(0.0, 1.0, bins + 1)
    confidence = p.max(axis=1)
    correct = (p.argmax(axis=1) == y).astype(np.float64)
    where = np.searchsorted(edges[1:-1], confidence, side="left")  # nan goes into the last
    counts = np.bincount(where, minlength=bins)
    return ReliabilityCurve(
        edges,
        counts,
        np.bincount(where, confidence, bins) / counts,
        np.bincount(where, correct, bins) / counts,
    )


@np.errstate(all="ignore")
def expected_calibration_error(
    probs: ArrayLike, labels: ArrayLike, *, n_bins: SupportsIndex = 15
) -> float:
    """ECE: the mean gap between confidence and accuracy over the bins, weighted by their counts.

    Arguments
        probs   (..., V) probabilities, V >= 1; all leading axes are taken as one.
        labels  (...) class indices.
        n_bins  integer from 1 to 2**24.
    Returns
        A Python float in [0, 1]; nan without predictions, or with nan.
    Raises
        ValueError or TypeError as `reliability_curve`.
    Source
        Naeini, Cooper & Hauskrecht, AAAI 2015; Guo et al., ICML 2017, (3).
    Example
        >>> round(expected_calibration_error([[0.8, 0.2], [0.8, 0.2]], [0, 1]), 4)
        0.3
    """
    curve = reliability_curve(probs, labels, n_bins=n_bins)
    full = curve.counts > 0
    if not full.any():
        return math.nan
    gaps = np.abs(curve.accuracy[full] - curve.confidence[full])
    return float(np.average(gaps, weights=curve.counts[full]))


@np.errstate(all="ignore")
def brier_score(probs: ArrayLike, labels: ArrayLike) -> float:
    """Mean over predictions of the sum over classes of (p - one_hot(label))^2.

    Half of this is quoted where only one of two classes is summed.

    Arguments
        probs   (..., V) probabilities, V >= 1; all leading axes are taken as one.
        labels  (...) class indices.
    Returns
        A Python float from 0, best, to 2, worst; nan without predictions, or with nan.
    Raises
        ValueError or TypeError as `reliability_curve`.
    Source
        Brier, Monthly Weather Review 78 (1950), (2).
    Example
        >>> round(brier_score([[0.8, 0.2]], [0]), 4)  # 0.2^2 + 0.2^2
        0.08
    """
    p, y = _predictions(probs, labels)
    if len(y) == 0:
        return math.nan
    gap = p.copy()
    gap[np.arange(len(y)), y] -= 1.0
    return float((gap * gap).sum(axis=1).mean())


@np.errstate(all="ignore")
def fit_temperature(logits: ArrayLike, targets: ArrayLike) -> float:
    """The temperature in [0.001, 1000] at which the mean cross-entropy of the targets is least.

    The loss is convex in 1 / T, so Newton's method within a bracket finds the one minimum.

    Arguments
        logits   (..., V) real numbers, V >= 1.
        targets  (...) class indices.
    Returns
        T, a Python float without unit. Where the loss falls all the way to an end of the range,
        that end: 0.001 if each target has its row's largest logit, 1000 if chance would do better.
        1.0 if the temperature changes nothing (each row's logits are equal); nan without rows, with
        nan, or if a target has logit -inf.
    Raises
        ValueError or TypeError as `cross_entropy`.
    Source
        Guo et al., ICML 2017, section 4.2.
    Example
        >>> round(fit_temperature([[1, 0], [1, 0], [1, 0], [1, 0]], [0, 0, 0, 1]), 4)  # 1 / ln 3
        0.9102
    """
    given = as_logits(logits)
    indices = as_indices("targets", targets, given.shape[:-1], given.shape[-1])
    x, y = given.reshape(-1, given.shape[-1]).astype(np.float64), indices.ravel().astype(np.intp)
    power = _scaling_power(x)
    x = np.ldexp(x, power)
    low, high = (math.ldexp(1.0 / t, -power) for t in reversed(TEMPERATURES))
    slope, curvature = _slope(x, y, low)
    if math.isnan(slope):
        return math.nan
    if not (np.isfinite(x) & (x != x.max(axis=1, keepdims=True))).any():
        return 1.0
    if slope > 0.0 or (slope == 0.0 and curvature > 0.0):
        return TEMPERATURES[1]
    if _slope(x, y, high)[0] <= 0.0:
        return TEMPERATURES[0]
    return math.ldexp(1.0 / _root(x, y, low, high), -power)


def _scaling_power(x: Doubles) -> int:
    """n for which sums and squares of differences of x * 2**n neither overflow nor vanish."""
    largest = float(np.abs(x[np.isfinite(x)]).max(initial=0.0))
    if FIT_RANGE[0] < largest < FIT_RANGE[1]:
        return 0
    return -FIT_POWER if largest > 1.0 else FIT_POWER


def _root(x: Doubles, y: Integers, low: float, high: float) -> float:
    """Where the slope in beta = 1 / T crosses zero between low (slope < 0) and high (> 0)."""
    beta = math.sqrt(low) * math.sqrt(high)
    for _ in range(100):
        slope, curvature = _slope(x, y, beta)
        if slope < 0.0:
            low = beta
        else:
            high = beta
        step = beta - slope / curvature if curvature > 0.0 else math.nan
        if not low < step < high:
            step = math.sqrt(low) * math.sqrt(high)
        beta, last = step, beta
        if abs(beta - last) <= 1e-14 * last:
            break
    return beta


def _slope(x: Doubles, y: Integers, beta: float) -> tuple[float, float]:
    """First and second derivative in beta of the mean loss: E[x] - x_target, and Var[x].

    nan without rows, with a row that has no softmax, and where a target cannot happen.
    """
    if len(x) == 0 or np.isneginf(x[np.arange(len(x)), y]).any():
        return math.nan, math.nan
    parts = softmax_parts(x, 1.0 / beta)
    p, largest = parts.softmax, x[np.arange(len(x)), parts.argmax]
    gap = np.where(p == 0.0, 0.0, x - largest[:, None])
    mean = (p * gap).sum(axis=1)
    spread = gap - mean[:, None]
    slope = np.mean(mean - (x[np.arange(len(x)), y] - largest))
    return float(slope), float(np.mean((p * spread * spread).sum(axis=1)))


def _predictions(probs: ArrayLike, labels: ArrayLike) -> tuple[Array, Integers]:
    given = as_distributions("probs", probs)
    indices = as_indices("labels", labels, given.shape[:-1], given.shape[-1])
    return given.reshape(-1, given.shape[-1]).astype(np.float64), indices.ravel().astype(np.intp)
