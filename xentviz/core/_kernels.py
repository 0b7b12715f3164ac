"""The fast ways to the plain loss (class indices, no smoothing, no temperature) and its gradient.

Each takes the same formulas as `_rows`: with e_j = exp(x_j), S = sum of e_j over j != t,
loss = log1p(S / e_t), gradient e_j / (S + e_t), and -S / (S + e_t) at t.
"""

from math import exp, fsum, log1p

import numpy as np

from xentviz.core._checks import DOUBLE, SINGLE, Array, Doubles, Integers, working_dtype

SHORT = 48  # elements of a row whose loss is right to 2 units in the last place
FEW = 64  # classes up to which a product with ones sums the rows of a block
ONES = {dtype: np.ones(FEW, dtype) for dtype in (SINGLE, DOUBLE)}
ALONE = 1 << 13  # elements up to which that product stays on the thread that asked for it
# Bytes of a row summed before the sums go on in float64: they err by 1.1 eps in float32, by 1.2 in
# float64. Twice as many err by 2.1, and a gradient was 4 % over its bar.
CHUNK_BYTES = 1 << 11
# Squares of the largest inverse, and of the largest, among sums of exp(x) in which no float32 has
# overflowed and none that counts has lost digits.
INVERSE_SQUARED, SUM_SQUARED = 1e3**2, 1e20**2
# S / e_t up to which e_t has all its digits: from there on x_t is far below the largest.
FAR = {SINGLE: 1e34, DOUBLE: 1e145}


def short_row(row: list[float], target: int, grad: bool) -> tuple[float, list[float]] | None:
    """Loss and gradient of one short row, to the last bits; None if it needs more care.

    Plain floats: 5 elements take 1 us, where the same in NumPy takes 12.
    """
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
    if loss != loss:  # nan, also from a masked class
        return None
    if not grad:
        return loss, e
    total = 1.0 + others
    p = [e_j / total for e_j in e]
    p[target] = -others / total
    return loss, p


def plain_rows(
    x: Array,
    t: Integers,
    scale: float | Doubles,
    grad: Array | None,
    in_place: bool,  # whether grad is where x is: then nothing can be tried twice
    scratch_bytes: int,
) -> Doubles:
    """Losses of n rows of V logits, (n,); their gradient times scale, into grad (n, V)."""
    n, v = x.shape
    dtype = working_dtype(x)
    at = np.arange(0, n * v, v) + t  # flat positions take a quarter of the time of pairs
    buffer = (
        grad if grad is not None else np.empty(min(n * v, scratch_bytes // dtype.itemsize), dtype)
    )
    shift, x_t = in_place, None
    if not shift:  # without the shift a third less time, and no difference is rounded
        rest, e_t = _exp_sum(x, at, t, None, buffer)
        total = rest + e_t
        inverse = 1.0 / total
        # a scalar product bounds the largest (nan is above all) in half the time of max
        shift = not (inverse.dot(inverse) <= INVERSE_SQUARED and total.dot(total) <= SUM_SQUARED)
    if shift:
        m = x.max(axis=1)
        x_t = np.subtract(x[np.arange(n), t], m, dtype=np.float64)
        rest, e_t = _exp_sum(x, at, t, m, buffer)
        total = rest + e_t
        inverse = 1.0 / total
    if grad is not None:
        # in the array's own dtype: a cast on the way in takes three times as long
        grad.reshape(-1)[at] = (-rest).astype(dtype, copy=False)
        inverse *= scale
        np.multiply(grad, inverse.astype(dtype, copy=False)[:, None], out=grad)
    ratio = rest / e_t
    losses: Doubles = np.log1p(ratio)
    far = FAR[dtype]
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
    if v <= FEW:
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
    ones, step = ONES[e.dtype][:v], ALONE // v
    pieces = [e[i : i + step].dot(ones) for i in range(0, n, step)]
    sums: Array = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
    return sums.astype(np.float64, copy=False)
