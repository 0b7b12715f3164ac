"""Every suggestion of every lesson: what it says is what the core makes of the state it sets."""

import dataclasses
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from tests.boards.on_pages import PAGES
from tests.lessons.collected import suggestions
from tests.lessons.numbers import unexplained
from xentviz.boards.board import Board
from xentviz.boards.proper_score import ProperScoreState
from xentviz.core import fit_temperature
from xentviz.data.scaling import HOFFMANN
from xentviz.figures.calibration import Moment
from xentviz.lessons.calibration import temperature
from xentviz.lessons.elements import Suggestion

LISTS = suggestions()
BOARDS: dict[type, tuple[Board[Any], Any]] = {
    type(start): (board, start) for boards in PAGES.values() for board, start in boards.values()
}
STARTS = {  # of the lists whose board stands on several pages
    "start.tries": PAGES["start.py"]["start"][1],
    "softmax.logits.tries": PAGES["softmax.py"]["softmax"][1],
}
CASES = [(name, one) for name, found in LISTS.items() for one in found]


def _start(name: str, state: object) -> object:
    return STARTS.get(name) or BOARDS[type(state)][1]


def _values(record: object) -> Iterator[float]:
    """The numbers of a state, or of what the core says of it; of lists, only short ones."""
    if dataclasses.is_dataclass(record):
        record = {one.name: getattr(record, one.name) for one in dataclasses.fields(record)}
    if isinstance(record, dict):
        for each in record.values():
            yield from _values(each)
    elif isinstance(record, list | tuple) and len(record) <= 10:
        for each in record:
            yield from _values(each)
    elif isinstance(record, int | float) and not isinstance(record, bool):
        yield float(record)


def _numbers(state: object) -> object:
    """What the core says of a state: of a board, or of the classifier's two choices."""
    if isinstance(state, dict):
        return temperature.named(state["bins"])[temperature.SPOTS.index(state["at"])]
    return BOARDS[type(state)][0].numbers(state)


# What a suggestion may show besides its own state, its page's start, and the core's word on both.
ALSO: dict[str, Callable[[Any], list[float]]] = {
    "Shift every score by 3": lambda now: [3],
    "A logarithmic p": lambda now: [10],
    "The same mistake, ten times less sure": lambda now: [0.001],
    "Claim 99 %": lambda now: [_paid(0.99) / _paid(0.7)],
    "Scale the logits × 3": lambda now: [3, *_moment(1.0), *_moment(1 / 3)],
    "Divide them by": lambda now: [_best()],
    "10 bins, not 15": lambda now: [15, _best(), _least_ece(15), _least_ece(10)],
    "Llama 3’s 128,256": lambda now: [3, 128_256 / 2, math.log(128_256) / math.log(2)],
    "One token of it": lambda now: [4 * 128_256 / 1e3],
    "Llama 3.1 405B": lambda now: [3.1, now.loss - HOFFMANN.floor],
}


def _paid(said: float) -> float:
    """What it costs on average to say that of a chance of 0.7."""
    return -0.7 * math.log(said) - 0.3 * math.log(1 - said)


def _moment(t: float) -> list[float]:
    found = temperature.moment(t, 15)
    return [found.loss, found.accuracy]


def _best() -> float:
    return fit_temperature(temperature.trained().logits, temperature.trained().labels)


def _least_ece(n_bins: int) -> float:
    return float(temperature.TEMPERATURES[temperature.eces(n_bins).argmin()])


def _also(one: Suggestion[Any], now: object) -> list[float]:
    return [x for label, more in ALSO.items() if one.label.startswith(label) for x in more(now)]


@pytest.mark.parametrize(("name", "one"), CASES, ids=lambda x: getattr(x, "label", x))
def test_every_number_of_a_suggestion_is_the_cores(name: str, one: Suggestion[Any]) -> None:
    now = _numbers(one.state)
    known = [*_values(one.state), *_values(now), *_also(one, now)]
    if not isinstance(one.state, dict):
        start = _start(name, one.state)
        known += [*_values(start), *_values(_numbers(start))]
    for sentence in (one.label, one.look_for):
        assert unexplained(sentence, known) == [], sentence


@pytest.mark.parametrize("name", LISTS)
def test_each_suggestion_shows_something_else(name: str) -> None:
    found = LISTS[name]
    states = [str(one.state) for one in found]
    assert 2 <= len(found) <= 4
    assert len(set(states)) == len(states)
    if not isinstance(found[0].state, dict):
        assert str(_start(name, found[0].state)) not in states, "one changes nothing"


def _entropy(x: list[float]) -> float:
    return -sum(p * math.log(p) for p in x if p)


@dataclass(frozen=True)
class Case:
    """The start and the state that a suggestion sets, and what the core says of each."""

    was: Any
    now: Any
    old: Any
    new: Any


