"""Every step of every lesson: one right answer by the core, short sentences, nothing told early."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from xentviz.lessons.glossary import TERMS
from xentviz.lessons.marked_terms import marked
from xentviz.lessons.pages import PAGES
from xentviz.lessons.position import SHOWN, Position
from xentviz.lessons.steps import Answer, Chapter, Estimate, Goal, Lesson, Options, Step
from xentviz.lessons.view import StepView, covered_at, view

LONGEST_SENTENCE = 20  # words
MOST_PARAGRAPHS = 3


class Place(NamedTuple):
    """One step and where it stands."""

    lesson: Lesson
    chapter: Chapter[Any]
    number: int
    step: Step[Any]

    @property
    def name(self) -> str:
        return f"/{self.lesson.path} {self.chapter.key} {self.number}"

    @property
    def board_state(self) -> object:
        return self.chapter.state_at(self.number)


def places() -> Iterator[Place]:
    for lesson in PAGES.values():
        for chapter in lesson.chapters:
            for number, step in enumerate(chapter.all_steps(), 1):
                yield Place(lesson, chapter, number, step)


PLACES = list(places())
ASKED = [place for place in PLACES if place.step.question is not None]
every_step = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
every_question = pytest.mark.parametrize("place", ASKED, ids=lambda place: place.name)


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?…:])\s+", text.replace("*", "")) if one]


def _position(place: Place, answer: Answer | None = None) -> Position:
    answers = {} if answer is None else {f"{place.chapter.key}/{place.number}": answer}
    return Position(place.chapter.key, place.number, answers=answers)


def _view(place: Place, answer: Answer | None = None) -> StepView:
    return view(place.lesson, _position(place, answer), place.board_state)


def _verdict(place: Place, answer: Answer) -> Mapping[str, Any]:
    verdict = _view(place, answer).verdict
    assert verdict is not None
    return verdict


@every_step
def test_sentences_are_short_and_a_step_has_one_to_three_paragraphs(place: Place) -> None:
    step = place.step
    assert 1 <= len(step.words) <= MOST_PARAGRAPHS
    said = [*step.words, step.title, step.notice, step.remember]
    if step.question is not None:
        said += [step.question.words, step.question.why()]
    said += [text for one in step.suggestions for text in (one.label, one.look_for)]
    long = [one for text in said for one in _sentences(text) if len(one.split()) > LONGEST_SENTENCE]
    assert long == []


@every_step
def test_a_step_names_only_elements_that_its_board_has(place: Place) -> None:
    known = () if place.chapter.board is None else place.chapter.board.elements
    if place.chapter.board is None:
        return
    assert set(place.step.show or ()) <= set(known)
    assert set(place.step.cover) <= set(known)


@every_question
def test_nothing_is_told_before_the_answer(place: Place) -> None:
    question = place.step.question
    shown = _view(place)
    if isinstance(question, Goal):
        assert not question.reached(place.board_state), "the goal is reached before anybody moved"
    assert shown.verdict is None
    assert shown.remember == ""
    assert shown.notice == ()
    assert shown.suggestions == ()
    assert covered_at(place.lesson, _position(place), place.board_state) == place.step.cover


@every_question
def test_exactly_one_answer_is_right_and_what_is_told_agrees(place: Place) -> None:
    question = place.step.question
    if isinstance(question, Goal):
        assert question.reached(question.solution)
        reached = view(place.lesson, _position(place), question.solution)
        assert reached.verdict is not None
        assert reached.verdict["right"]
        return
    assert question is not None
    if isinstance(question, Options):
        assert len(set(question.options)) == len(question.options) >= 2
        told = [_verdict(place, option) for option in question.options]
        assert [verdict["right"] for verdict in told].count(True) == 1
        best = question.options[question.right()]
        assert all(best in verdict["why"] for verdict in told if not verdict["right"])
    if isinstance(question, Estimate):
        right = question.right()
        assert _verdict(place, right)["right"]
        assert not _verdict(place, right + 3 * question.tolerance)["right"]
    answered = _position(place, question.solve())
    assert covered_at(place.lesson, answered, place.board_state) == ()


@every_question
def test_a_reader_may_ask_to_be_shown(place: Place) -> None:
    verdict = _verdict(place, SHOWN)
    assert verdict["shown"]
    assert verdict["why"]


def test_a_term_is_marked_once_a_page_where_it_is_first_used() -> None:
    for lesson in PAGES.values():
        first: list[str] = []
        for chapter in lesson.chapters:
            for number in range(1, len(chapter.all_steps()) + 1):
                words = marked(lesson, chapter.key, number)
                pieces = [piece for paragraph in words.paragraphs for piece in paragraph]
                first += [piece.meaning for piece in (*pieces, *words.notice) if piece.meaning]
        assert len(first) == len(set(first)), lesson.path


def test_the_glossary_has_one_line_for_each_term() -> None:
    assert len({term.name.lower() for term in TERMS}) == len(TERMS)
    for term in TERMS:
        assert term.meaning.endswith("."), term.name
        assert len(term.meaning) <= 110, term.name
