"""/scale: what is true of its steps."""

import math

import numpy as np

from tests.lessons.facts.fact import Fact, Facts
from xentviz.boards.scaling_law import ScalingLawState
from xentviz.data.scaling import HOFFMANN, model
from xentviz.server import corpora, measurement

LN2, LN_GPT2, LN_LLAMA = (math.log(v) for v in (2, 50_257, 128_256))


def _of(name: str) -> float:
    one = model(name)
    return HOFFMANN.loss(one.params, one.tokens)


def _hundredth() -> Fact:
    one = model("Chinchilla")
    now = _of("Chinchilla")
    before, after = math.exp(now), math.exp(now - 0.01)
    more = _tokens_for(now - 0.01, one.params, one.tokens) / one.tokens - 1
    fewer = 1 - after / before
    return Fact(truth=fewer, also=(before, after, fewer, more, 0.01))


def _tokens_for(wanted: float, params: float, tokens: float) -> float:
    """How many tokens bring the fit down to that loss, by halving the interval."""
    low, high = tokens, 10 * tokens
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if HOFFMANN.loss(params, middle) > wanted else (low, middle)
    return low


def _gopher() -> Fact:
    gopher, chinchilla = model("Gopher"), model("Chinchilla")
    assert math.isclose(gopher.params / chinchilla.params, 4)
    assert math.isclose(gopher.tokens / chinchilla.tokens, 1 / 5, rel_tol=0.1)
    compute = [one.params * one.tokens for one in (gopher, chinchilla)]
    assert math.isclose(*compute, rel_tol=0.2)
    larger, longer = _of("Gopher"), _of("Chinchilla")
    return Fact(
        holds=(larger < longer - 0.01, longer < larger - 0.01, math.isclose(larger, longer)),
        also=(larger, longer, 3.1),
    )


def _measured() -> Fact:
    """Seconds for loss and gradient, measured now: some mean up to a hundred times as many."""
    seconds = float(np.median(measurement.measure().seconds))
    sizes = (1e-3, 1.0, 60.0)
    return Fact(holds=[low / 10 <= seconds < 100 * low for low in sizes], also=(3, 128_256))


FACTS: Facts = {
    "What does guessing blindly cost?": lambda: Fact(truth=LN2, also=(0.5, LN2, 2)),
    "The next word is a choice among 50,257": lambda: Fact(
        truth=LN_GPT2, also=(LN_GPT2, LN_GPT2 / LN2, 3)
    ),
    "Is a loss above 1 bad?": lambda: Fact(
        holds=(
            LN2 < 0.9 and LN_GPT2 > 3.12,
            LN_GPT2 < 3.12 and LN2 > 0.9,
            LN2 < 0.9 and LN_GPT2 < 3.12,
        ),
        also=(0.9, LN2, LN_GPT2, math.exp(3.12)),
    ),
    "A training run starts with a loss of 20": lambda: Fact(
        holds=(math.isclose(20, LN_GPT2, rel_tol=0.2), LN_GPT2 < 15, False), also=(LN_GPT2,)
    ),
    "The loss grows slowly, the work grows fast": lambda: Fact(
        truth=LN_LLAMA / LN2,
        also=(2, 64_128, 1_000, LN2, LN_LLAMA, 4 * 128_256 / 1e3, LN_LLAMA / LN2),
    ),
    "How long does one gradient over 128,256 classes take?": _measured,
    "More parameters and more text lower the loss": lambda: Fact(
        counts=(ScalingLawState(7e10, 1.4e12), ScalingLawState(1e10, 3e11)),
        misses=(ScalingLawState(1e10, 2e10), ScalingLawState(1e9, 1e12)),
        also=(2.2,),
    ),
    "How low can the loss get?": lambda: Fact(
        truth=HOFFMANN.loss(1e15, 1e16),
        also=(HOFFMANN.floor, corpora.grammar().entropy_rate()),
    ),
    "What is a hundredth of a nat worth?": _hundredth,
    "The same compute, spent in two ways": _gopher,
}
