"""What log(softmax(z)) does when it is written down as it stands, beside the core and the truth."""

from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from math import isfinite

import numpy as np

from xentviz.core import cross_entropy

# Each row is shown to fail in its own way: overflow, underflow, lost digits, lost gaps.
CASES: tuple[tuple[float, ...], ...] = (
    (800.0, 0.0),
    (0.0, 800.0),
    (50.0, 0.0),
    (20.0, 0.0, 0.0),
    (150.0, -150.0),
    (1e8 + 30, 1e8),
)
HEADER = ("scores, the first is true", "log(softmax), float32", "float64", "this core", "50 digits")


def naive_loss(logits: Sequence[float], dtype: type[np.floating]) -> float:
    """-log(exp(z_0) / sum(exp(z))) as written: no shift, no log1p. Here to be seen failing."""
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(logits, dtype=dtype))
        return float(-np.log(e[0] / e.sum()))


def exact_loss(logits: Sequence[float]) -> Decimal:
    """The same loss in decimal arithmetic with 50 digits, which cannot overflow here.

    Two losses near 0 differ by less than the digits hold, so the small one is taken from its series
    ln(1 + s) = s - s^2/2 where s^3 is beyond the last digit.
    """
    with localcontext(Context(prec=50, Emax=999_999_999, Emin=-999_999_999)):
        z = [Decimal(x) for x in logits]
        s = sum(((x - z[0]).exp() for x in z[1:]), Decimal(0))
        return s - s * s / 2 if s < Decimal("1e-20") else (1 + s).ln()


def row(logits: Sequence[float]) -> tuple[str, ...]:
    """One line of the table: the same scores four times, ✗ where more than 1 % is wrong."""
    truth = exact_loss(logits)
    values = (
        naive_loss(logits, np.float32),
        naive_loss(logits, np.float64),
        float(cross_entropy(logits, 0)),
    )
    scores = ", ".join(f"{z:.10g}" for z in logits)
    return (f"[{scores}]", *(_judged(x, truth) for x in values), f"{truth.normalize():.6g}")


def _judged(x: float, truth: Decimal) -> str:
    # Below the smallest number a double holds, 0 is the right answer.
    near = abs(Decimal(x) - truth) <= max(truth / 100, Decimal("5e-324")) if isfinite(x) else False
    return f"{x:.6g}" if near else f"{x:.6g} ✗"


def parse_scores(text: str) -> tuple[float, ...]:
    """Two to ten numbers between commas; ValueError with one sentence otherwise."""
    parts = text.split(",")
    if not 2 <= len(parts) <= 10:
        raise ValueError(f"That is {len(parts)} score(s); type 2 to 10 numbers between commas.")
    try:
        scores = tuple(float(part) for part in parts)
    except ValueError:
        bad = next(part for part in parts if not _is_number(part))
        raise ValueError(f"“{bad.strip()[:30]}” is not a number; type 2 to 10 of them.") from None
    if not all(abs(z) <= 1e9 for z in scores):
        raise ValueError("A score is out of reach; stay between −1e9 and 1e9.")
    return scores


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
