"""The vocabulary board: from 2 classes to 256,000, what knowing nothing costs and weighs."""

import math
from dataclasses import asdict, dataclass
from typing import ClassVar

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import cross_entropy, nats_to_bits, perplexity
from xentviz.data import costs
from xentviz.data.scaling import VOCABULARIES

MOST_CLASSES = 256_000
MOST_SEQUENCES, MOST_LENGTH = 1_024, 131_072
MOST_LOSS = 13.0


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
            classes=checks.whole(self.classes, "The number of classes", 2, MOST_CLASSES),
            sequences=checks.whole(self.sequences, "The number of sequences", 1, MOST_SEQUENCES),
            length=checks.whole(self.length, "The length of a sequence", 1, MOST_LENGTH),
            reported=checks.number(self.reported, "The reported loss", 0, MOST_LOSS),
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
        float32=4.0 * logits,
        bfloat16=2.0 * logits,
        seconds_loss=tokens * costs.between(kept.loss, state.classes),
        seconds=tokens * costs.between(kept.both, state.classes),
    )


VOCABULARY = Board(
    "vocabulary",
    VocabularyState,
    scale,
    {
        "most_classes": MOST_CLASSES,
        "most_sequences": MOST_SEQUENCES,
        "most_length": MOST_LENGTH,
        "most_loss": MOST_LOSS,
        "costs": asdict(costs.measured()),
        "known": VOCABULARIES,
    },
)
