"""/calibration: what is true of its steps."""

import math

from tests.lessons.facts.fact import Fact, Facts, nats
from xentviz.boards.proper_score import ProperScoreState
from xentviz.core import cross_entropy, expected_calibration_error, softmax
from xentviz.lessons.calibration import temperature
from xentviz.lessons.calibration.temperature import BINS, TEMPERATURES

C = 0.7


def _log_loss(q: float) -> float:
    return C * nats(q) + (1 - C) * nats(1 - q)


def _absolute(q: float) -> float:
    return C * (1 - q) + (1 - C) * q


def _loss(t: float) -> float:
    run = temperature.trained()
    return float(cross_entropy(run.logits, run.labels, temperature=t))


def _best() -> float:
    """The temperature of least loss, by thirds."""
    low, high = 0.5, 20.0
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, b) if _loss(a) < _loss(b) else (a, high)
    return (low + high) / 2


def _accuracy() -> float:
    run = temperature.trained()
    return float((run.logits.argmax(axis=1) == run.labels).mean())


def _ece(t: float, n_bins: int) -> float:
    run = temperature.trained()
    return expected_calibration_error(softmax(run.logits, temperature=t), run.labels, n_bins=n_bins)


def _said() -> tuple[bool, bool, bool]:
    """Whether the classifier says on average more than, about, or less than it is right."""
    run = temperature.trained()
    said = float(softmax(run.logits).max(axis=1).mean())
    return said > _accuracy() + 0.03, abs(said - _accuracy()) < 0.03, said < _accuracy() - 0.03


def _doubled() -> Fact:
    run = temperature.trained()
    right, still = ((k * run.logits).argmax(axis=1) == run.labels for k in (1, 2))
    loss, doubled = _loss(1.0), _loss(0.5)
    return Fact(
        holds=(
            doubled > loss and still.sum() < right.sum(),
            doubled > loss and bool((still == right).all()),
            doubled < loss and still.sum() > right.sum(),
        ),
        also=(2, 0.5, loss, doubled, _accuracy()),
    )


def _bins() -> Fact:
    places = {}
    for n in BINS:
        found = temperature.eces(n)
        for k in range(0, len(TEMPERATURES), 39):
            assert found[k] == _ece(TEMPERATURES[k], n)
        places[n] = float(TEMPERATURES[found.argmin()])
    apart = [n for n in BINS if _ece(places[n], n) < 0.95 * _ece(_best(), n)]
    moves = len(set(places.values())) > 1
    return Fact(holds=(not apart, bool(apart) and moves), also=(_best(), *places, *places.values()))


def _misses() -> Fact:
    paid, coin = (10 * nats(0.99) + 2 * nats(0.01)) / 12, nats(0.5)
    return Fact(
        holds=(paid < 0.95 * coin, math.isclose(paid, coin, rel_tol=0.05), paid > 1.05 * coin),
        also=(paid, coin, nats(0.01), nats(0.99), 0.99, 0.5, 10),
    )


FACTS: Facts = {
    "Which answer costs least on average?": lambda: Fact(
        counts=(ProperScoreState(C, 0.7), ProperScoreState(C, 0.69), ProperScoreState(0.2, 0.2)),
        misses=(ProperScoreState(C, 0.68), ProperScoreState(C, 0.9), ProperScoreState(0.2, 0.7)),
    ),
    "What does an honest forecast still cost?": lambda: Fact(
        truth=_log_loss(C), also=(_log_loss(0.99),)
    ),
    "Exaggerating is expensive": lambda: Fact(
        holds=(False, False, _log_loss(0.99) > 2 * _log_loss(C)),
        also=(_log_loss(0.99) / _log_loss(C), _log_loss(C)),
    ),
    "Not every score rewards honesty": lambda: Fact(
        holds=[_absolute(q) == min(map(_absolute, (0.5, C, 1.0))) for q in (0.5, C, 1.0)],
        also=(0.5, _absolute(1.0), _absolute(C)),
    ),
    "A classifier that is too sure of itself": lambda: Fact(
        holds=_said(), also=(80, len(temperature.trained().labels), _best())
    ),
    "Rising loss need not mean falling accuracy": _doubled,
    "One temperature repairs it": lambda: Fact(
        truth=_loss(_best()), also=(_best(), _loss(_best()), _loss(1.0))
    ),
    "ECE depends on the bins": _bins,
    "How sure are you?": _misses,
}
