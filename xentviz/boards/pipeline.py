"""The pipeline board: one loss under three names, each with the input it takes."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState
from xentviz.core import cross_entropy, log_softmax, softmax

STAGE_WORDS = {
    "logits": "logits",
    "log_probs": "log-probabilities",
    "probs": "probabilities",
}
OWN = "own"  # each function is fed what it takes
FEED_WORDS = {OWN: "its own input", **STAGE_WORDS}
STAGES, FEEDS = tuple(STAGE_WORDS), tuple(FEED_WORDS)
REACH = 8.0


@dataclass(frozen=True, slots=True)
class PipelineState(FieldState):
    """The logit of the right class, the other class at 0, and what the three functions are fed.

    `feed` is "own" where each gets what it takes. Raises ValueError, with one sentence that names
    the value, where a field is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (link.real("z", "score"), link.text("f", "feed"))

    score: float
    feed: str = OWN

    def __post_init__(self) -> None:
        self.accept(
            score=checks.number(self.score, "The logit", -REACH, REACH),
            feed=checks.choice(self.feed, "The input", FEEDS),
        )


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The core's numbers: two classes, the right one first; a loss is nan where it is no number."""

    logits: list[float]
    log_probs: list[float]
    probs: list[float]
    loss: float
    cross_entropy: float
    nll: float
    log_loss: float


def pipeline(state: PipelineState) -> Pipeline:
    """The three stages, and what each of the three functions says of what it is fed."""
    z = np.array([state.score, 0.0])
    stages = {"logits": z, "log_probs": log_softmax(z), "probs": softmax(z)}
    fed = [np.asarray(stages[own if state.feed == OWN else state.feed]) for own in STAGES]
    given = float(fed[2][0])
    return Pipeline(
        **{name: np.asarray(values).tolist() for name, values in stages.items()},
        loss=float(cross_entropy(z, 0)),
        cross_entropy=float(cross_entropy(fed[0], 0)),  # softmax and log are inside
        nll=-float(fed[1][0]),  # picks the right class's entry and turns its sign
        log_loss=-math.log(given) if given > 0 else math.nan,  # takes the log
    )


PIPELINE = Board(
    "pipeline",
    PipelineState,
    pipeline,
    {"reach": REACH, "feeds": FEED_WORDS},
    elements=("stages", "inputs", "functions", "verdicts", "feed"),
)
