"""The loss against any mix of classes: smoothed, weighted or soft targets, any temperature.

A row costs sum_j c_j (-log p_j), where c_j is what class j counts. Long rows are taken in tiles of
columns, so that nothing the size of the input is allocated.
"""

from collections.abc import Callable, Iterator

import numpy as np

from xentviz.core._checks import Array, Doubles
from xentviz.core._rows import shifted, without

TILE = 1 << 13  # elements worked on at a time


def mixture(
    x: Array,
    coefficients: Callable[[slice], Doubles],
    temperature: float,
    scale: float | Doubles,
    grad: Array | None,
) -> Doubles:
    """Losses of n rows of V logits, (n,); their gradient times scale, into grad (n, V)."""
    top, m = _largest(x, lambda tile: x[:, tile].astype(np.float64))
    c_top, c_largest = _largest(x, coefficients)
    rest, c_rest, cost = (np.zeros((len(x), 1)) for _ in range(3))
    for tile in _tiles(x):
        d, low, e = shifted(x[:, tile].astype(np.float64), m, temperature)
        c = coefficients(tile)
        rest += without(e, top - tile.start)
        c_rest += without(c, c_top - tile.start)
        # no term is negative; a masked class that nobody asks for is no inf
        cost += np.where(c == 0.0, 0.0, -c * d).sum(axis=1, keepdims=True)
        cost -= np.where(c == 0.0, 0.0, c * low).sum(axis=1, keepdims=True)
    c_total = c_rest + c_largest[:, None]
    losses = cost + c_total * np.log1p(rest)
    if grad is not None:
        for tile in _tiles(x):
            _, _, e = shifted(x[:, tile].astype(np.float64), m, temperature)
            c = coefficients(tile)
            # sum(c) p_j - c_j as (the other c) p_j - c_j (1 - p_j): exact for a sure target.
            # c_total - c_j and 1 - p_j would lose digits only where c_j or p_j is the largest.
            others, p = c_total - c, e / (1.0 + rest)
            _put(others, c_top - tile.start, c_rest)
            complement = 1.0 - p
            _put(complement, top - tile.start, rest / (1.0 + rest))
            part = others * p - c * complement
            grad[:, tile] = part * np.reshape(scale, (-1, 1))
    return losses[:, 0]


def _tiles(x: Array) -> Iterator[slice]:
    width = max(1, TILE // max(1, len(x)))
    for start in range(0, x.shape[1], width):
        yield slice(start, start + width)


def _largest(x: Array, part: Callable[[slice], Doubles]) -> tuple[Array, Doubles]:
    """Where the largest element of each row stands, and what it is; nan counts as largest."""
    at = np.arange(len(x))
    where, largest = np.zeros(len(x), np.intp), np.full(len(x), -np.inf)
    for tile in _tiles(x):
        values = part(tile)
        here = values.argmax(axis=1)
        value = values[at, here]
        better = ~(value <= largest) & ~np.isnan(largest)
        where = np.where(better, here + tile.start, where)
        largest = np.where(better, value, largest)
    return where, largest


def _put(a: Doubles, where: Array, values: Doubles) -> None:
    """a[i, where[i]] = values[i] for the rows whose element is in this tile."""
    rows = np.flatnonzero((where >= 0) & (where < a.shape[1]))
    a[rows, where[rows]] = values[rows, 0]
