"""The rain board: how likely you think rain is, what happened, and what that costs you."""

from dataclasses import dataclass
from typing import ClassVar

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import distribution_cross_entropy

LEAST, MOST = 0.01, 0.99
MARKS = (LEAST, 0.5, MOST)  # places on the curve that are named
OUTCOMES = ("rain", "dry")


@dataclass(frozen=True, slots=True)
class RainState(FieldState):
    """What you say of tomorrow and of the day after, and what happens then.

    `rain` and `rain2` are the probabilities of rain that you give; `happened` and `happened2` are
    "rain" or "dry". Raises ValueError, with one sentence that names the value.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.real("r", "rain"),
        link.text("h", "happened"),
        link.real("r2", "rain2"),
        link.text("h2", "happened2"),
    )

    rain: float
    happened: str = OUTCOMES[0]
    rain2: float = 0.5
    happened2: str = OUTCOMES[0]

    def __post_init__(self) -> None:
        self.accept(
            rain=checks.number(self.rain, "The probability of rain", LEAST, MOST),
            happened=checks.choice(self.happened, "What happened", OUTCOMES),
            rain2=checks.number(self.rain2, "The second probability of rain", LEAST, MOST),
            happened2=checks.choice(self.happened2, "What happened on the second day", OUTCOMES),
        )


@dataclass(frozen=True, slots=True)
class RainNumbers:
    """The probability given to what happened on each day, its loss in nats, and both together."""

    given: float
    loss: float
    given2: float
    loss2: float
    both: float
    total: float


def rain_numbers(state: RainState) -> RainNumbers:
    """Everything the board shows, computed by the core."""
    given = _given(state.rain, state.happened)
    given2 = _given(state.rain2, state.happened2)
    loss, loss2, total = (
        float(distribution_cross_entropy([1.0, 0.0], [p, 1.0 - p]))
        for p in (given, given2, given * given2)
    )
    return RainNumbers(given, loss, given2, loss2, given * given2, total)


def _given(rain: float, happened: str) -> float:
    return rain if happened == "rain" else 1.0 - rain


RAIN = Board(
    "rain",
    RainState,
    rain_numbers,
    {"least": LEAST, "most": MOST, "marks": MARKS},
    elements=("outcome", "curve", "marks", "loss", "formula", "second"),
)
