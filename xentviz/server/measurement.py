"""One prediction over 128,256 classes, computed here and now: bounded, and one at a time."""

import functools
import threading
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from xentviz.core import cross_entropy_and_grad, softmax

CLASSES = 128_256
BUDGET = 0.3  # seconds for everything that a press costs
MEASURING = 0.15  # of them for the loop; the rest is room for what surrounds it
SHOWN = 3
MOST_RUNS = 20
HEADER = ("entry", "p", "y", "p − y")

Floats = NDArray[np.float64]

_turn = threading.Lock()  # one for all visitors of this process


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was computed, and the seconds of each time it was."""

    loss: float
    total: float  # the sum of the gradient, 0 but for rounding
    entries: list[tuple[str, float, float, float]]
    seconds: list[float]

    @property
    def words(self) -> str:
        """One sentence for the page."""
        median = float(np.median(self.seconds))
        return (
            f"Loss **{self.loss:.4g} nats** and all {CLASSES:,} entries of p − y in "
            f"**{1e3 * median:.2g} ms** (median of {len(self.seconds)}, together "
            f"{1e3 * sum(self.seconds):.0f} ms, here and now, float64). "
            f"Their sum is **{_zero(self.total)}**."
        )

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A few entries for the page's table."""
        return [(name, f"{p:.3g}", f"{y:g}", f"{g:+.6g}") for name, p, y, g in self.entries]


def _zero(x: float) -> str:
    return "0" if x == 0 else f"0 up to rounding ({x:.0e})"


def measure() -> Measurement:
    """Loss and gradient of one row, as often as BUDGET allows; ValueError if it cannot be now."""
    if not _turn.acquire(blocking=False):
        raise ValueError("Somebody is measuring on this server right now; press again in a second.")
    try:
        return _measure(perf_counter() + MEASURING)
    finally:
        _turn.release()


def _measure(end: float) -> Measurement:
    logits, truth, grad = _logits(), CLASSES // 2, np.empty(CLASSES)
    # Small ones first: a call that has begun is not broken off, so it must be known to fit.
    few = CLASSES // 16
    slowest = 16 * min(_timed(logits[:few], 0, grad[:few])[0] for _ in range(3))
    seconds: list[float] = []
    loss = float("nan")
    while len(seconds) < MOST_RUNS and perf_counter() + slowest < end:
        took, loss = _timed(logits, truth, grad)
        seconds.append(took)
        slowest = max(seconds)
    if not seconds:
        raise ValueError("This server is too busy for 300 ms of measuring; press again in a while.")
    return Measurement(loss, float(np.sum(grad)), _entries(logits, truth, grad), seconds)


@functools.cache
def typical_seconds() -> float:
    """How long one loss with its gradient takes on this machine, measured once, roughly."""
    logits, grad = _logits(), np.empty(CLASSES)
    return min(_timed(logits, 0, grad)[0] for _ in range(2))


@functools.cache
def _logits() -> Floats:
    scores = np.random.default_rng(CLASSES).normal(0, 2, CLASSES)
    scores.flags.writeable = False
    return scores


def _timed(logits: Floats, truth: int, grad: Floats) -> tuple[float, float]:
    began = perf_counter()
    loss, _ = cross_entropy_and_grad(logits, truth, out=grad)
    return perf_counter() - began, float(loss)


def _entries(logits: Floats, truth: int, grad: Floats) -> list[tuple[str, float, float, float]]:
    """The truth, the likeliest classes, and the least likely one."""
    probs, order = softmax(logits), np.argsort(logits)
    named = [(truth, "the truth")]
    named += [(int(k), f"likeliest {i + 1}") for i, k in enumerate(order[::-1][:SHOWN])]
    named += [(int(order[0]), "least likely")]
    return [
        (f"{k:,} ({what})", float(probs[k]), float(k == truth), float(grad[k])) for k, what in named
    ]
