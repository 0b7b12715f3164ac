"""Cross-entropy from logits, and its gradient: what torch.nn.functional.cross_entropy means."""

import math
from dataclasses import dataclass
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._checks import (
    Array,
    Booleans,
    Doubles,
    Integers,
    as_floats,
    as_integer,
    as_logits,
    as_out,
    as_reduction,
    as_smoothing,
    as_targets,
    as_temperature,
    as_weights,
)
from xentviz.core._rows import Rows, exp_rows, without

BLOCK = 1 << 14  # elements worked on at a time, so that nothing the size of the input is allocated


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

    Raises TypeError or ValueError, naming the argument, for an index outside 0..V-1, indices
    that are not integers, probabilities that are negative or whose sum is off 1 by more than
    1e-6 (float32 1e-4, float16 1e-2), and options outside what stands above.
    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), 6.2.2.3; smoothing: Szegedy et
    al., CVPR 2016, section 7.
    """
    plan = _plan(
        logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
    )
    return _run(plan, None, None)


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
    plan = _plan(
        logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
    )
    factors = _factors(plan, upstream)
    if out is None:
        grad = np.empty(plan.logits.shape, plan.logits.dtype)
    else:
        others = [plan.indices, plan.probabilities, plan.weights, factors]
        grad = as_out(out, plan.logits, others)
    return _run(plan, factors, grad), grad


@dataclass(frozen=True)
class _Plan:
    """Checked arguments; exactly one of indices and probabilities is there."""

    logits: Array  # (..., V)
    indices: Integers | None  # (N,) with 0 where ignored
    probabilities: Array | None  # (N, V)
    counted: Booleans | None  # (N,) False where ignored; None if all count
    weights: Doubles | None  # (V,)
    smoothing: float
    temperature: float
    reduction: str

    @property
    def denominator(self) -> float:
        """What the mean divides by."""
        if self.indices is None or self.weights is None:
            rows = math.prod(self.logits.shape[:-1])
            return float(rows if self.counted is None else self.counted.sum())
        weights = self.weights[self.indices]
        return float(weights.sum() if self.counted is None else weights[self.counted].sum())

    def coefficients(self, rows: slice) -> Doubles:
        """What each class's -log p counts in these rows, (n, V): weight times smoothed target."""
        v = self.logits.shape[-1]
        if self.indices is not None:
            indices = self.indices[rows]
            c = np.zeros((len(indices), v))
            c[np.arange(len(indices)), indices] = 1.0
        else:
            assert self.probabilities is not None
            c = self.probabilities[rows].astype(np.float64)
        if self.smoothing:
            c = (1.0 - self.smoothing) * c + self.smoothing / v
        return c if self.weights is None else c * self.weights


def _plan(
    logits: ArrayLike,
    targets: ArrayLike,
    class_weights: ArrayLike | None,
    ignore_index: SupportsIndex | None,
    label_smoothing: float,
    temperature: float,
    reduction: str,
) -> _Plan:
    x = as_logits(logits)
    v = x.shape[-1]
    ignored = None if ignore_index is None else as_integer("ignore_index", ignore_index)
    indices, probabilities = as_targets(targets, x.shape, ignored)
    counted = None
    if indices is not None:
        indices = indices.ravel()
        if ignored is not None and (indices == ignored).any():
            counted = indices != ignored
            indices = np.where(counted, indices, 0)
    else:
        assert probabilities is not None
        probabilities = probabilities.reshape(-1, v)
    return _Plan(
        x,
        indices,
        probabilities,
        counted,
        as_weights(class_weights, v),
        as_smoothing(label_smoothing),
        as_temperature(temperature),
        as_reduction(reduction),
    )


def _factors(plan: _Plan, upstream: ArrayLike | None) -> Doubles:
    """What each row's gradient is multiplied by, (N,)."""
    lead = plan.logits.shape[:-1]
    factors = as_floats("upstream", 1.0 if upstream is None else upstream).astype(np.float64)
    allowed = [(), lead] if plan.reduction == "none" else [()]
    if factors.shape not in allowed:
        wish = " or ".join(str(shape) for shape in dict.fromkeys(allowed))
        raise ValueError(f"upstream needs shape {wish}, got shape {factors.shape}")
    if plan.reduction == "mean":
        count = plan.denominator
        factors = factors / count if count else np.zeros_like(factors)
    factors = np.broadcast_to(factors / plan.temperature, lead).reshape(-1)
    return factors if plan.counted is None else np.where(plan.counted, factors, 0.0)


def _run(plan: _Plan, factors: Doubles | None, grad: Array | None) -> float | Array:
    """The reduced loss; with factors, also each row's gradient times its factor, into grad."""
    x = plan.logits.reshape(-1, plan.logits.shape[-1])
    losses = np.empty(len(x))
    step = max(1, BLOCK // x.shape[1])
    with np.errstate(all="ignore"):
        for start in range(0, len(x), step):
            rows = slice(start, start + step)
            parts = exp_rows(x[rows].astype(np.float64), plan.temperature)
            c = plan.coefficients(rows)
            losses[rows] = _loss(parts, c)
            if grad is not None and factors is not None:
                scaled = _gradient(parts, c) * factors[rows, None]
                scaled[factors[rows] == 0.0] = 0.0  # also where the row is nan
                grad.reshape(x.shape)[rows] = scaled
        if plan.counted is not None:
            losses[~plan.counted] = 0.0
        return _reduce(plan, losses)


def _loss(rows: Rows, c: Doubles) -> Doubles:
    """sum_j c_j (log_total - d_j): no term is negative, so none cancels another."""
    down = np.where(c == 0.0, 0.0, -c * rows.d)  # a masked class that is not asked for: no inf
    low = np.where(c == 0.0, 0.0, c * rows.low)
    return np.asarray(down.sum(axis=1) + (c.sum(axis=1) * rows.log_total[:, 0] - low.sum(axis=1)))


def _gradient(rows: Rows, c: Doubles) -> Doubles:
    """sum(c) p_j - c_j, as (sum of the other c) p_j - c_j (1 - p_j): exact for a sure target."""
    top = np.argmax(c, axis=1)
    largest, rest = without(c, top)
    others = (largest + rest) - c
    others[np.arange(len(c)), top] = rest[:, 0]
    return others * rows.softmax - c * rows.complement


def _reduce(plan: _Plan, losses: Doubles) -> float | Array:
    if plan.reduction == "none":
        lead = plan.logits.shape[:-1]
        return losses.reshape(lead).astype(plan.logits.dtype) if lead else float(losses[0])
    total = float(losses.sum())
    if plan.reduction == "sum":
        return total
    count = plan.denominator
    return total / count if count else math.nan
