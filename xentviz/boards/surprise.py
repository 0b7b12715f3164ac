"""The surprise board: one probability on the curve of -log p, under the finger."""

from dataclasses import dataclass
from typing import ClassVar

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import brier_score, distribution_cross_entropy, nats_to_bits

LEAST = 1e-9
AXES = ("linear", "log")
UNITS = ("nats", "bits")
OTHERS = ("squared", "zero-one", "absolute")
MARKS = (0.99, 0.5, 0.01, 1e-6)


@dataclass(frozen=True, slots=True)
class SurpriseState(FieldState):
    """The probability that the truth was given, and how it is looked at.

    Raises ValueError, with one sentence that names the value, where a field is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.real("p", "p"),
        link.text("x", "axis"),
        link.text("u", "unit"),
        link.texts("o", "others"),
    )

    p: float
    axis: str = "linear"
    unit: str = "nats"
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        others = checks.items(self.others, "The list of other losses", 0, len(OTHERS))
        named = [checks.choice(other, "Another loss", OTHERS) for other in others]
        self.accept(
            p=checks.number(self.p, "The probability", LEAST, 1),
            axis=checks.choice(self.axis, "The axis", AXES),
            unit=checks.choice(self.unit, "The unit", UNITS),
            others=tuple(other for other in OTHERS if other in named),
        )


@dataclass(frozen=True, slots=True)
class Surprise:
    """The core's numbers for one p; `marks` holds p, nats and bits of the places on the curve."""

    loss: float
    bits: float
    slope: float
    slope_bits: float
    squared: float
    zero_one: float
    absolute: float
    marks: list[list[float]]


def cost(p: float) -> float:
    """-ln p in nats: the cross-entropy of (1, 0), the truth, and (p, 1 - p), the prediction."""
    return float(distribution_cross_entropy([1.0, 0.0], [p, 1.0 - p]))


def surprise(p: float) -> Surprise:
    """Everything the board shows, and what other losses charge for the same answer."""
    return Surprise(
        loss=cost(p),
        bits=float(nats_to_bits(cost(p))),
        slope=-1.0 / p,  # d(-ln p) / dp
        slope_bits=float(nats_to_bits(-1.0 / p)),
        squared=brier_score([[p, 1.0 - p]], [0]) / 2,  # the core sums both classes
        zero_one=float(p < 0.5),
        absolute=1.0 - p,
        marks=[[at, cost(at), float(nats_to_bits(cost(at)))] for at in MARKS],
    )


SURPRISE = Board(
    "surprise",
    SurpriseState,
    lambda state: surprise(state.p),
    {"least": LEAST, "axes": AXES, "units": UNITS, "others": OTHERS, "marks": MARKS},
)
