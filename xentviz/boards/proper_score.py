"""The proper score board: a true chance and a stated one, and what three scores cost on average."""

import math
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import (
    brier_score,
    distribution_cross_entropy,
    entropy,
    kl_divergence,
    nats_to_bits,
)

# What is stated by one who claims to be sure: that it will not happen, that it will.
SURE = (0.01, 0.99)


@dataclass(frozen=True, slots=True)
class ProperScoreState(FieldState):
    """Something happens with the true `chance`; you have `said` how likely it is.

    Raises ValueError, with one sentence that names the value, where a field is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (link.real("c", "chance"), link.real("q", "said"))

    chance: float = 0.7
    said: float = 0.9

    def __post_init__(self) -> None:
        self.accept(
            chance=checks.number(self.chance, "The true chance c", 0, 1),
            said=checks.number(self.said, "The stated chance q", 0, 1),
        )

    def saying(self, said: float) -> Self:
        """The same event, and another stated chance."""
        return replace(self, said=said)


@dataclass(frozen=True, slots=True)
class Scores:
    """The average scores, the lower the better: `loss` = `entropy` + `kl` in nats.

    `squared` and `absolute` are the expected distance between q and what happens, 1 or 0.
    """

    loss: float
    bits: float
    entropy: float
    kl: float
    squared: float
    absolute: float


def scores(state: ProperScoreState) -> Scores:
    """Everything the board shows, computed by the core."""
    c, q = (state.chance, 1 - state.chance), (state.said, 1 - state.said)
    loss = float(distribution_cross_entropy(c, q))
    # Brier's score sums over both outcomes; half of it is the squared error of one.
    squared = math.fsum(share * brier_score([q], [k]) / 2 for k, share in enumerate(c))
    return Scores(
        loss=loss,
        bits=float(nats_to_bits(loss)),
        entropy=float(entropy(c)),
        kl=float(kl_divergence(c, q)),
        squared=squared,
        absolute=c[0] * q[1] + c[1] * q[0],
    )


PROPER_SCORE = Board(
    "proper_score",
    ProperScoreState,
    scores,
    {"sure": SURE},
    elements=("loss", "parts", "others", "formula"),
)
