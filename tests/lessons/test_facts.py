"""Every step of every lesson says what is true: checked against facts worked out apart from it.

One option is right and the others are clearly wrong; a goal counts what reaches it and nothing
else; and every number in every sentence is one that was computed.
"""

import dataclasses
import functools
import math
from collections.abc import Iterator
from typing import Any

import pytest

from tests.lessons.facts import (
    calibration,
    distributions,
    language,
    scale,
    softmax,
    start,
    surprise,
    training,
)
from tests.lessons.facts.fact import Fact, Facts
from tests.lessons.numbers import numbers, unexplained
from tests.lessons.test_steps import PLACES, Place
from xentviz.lessons.steps import Estimate, Goal, Options

ALL: dict[str, Facts] = {
    "": start.FACTS,
    "surprise": surprise.FACTS,
    "softmax": softmax.FACTS,
    "distributions": distributions.FACTS,
    "calibration": calibration.FACTS,
    "training": training.FACTS,
    "language": language.FACTS,
    "scale": scale.FACTS,
}
TAUGHT = [place for place in PLACES if place.step.title != "Everything"]
NEAR, FAR = 1.2, 1.25  # a right number is within this factor, a wrong one is not within that


@functools.cache
def fact(path: str, title: str) -> Fact:
    """What is true of a step, worked out once."""
    return ALL[path][title]()


def _fact(place: Place) -> Fact:
    return fact(place.lesson.path, place.step.title)


def _asked(kind: type) -> list[Place]:
    return [place for place in TAUGHT if isinstance(place.step.question, kind)]


def _named(place: Place) -> str:
    return place.name


def test_every_step_has_its_facts_and_no_fact_is_left_over() -> None:
    taught = [(place.lesson.path, place.step.title) for place in TAUGHT]
    assert len(set(taught)) == len(taught), "two steps of a page have one title"
    assert set(taught) == {(path, title) for path, facts in ALL.items() for title in facts}


def _factor(option: str, truth: float) -> float:
    """By which factor the number that an option begins with misses the truth."""
    value = numbers(option)[0].value if numbers(option) else math.nan
    if value == truth == 0:
        return 1.0
    if not value * truth > 0:
        return math.inf
    return math.exp(abs(math.log(value / truth)))


@pytest.mark.parametrize("place", _asked(Options), ids=_named)
def test_one_option_is_right_and_the_others_are_clearly_wrong(place: Place) -> None:
    question, true = place.step.question, _fact(place)
    assert isinstance(question, Options)
    if true.holds is not None:
        right = list(true.holds)
    else:
        assert true.truth is not None
        misses = [_factor(option, true.truth) for option in question.options]
        assert not [by for by in misses if NEAR <= by <= FAR], "neither right nor clearly wrong"
        right = [by < NEAR for by in misses]
    assert len(right) == len(question.options)
    assert right.count(True) == 1, right
    assert question.right() == right.index(True)
    assert question.solve() == question.options[right.index(True)]


@pytest.mark.parametrize("place", _asked(Options), ids=_named)
def test_the_number_in_the_right_option_is_the_fact_itself(place: Place) -> None:
    """Not any number of the board: with hundreds of them one is always near."""
    question, true = place.step.question, _fact(place)
    assert isinstance(question, Options)
    facts = [*true.also, *([] if true.truth is None else [true.truth])]
    assert unexplained(question.options[question.right()], [0.0, 1.0, *facts]) == []


@pytest.mark.parametrize("place", _asked(Estimate), ids=_named)
def test_an_estimate_is_the_cores_number_and_a_bad_guess_is_not_close(place: Place) -> None:
    question, truth = place.step.question, _fact(place).truth
    assert isinstance(question, Estimate)
    assert truth is not None
    assert question.right() == pytest.approx(truth, rel=1e-9, abs=1e-12)
    assert question.solve() == question.right()
    assert 0 < question.tolerance <= max(0.25 * truth, 0.1)
    for guess, close in ((0.99, True), (-0.99, True), (1.01, False), (-1.01, False)):
        assert question.judge(truth + guess * question.tolerance).right == close
    assert not question.judge("nothing").right


@pytest.mark.parametrize("place", _asked(Goal), ids=_named)
def test_a_goal_counts_what_reaches_it_and_nothing_else(place: Place) -> None:
    question, true = place.step.question, _fact(place)
    assert isinstance(question, Goal)
    assert true.counts
    assert true.misses
    assert [state for state in true.counts if not question.reached(state)] == []
    assert [state for state in true.misses if question.reached(state)] == []


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


def _sentences(place: Place) -> list[str]:
    """Everything that a step may say, without its wrong options."""
    step, question = place.step, place.step.question
    said = [step.title, *step.words, step.notice, step.remember]
    if question is not None:
        said += [question.words, question.why()]
    if isinstance(question, Options):
        said.append(question.options[question.right()])
    return said + [text for one in step.suggestions for text in (one.label, one.look_for)]


def _known(place: Place) -> list[float]:
    """The numbers of the step's states, what its board says of them, and the facts of the step."""
    chapter, step = place.chapter, place.step
    known = [0.0, 1.0]
    states: list[Any] = [place.board_state, *(one.state for one in step.suggestions)]
    if isinstance(step.question, Goal):
        states.append(step.question.solution)
    for state in states:
        if chapter.board is None:
            break
        known += [*_values(state), *_values(chapter.board.numbers(state))]
    true = _fact(place)
    return [*known, *(float(x) for x in true.also), *([] if true.truth is None else [true.truth])]


@pytest.mark.parametrize("place", TAUGHT, ids=_named)
def test_every_number_of_a_step_is_one_that_was_computed(place: Place) -> None:
    known = _known(place)
    said = {text: unexplained(text, known) for text in _sentences(place)}
    assert {text: wrong for text, wrong in said.items() if wrong} == {}
