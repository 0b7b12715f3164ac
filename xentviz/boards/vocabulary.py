"""The vocabulary board: the loss of knowing nothing, and what so many classes cost."""

import math
from dataclasses import asdict, dataclass
from typing import ClassVar

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import cross_entropy, nats_to_bits, perplexity
from xentviz.data import costs
from xentviz.data.scaling import VOCABULARIES

CLASSES, SEQUENCES, LENGTH = (2, 256_000), (1, 1_024), (1, 131_072)
REPORTED = (0.0, 25.0)  # nats
BYTES = {"float32": 4, "bfloat16": 2}  # of one number
# What sizes are counted in, from the smallest: (how much, name).
BYTE_UNITS = tuple(
    (1000.0**power, name) for power, name in enumerate(("B", "kB", "MB", "GB", "TB", "PB"))
)
SECOND_UNITS = (
    (1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s"), (3_600.0, "h"), (86_400.0, "days")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VocabularyState(FieldState):
    """V classes, `sequences` texts of `length` tokens each, and the loss that a model reports.

    Raises ValueError, with one sentence that names the value, where a field is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.whole("v", "classes"),
        link.whole("b", "sequences"),
        link.whole("t", "length"),
        link.real("l", "reported"),
    )

    classes: int
    sequences: int = 8
    length: int = 1_024
    reported: float = 3.12

    def __post_init__(self) -> None:
        self.accept(
            classes=checks.whole(self.classes, "The number of classes", *CLASSES),
            sequences=checks.whole(self.sequences, "The number of sequences", *SEQUENCES),
            length=checks.whole(self.length, "The length of a sequence", *LENGTH),
            reported=checks.number(self.reported, "The reported loss", *REPORTED),
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """The core's numbers for one state: nats, bits, bytes, and seconds as measured once."""

    loss: float
    bits: float
    share: float
    choices: float
    float32: float
    bfloat16: float
    seconds_loss: float
    seconds: float


def knowing_nothing(classes: int) -> float:
    """The loss of equal scores: the truth's, 0, against all others together, ln(V - 1)."""
    return float(cross_entropy([0.0, math.log(classes - 1)], 0))


def scale(state: VocabularyState) -> Scale:
    """Everything the board shows."""
    loss, logits = knowing_nothing(state.classes), state.sequences * state.length * state.classes
    tokens, kept = state.sequences * state.length, costs.measured()
    return Scale(
        loss=loss,
        bits=float(nats_to_bits(loss)),
        share=state.reported / loss,
        choices=perplexity([state.reported]),
        float32=float(BYTES["float32"] * logits),
        bfloat16=float(BYTES["bfloat16"] * logits),
        seconds_loss=tokens * costs.between(kept.loss, state.classes),
        seconds=tokens * costs.between(kept.both, state.classes),
    )


VOCABULARY = Board(
    "vocabulary",
    VocabularyState,
    scale,
    {
        "classes": CLASSES,
        "sequences": SEQUENCES,
        "length": LENGTH,
        "reported": REPORTED,
        "bytes": BYTES,
        "units": {"bytes": BYTE_UNITS, "seconds": SECOND_UNITS},
        "costs": asdict(costs.measured()),
        "known": VOCABULARIES,
    },
    elements=("loss", "verdict", "cost", "formula"),
)
