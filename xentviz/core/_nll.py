"""The negative log-likelihood -log p[target] and its gradient, for class indices without options.

Two kernels take the same formulas as `_weighted_nll`: with e_j = exp(x_j), S = sum of e_j over
j != t, the loss is log1p(S / e_t), the gradient e_j / (S + e_t), and -S / (S + e_t) at t.
"""

from math import exp, fsum, log1p

import numpy as np

from xentviz.core._arrays import Array, Doubles, Integers, working_dtype
from xentviz.core._thresholds import (
    CHUNK_BYTES,
    DOT_ELEMENTS,
    DOUBLE,
    FAR_RATIO,
    FEW_CLASSES,
    INVERSE_SQUARED,
    SCRATCH_BYTES,
    SINGLE,
    SUM_SQUARED,
)

ONES = {dtype: np.ones(FEW_CLASSES, dtype) for dtype in (SINGLE, DOUBLE)}


def nll_short_row(row: list[float], target: int, grad: bool) -> tuple[float, list[float]] | None:
    """Loss and gradient of one short row, to the last bits; None if it needs more care."""
    x_t, e = row[target], []
    try:
        for x in row:
            d = x - x_t
            back = d - x
            e_j = exp(d)
            # what rounding took from d, by Knuth's two-sum: else d costs exp |d| eps
            e.append(e_j + e_j * ((x - (d - back)) - (x_t + back)))
        e[target] = 0.0
        others = fsum(e)
    except OverflowError:
        return None
    loss = log1p(others)
    if not loss > 0.0 and (loss != loss or x_t - x_t != 0.0):
        return None  # nan, also where a class is masked; or one class that is not finite
    if not grad:
        return loss, e
    total = 1.0 + others
    p = [e_j / total for e_j in e]
    p[target] = -others / total
    return loss, p


def nll_rows(
    x: Array,
    t: Integers,
    factor: float | Doubles,
    grad: Array | None,
    in_place: bool,  # whether grad is where x is: then nothing can be tried twice
) -> Doubles:
    """Losses of n rows of V logits, (n,); their gradient times factor, into grad (n, V)."""
    n, v = x.shape
    dtype = working_dtype(x)
    at = np.arange(0, n * v, v) + t  # flat positions take a quarter of the time of pairs
    buffer = (
        grad if grad is not None else np.empty(min(n * v, SCRATCH_BYTES // dtype.itemsize), dtype)
    )
    shift, x_t = in_place, None
    if not shift:  # without the shift a third less time, and no difference is rounded
        others, e_t = _exp_sum(x, at, t, None, buffer)
        total = others + e_t
        inverse = 1.0 / total
        # a scalar product bounds the largest (nan is above all) in half the time of max
        shift = not (inverse.dot(inverse) <= INVERSE_SQUARED and total.dot(total) <= SUM_SQUARED)
    if shift:
        m = x.max(axis=1)
        x_t = np.subtract(x[np.arange(n), t], m, dtype=np.float64)
        others, e_t = _exp_sum(x, at, t, m, buffer)
        total = others + e_t
        inverse = 1.0 / total
    if grad is not None:
        # in the array's own dtype: a cast on the way in takes three times as long
        grad.reshape(-1)[at] = (-others).astype(dtype, copy=False)
        inverse *= factor
        np.multiply(grad, inverse.astype(dtype, copy=False)[:, None], out=grad)
    ratio = others / e_t
    losses: Doubles = np.log1p(ratio)
    far = FAR_RATIO[dtype]
    if not ratio.dot(ratio) < far * far:
        x_t = x[np.arange(n), t] if x_t is None else x_t
        losses = np.where(ratio < far, losses, np.log(total) - x_t)
    return losses


def _exp_sum(
    x: Array, at: Integers, t: Integers, m: Array | None, buffer: Array
) -> tuple[Doubles, Doubles]:
    """The sum of exp(x - m) without the target's, (n,), and the target's, (n,).

    The exponentials stay in the buffer, with 0 at the target.
    """
    n, v = x.shape
    if buffer.size == n * v:
        e = buffer.reshape(n, v)
        _exp(x, m, e)
        flat = e.reshape(-1)
        e_t = flat.take(at).astype(np.float64, copy=False)
        flat[at] = 0.0
        return _sum(e), e_t
    total, e_t = np.zeros(n), np.zeros(n)  # n is 1: a row longer than the buffer
    for start in range(0, v, len(buffer)):
        part = x[:, start : start + len(buffer)]
        e = buffer[: part.shape[1]].reshape(1, -1)
        _exp(part, m, e)
        if start <= t[0] < start + part.shape[1]:
            e_t[0] = e[0, t[0] - start]
            e[0, t[0] - start] = 0.0
        total += _sum(e)
    return total, e_t


def _exp(x: Array, m: Array | None, out: Array) -> None:
    if m is None:
        np.exp(x, out=out, dtype=out.dtype)
    else:
        np.subtract(x, m[:, None], out=out, dtype=out.dtype)
        np.exp(out, out=out)


def _sum(e: Array) -> Doubles:
    """Row sums: einsum takes half of add.reduce's time on float32; chunks keep it accurate."""
    n, v = e.shape
    if v <= FEW_CLASSES:
        return _sum_few(e)
    chunk = CHUNK_BYTES // e.itemsize
    body = v - v % chunk if v > chunk else 0
    tail: Doubles = np.einsum("ij->i", e[:, body:] if body else e).astype(np.float64, copy=False)
    if not body:
        return tail
    chunks = np.einsum("ijk->ij", e[:, :body].reshape(n, -1, chunk))
    tail += chunks.sum(axis=1, dtype=np.float64)
    return tail


def _sum_few(e: Array) -> Doubles:
    """Row sums of few classes: 1.2 us for 256x10, where einsum takes 4 and add.reduce 8."""
    n, v = e.shape
    ones, step = ONES[e.dtype][:v], DOT_ELEMENTS // v
    pieces = [e[i : i + step].dot(ones) for i in range(0, n, step)]
    sums: Array = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
    return sums.astype(np.float64, copy=False)
