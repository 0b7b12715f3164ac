"""Whether a probability means what it says, and the one number that often repairs it."""

import math
from typing import NamedTuple, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._checks import (
    Array,
    Doubles,
    Integers,
    as_distributions,
    as_indices,
    as_logits,
    as_positive_integer,
)
from xentviz.core._rows import exp_rows

TEMPERATURES = (1e-3, 1e3)  # where fit_temperature looks


class ReliabilityCurve(NamedTuple):
    """Predictions sorted into bins of confidence; a bin without predictions has nan."""

    edges: Doubles  # (n_bins + 1,) from 0 to 1; a bin holds its right edge, not its left
    counts: Integers  # (n_bins,) predictions in the bin
    confidence: Doubles  # (n_bins,) mean of the largest probability
    accuracy: Doubles  # (n_bins,) share in which the most probable class was right


def reliability_curve(
    probs: ArrayLike, labels: ArrayLike, *, n_bins: SupportsIndex = 15
) -> ReliabilityCurve:
    """Confidence against accuracy, in bins of equal width over [0, 1].

    Two rows [0.8, 0.2] labelled 0 and 1, `n_bins=1`: confidence 0.8, accuracy 0.5. `probs` is
    (N, V), `labels` (N,) class indices; more leading axes are taken as one. Raises ValueError for
    probabilities that are negative or do not sum to 1 (as `entropy`), labels outside 0..V-1,
    shapes that do not fit, n_bins < 1; TypeError for labels that are not integers.
    Source: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section 2.
    """
    p, y = _predictions(probs, labels)
    bins = as_positive_integer("n_bins", n_bins)
    edges = np.linspace(0.0, 1.0, bins + 1)
    confidence = p.max(axis=1)
    correct = (p.argmax(axis=1) == y).astype(np.float64)
    where = np.searchsorted(edges[1:-1], confidence, side="left")  # nan goes into the last
    counts = np.bincount(where, minlength=bins)
    with np.errstate(all="ignore"):
        return ReliabilityCurve(
            edges,
            counts,
            np.bincount(where, confidence, bins) / counts,
            np.bincount(where, correct, bins) / counts,
        )


def expected_calibration_error(
    probs: ArrayLike, labels: ArrayLike, *, n_bins: SupportsIndex = 15
) -> float:
    """Mean gap between confidence and accuracy over the bins, weighted by their counts, 0 to 1.

    Two rows [0.8, 0.2] labelled 0 and 1: 0.3. Arguments and errors as `reliability_curve`; nan
    without predictions. Source: Naeini, Cooper & Hauskrecht, AAAI 2015; Guo et al., ICML 2017 (3).
    """
    curve = reliability_curve(probs, labels, n_bins=n_bins)
    full = curve.counts > 0
    if not full.any():
        return math.nan
    gaps = np.abs(curve.accuracy[full] - curve.confidence[full])
    return float(np.average(gaps, weights=curve.counts[full]))


def brier_score(probs: ArrayLike, labels: ArrayLike) -> float:
    """Mean over predictions of the sum over classes of (p - truth)^2: 0 is best, 2 is worst.

    One row [0.8, 0.2] labelled 0: 0.2^2 + 0.2^2 = 0.08 (half of what is quoted where only one of
    two classes is summed: double that). Arguments and errors as `reliability_curve`; nan without
    predictions. Source: Brier, Monthly Weather Review 78 (1950), (2).
    """
    p, y = _predictions(probs, labels)
    if len(y) == 0:
        return math.nan
    gap = p.copy()
    gap[np.arange(len(y)), y] -= 1.0
    return float((gap * gap).sum(axis=1).mean())


def fit_temperature(logits: ArrayLike, targets: ArrayLike) -> float:
    """The temperature in [0.001, 1000] at which the mean cross-entropy of the targets is least.

    Logits [[1, 0], [1, 0], [1, 0], [1, 0]] with targets 0, 0, 0, 1 give 1 / ln 3 = 0.910.
    `logits` is (..., V), `targets` (...) class indices. Where the loss falls all the way to an
    end of the range, that end: 0.001 if each target has its row's largest logit, 1000 if chance
    would do better. 1.0 if the temperature changes nothing (all logits equal); nan without rows,
    with nan, or if a target has logit -inf. Errors as `cross_entropy`.
    Source: Guo et al., ICML 2017, section 4.2; the loss is convex in 1 / T, so Newton's method
    within a bracket finds the one minimum.
    """
    given = as_logits(logits)
    indices = as_indices("targets", targets, given.shape[:-1], given.shape[-1]).astype(np.intp)
    x = given.reshape(-1, given.shape[-1]).astype(np.float64)
    low, high = 1.0 / TEMPERATURES[1], 1.0 / TEMPERATURES[0]
    with np.errstate(all="ignore"):
        slope, curvature = _slope(x, indices.ravel(), low)
        if math.isnan(slope) or x.size == 0:
            return math.nan
        if slope >= 0.0:
            return 1.0 if slope == curvature == 0.0 else TEMPERATURES[1]
        if _slope(x, indices.ravel(), high)[0] <= 0.0:
            return TEMPERATURES[0]
        return 1.0 / _root(x, indices.ravel(), low, high)


def _root(x: Doubles, y: Integers, low: float, high: float) -> float:
    """Where the slope in beta = 1 / T crosses zero between low (slope < 0) and high (> 0)."""
    beta = 1.0
    for _ in range(100):
        slope, curvature = _slope(x, y, beta)
        if slope < 0.0:
            low = beta
        else:
            high = beta
        step = beta - slope / curvature if curvature > 0.0 else math.nan
        if not low < step < high:
            step = math.sqrt(low * high)
        if abs(step - beta) <= 1e-14 * beta:
            return step
        beta = step
    return beta


def _slope(x: Doubles, y: Integers, beta: float) -> tuple[float, float]:
    """First and second derivative in beta of the mean loss: E[x] - x_target, and Var[x]."""
    if len(x) == 0:
        return math.nan, math.nan
    rows = exp_rows(x, 1.0 / beta)
    p = rows.softmax
    gap = np.where(p == 0.0, 0.0, rows.d / beta)
    mean = (p * gap).sum(axis=1)
    target = rows.d[np.arange(len(x)), y] / beta
    spread = gap - mean[:, None]
    slope = float(np.mean(mean - target))
    return (slope if math.isfinite(slope) else math.nan), float(
        np.mean((p * spread * spread).sum(axis=1))
    )


def _predictions(probs: ArrayLike, labels: ArrayLike) -> tuple[Array, Integers]:
    given = as_distributions("probs", probs)
    indices = as_indices("labels", labels, given.shape[:-1], given.shape[-1])
    return given.reshape(-1, given.shape[-1]).astype(np.float64), indices.ravel().astype(np.intp)
