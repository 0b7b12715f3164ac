"""The fast ways to the plain loss (class indices, no smoothing, no temperature) and its gradient.

Each takes the same formulas as `_rows`: with e_j = exp(x_j), S = sum of e_j over j != t,
loss = log1p(S / e_t), gradient e_j / (S + e_t), and -S / (S + e_t) at t.
"""

import math

import numpy as np

from xentviz.core._checks import Array, Doubles, Integers, working_dtype

SHORT = 48  # elements of a row whose loss is right to 2 units in the last place
CHUNK = 512  # columns summed before the sums go on in float64: 2 eps at most, where 2048 err by 4
# Sums of exp(x) in which no float32 has overflowed and none that counts has lost digits.
LOWEST, HIGHEST = 1e-3, 1e20


def short_row(row: list[float], target: int, grad: bool) -> tuple[float, list[float]] | None:
    """Loss and gradient of one short row, to the last bits; None if it needs more care.

    Plain floats: 5 elements take 1 us, where the same in NumPy takes 12.
    """
    x_t = row[target]
    e, lost = [], 0.0
    for x in row:
        d = x - x_t
        if not -700.0 < d < 700.0:
            return None
        back = d - x
        e_j = math.exp(d)
        # what rounding took from d, by Knuth's two-sum: else d costs exp |d| eps
        low = e_j * ((x - (d - back)) - (x_t + back))
        lost += low
        e.append(e_j + low if grad else e_j)
    e[target] = 0.0
    others = math.fsum(e)
    if not grad:
        return math.log1p(others) + lost / (1.0 + others), e
    total = 1.0 + others
    p = [e_j / total for e_j in e]
    p[target] = -others / total
    return math.log1p(others), p


def plain_rows(
    x: Array, t: Integers, scale: float | Doubles, grad: Array | None, scratch_bytes: int
) -> Doubles:
    """Losses of n rows of V logits, (n,); their gradient times scale, into grad (n, V)."""
    n, v = x.shape
    dtype = working_dtype(x)
    at = np.arange(0, n * v, v) + t
    # flat positions take a quarter of the time of pairs
    x_t = x.take(at) if x.flags.c_contiguous else x[np.arange(n), t]
    x_t = x_t.astype(np.float64, copy=False)
    e_t = np.exp(x_t)
    buffer = (
        grad if grad is not None else np.empty(min(n * v, scratch_bytes // dtype.itemsize), dtype)
    )
    shift = grad is not None and np.may_share_memory(x, grad)
    if not shift:  # without the shift a third less time, and no difference is rounded
        rest = _exp_sum(x, at, t, None, buffer)
        total = rest + e_t
        inverse = 1.0 / total
        # a scalar product bounds the largest (nan is above all) in half the time of max
        shift = not (inverse.dot(inverse) <= LOWEST**-2 and total.dot(total) <= HIGHEST**2)
    if shift:
        m = x.max(axis=1)
        x_t -= m
        e_t = np.exp(x_t)
        rest = _exp_sum(x, at, t, m, buffer)
        total = rest + e_t
        inverse = 1.0 / total
    if grad is not None:
        inverse *= scale
        np.multiply(grad, inverse.astype(dtype, copy=False)[:, None], out=grad)
        grad.reshape(-1)[at] = -rest * inverse
    ratio = rest / e_t
    losses: Doubles = np.log1p(ratio)
    if not ratio.dot(ratio) < 1e290:  # exp(x_t) underflowed: x_t is far from the largest
        losses = np.where(ratio < 1e145, losses, np.log(total) - x_t)
    return losses


def _exp_sum(x: Array, at: Integers, t: Integers, m: Array | None, buffer: Array) -> Doubles:
    """The sum of exp(x - m) without the target's, (n,); the exponentials stay in the buffer."""
    n, v = x.shape
    if buffer.size == n * v:
        e = buffer.reshape(n, v)
        _exp(x, m, e)
        e.reshape(-1)[at] = 0.0
        return _sum(e)
    total = np.zeros(n)  # n is 1: a row longer than the buffer
    for start in range(0, v, len(buffer)):
        part = x[:, start : start + len(buffer)]
        e = buffer[: part.shape[1]].reshape(1, -1)
        _exp(part, m, e)
        if start <= t[0] < start + part.shape[1]:
            e[0, t[0] - start] = 0.0
        total += _sum(e)
    return total


def _exp(x: Array, m: Array | None, out: Array) -> None:
    if m is None:
        np.exp(x, out=out, dtype=out.dtype)
    else:
        np.subtract(x, m[:, None], out=out, dtype=out.dtype)
        np.exp(out, out=out)


def _sum(e: Array) -> Doubles:
    """Row sums: einsum takes half of add.reduce's time on float32; chunks keep it accurate."""
    n, v = e.shape
    body = v - v % CHUNK if v >= 2 * CHUNK else 0
    tail: Doubles = np.einsum("ij->i", e[:, body:] if body else e).astype(np.float64, copy=False)
    if not body:
        return tail
    chunks = np.einsum("ijk->ij", e[:, :body].reshape(n, -1, CHUNK))
    tail += chunks.sum(axis=1, dtype=np.float64)
    return tail
