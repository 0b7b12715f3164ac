"""/: what is true of its steps."""

import math

from tests.lessons.facts.fact import Fact, Facts, nats
from xentviz.boards.rain import RainState

FACTS: Facts = {
    "Will it rain tomorrow?": lambda: Fact(
        counts=(RainState(0.75), RainState(0.2, "dry")),
        misses=(RainState(0.74), RainState(0.75, "dry"), RainState(0.1)),
        also=(0.3, 0.75),
    ),
    "You were almost sure, and right": lambda: Fact(truth=nats(0.99)),
    "You were undecided": lambda: Fact(truth=nats(0.5), also=(4.6,)),
    "You were almost sure, and wrong": lambda: Fact(
        truth=nats(0.01) / nats(0.5), also=(nats(0.5), 0.5)
    ),
    "The loss is minus the logarithm of a probability": lambda: Fact(
        truth=nats(0.25), also=(0.25, 0.5, nats(0.25), nats(0.5))
    ),
    "Why a logarithm?": lambda: Fact(
        truth=nats(0.5) + nats(0.25),
        also=(0.5 * 0.25, nats(0.5) * nats(0.25), nats(0.5), math.log(8)),
    ),
}
