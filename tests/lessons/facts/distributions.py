"""/distributions: what is true of its steps."""

import math
from dataclasses import replace

import numpy as np

from tests.lessons.facts.fact import Fact, Facts, nats, rises
from xentviz.boards.distributions import DistributionsState
from xentviz.data.everyday import PAIRS

P, Q = (np.array(share) for share in (PAIRS[0].p, PAIRS[0].q))
START = DistributionsState.of(PAIRS[0])
SMOOTH = np.array([0.9, 0, 0, 0]) + 0.1 / 4


def _entropy(p: np.ndarray) -> float:
    return float(-(p * np.log(p)).sum())


def _kl(p: np.ndarray, q: np.ndarray) -> float:
    return float((p * np.log(p / q)).sum())


def _with(q: tuple[float, ...]) -> DistributionsState:
    return replace(START, q=q)


def _swapped() -> Fact:
    sure, even = np.array([0.99, 0.01]), np.array([0.5, 0.5])
    there, back = _kl(sure, even), _kl(even, sure)
    higher, same, lower = rises(there, back)
    return Fact(holds=(lower, same, higher), also=(there, back))


FACTS: Facts = {
    "A forecast for all outcomes at once": lambda: Fact(
        counts=(START.perfect(), _with((0.3, 0.5, 0.1, 0.05, 0.05))),
        misses=(START, _with((0.23, 0.57, 0.1, 0.05, 0.05))),
        also=(1.2, 44, 100, 44),
    ),
    "Does a perfect model have a loss of 0?": lambda: Fact(truth=_entropy(P), also=(math.log(5),)),
    "Cross-entropy is entropy plus KL divergence": lambda: Fact(truth=_kl(P, Q)),
    "KL is not a distance: it has a direction": _swapped,
    "Never say never": lambda: Fact(holds=(False, False, P[4] > 0), also=(2, 100)),
    "With one right class only −ln q is left": lambda: Fact(
        holds=(True, False, False), also=(_entropy(P), nats(Q[0]))
    ),
    "Label smoothing makes the target a little uncertain": lambda: Fact(
        holds=[math.isclose(SMOOTH[0], kept) for kept in (0.9, 0.925, 1)],
        also=(0.9, SMOOTH[0], SMOOTH[1], 0.1),
    ),
    "A smoothed loss never reaches 0": lambda: Fact(truth=_entropy(SMOOTH), also=(0.1,)),
    "A KL below zero is a wrong call": lambda: Fact(
        holds=[side * _kl(0.8 * P, Q) > 0 for side in (-1, 0, 1)], also=(0.8, _kl(0.8 * P, Q))
    ),
}
