"""The learning board: how a model's loss fell in training, and what it wrote on the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.boards.strip import CORPORA

MOST_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class LearningState(FieldState):
    """What is learned, and the training step that is looked at. Raises ValueError."""

    LINK: ClassVar[tuple[link.Key, ...]] = (link.text("l", "corpus"), link.whole("k", "step"))

    corpus: str = CORPORA[0]
    step: int = 0

    def __post_init__(self) -> None:
        self.accept(
            corpus=checks.choice(self.corpus, "What the model learns from", CORPORA),
            step=checks.whole(self.step, "The training step", 0, MOST_STEPS),
        )


@dataclass(frozen=True, slots=True)
class LearningNumbers:
    """A training run: losses in nats at each recorded step, means over tokens.

    Only step 0 is there until the model has learned; then `progress` is "". `loss` is that of the
    training step under way.
    `samples` are (step, what the model wrote then). `ceiling` is ln V, `floor` the entropy rate
    where it is known, `counted` the held-out loss of the trigram.
    """

    progress: str
    loss: float | None
    share: float
    steps: Sequence[int]
    training: Sequence[float]
    held_out: Sequence[float]
    samples: Sequence[tuple[int, str]]
    last: int
    ceiling: float
    floor: float | None
    counted: float


def learning_board(
    numbers: Callable[[LearningState], LearningNumbers], names: Sequence[Any]
) -> Board[LearningState]:
    """The board; `names` are the corpora by key, as the reader sees them."""
    return Board(
        "learning",
        LearningState,
        numbers,
        {"names": dict(names)},
        elements=("corpus", "curve", "counted", "loss", "written"),
    )
