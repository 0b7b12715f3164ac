"""The checked arguments of one call of the loss."""

import math
from dataclasses import dataclass
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._arrays import Array, Booleans, Doubles, Integers, as_floats
from xentviz.core._checks import (
    as_integer,
    as_logits,
    as_reduction,
    as_share,
    as_targets,
    as_temperature,
    as_weights,
)


@dataclass(slots=True)
class LossArguments:
    """Checked arguments, as they were given."""

    logits: Array  # (..., V)
    targets: Array  # (...) indices or (..., V) probabilities
    soft: bool  # whether targets are probabilities
    ignore_index: int | None
    class_weights: Doubles | None  # (V,)
    label_smoothing: float
    temperature: float
    reduction: str

    @property
    def only_indices(self) -> bool:
        """Whether each row costs -log p[target] and nothing else."""
        return (
            not self.soft
            and self.class_weights is None
            and self.label_smoothing == 0.0
            and self.temperature == 1.0
        )

    @property
    def divides_by_weights(self) -> bool:
        """Whether the loss is a mean weighted by the class weights, which then have no unit."""
        return self.reduction == "mean" and not self.soft

    @property
    def n_rows(self) -> int:
        """Rows of logits, also those that are ignored."""
        return math.prod(self.logits.shape[:-1])

    def indices(self, rows: slice) -> tuple[Integers, Booleans | None]:
        """Class indices of some rows, and which of them are ignored: those have index 0."""
        t = self.targets.reshape(-1)[rows]
        if self.ignore_index is None:
            return t.astype(np.intp, copy=False), None
        ignored = t == self.ignore_index  # as given: 2**64 - 1 would be cast to -1
        t = t.astype(np.intp)
        t[ignored] = 0
        return t, ignored


def check_arguments(
    logits: ArrayLike,
    targets: ArrayLike,
    class_weights: ArrayLike | None,
    ignore_index: SupportsIndex | None,
    label_smoothing: float,
    temperature: float,
    reduction: str,
) -> LossArguments:
    """The arguments of `cross_entropy`; TypeError or ValueError names the one that is wrong."""
    x = as_logits(logits)
    ignored = None if ignore_index is None else as_integer("ignore_index", ignore_index)
    checked, soft = as_targets(targets, x.shape, ignored)
    return LossArguments(
        x,
        checked,
        soft,
        ignored,
        as_weights(class_weights, x.shape[-1]),
        as_share("label_smoothing", label_smoothing),
        as_temperature(temperature),
        as_reduction(reduction),
    )


def check_upstream(arguments: LossArguments, upstream: ArrayLike | None) -> float | Array:
    """What each row's gradient is multiplied by, one number or (N,)."""
    if upstream is None:
        return 1.0
    factor = as_floats("upstream", upstream)
    lead = arguments.logits.shape[:-1]
    if factor.ndim and (arguments.reduction != "none" or factor.shape != lead):
        expected = f"() or {lead}" if arguments.reduction == "none" else "()"
        raise ValueError(f"upstream needs shape {expected}, got shape {factor.shape}")
    return factor.reshape(-1) if factor.ndim else float(factor)
