"""Weights and factors at the ends of the float64 range: scaled, so that only a result overflows.

Powers of two are exact. What lies within MODERATE is left as it is.
"""

import math
from typing import Any

import numpy as np

from xentviz.core._arguments import LossArguments
from xentviz.core._arrays import Array, Doubles
from xentviz.core._softmax_parts import Powers
from xentviz.core._thresholds import (
    BLOCK_ROWS,
    HUGE,
    HUGE_UNIT,
    MODERATE,
    MODERATE_FACTOR,
    MOST_POWER,
)


def scaled_weights(arguments: LossArguments) -> tuple[Doubles | None, int]:
    """The class weights as (V,) weights * 2**unit."""
    weights = arguments.class_weights
    if weights is None:
        return None, 0
    largest = float(weights.max())
    smallest = float(weights.min(initial=1.0, where=weights > 0.0))
    if largest < MODERATE[1] and smallest > MODERATE[0]:
        return weights, 0
    if arguments.divides_by_weights:
        unit = math.frexp(_largest_counted(arguments, weights))[1]
    else:
        unit = HUGE_UNIT if largest >= HUGE else min(0, math.frexp(largest)[1])
    return np.ldexp(weights, -unit), unit


def denominator(arguments: LossArguments, weights: Doubles | None) -> float:
    """What the mean divides by: rows, or the sum of the weights of the counted class indices."""
    if arguments.soft or (weights is None and arguments.ignore_index is None):
        return float(arguments.n_rows)
    total = 0.0
    for start in range(0, arguments.n_rows, BLOCK_ROWS):
        t = _counted(arguments, start)
        total += len(t) if weights is None else float(weights[t].sum())
    return total


def gradient_factor(
    arguments: LossArguments, upstream: float | Array, count: float, unit: int
) -> tuple[float | Doubles, Powers]:
    """upstream / (count * T) as factor * 2**power, one number each or (n,) and (n, 1)."""
    divisor, unit = count * arguments.temperature, 0 if arguments.divides_by_weights else unit
    if isinstance(upstream, float):
        moderate = upstream == 0.0 or MODERATE[0] < abs(upstream) < MODERATE[1]
        if moderate and not unit and MODERATE[0] < divisor < MODERATE[1]:
            return upstream / divisor, 0
    mantissa, power = np.frexp(np.asarray(upstream, np.float64))
    for part in (count, arguments.temperature):
        part_mantissa, part_power = math.frexp(part)
        mantissa, power = mantissa / part_mantissa, power - part_power
    power = power + unit
    if np.abs(power).max(initial=0) < MOST_POWER:
        return np.ldexp(mantissa, power), 0
    return mantissa, np.reshape(power, (-1, 1))


def is_moderate(factor: float | Doubles, dtype: np.dtype[Any]) -> bool:
    """Whether a gradient of this dtype can be multiplied by the factor in any order."""
    low, high = MODERATE_FACTOR[dtype]
    if isinstance(factor, float):
        return factor == 0.0 or low <= abs(factor) <= high
    size = np.abs(factor)
    return bool(((size == 0.0) | ((size >= low) & (size <= high))).all())


def _counted(arguments: LossArguments, start: int) -> Array:
    t, ignored = arguments.indices(slice(start, start + BLOCK_ROWS))
    return t if ignored is None else t[~ignored]


def _largest_counted(arguments: LossArguments, weights: Doubles) -> float:
    starts = range(0, arguments.n_rows, BLOCK_ROWS)
    return max(
        (float(weights[_counted(arguments, i)].max(initial=0.0)) for i in starts), default=0.0
    )
