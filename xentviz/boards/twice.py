"""The twice board: probabilities fed to a loss that applies softmax, or sigmoid, once more."""

import functools
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import cross_entropy, distribution_cross_entropy, softmax

KIND_WORDS = {"softmax": "softmax", "sigmoid": "sigmoid"}
KINDS = tuple(KIND_WORDS)
CLASSES = (2, 4, 10, 100, 1000, 50257)  # the last: GPT-2's vocabulary


@dataclass(frozen=True, slots=True)
class TwiceState(FieldState):
    """The probability that a model gives the right class, and what the loss does to it again.

    Of `classes` classes the others share the rest equally; "sigmoid" has two, yes and no. Raises
    ValueError, with one sentence that names the value, where a field is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.real("p", "p"),
        link.whole("K", "classes"),
        link.text("f", "kind"),
    )

    p: float
    classes: int = 4
    kind: str = KINDS[0]

    def __post_init__(self) -> None:
        self.accept(
            p=checks.number(self.p, "The probability", 0, 1),
            classes=_one_of_classes(self.classes),
            kind=checks.choice(self.kind, "The function", KINDS),
        )


def _one_of_classes(value: object) -> int:
    classes = checks.whole(value, "The number of classes", CLASSES[0], CLASSES[-1])
    if classes not in CLASSES:
        raise ValueError(
            f"The number of classes is {classes:,}, expected one of {', '.join(map(str, CLASSES))}."
        )
    return classes


@dataclass(frozen=True, slots=True)
class Twice:
    """Once: the loss -ln p, nats. Twice: the probability that the loss sees, and its loss.

    `least` and `most` are the ends of what that probability can be, `lowest` the loss at `most`.
    """

    once: float
    seen: float
    loss: float
    least: float
    most: float
    lowest: float


@functools.lru_cache(maxsize=256)
def _again(p: float, classes: int, kind: str) -> tuple[float, float]:
    """The right class's probability after a second softmax or sigmoid, and its loss in nats."""
    if kind == "sigmoid":
        fed = np.array([p, 0.0])  # softmax of these two is the sigmoid of p
    else:
        fed = np.full(classes, (1.0 - p) / (classes - 1))
        fed[0] = p
    return float(softmax(fed)[0]), float(cross_entropy(fed, 0))


def twice(state: TwiceState) -> Twice:
    """Everything the board shows, computed by the core."""
    seen, loss = _again(state.p, state.classes, state.kind)
    most, lowest = _again(1.0, state.classes, state.kind)
    return Twice(
        once=float(distribution_cross_entropy([1.0, 0.0], [state.p, 1.0 - state.p])),
        seen=seen,
        loss=loss,
        least=_again(0.0, state.classes, state.kind)[0],
        most=most,
        lowest=lowest,
    )


TWICE = Board(
    "twice",
    TwiceState,
    twice,
    {"kinds": KIND_WORDS, "classes": CLASSES},
    elements=("seen", "range", "curve", "loss", "classes", "kind", "formula"),
)