# What the words of each suggestion claim.
CLAIMS: dict[str, Callable[[Case], bool]] = {
    "Sure and right": lambda c: math.isclose(c.new.probs[c.now.target], 0.99) and c.new.loss < 0.02,
    "Sure and wrong": lambda c: math.isclose(c.new.probs[c.now.target], 0.01) and c.new.loss > 4,
    "Shift every score by 3": lambda c: (
        np.allclose(np.subtract(c.now.logits, c.was.logits), 3)
        and np.allclose(c.new.probs, c.old.probs, rtol=1e-12)
        and math.isclose(c.new.loss, c.old.loss)
    ),
    "Temperature 0.1": lambda c: max(c.new.probs) > 0.999,
    "Temperature 10": lambda c: max(c.new.probs) < 1.3 / len(c.new.probs),
    "Confidently wrong": lambda c: (
        c.now.others == ("squared", "zero-one", "absolute")
        and c.new.loss > 4
        and c.new.squared <= 1  # nearly flat: at most 2 per unit of p, where -log p falls by 100
        and c.new.slope < -50
    ),
    "Confidently right": lambda c: c.now.p == 0.99 and c.new.loss < 0.02,
    "A logarithmic p": lambda c: c.now.axis == "log",
    "One confident mistake": lambda c: (
        c.now.probs == (0.99,) * 5 + (0.001,) and c.new.shares[-1] > 0.99
    ),
    "Six times unsure": lambda c: c.now.probs == (0.5,) * 6 and np.ptp(c.new.shares) == 0,
    "The same mistake, ten times": lambda c: (
        c.now.probs == (0.99,) * 5 + (0.01,) and c.new.shares[-1] > 0.9
    ),
    "Feed all three probabilities": lambda c: (
        c.now.feed == "probs"
        and c.new.nll == -c.new.probs[0]
        and not math.isclose(c.new.cross_entropy, c.new.loss, rel_tol=0.1)
    ),
    "Feed all three logits": lambda c: (
        c.now.feed == "logits" and c.new.nll < 0 and c.new.cross_entropy == c.new.loss
    ),
    "Feed all three log-probabilities": lambda c: (
        c.now.feed == "log_probs" and math.isclose(c.new.cross_entropy, c.new.loss, rel_tol=1e-12)
    ),
    "Height 1": lambda c: math.isclose(c.new.density, 1) and abs(c.new.loss) < 1e-12,
    "A narrow bell": lambda c: c.new.loss < 0 and c.new.density > 1,
    "Say exactly the truth": lambda c: (
        c.now.q == c.now.p == c.was.p
        and c.new.kl == 0
        and math.isclose(c.new.loss, _entropy(c.was.p))
    ),
    "Never say snow": lambda c: (
        c.now.q[c.now.names.index("snow")] == 0 and c.now.p == c.was.p and c.new.loss == math.inf
    ),
    "One-hot truth": lambda c: (
        c.new.entropy == 0
        and math.isclose(c.new.loss, -math.log(c.now.q[c.was.p.index(max(c.was.p))]))
        and c.now.q == c.was.q
    ),
    "Say what you believe": lambda c: c.now.said == c.now.chance == c.was.chance and c.new.kl == 0,
    "Claim 99 %": lambda c: (
        c.now.chance == c.was.chance
        and c.new.absolute < _absolute(c.was, c.was.chance)
        and c.new.loss > 2 * _entropy([c.was.chance, 1 - c.was.chance])
    ),
    "Claim 100 %": lambda c: c.now.said == 1 and c.new.loss == math.inf,
    "Scale the logits × 3": lambda c: (
        math.isclose(c.new.temperature, 1 / 3)
        and c.new.loss > temperature.moment(1.0, 15).loss
        and c.new.accuracy == temperature.moment(1.0, 15).accuracy
    ),
    "Divide them by": lambda c: (
        c.new.temperature == _best() and c.now["bins"] == 15 and _gap(c.new) < _gap(_trained())
    ),
    "10 bins, not 15": lambda c: (
        c.now["bins"] == 10
        and c.new.temperature == _least_ece(10)
        and abs(_least_ece(10) / _least_ece(15) - 1) > 0.05
    ),
    "Two classes": lambda c: c.now.classes == 2 and c.now.reported > c.new.loss and c.new.share > 1,
    "Llama 3’s 128,256": lambda c: c.now.classes == 128_256,
    "One token of it": lambda c: (c.now.sequences, c.now.length, c.now.classes) == (1, 1, 128_256),
    "Gopher: the same compute": lambda c: (
        math.isclose(c.now.params / c.was.params, 4)
        and math.isclose(c.now.tokens / c.was.tokens, 1 / 5, rel_tol=0.1)
        and math.isclose(c.new.compute, c.old.compute, rel_tol=0.2)
    ),
    "A million parameters": lambda c: (
        c.now.params == 1e6 and c.new.from_params > 1 and c.new.from_tokens > 1
    ),
    "Llama 3.1 405B": lambda c: c.now.params == 405e9,
}


def _absolute(state: ProperScoreState, said: float) -> float:
    return state.chance * (1 - said) + (1 - state.chance) * said


def _trained() -> Moment:
    return temperature.moment(1.0, 15)


def _gap(moment: Moment) -> float:
    """How far the diamonds stand from the bars: ECE."""
    return moment.ece


@pytest.mark.parametrize(("name", "one"), CASES, ids=lambda x: getattr(x, "label", x))
def test_what_a_suggestion_claims_is_so(name: str, one: Suggestion[Any]) -> None:
    (claim,) = [check for label, check in CLAIMS.items() if one.label.startswith(label)]
    if isinstance(one.state, dict):
        assert claim(Case(None, one.state, None, _numbers(one.state)))
    else:
        start = _start(name, one.state)
        assert claim(Case(start, one.state, _numbers(start), _numbers(one.state)))
