"""From logits, any real numbers, to probabilities."""

from collections.abc import Callable
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._arrays import Array, as_floats, scalar_or_array
from xentviz.core._checks import as_axis, as_logits, as_temperature
from xentviz.core._softmax_parts import SoftmaxParts, softmax_parts


@np.errstate(all="ignore")
def logsumexp(logits: ArrayLike, *, axis: SupportsIndex = -1) -> float | Array:
    """log(sum(exp(logits))) along an axis: a smooth maximum.

    Arguments
        logits  (..., V) real numbers, V >= 1, or V elsewhere if `axis` says so.
        axis    where the V classes stand.
    Returns
        Nats, of the logits' shape without `axis`; a Python float if nothing is left. float32 stays
        float32 (float16 becomes it), all else is float64. A row of -inf gives -inf, one with +inf
        gives +inf, one with nan gives nan.
    Raises
        TypeError or ValueError, naming the argument, for logits that are not a real array with at
        least one class, and for an axis that is not there.
    Source
        Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021), algorithm 3.2.
    Example
        >>> logsumexp([0.0, 0.0])  # ln 2
        0.693147...
    """
    moved, parts, m = _parts_along(logits, axis, 1.0)
    total = np.where(np.isinf(m), m, m + parts.log_total[:, 0])
    return scalar_or_array(total.reshape(moved.shape[:-1]).astype(moved.dtype))


@np.errstate(all="ignore")
def log_softmax(logits: ArrayLike, *, temperature: float = 1.0, axis: SupportsIndex = -1) -> Array:
    """The log-probabilities logits / T - logsumexp(logits / T).

    Arguments
        logits       (..., V) real numbers, V >= 1, or V elsewhere if `axis` says so.
        temperature  T, finite and > 0.
        axis         where the V classes stand.
    Returns
        Nats <= 0, of the logits' shape; float32 stays float32 (float16 becomes it), all else is
        float64. A logit of -inf gives -inf; a row of -inf, or with +inf or nan, gives nan.
    Raises
        TypeError or ValueError as `softmax`.
    Source
        Bishop, Pattern Recognition and Machine Learning (2006), (4.104).
    Example
        >>> float(log_softmax([50.0, 0.0])[0])  # not 0
        -1.92874...e-22
    """
    return _along(logits, axis, temperature, lambda parts: parts.log_softmax)


@np.errstate(all="ignore")
def softmax(logits: ArrayLike, *, temperature: float = 1.0, axis: SupportsIndex = -1) -> Array:
    """The probabilities exp(logits / T) / sum(exp(logits / T)) along an axis.

    Arguments
        logits       (..., V) real numbers, V >= 1, or V elsewhere if `axis` says so.
        temperature  T, finite and > 0: above 1 flattens, below 1 sharpens.
        axis         where the V classes stand.
    Returns
        Probabilities in [0, 1], of the logits' shape; float32 stays float32 (float16 becomes it),
        all else is float64. A logit of -inf gives 0; a row of -inf, or with +inf or nan, gives nan.
    Raises
        TypeError or ValueError, naming the argument, for logits that are not a real array with at
        least one class, for a temperature that is not a finite number > 0, and for an axis that is
        not there.
    Source
        Bishop, Pattern Recognition and Machine Learning (2006), (4.104).
    Example
        >>> softmax([np.log(3), 0.0]).round(4).tolist()
        [0.75, 0.25]
    """
    return _along(logits, axis, temperature, lambda parts: parts.softmax)


def _parts_along(
    logits: ArrayLike, axis: SupportsIndex, temperature: float
) -> tuple[Array, SoftmaxParts, Array]:
    """The logits with the axis moved last, the same as rows taken apart, and their maxima."""
    given = as_floats("logits", logits)
    place = as_axis(axis, given.ndim) if given.ndim else 0
    if place < given.ndim - 1 and given.shape[place] == 0:
        raise ValueError(f"logits needs V >= 1 along axis {place}, got shape {given.shape}")
    moved = as_logits(np.moveaxis(given, place, -1) if given.ndim else given)
    x = moved.reshape(-1, moved.shape[-1]).astype(np.float64)
    parts = softmax_parts(x, as_temperature(temperature))
    return moved, parts, x[np.arange(len(x)), parts.argmax]


def _along(
    logits: ArrayLike,
    axis: SupportsIndex,
    temperature: float,
    part: Callable[[SoftmaxParts], Array],
) -> Array:
    moved, parts, _ = _parts_along(logits, axis, temperature)
    result = part(parts).astype(moved.dtype)
    return np.moveaxis(result.reshape(moved.shape), -1, as_axis(axis, moved.ndim))
