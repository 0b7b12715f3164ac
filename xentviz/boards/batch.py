"""The batch board: six predictions on the curve, and the mean that a batch reports."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import distribution_cross_entropy, nats_to_bits, perplexity

SIZE = 6
LEAST = 0.001


@dataclass(frozen=True, slots=True)
class BatchState(FieldState):
    """The probability that each of six predictions gave to the right answer.

    Raises ValueError, with one sentence that names the value, where one is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (link.reals("b", "probs", SIZE),)

    probs: tuple[float, ...]

    def __post_init__(self) -> None:
        probs = checks.items(self.probs, "The list of probabilities", SIZE, SIZE)
        self.accept(probs=tuple(checks.number(p, "A probability", LEAST, 1) for p in probs))


@dataclass(frozen=True, slots=True)
class Batch:
    """The core's numbers: losses, mean in nats; shares of the total; the p that costs the mean."""

    losses: list[float]
    shares: list[float]
    mean: float
    bits: float
    alike: float


def average(state: BatchState) -> Batch:
    """The mean loss of the batch, and each prediction's share of the total."""
    given = np.asarray(state.probs)
    losses = np.asarray(
        distribution_cross_entropy([1.0, 0.0], np.stack([given, 1.0 - given], axis=1))
    )  # (6,)
    total, mean = float(losses.sum()), float(losses.mean())
    return Batch(
        losses.tolist(),
        (losses / total).tolist() if total else [0.0] * SIZE,
        mean,
        float(nats_to_bits(mean)),
        1.0 / perplexity(losses),
    )


BATCH = Board(
    "batch",
    BatchState,
    average,
    {"least": LEAST, "size": SIZE},
    elements=("curve", "losses", "shares", "mean", "alike", "formula"),
)
