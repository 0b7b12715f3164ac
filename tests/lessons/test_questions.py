"""Every question of every lesson: one option is right by the core, the others are clearly wrong.

`JUDGES` says for each question what is true, computed here and not taken from the lesson: a number
that the options name, or for each option whether it holds.
"""

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from tests.lessons.collected import questions
from tests.lessons.numbers import numbers, tells, unexplained
from xentviz.core import (
    cross_entropy,
    distribution_cross_entropy,
    entropy,
    expected_calibration_error,
    fit_temperature,
    kl_divergence,
    perplexity,
    softmax,
)
from xentviz.data.everyday import PAIRS
from xentviz.data.scaling import HOFFMANN, model
from xentviz.lessons.calibration import temperature
from xentviz.lessons.elements import Question
from xentviz.lessons.softmax import logits

NEAR, FAR = 1.2, 1.4  # a right number is nearer than this factor, a wrong one farther than that


@dataclass(frozen=True)
class Judge:
    """What is true of one question.

    `truth`: the number asked for; each option names one. Or `holds`: for each option whether it is
    so. `told`: numbers that the revealed sentence must give; `known`: others that the question or
    its answer may show.
    """

    truth: float | None = None
    holds: Mapping[str, bool] | None = None
    told: Iterable[float] = ()
    known: Iterable[float] = ()


def _nats(p: float) -> float:
    return float(distribution_cross_entropy([1.0, 0.0], [p, 1.0 - p]))


def _dear() -> Judge:
    half, hundredth = _nats(0.5), _nats(0.01)
    times = hundredth / half
    return Judge(times, told=(half, hundredth, times), known=(0.5, 0.01))


def _double() -> Judge:
    z = np.array(logits.START.logits)
    before, after = float(cross_entropy(z, 0)), float(cross_entropy(2 * z, 0))
    p, q = float(softmax(z)[0]), float(softmax(2 * z)[0])
    holds = {
        "It rises": after > before * 1.01,
        "It stays the same": math.isclose(before, after),
        "It falls": after < before * 0.99,
    }
    return Judge(holds=holds, told=(before, after, p, q), known=z)


def _steep() -> Judge:
    rise = _nats(0.001) - _nats(0.01)
    squared = (1 - 0.001) ** 2 - (1 - 0.01) ** 2
    told = (_nats(0.01), _nats(0.001), rise)
    return Judge(rise, told=told, known=(0.01, 0.001, squared))


def _sure() -> Judge:
    sure = np.array([_nats(0.99)] * 5 + [_nats(0.001)])
    coin = _nats(0.5)
    holds = {
        "The sure one": sure.mean() < 0.9 * coin,
        "The coin tosser": coin < 0.9 * sure.mean(),
        "They are equal": math.isclose(coin, sure.mean(), rel_tol=0.1),
    }
    told = (sure.mean(), coin, sure[-1], sure[:-1].sum(), math.exp(-sure.mean()))
    return Judge(holds=holds, told=told, known=(0.99, 0.001, 0.5))


def _nll() -> Judge:
    p, loss = 0.8, _nats(0.8)
    return Judge(-p, told=(-p, p, loss, -loss), known=(p, loss))


def _tall() -> Judge:
    density = 2.0
    loss = -math.log(density)
    holds = {"Below 0": loss < 0, "Exactly 0": loss == 0, "Above 0": loss > 0}
    return Judge(holds=holds, told=(loss, density), known=(0, 1))


def _perfect() -> Judge:
    p = PAIRS[0].p
    paid = float(distribution_cross_entropy(p, p))
    return Judge(paid, told=(paid, 0, float(entropy(p))), known=(math.log(len(p)), len(p)))


def _swapped() -> Judge:
    p, q = (0.99, 0.01), (0.5, 0.5)
    there, back = float(kl_divergence(p, q)), float(kl_divergence(q, p))
    holds = {
        "smaller": back < there * 0.9,
        "the same": math.isclose(there, back, rel_tol=0.1),
        "larger": back > there * 1.1,
    }
    return Judge(holds=holds, told=(there, back), known=(0.99, 0.5))


def _floor() -> Judge:
    truth = np.full(4, 0.1 / 4) + np.array([0.9, 0, 0, 0])
    lowest = float(entropy(truth))
    return Judge(lowest, told=(lowest, truth[0], truth[1]), known=(0.1, 0))


def _word() -> Judge:
    chance = 0.7
    paid = {word: chance * (1 - q) + (1 - chance) * q
            for word, q in {"50 %": 0.5, "70 %": 0.7, "100 %": 1.0}.items()}  # fmt: skip
    holds = {word: cost == min(paid.values()) for word, cost in paid.items()}
    told = (1.0, 0.7, paid["100 %"], paid["70 %"])
    return Judge(holds=holds, told=told, known=(0, 0.5))


def _twice() -> Judge:
    run = temperature.trained()
    loss, doubled = (float(cross_entropy(k * run.logits, run.labels)) for k in (1, 2))
    right, still = ((k * run.logits).argmax(axis=1) == run.labels for k in (1, 2))
    holds = {
        "Loss rises, accuracy falls": doubled > loss and still.sum() < right.sum(),
        "Loss rises, accuracy stays": doubled > 1.2 * loss and bool((still == right).all()),
        "Loss falls, accuracy rises": doubled < loss and still.sum() > right.sum(),
    }
    told = (loss, doubled, right.mean())
    return Judge(holds=holds, told=told, known=(0.5,))


