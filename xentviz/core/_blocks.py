"""From checked arguments to the loss: the rows are cut into blocks, each for one kernel."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from xentviz.core._arguments import LossArguments
from xentviz.core._arrays import Array, Doubles, working_dtype
from xentviz.core._nll import nll_rows, nll_short_row
from xentviz.core._scales import denominator, gradient_factor, is_moderate, scaled_weights
from xentviz.core._softmax_parts import Powers
from xentviz.core._threads import run_all
from xentviz.core._thresholds import (
    BLOCK_BYTES,
    BLOCK_ROWS,
    DOUBLE,
    NLL_ELEMENTS,
    PARALLEL_ELEMENTS,
    SCRATCH_BYTES,
    SHORT_ROW,
    TILE_ELEMENTS,
)
from xentviz.core._weighted_nll import weighted_nll
from xentviz.core.labels import smoothed


@dataclass(slots=True)
class Block:
    """Some rows of one call."""

    x: Array  # (n, V)
    targets: Array  # (n,) indices or (n, V) probabilities
    factor: float | Doubles  # the gradient is multiplied by factor * 2**power, one number or (n,)
    power: Powers
    grad: Array | None  # (n, V), where the gradient goes

    @property
    def factor_is_scaled(self) -> bool:
        """Whether the factor alone is not all the gradient is multiplied by."""
        return not (isinstance(self.power, int) and self.power == 0)


@dataclass(slots=True)
class Call:
    """What all blocks of one call share."""

    arguments: LossArguments
    weights: Doubles | None  # (V,) class weights in units of 2**unit
    unit: int
    count: float  # what the mean divides by; for class indices in the same units
    upstream: Array | None  # (N,), or None if all rows have the same factor
    factor: float | Doubles  # what each row's gradient is multiplied by: factor * 2**power
    power: Powers
    losses: Array | None  # (N,), for reduction "none"
    grad: Array | None
    kernel: "Kernel"


Kernel = Callable[[Call, Block], Doubles]


def compute_loss(
    arguments: LossArguments, upstream: float | Array, grad: Array | None
) -> float | Array:
    """The reduced loss; each row's gradient times its upstream factor, into grad."""
    lead, v = arguments.logits.shape[:-1], arguments.logits.shape[-1]
    weights, unit = scaled_weights(arguments)
    count = denominator(arguments, weights) if arguments.reduction == "mean" else 1.0
    losses = None
    if arguments.reduction == "none":
        losses = np.empty(arguments.n_rows, working_dtype(arguments.logits) if lead else DOUBLE)
    kernel, size = _kernel(arguments, grad)
    one, per_row = (upstream, None) if isinstance(upstream, float) else (1.0, upstream)
    factor, power = gradient_factor(arguments, one, count, unit)
    call = Call(arguments, weights, unit, count, per_row, factor, power, losses, grad, kernel)
    step = min(max(1, size // v), BLOCK_ROWS)
    if arguments.n_rows <= step:
        total = _compute_rows(call, slice(None))
    else:
        starts = range(0, arguments.n_rows, step)
        tasks = [partial(_compute_rows, call, slice(i, i + step)) for i in starts]
        total = _sum(run_all(tasks, parallel=arguments.logits.size >= PARALLEL_ELEMENTS))
    if losses is not None:
        return losses.reshape(lead) if lead else float(losses[0])
    return total if count else math.nan


def _kernel(arguments: LossArguments, grad: Array | None) -> tuple[Kernel, int]:
    """What computes the rows, and how many elements it takes at a time."""
    size = arguments.logits.size
    if not arguments.only_indices:
        return _weighted, TILE_ELEMENTS
    if size == arguments.logits.shape[-1] <= SHORT_ROW:
        return _short, TILE_ELEMENTS
    if size < NLL_ELEMENTS:
        return _weighted, TILE_ELEMENTS
    limit = BLOCK_BYTES if grad is not None else SCRATCH_BYTES
    return _nll, limit // working_dtype(arguments.logits).itemsize


def _compute_rows(call: Call, rows: slice) -> float:
    """What these rows add to the reduced loss; writes their losses and gradient, if wanted."""
    arguments, v = call.arguments, call.arguments.logits.shape[-1]
    x = arguments.logits.reshape(-1, v)[rows]
    grad = None if call.grad is None else call.grad.reshape(-1, v)[rows]
    if arguments.soft:
        targets, ignored = arguments.targets.reshape(-1, v)[rows], None
    else:
        targets, ignored = arguments.indices(rows)
    with np.errstate(all="ignore"):  # a second thread does not have the caller's
        factor, power = call.factor, call.power
        if call.upstream is not None:
            factor, power = gradient_factor(arguments, call.upstream[rows], call.count, call.unit)
        each = call.kernel(call, Block(x, targets, factor, power, grad))
        if ignored is not None:
            each[ignored] = 0.0
            if grad is not None:
                grad[ignored] = 0.0
        if grad is not None and call.count == 0.0:
            grad[:] = 0.0  # a mean over nothing
        if call.losses is None:
            return _reduced(each, call.count)
        call.losses[rows] = each
        return 0.0


def _reduced(each: Doubles, count: float) -> float:
    """Sum of losses over count; where the sum overflows, the sum of losses over count."""
    total = float(np.add.reduce(each))
    if not count:
        return math.nan
    return total / count if math.isfinite(total) else float(np.add.reduce(each / count))


def _sum(parts: Sequence[float]) -> float:
    try:
        return math.fsum(parts)
    except OverflowError:
        return math.inf


def _short(call: Call, block: Block) -> Doubles:
    """One row in Python floats, if they can hold it."""
    row = block.x[0].astype(np.float64).tolist()
    short = nll_short_row(row, int(block.targets[0]), block.grad is not None)
    if short is None or block.factor_is_scaled:
        return _weighted(call, block)
    loss, p = short
    if block.grad is not None:
        block.grad[0] = np.multiply(p, block.factor)
    return np.array([loss])


def _nll(call: Call, block: Block) -> Doubles:
    """Many elements, as they are."""
    grad = block.grad
    if grad is not None and (block.factor_is_scaled or not is_moderate(block.factor, grad.dtype)):
        return _weighted(call, block)
    in_place = grad is not None and np.may_share_memory(block.x, grad)
    return nll_rows(block.x, block.targets, block.factor, grad, in_place)


def _weighted(call: Call, block: Block) -> Doubles:
    """Any options."""
    coefficients = partial(_coefficients, call, block.targets)
    return weighted_nll(
        block.x,
        coefficients,
        call.arguments.temperature,
        block.factor,
        block.power,
        block.grad,
        0 if call.arguments.divides_by_weights else call.unit,
    )


def _coefficients(call: Call, targets: Array, tile: slice) -> Doubles:
    """What each class's -log p counts, for a tile of columns: weight times smoothed target."""
    v = call.arguments.logits.shape[-1]
    if call.arguments.soft:
        c = targets[:, tile].astype(np.float64)
    else:
        c = (targets[:, None] == np.arange(tile.start, min(tile.stop, v))).astype(np.float64)
    if call.arguments.label_smoothing:
        c = smoothed(c, call.arguments.label_smoothing, v)
    if call.weights is None:
        return c
    weighted = c * call.weights[tile]
    if call.unit:
        weighted[c == 0.0] = 0.0  # in units of a tiny weight, others may be inf
    return weighted
