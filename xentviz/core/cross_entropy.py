"""Cross-entropy from logits, and its gradient: what torch.nn.functional.cross_entropy means."""

import math
from dataclasses import dataclass
from functools import partial
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._checks import (
    DOUBLE,
    Array,
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
    working_dtype,
)
from xentviz.core._kernels import plain_rows, short_row
from xentviz.core._mixture import TILE, mixture
from xentviz.core._rows import SHORT
from xentviz.core._threads import run_all

PLAIN = 2048  # elements from which the plain kernel pays; below, the more accurate mixture is used
BLOCK_BYTES = 1 << 21  # a block stays in cache through exp, sum and gradient: 1/5 less than 1/4 MiB
SCRATCH_BYTES = 1 << 20  # the same for the loss alone, which holds its exponentials in scratch
BLOCK_ROWS = 8192  # bounds what is kept a row
PARALLEL = 1 << 18  # elements from which a second thread pays
ONE = (1,)


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
    if (
        class_weights is None
        and ignore_index is None
        and type(label_smoothing) is float
        and type(temperature) is float
        and label_smoothing == 0.0
        and temperature == 1.0
        and (reduction == "mean" or reduction == "sum")
    ):
        short = _short(logits, targets, False)
        if short is not None:
            return short[0]
    plan = _plan(
        logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
    )
    return _run(plan, 1.0, None)


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
    if (
        class_weights is None
        and ignore_index is None
        and upstream is None
        and out is None
        and type(label_smoothing) is float
        and type(temperature) is float
        and label_smoothing == 0.0
        and temperature == 1.0
        and (reduction == "mean" or reduction == "sum")
    ):
        short = _short(logits, targets, True)
        if short is not None:
            return short[0], np.array(short[1]).reshape(np.shape(logits))
    plan = _plan(
        logits, targets, class_weights, ignore_index, label_smoothing, temperature, reduction
    )
    factor = _factor(plan, upstream)
    if out is None:
        grad = np.empty(plan.logits.shape, working_dtype(plan.logits))
    else:
        others = [plan.targets, plan.weights, factor if isinstance(factor, np.ndarray) else None]
        grad = as_out(out, plan.logits, others)
    return _run(plan, factor, grad), grad


def _short(logits: object, targets: object, grad: bool) -> tuple[float, list[float]] | None:
    """The plain loss of one short float64 row, with no detour; None for anything else."""
    if type(logits) is not np.ndarray or logits.dtype is not DOUBLE or logits.size > SHORT:
        return None
    if logits.ndim == 2 and type(targets) is np.ndarray:
        if len(logits) != 1 or targets.shape != ONE or targets.dtype.kind not in "iu":
            return None
        (row,), (target,) = logits.tolist(), targets.tolist()
    elif logits.ndim == 1 and type(targets) is int:
        row, target = logits.tolist(), targets
    else:
        return None
    return short_row(row, target, grad) if 0 <= target < len(row) else None


@dataclass(slots=True)
class _Plan:
    """Checked arguments, as they were given."""

    logits: Array  # (..., V)
    targets: Array  # (...) indices or (..., V) probabilities
    soft: bool  # whether targets are probabilities
    ignored: int | None
    weights: Array | None  # (V,)
    smoothing: float
    temperature: float
    reduction: str

    @property
    def plain(self) -> bool:
        """Whether each row costs -log p[target] and nothing else."""
        return (
            not self.soft
            and self.weights is None
            and self.smoothing == 0.0
            and self.temperature == 1.0
        )

    def denominator(self) -> float:
        """What the mean divides by."""
        if self.soft or (self.weights is None and self.ignored is None):
            return float(math.prod(self.logits.shape[:-1]))
        flat, total = self.targets.reshape(-1), 0.0
        for start in range(0, len(flat), BLOCK_ROWS):
            t = flat[start : start + BLOCK_ROWS]
            t = t if self.ignored is None else t[t != self.ignored]
            total += len(t) if self.weights is None else self.weights[t].sum(dtype=np.float64)
        return total


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
    ignored = None if ignore_index is None else as_integer("ignore_index", ignore_index)
    checked, soft = as_targets(targets, x.shape, ignored)
    return _Plan(
        x,
        checked,
        soft,
        ignored,
        as_weights(class_weights, x.shape[-1]),
        as_smoothing(label_smoothing),
        as_temperature(temperature),
        as_reduction(reduction),
    )


