"""What is true of one step, worked out apart from the lesson that teaches it."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core import cross_entropy


@dataclass(frozen=True)
class Fact:
    """What the core says of a step.

    `truth`: the number that is asked for; options name it, and an estimate is it. `holds`: for each
    option, whether it is so. `counts` and `misses`: states that reach a goal and states that just
    do not. `also`: numbers that the step may show besides those of its own states and boards.
    """

    truth: float | None = None
    holds: Sequence[bool] | None = None
    counts: Sequence[object] = ()
    misses: Sequence[object] = ()
    also: Iterable[float] = ()


Facts = Mapping[str, Callable[[], Fact]]


def nats(p: float) -> float:
    """-ln p."""
    return -math.log(p)


def rises(before: float, after: float) -> tuple[bool, bool, bool]:
    """Whether it rises, stays the same, falls: by 1 % at least, or by rounding at most."""
    same = math.isclose(before, after, rel_tol=1e-9)
    return (after > 1.01 * before, same, after < 0.99 * before)


def loss(logits: ArrayLike, label: int = 0) -> float:
    """Cross-entropy of one row, nats."""
    return float(cross_entropy(np.asarray(logits, float), label))


def softmax_by_hand(logits: Sequence[float]) -> list[float]:
    """exp(z) over its sum, as it is written."""
    powers = [math.exp(z) for z in logits]
    return [power / math.fsum(powers) for power in powers]
