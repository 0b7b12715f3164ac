"""The surprise board: one probability on the curve of -log p, under the finger."""

import math
from dataclasses import dataclass
from typing import ClassVar

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import brier_score, distribution_cross_entropy, nats_to_bits

LEAST = 1e-9  # where the slider of the logarithmic axis ends; less can be typed, down to 0
AXIS_WORDS = {"linear": "linear axis", "log": "logarithmic axis"}
OTHER_WORDS = {
    "squared": "squared error (1 − p)²",
    "absolute": "absolute error 1 − p",
    "zero-one": "0–1 loss: 1 if p < ½",
}
AXES, OTHERS = tuple(AXIS_WORDS), tuple(OTHER_WORDS)
UNITS = ("nats", "bits")
# Places on the curve that can be pressed; each axis shows those that have room.
AXIS_MARKS = {"linear": (0.99, 0.5, 0.01), "log": (0.5, 0.01, 1e-6)}
MARKS = tuple(sorted({p for marks in AXIS_MARKS.values() for p in marks}, reverse=True))


@dataclass(frozen=True, slots=True)
class SurpriseState(FieldState):
    """The probability given to the right answer, from 0 to 1, and how it is looked at.

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
            p=checks.number(self.p, "The probability", 0, 1),
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
    """-ln p in nats, infinite for p = 0: the cross-entropy of (1, 0) and (p, 1 - p)."""
    return float(distribution_cross_entropy([1.0, 0.0], [p, 1.0 - p]))


def surprise(p: float) -> Surprise:
    """Everything the board shows, and other losses of the same prediction."""
    slope = -1.0 / p if p > 0 else -math.inf  # d(-ln p) / dp
    return Surprise(
        loss=cost(p),
        bits=float(nats_to_bits(cost(p))),
        slope=slope,
        slope_bits=float(nats_to_bits(slope)),
        squared=brier_score([[p, 1.0 - p]], [0]) / 2,  # the core sums both classes
        zero_one=float(p < 0.5),
        absolute=1.0 - p,
        marks=[[at, cost(at), float(nats_to_bits(cost(at)))] for at in MARKS],
    )


SURPRISE = Board(
    "surprise",
    SurpriseState,
    lambda state: surprise(state.p),
    {
        "least": LEAST,
        "axes": AXIS_WORDS,
        "units": UNITS,
        "others": [
            {"key": key, "field": key.replace("-", "_"), "words": words}
            for key, words in OTHER_WORDS.items()
        ],
        "marks": AXIS_MARKS,
    },
    elements=("curve", "marks", "loss", "heads", "slope", "others", "formula", "axis", "unit"),
)