def _lowest() -> Judge:
    run = temperature.trained()
    best = fit_temperature(run.logits, run.labels)

    def ece(t: float, n_bins: int) -> float:
        return expected_calibration_error(
            softmax(run.logits, temperature=t), run.labels, n_bins=n_bins
        )

    grid = temperature.TEMPERATURES
    places = {n: float(grid[np.argmin([ece(t, n) for t in grid])]) for n in temperature.BINS}
    apart = [n for n in places if ece(places[n], n) < 0.95 * ece(best, n)]
    holds = {
        "Yes, the same temperature": not apart,
        "No, and its place moves with the bins": bool(apart) and len({*places.values()}) > 1,
    }
    return Judge(holds=holds, told=(best, *places.values()), known=temperature.BINS)


def _misses() -> Judge:
    hit, miss, coin = _nats(0.99), _nats(0.01), _nats(0.5)
    paid = (10 * hit + 2 * miss) / 12
    holds = {
        "Less": paid < 0.95 * coin,
        "The same": math.isclose(paid, coin, rel_tol=0.05),
        "More": paid > 1.05 * coin,
    }
    return Judge(holds=holds, told=(paid, coin, miss, hit, 10 / 12, 0.99), known=(10, 0.5))


def _nothing() -> Judge:
    two, many = math.log(2), math.log(50_257)
    holds = {
        "0.9 nats, spam or not: 2 classes": two < 0.9 * 0.9 and many > 3.12,
        "3.12 nats, the next token: 50,257 classes": many < 3.12 and two > 0.9,
        "Both": two < 0.9 and many < 3.12,
    }
    told = (2, two, 0.9, 50_257, many, 3.12, perplexity([3.12]))
    return Judge(holds=holds, told=told, known=(1,))


def _hundredth() -> Judge:
    size = model("Chinchilla")
    loss = HOFFMANN.loss(size.params, size.tokens)
    before, after = math.exp(loss), math.exp(loss - 0.01)
    fewer = 1 - after / before
    more = _tokens_for(loss - 0.01, size.params, size.tokens) / size.tokens - 1
    return Judge(fewer, told=(before, after, fewer, -0.01, more), known=(0.01,))


def _tokens_for(wanted: float, params: float, tokens: float) -> float:
    """How many tokens bring the fit down to that loss, by halving the interval."""
    low, high = tokens, 10 * tokens
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if HOFFMANN.loss(params, middle) > wanted else (low, middle)
    return low


JUDGES: dict[str, Callable[[], Judge]] = {
    "dear": _dear,
    "double": _double,
    "steep": _steep,
    "sure": _sure,
    "nll": _nll,
    "tall": _tall,
    "perfect": _perfect,
    "swapped": _swapped,
    "floor": _floor,
    "word": _word,
    "twice": _twice,
    "lowest": _lowest,
    "misses": _misses,
    "nothing": _nothing,
    "hundredth": _hundredth,
}
QUESTIONS = questions()


@functools.cache
def judge_of(key: str) -> Judge:
    """What is true of a question, worked out once."""
    return JUDGES[key]()


def _factor(option: str, truth: float) -> float:
    """By which factor the number in an option misses the truth; infinite if it names none."""
    named = numbers(option)
    if not named or named[0].value * truth <= 0:
        return math.inf
    return math.exp(abs(math.log(named[0].value / truth)))


def _right(question: Question, judge: Judge) -> list[str]:
    """The options that are right; none may be in between."""
    if judge.holds is not None:
        assert set(judge.holds) == set(question.options)
        return [option for option in question.options if judge.holds[option]]
    assert judge.truth is not None
    misses = {option: _factor(option, judge.truth) for option in question.options}
    unclear = {option: by for option, by in misses.items() if NEAR <= by <= FAR}
    assert not unclear, f"neither right nor clearly wrong: {unclear}, the truth is {judge.truth}"
    return [option for option, by in misses.items() if by < NEAR]


def test_every_question_has_its_judge() -> None:
    assert set(QUESTIONS) == set(JUDGES)


@pytest.mark.parametrize("key", JUDGES)
def test_one_option_is_right_by_the_core_and_it_is_the_one_revealed(key: str) -> None:
    question = QUESTIONS[key]
    assert len(set(question.options)) == len(question.options) >= 2
    revealed, _ = question.reveal()
    assert _right(question, judge_of(key)) == [revealed]


@pytest.mark.parametrize("key", JUDGES)
def test_what_is_revealed_tells_the_cores_numbers_and_no_others(key: str) -> None:
    question, judge = QUESTIONS[key], judge_of(key)
    told, known = [float(x) for x in judge.told], [float(x) for x in judge.known]
    _, why = question.reveal()
    missing = [value for value in told if not tells(why, value)]
    assert missing == [], why
    assert unexplained(why, told + known) == [], why
    assert unexplained(question.words, told + known) == [], question.words


@pytest.mark.parametrize("key", JUDGES)
def test_a_question_does_not_name_its_answer(key: str) -> None:
    """Of several things named in the question, one may be the answer; a lone number may not."""
    question = QUESTIONS[key]
    revealed, _ = question.reveal()
    named = [option for option in question.options if option in question.words]
    assert named != [revealed] or judge_of(key).holds is not None
