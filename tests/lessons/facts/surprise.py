"""/surprise: what is true of its steps."""

import math

import numpy as np

from tests.lessons.facts.fact import Fact, Facts, loss, nats, rises
from xentviz.boards.batch import BatchState
from xentviz.boards.density import DensityState
from xentviz.boards.pipeline import PipelineState
from xentviz.boards.surprise import SurpriseState

GOOD = (0.9, 0.8, 0.95, 0.7, 0.85, 0.6)
SURE = np.array([nats(0.99)] * 5 + [nats(0.001)])
LESS_SURE = np.array([nats(0.99)] * 5 + [nats(0.01)])
HEIGHT = 1 / (0.2 * math.sqrt(2 * math.pi))  # of a bell 0.2 wide


def _one_moved(p: float, *, also: float = 0.6) -> BatchState:
    """The first batch with its first answer, and perhaps its last, moved."""
    return BatchState((p, *GOOD[1:5], also))


def _share() -> Fact:
    share = SURE[-1] / SURE.sum()
    return Fact(
        holds=(share < 0.3, 0.3 < share < 0.7, share > 0.95),
        also=(share, SURE[:5].sum(), SURE[-1]),
    )


def _lower() -> Fact:
    a, coin = SURE.mean(), nats(0.5)
    return Fact(
        holds=(a < 0.95 * coin, coin < 0.95 * a, math.isclose(a, coin, rel_tol=0.05)),
        also=(math.exp(-a), 0.5, a, coin),
    )


def _squared() -> Fact:
    squared = (1 - 0.001) ** 2 - (1 - 0.01) ** 2
    return Fact(truth=nats(0.001) - nats(0.01), also=(0.001, nats(0.001), squared))


FACTS: Facts = {
    "One probability decides the loss": lambda: Fact(
        counts=(SurpriseState(0.018), SurpriseState(0.0)),
        misses=(SurpriseState(0.019), SurpriseState(1.0)),
        also=(4, math.exp(-4)),
    ),
    "What does half the probability cost?": lambda: Fact(
        holds=[math.isclose(-math.log2(0.125) + math.log2(0.25), more) for more in (1, 2, 0.5)],
        also=(math.log(2), 2, 2.0**-10),
    ),
    "Is there a largest loss?": lambda: Fact(
        holds=(False, -math.log(5e-324) > 700, False), also=(5, nats(0.01))
    ),
    "How steep is the curve?": lambda: Fact(
        holds=[math.isclose((1 / 0.01) / (1 / 0.1), times) for times in (1, 2, 10)],
        also=(-1 / 0.01, -1 / 0.1, 0.99, 10),
    ),
    "Why not squared error?": _squared,
    "On an axis of factors the curve is a straight line": lambda: Fact(
        truth=nats(0.001), also=(0.001, 10, math.log(10), nats(0.001), 1e-2, 1e-4, 1e-6)
    ),
    "A batch reports the mean of its losses": lambda: Fact(
        counts=(_one_moved(0.005),),
        misses=(_one_moved(0.01), _one_moved(0.01, also=0.01), BatchState((0.2,) * 6)),
        also=(6 * 1 - sum(map(nats, GOOD[:5])),),
    ),
    "Five good answers and one confident mistake": _share,
    "Who has the lower mean loss?": _lower,
    "The same mistake, but less sure of it": lambda: Fact(
        truth=float(LESS_SURE.mean()), also=(0.01, 10, math.log(10), 6)
    ),
    "The same prediction, written in three ways": lambda: Fact(
        counts=(PipelineState(1.4), PipelineState(8.0)),
        misses=(PipelineState(1.38), PipelineState(-1.4)),
        also=(0.8, 4, math.log(4)),
    ),
    "Three names: three losses?": lambda: Fact(holds=(False, loss([1.4, 0]) > 0, False)),
    "What if NLL is given probabilities?": lambda: Fact(truth=-0.8, also=(nats(0.8), 0.8)),
    "What if cross-entropy is given log-probabilities?": lambda: Fact(
        holds=(
            *rises(loss([math.log(4), 0]), loss([math.log(0.8), math.log(0.2)]))[:2],
            loss([math.log(0.8), math.log(0.2)]) < 0,
        ),
    ),
    "Can the loss of a class be below 0?": lambda: Fact(holds=(False, nats(1.0) == 0, False)),
    "But what if the answer is a number?": lambda: Fact(
        holds=(-math.log(HEIGHT) < 0, HEIGHT == 1, HEIGHT < 1)
    ),
    "How far below 0 can it go?": lambda: Fact(
        counts=(DensityState(0.146), DensityState(0.1)),
        misses=(DensityState(0.148), DensityState(2.0)),
        also=(-1, math.exp(-1) / math.sqrt(2 * math.pi), math.e, math.log(2)),
    ),
}