def _factor(plan: _Plan, upstream: ArrayLike | None) -> float | Array:
    """What each row's gradient is multiplied by, one number or (N,)."""
    if upstream is None:
        return 1.0
    factor = as_floats("upstream", upstream)
    lead = plan.logits.shape[:-1]
    if factor.ndim and (plan.reduction != "none" or factor.shape != lead):
        wish = f"() or {lead}" if plan.reduction == "none" else "()"
        raise ValueError(f"upstream needs shape {wish}, got shape {factor.shape}")
    return factor.reshape(-1) if factor.ndim else float(factor)


def _run(plan: _Plan, factor: float | Array, grad: Array | None) -> float | Array:
    """The reduced loss; each row's gradient times its factor, into grad."""
    lead, v = plan.logits.shape[:-1], plan.logits.shape[-1]
    count = plan.denominator() if plan.reduction == "mean" else 1.0
    scale = 1.0 / (count * plan.temperature) if count else 0.0
    losses = None
    if plan.reduction == "none":
        losses = np.empty(math.prod(lead), working_dtype(plan.logits) if lead else DOUBLE)
    fast = plan.plain and plan.logits.size >= PLAIN
    size = TILE
    if fast:
        limit = BLOCK_BYTES if grad is not None else SCRATCH_BYTES
        size = limit // working_dtype(plan.logits).itemsize
    step = min(max(1, size // v), BLOCK_ROWS)
    x = plan.logits.reshape(-1, v)
    solve = partial(_solve, plan, x, scale, factor, fast, losses, grad)
    if len(x) <= step:
        total = solve(slice(0, len(x)))
    else:
        tasks = [partial(solve, slice(start, start + step)) for start in range(0, len(x), step)]
        total = math.fsum(run_all(tasks, parallel=x.size >= PARALLEL))
    if losses is not None:
        return losses.reshape(lead) if lead else float(losses[0])
    return total / count if count else math.nan


def _solve(
    plan: _Plan,
    logits: Array,
    scale: float,
    factor: float | Array,
    fast: bool,
    losses: Array | None,
    grad: Array | None,
    rows: slice,
) -> float:
    """The sum of these rows' losses; the losses themselves and the gradient where asked for."""
    x = logits[rows]
    g = None if grad is None else grad.reshape(logits.shape)[rows]
    targets = plan.targets.reshape(-1, x.shape[1])[rows] if plan.soft else _indices(plan, rows)
    scales = scale * (factor if isinstance(factor, float) else factor[rows].astype(np.float64))
    ignored = None if plan.ignored is None else targets == plan.ignored
    with np.errstate(all="ignore"):
        if fast:
            safe = targets if ignored is None else np.where(ignored, 0, targets)
            each = plain_rows(x, safe, scales, g, SCRATCH_BYTES)
        else:
            each = mixture(x, partial(_coefficients, plan, targets), plan.temperature, scales, g)
    if ignored is not None:
        each[ignored] = 0.0
        if g is not None:
            g[ignored] = 0.0
    if g is not None and scale == 0.0:
        g[:] = 0.0  # a mean over nothing
    if losses is None:
        return float(np.add.reduce(each))
    losses[rows] = each
    return 0.0


def _indices(plan: _Plan, rows: slice) -> Integers:
    return plan.targets.reshape(-1)[rows].astype(np.intp, copy=False)


def _coefficients(plan: _Plan, targets: Array, tile: slice) -> Doubles:
    """What each class's -log p counts, for a tile of columns: weight times smoothed target."""
    v = plan.logits.shape[-1]
    if plan.soft:
        c = targets[:, tile].astype(np.float64)
    else:
        c = (targets[:, None] == np.arange(v)[tile]).astype(np.float64)
    if plan.smoothing:
        c = (1.0 - plan.smoothing) * c + plan.smoothing / v
    return c if plan.weights is None else c * plan.weights[tile]
