"""The overflow board: one loss computed in five ways, of which some fail in floating point."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Context, Decimal, localcontext
from math import isfinite
from typing import ClassVar

import numpy as np

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import cross_entropy

LEAST, MOST = 2, 10  # logits
LIMIT = 1e9  # of a logit, either way
TOLERANCE = Decimal("0.01")  # a loss that is off by more is marked as wrong
Fields = dict[str, float]


@dataclass(frozen=True, slots=True)
class OverflowState(FieldState):
    """The logits of one prediction; the first is the right class's.

    Raises ValueError, with one sentence that names the value, where one is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (link.reals("own", "logits", MOST),)

    logits: tuple[float, ...]

    def __post_init__(self) -> None:
        logits = checks.items(self.logits, "The list of logits", LEAST, MOST)
        self.accept(logits=tuple(checks.number(z, "A logit", -LIMIT, LIMIT) for z in logits))


@dataclass(frozen=True, slots=True)
class Naive:
    """-ln softmax(z) as it is written: exp of the first logit, the sum, their ratio, the loss."""

    power: float
    total: float
    share: float
    loss: float


@dataclass(frozen=True, slots=True)
class Shifted:
    """ln sum exp(z - max) - (z_1 - max), as PyTorch computes it: the two terms and the loss."""

    log_total: float
    gap: float
    loss: float


@dataclass(frozen=True, slots=True)
class Losses:
    """What each way gives, in nats; `right` says for each whether it is within 1 % of the exact.

    `exact` is the exact loss as a double, `exact_text` six digits of it, also where a double is 0.
    """

    naive32: Fields
    naive64: Fields
    torch32: Fields
    torch64: Fields
    core: float
    exact: float
    exact_text: str
    right: list[bool]


def naive_loss(logits: Sequence[float], dtype: type[np.floating]) -> Naive:
    """-ln(exp(z_1) / sum(exp(z))) in one precision: no shift, no log1p. Here to be seen failing."""
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(logits, dtype=dtype))
        total = e.sum()
        share = e[0] / total
        return Naive(float(e[0]), float(total), float(share), float(-np.log(share)))


def torch_loss(logits: Sequence[float], dtype: type[np.floating]) -> Shifted:
    """torch.nn.functional.cross_entropy on a CPU: the same operations in the same order.

    Its log_softmax subtracts the largest logit, then the logarithm of the sum. It never overflows,
    but 1 + exp(-50) is 1, and the loss with it 0.
    """
    z = np.asarray(logits, dtype=dtype)
    with np.errstate(under="ignore"):
        below = z - z.max()
        log_total = np.log(np.exp(below).sum())
    return Shifted(float(log_total), float(below[0]), float(log_total - below[0]))


def exact_loss(logits: Sequence[float]) -> Decimal:
    """The same loss in decimal arithmetic with 50 digits, which cannot overflow here.

    Two losses near 0 differ by less than the digits hold, so the small one is taken from its series
    ln(1 + s) = s - s^2/2 where s^3 is beyond the last digit.
    """
    with localcontext(Context(prec=50, Emax=999_999_999, Emin=-999_999_999)):
        z = [Decimal(x) for x in logits]
        s = sum(((x - z[0]).exp() for x in z[1:]), Decimal(0))
        return s - s * s / 2 if s < Decimal("1e-20") else (1 + s).ln()


def is_right(loss: float, exact: Decimal) -> bool:
    """Whether a computed loss is within 1 % of the exact one."""
    # Below the smallest number a double holds, 0 is the right answer.
    margin = max(exact * TOLERANCE, Decimal("5e-324"))
    return isfinite(loss) and abs(Decimal(loss) - exact) <= margin


def losses(state: OverflowState) -> Losses:
    """Everything the board shows."""
    z = state.logits
    exact = exact_loss(z)
    naive = [naive_loss(z, dtype) for dtype in (np.float32, np.float64)]
    torch = [torch_loss(z, dtype) for dtype in (np.float32, np.float64)]
    core = float(cross_entropy(z, 0))
    found = [*(one.loss for one in naive), *(one.loss for one in torch), core]
    return Losses(
        naive32=asdict(naive[0]),
        naive64=asdict(naive[1]),
        torch32=asdict(torch[0]),
        torch64=asdict(torch[1]),
        core=core,
        exact=float(exact),
        exact_text=f"{exact:.5e}",
        right=[is_right(loss, exact) for loss in found],
    )


OVERFLOW = Board(
    "overflow",
    OverflowState,
    losses,
    {"least": LEAST, "most": MOST, "limit": LIMIT},
    elements=("naive32", "naive64", "torch32", "torch64", "core", "exact"),
)
