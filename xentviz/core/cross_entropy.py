"""Cross-entropy from logits, and its gradient: what torch.nn.functional.cross_entropy means."""

from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._arguments import check_arguments, check_upstream
from xentviz.core._arrays import Array, working_dtype
from xentviz.core._blocks import compute_loss
from xentviz.core._checks import as_out
from xentviz.core._shortcut import shortcut


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
    """-log softmax(logits / T)[target]: how surprising the target was, in nats.

    Arguments
        logits           (..., V) real numbers, V >= 1. -inf masks a class: it costs nothing unless
                         its target probability is above 0 (then inf). A row with nan or +inf, or
                         of -inf alone, gives nan.
        targets          (...) class indices, or (..., V) probabilities (floating point).
        class_weights    (V,) finite factors >= 0 on each class's share of the target.
        ignore_index     rows with this index cost 0 and count nowhere.
        label_smoothing  share in [0, 1] of the target that is spread over all V classes evenly.
        temperature      T, finite and > 0.
        reduction        "none", "sum" or "mean". The mean divides by the sum of the weights of the
                         counted indices, or by the number of rows for probabilities.
    Returns
        Nats. "none": (...) losses, float32 for float32 and float16 logits, else float64; a Python
        float for a single row. "sum" and "mean": a Python float, summed in float64. A mean over
        nothing is nan. A loss above 1.8e308 is inf.
        In float64 a loss is right within (4 + max|x - max x|) eps. See `xentviz.core` for how
        right the losses of short rows are.
    Raises
        TypeError or ValueError, naming the argument, for an index outside 0..V-1, indices that are
        not integers, probabilities that are negative or whose sum is off 1 by more than 1e-6
        (float32 1e-4, float16 1e-2), masked arrays, and options outside what stands above.
    Source
        Goodfellow, Bengio & Courville, Deep Learning (2016), 6.2.2.3; smoothing: Szegedy et al.,
        CVPR 2016, section 7.
    Example
        >>> round(cross_entropy([2.1, 0.4, -1.0], 0), 4)  # -ln 0.8145
        0.2052
    """
    options = (class_weights, ignore_index, label_smoothing, temperature)
    short = shortcut(logits, targets, options, reduction, False, None)
    if short is not None:
        return short[0]
    with np.errstate(all="ignore"):
        arguments = check_arguments(
            logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
        )
        return compute_loss(arguments, 1.0, None)


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
    """The loss, and its gradient with respect to the logits: (softmax - target) / T per row.

    Arguments
        logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
                  as for `cross_entropy`.
        upstream  factor on the gradient: one number, or with reduction "none" also (...) numbers.
        out       C-contiguous array of the gradient's shape and dtype that receives the gradient.
                  It may be the logits themselves, which are then overwritten.
    Returns
        The loss, in nats, as `cross_entropy`; and the gradient, (..., V), in nats per unit of
        logit, float32 for float32 and float16 logits, else float64. It is the gradient of the
        reduced loss, or with reduction "none" of sum(upstream * loss). A mean over nothing has a
        zero gradient, and so have ignored rows.
    Raises
        TypeError or ValueError as `cross_entropy`; also for an upstream of another shape and for
        an out of another shape or dtype, or one that overlaps an input in any other way.
    Source
        Bishop, Pattern Recognition and Machine Learning (2006), (4.109).
    Example
        >>> loss, grad = cross_entropy_and_grad([0.0, np.log(3)], 0)  # ln 4
        >>> round(loss, 4), grad.round(4).tolist()
        (1.3863, [-0.75, 0.75])
    """
    if upstream is None:
        options = (class_weights, ignore_index, label_smoothing, temperature)
        short = shortcut(logits, targets, options, reduction, True, out)
        if short is not None:
            return short
    with np.errstate(all="ignore"):
        arguments = check_arguments(
            logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
        )
        factor = check_upstream(arguments, upstream)
        inputs = [arguments.targets, arguments.class_weights, np.asarray(factor)]
        if out is None:
            grad = np.empty(arguments.logits.shape, working_dtype(arguments.logits))
        else:
            grad = as_out(out, arguments.logits, inputs)
        return compute_loss(arguments, factor, grad), grad
