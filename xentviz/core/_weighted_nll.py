"""The loss against any mix of classes: smoothed, weighted or soft targets, any temperature.

A row costs sum_j c_j (-log p_j), where c_j is what class j counts. Long rows are taken in tiles of
columns, so that nothing the size of the input is allocated.
"""

from collections.abc import Callable, Iterator

import numpy as np

from xentviz.core._arrays import Array, Doubles, Integers
from xentviz.core._softmax_parts import (
    Powers,
    row_sums,
    shifted_exp,
    sum_without,
    times_power,
)
from xentviz.core._thresholds import TILE_ELEMENTS


def weighted_nll(
    x: Array,
    coefficients: Callable[[slice], Doubles],
    temperature: float,
    factor: float | Doubles,
    power: Powers,
    grad: Array | None,
    unit: int,
) -> Doubles:
    """Losses of n rows of V logits, (n,); their gradient times factor * 2**power, into grad.

    `coefficients` gives the c_j of a slice of columns, (n, v), for the losses in units of 2**unit;
    `factor` is one number or (n,), `power` one or (n, 1).
    """
    argmax, m = _largest(x, lambda tile: x[:, tile].astype(np.float64))
    c_argmax, c_largest = _largest(x, coefficients)
    others, c_others, cost, rounded = (np.zeros((len(x), 1)) for _ in range(4))
    for tile in _tiles(x):
        d, d_error, d_unit, e = shifted_exp(x[:, tile].astype(np.float64), m, temperature)
        c = coefficients(tile)
        others += sum_without(e, argmax - tile.start)
        c_others += sum_without(c, c_argmax - tile.start)
        # no term is negative; where c is 0 a masked class costs 0, not 0 * inf
        cost += times_power(row_sums(np.where(c == 0.0, 0.0, -c * d)), d_unit + unit)
        rounded += times_power(row_sums(np.where(c == 0.0, 0.0, c * d_error)), d_unit)
    c_total = c_others + c_largest[:, None]
    rounded[~(cost < np.inf)] = 0.0  # beside a cost of inf it may be inf, too
    losses = cost + times_power(c_total * np.log1p(others) - rounded, unit)  # small terms first
    if grad is not None:
        for tile in _tiles(x):
            _, _, _, e = shifted_exp(x[:, tile].astype(np.float64), m, temperature)
            c = coefficients(tile)
            # sum(c) p_j - c_j as (the other c) p_j - c_j (1 - p_j): exact for a sure target.
            # c_total - c_j and 1 - p_j would lose digits only where c_j or p_j is the largest.
            other_c, p = c_total - c, e / (1.0 + others)
            _put(other_c, c_argmax - tile.start, c_others)
            complement = 1.0 - p
            _put(complement, argmax - tile.start, others / (1.0 + others))
            part = other_c * p - c * complement
            part *= np.reshape(factor, (-1, 1))
            grad[:, tile] = times_power(part, power)
    return losses[:, 0]


def _tiles(x: Array) -> Iterator[slice]:
    width = max(1, TILE_ELEMENTS // max(1, len(x)))
    for start in range(0, x.shape[1], width):
        yield slice(start, start + width)


def _largest(x: Array, part: Callable[[slice], Doubles]) -> tuple[Integers, Doubles]:
    """Where the largest element of each row stands, and what it is; nan counts as largest."""
    rows = np.arange(len(x))
    where, largest = np.zeros(len(x), np.intp), np.full(len(x), -np.inf)
    for tile in _tiles(x):
        values = part(tile)
        here = values.argmax(axis=1)
        value = values[rows, here]
        better = ~(value <= largest) & ~np.isnan(largest)
        where = np.where(better, here + tile.start, where)
        largest = np.where(better, value, largest)
    return where, largest


def _put(a: Doubles, where: Integers, values: Doubles) -> None:
    """a[i, where[i]] = values[i] for the rows whose element is in this tile."""
    rows = np.flatnonzero((where >= 0) & (where < a.shape[1]))
    a[rows, where[rows]] = values[rows, 0]
