"""From logits, any real numbers, to probabilities."""

from collections.abc import Callable
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._checks import Array, as_axis, as_floats, as_logits, as_temperature, plain
from xentviz.core._rows import Rows, exp_rows


def logsumexp(logits: ArrayLike, *, axis: SupportsIndex = -1) -> float | Array:
    """log(sum(exp(logits))) along an axis, in nats; `logsumexp([0, 0])` is ln 2 = 0.693.

    Shape: that of the logits without `axis`; a Python float if nothing is left. float32 stays
    float32, all else is float64. A row of -inf gives -inf, one with +inf gives +inf.
    Raises TypeError or ValueError for what is not a real array with at least one class.
    Source: Blanchard, Higham & Higham, IMA J. Numer. Anal. 41 (2021), algorithm 3.2.
    """
    moved, rows, m = _rows_along(logits, axis, 1.0)
    with np.errstate(all="ignore"):
        total = np.where(np.isinf(m), m, m + rows.log_total[:, 0])
    return plain(total.reshape(moved.shape[:-1]).astype(moved.dtype))


def log_softmax(logits: ArrayLike, *, temperature: float = 1.0, axis: SupportsIndex = -1) -> Array:
    """The log-probabilities logits / T - logsumexp(logits / T), in nats.

    `log_softmax([50, 0])[0]` is -1.93e-22, not 0. Same shape as the logits; float32 stays
    float32, all else is float64. A logit of -inf gives -inf; a row of -inf, or with +inf or nan,
    gives nan. Raises ValueError for a temperature that is not finite and > 0, and as `softmax`.
    Source: Bishop, Pattern Recognition and Machine Learning, (4.104).
    """
    return _along(logits, axis, temperature, lambda rows: rows.log_softmax)


def softmax(logits: ArrayLike, *, temperature: float = 1.0, axis: SupportsIndex = -1) -> Array:
    """The probabilities exp(logits / T) / sum(exp(logits / T)) along an axis.

    `softmax([ln 3, 0])` is [0.75, 0.25]. Same shape as the logits; float32 stays float32, all
    else is float64. A logit of -inf gives 0; a row of -inf, or with +inf or nan, gives nan.
    Raises TypeError or ValueError for logits that are not a real array with at least one class,
    ValueError for a temperature that is not finite and > 0 or an axis that is not there.
    Source: Bishop, Pattern Recognition and Machine Learning, (4.104).
    """
    return _along(logits, axis, temperature, lambda rows: rows.softmax)


def _rows_along(
    logits: ArrayLike, axis: SupportsIndex, temperature: float
) -> tuple[Array, Rows, Array]:
    """The logits with the axis moved last, the same as rows taken apart, and their maxima."""
    given = as_floats("logits", logits)
    moved = as_logits(np.moveaxis(given, as_axis(axis, given.ndim), -1) if given.ndim else given)
    x = moved.reshape(-1, moved.shape[-1]).astype(np.float64)
    with np.errstate(all="ignore"):
        rows = exp_rows(x, as_temperature(temperature))
    return moved, rows, x[np.arange(len(x)), rows.top]


def _along(
    logits: ArrayLike, axis: SupportsIndex, temperature: float, part: Callable[[Rows], Array]
) -> Array:
    moved, rows, _ = _rows_along(logits, axis, temperature)
    with np.errstate(all="ignore"):
        result = part(rows).astype(moved.dtype)
    return np.moveaxis(result.reshape(moved.shape), -1, as_axis(axis, moved.ndim))
