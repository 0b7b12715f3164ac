"""Cross-entropy from logits, and its gradient: what torch.nn.functional.cross_entropy means."""

from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._checks import DOUBLE, SINGLE, Array, Integers, as_out, working_dtype
from xentviz.core._kernels import SHORT, plain_rows, short_row
from xentviz.core._plan import PLAIN, SCRATCH_BYTES, as_factor, make_plan, solve

INDEX, UNSIGNED = np.dtype(np.intp), np.dtype(np.uintp)
ONE_BLOCK = 1 << 16  # elements up to which the time of the plan shows


def cross_entropy(
    logits: ArrayLike,
    targets: ArrayLike,
    *,
    class_weights: ArrayLike | None = None,
    ignore_index: SupportsIndex | None = None,
    label_smoothing: float = 0.0,
    temperature: float = 1.0,
    reduction: str = "mean",
) -> float | Array:
    """-log softmax(logits / T)[target], the surprise at what was true, in nats.

    `cross_entropy([2.1, 0.4, -1.0], 0)` is -ln 0.8145 = 0.2052.

    logits          (..., V) real numbers, V >= 1. float32 stays float32 (float16 becomes it), all
                    else is computed as float64. -inf masks a class: it costs nothing unless its
                    target probability is above 0 (then inf). A row with nan or +inf, or of -inf
                    alone, gives nan.
    targets         (...) class indices, or (..., V) probabilities (floating point).
    class_weights   (V,) factors >= 0 on each class's share of the target.
    ignore_index    rows with this index cost 0 and count nowhere.
    label_smoothing share in [0, 1] of the target that is spread over all V classes evenly.
    temperature     T > 0.
    reduction       "none": (...) losses, of the logits' dtype, a Python float for a single row;
                    "sum" and "mean": a Python float, summed in float64. The mean divides by the
                    sum of the weights of the counted indices, or by the number of rows for
                    probabilities. A mean over nothing is nan.

    In float64 within (4 + max|x - max x|) eps; rows of up to 48 classes within 2 units in the last
    place, in arrays of fewer than 2,048 elements.

    Raises TypeError or ValueError, naming the argument, for an index outside 0..V-1, indices
    that are not integers, probabilities that are negative or whose sum is off 1 by more than
    1e-6 (float32 1e-4, float16 1e-2), and options outside what stands above.
    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), 6.2.2.3; smoothing: Szegedy et
    al., CVPR 2016, section 7.
    """
    options = (class_weights, ignore_index, label_smoothing, temperature)
    direct = _direct(logits, targets, options, reduction, False, None)
    if direct is not None:
        return direct[0]
    plan = make_plan(
        logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
    )
    return solve(plan, 1.0, None)


def cross_entropy_and_grad(
    logits: ArrayLike,
    targets: ArrayLike,
    *,
    class_weights: ArrayLike | None = None,
    ignore_index: SupportsIndex | None = None,
    label_smoothing: float = 0.0,
    temperature: float = 1.0,
    reduction: str = "mean",
    upstream: ArrayLike | None = None,
    out: Array | None = None,
) -> tuple[float | Array, Array]:
    """The loss, and its gradient with respect to the raw logits: (softmax - target) / T a row.

    `cross_entropy_and_grad([0.0, ln 3], 0)` is (ln 4, [-0.75, 0.75]).

    Arguments, errors and loss as `cross_entropy`. The gradient has the logits' shape and dtype;
    it is that of the reduced loss, or with reduction "none" of sum(upstream * loss). A mean over
    nothing has a zero gradient, so have ignored rows.

    upstream  factor on the gradient: one number, or with reduction "none" also (...) numbers.
    out       C-contiguous array of the logits' shape and dtype that receives the gradient and is
              returned. It may be the logits themselves, which are then overwritten; ValueError if
              it overlaps an input in any other way.

    Source: Bishop, Pattern Recognition and Machine Learning, (4.109).
    """
    if upstream is None:
        options = (class_weights, ignore_index, label_smoothing, temperature)
        direct = _direct(logits, targets, options, reduction, True, out)
        if direct is not None:
            return direct
    plan = make_plan(
        logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
    )
    factor = as_factor(plan, upstream)
    if out is None:
        grad = np.empty(plan.logits.shape, working_dtype(plan.logits))
    else:
        others = [plan.targets, plan.weights, factor if isinstance(factor, np.ndarray) else None]
        grad = as_out(out, plan.logits, others)
    return solve(plan, factor, grad), grad


def _direct(
    logits: object,
    targets: object,
    options: tuple[object, object, object, object],
    reduction: object,
    grad: bool,
    out: Array | None,
) -> tuple[float, Any] | None:
    """Small arrays with no detour: 1.7 and 20 us where the way through a plan takes 16 and 28.

    None for anything that is not as it should be: the plan then does it, or says what is wrong.
    """
    weights, ignored, smoothing, temperature = options
    if not (
        type(logits) is np.ndarray
        and (logits.dtype is DOUBLE or logits.dtype is SINGLE)
        and weights is None
        and ignored is None
        and type(smoothing) is float
        and smoothing == 0.0
        and type(temperature) is float
        and temperature == 1.0
        and type(reduction) is str
        and (reduction == "mean" or reduction == "sum")
        and (out is None or _is_apart(out, logits, targets))
    ):
        return None
    shape = logits.shape
    if type(targets) is int:
        return _short(logits, targets, grad, out) if len(shape) == 1 else None
    if type(targets) is not np.ndarray or targets.dtype is not INDEX or len(shape) != 2:
        return None
    if targets.shape != shape[:1]:
        return None
    if shape[0] == 1:
        return _short(logits, targets.item(), grad, out)
    return _rows(logits, targets, reduction, grad, out)


def _rows(
    logits: Array, targets: Integers, reduction: str, grad: bool, out: Array | None
) -> tuple[float, Any] | None:
    """A few rows at once."""
    n, v = logits.shape
    if not PLAIN <= logits.size <= ONE_BLOCK:
        return None
    unsigned = targets.view(UNSIGNED)  # seen so, a negative index is huge
    if unsigned[unsigned.argmax()] >= v:  # in a fifth of the time of max
        return None
    count = n if reduction == "mean" else 1
    if grad and out is None:
        out = np.empty(logits.shape, logits.dtype)
    with np.errstate(all="ignore"):
        losses = plain_rows(logits, targets, 1.0 / count, out, False, SCRATCH_BYTES)
    return float(np.add.reduce(losses)) / count, out


def _short(logits: Array, target: int, grad: bool, out: Array | None) -> tuple[float, Any] | None:
    """One row in plain floats."""
    if not 0 <= target < logits.size <= SHORT:
        return None
    row = logits.tolist()
    short = short_row(row if logits.ndim == 1 else row[0], target, grad)
    if short is None or not grad:
        return short
    loss, p = short
    if out is None:
        return loss, np.array(p, logits.dtype).reshape(logits.shape)
    (out if logits.ndim == 1 else out[0])[:] = p  # no deeper than the list is: 0.4 us less
    return loss, out


def _is_apart(out: Array, logits: Array, targets: object) -> bool:
    """Whether out is just what the gradient needs, and in memory of its own."""
    return (
        type(out) is np.ndarray
        and out.dtype is logits.dtype
        and out.shape == logits.shape
        and out.flags.carray
        and not np.may_share_memory(out, logits)
        and (type(targets) is int or not np.may_share_memory(out, np.asarray(targets)))
    )
