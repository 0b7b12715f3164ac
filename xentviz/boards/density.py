"""The density board: why a loss on densities may fall below 0."""

import math
from dataclasses import dataclass
from typing import ClassVar

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState

NARROWEST, WIDEST = 0.1, 2.0


@dataclass(frozen=True, slots=True)
class DensityState(FieldState):
    """How wide a normal density around the actual value is: its standard deviation.

    Raises ValueError, with one sentence that names the value, where it is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (link.real("d", "sigma"),)

    sigma: float

    def __post_init__(self) -> None:
        self.accept(sigma=checks.number(self.sigma, "The width", NARROWEST, WIDEST))


@dataclass(frozen=True, slots=True)
class Density:
    """The density at the actual value, and its loss in nats."""

    density: float
    loss: float


def density(sigma: float) -> Density:
    """1 / (sigma sqrt(2 pi)) and -ln of it: below 0 once sigma is under 0.399."""
    return Density(
        1.0 / (sigma * math.sqrt(2 * math.pi)), math.log(sigma) + 0.5 * math.log(2 * math.pi)
    )


DENSITY = Board(
    "density",
    DensityState,
    lambda state: density(state.sigma),
    {"narrowest": NARROWEST, "widest": WIDEST},
    elements=("bell", "height", "curve", "loss", "formula"),
)
