"""Checked arguments, and the way from them to the loss: cut into blocks, each to its kernel."""

import math
from collections.abc import Callable
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
    as_reduction,
    as_smoothing,
    as_targets,
    as_temperature,
    as_weights,
    working_dtype,
)
from xentviz.core._kernels import SHORT, plain_rows, short_row
from xentviz.core._mixture import TILE, mixture
from xentviz.core._threads import run_all

PLAIN = 2048  # elements from which the plain kernel pays; below, the more accurate mixture is used
BLOCK_BYTES = 1 << 21  # a block stays in cache through exp, sum, gradient: 1/5 less than 1/4 MiB
SCRATCH_BYTES = 1 << 20  # the same for the loss alone, which holds its exponentials in scratch
BLOCK_ROWS = 8192  # bounds what is kept a row
PARALLEL = 1 << 18  # elements from which a second thread pays

Kernel = Callable[["Plan", Array, Array, "float | Doubles", "Array | None"], Doubles]


@dataclass(slots=True)
class Plan:
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


def make_plan(
    logits: ArrayLike,
    targets: ArrayLike,
    class_weights: ArrayLike | None,
    ignore_index: SupportsIndex | None,
    label_smoothing: float,
    temperature: float,
    reduction: str,
) -> Plan:
    x = as_logits(logits)
    ignored = None if ignore_index is None else as_integer("ignore_index", ignore_index)
    checked, soft = as_targets(targets, x.shape, ignored)
    return Plan(
        x,
        checked,
        soft,
        ignored,
        as_weights(class_weights, x.shape[-1]),
        as_smoothing(label_smoothing),
        as_temperature(temperature),
        as_reduction(reduction),
    )


def as_factor(plan: Plan, upstream: ArrayLike | None) -> float | Array:
    """What each row's gradient is multiplied by, one number or (N,)."""
    if upstream is None:
        return 1.0
    factor = as_floats("upstream", upstream)
    lead = plan.logits.shape[:-1]
    if factor.ndim and (plan.reduction != "none" or factor.shape != lead):
        wish = f"() or {lead}" if plan.reduction == "none" else "()"
        raise ValueError(f"upstream needs shape {wish}, got shape {factor.shape}")
    return factor.reshape(-1) if factor.ndim else float(factor)


def solve(plan: Plan, factor: float | Array, grad: Array | None) -> float | Array:
    """The reduced loss; each row's gradient times its factor, into grad."""
    lead, v = plan.logits.shape[:-1], plan.logits.shape[-1]
    count = plan.denominator() if plan.reduction == "mean" else 1.0
    scale = 1.0 / (count * plan.temperature) if count else 0.0
    losses = None
    if plan.reduction == "none":
        losses = np.empty(math.prod(lead), working_dtype(plan.logits) if lead else DOUBLE)
    kernel, size = _kernel(plan, grad)
    step = min(max(1, size // v), BLOCK_ROWS)
    x = plan.logits.reshape(-1, v)
    if len(x) <= step:
        total = _solve_rows(plan, x, scale, factor, kernel, losses, grad, slice(None))
    else:
        rows = partial(_solve_rows, plan, x, scale, factor, kernel, losses, grad)
        tasks = [partial(rows, slice(start, start + step)) for start in range(0, len(x), step)]
        total = math.fsum(run_all(tasks, parallel=x.size >= PARALLEL))
    if losses is not None:
        return losses.reshape(lead) if lead else float(losses[0])
    return total / count if count else math.nan


def _kernel(plan: Plan, grad: Array | None) -> tuple[Kernel, int]:
    """What computes the rows, and how many elements it takes at a time."""
    if not plan.plain:
        return _mixed, TILE
    if plan.logits.size == plan.logits.shape[-1] <= SHORT:
        return _short, TILE
    if plan.logits.size < PLAIN:
        return _mixed, TILE
    limit = BLOCK_BYTES if grad is not None else SCRATCH_BYTES
    return _plain, limit // working_dtype(plan.logits).itemsize


def _solve_rows(
    plan: Plan,
    logits: Array,
    scale: float,
    factor: float | Array,
    kernel: Kernel,
    losses: Array | None,
    grad: Array | None,
    rows: slice,
) -> float:
    """The sum of these rows' losses; the losses themselves and the gradient where asked for."""
    g = None if grad is None else grad.reshape(logits.shape)[rows]
    targets = plan.targets.reshape(-1, logits.shape[1])[rows] if plan.soft else _indices(plan, rows)
    scales = scale * (factor if isinstance(factor, float) else factor[rows].astype(np.float64))
    with np.errstate(all="ignore"):
        each = kernel(plan, logits[rows], targets, scales, g)
    if plan.ignored is not None:
        ignored = targets == plan.ignored
        each[ignored] = 0.0
        if g is not None:
            g[ignored] = 0.0
    if g is not None and scale == 0.0:
        g[:] = 0.0  # a mean over nothing
    if losses is None:
        return float(np.add.reduce(each))
    losses[rows] = each
    return 0.0


def _short(plan: Plan, x: Array, t: Array, scale: float | Doubles, g: Array | None) -> Doubles:
    target = int(t[0])
    short = None
    if target != plan.ignored:
        short = short_row(x[0].astype(np.float64).tolist(), target, g is not None)
    if short is None:
        return _mixed(plan, x, t, scale, g)
    if g is not None:
        g[0] = np.multiply(short[1], scale)
    return np.array([short[0]])


def _plain(plan: Plan, x: Array, t: Array, scale: float | Doubles, g: Array | None) -> Doubles:
    if plan.ignored is not None:
        t = np.where(t == plan.ignored, 0, t)
    in_place = g is not None and np.may_share_memory(x, g)
    return plain_rows(x, t, scale, g, in_place, SCRATCH_BYTES)


def _mixed(plan: Plan, x: Array, t: Array, scale: float | Doubles, g: Array | None) -> Doubles:
    return mixture(x, partial(_coefficients, plan, t), plan.temperature, scale, g)


def _indices(plan: Plan, rows: slice) -> Integers:
    return plan.targets.reshape(-1)[rows].astype(np.intp, copy=False)


def _coefficients(plan: Plan, targets: Array, tile: slice) -> Doubles:
    """What each class's -log p counts, for a tile of columns: weight times smoothed target."""
    v = plan.logits.shape[-1]
    if plan.soft:
        c = targets[:, tile].astype(np.float64)
    else:
        c = (targets[:, None] == np.arange(tile.start, min(tile.stop, v))).astype(np.float64)
    if plan.smoothing:
        c = (1.0 - plan.smoothing) * c + plan.smoothing / v
    return c if plan.weights is None else c * plan.weights[tile]
