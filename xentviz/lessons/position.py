"""Where a reader is in a lesson, and what they have answered: the state of the lesson's panel."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import ClassVar, Self

from xentviz.boards import checks, link
from xentviz.boards.state import FieldState
from xentviz.lessons.steps import Answer, Chapter, Lesson, Step

SHOWN = "shown"  # stands for an answer where the reader pressed *Show me*
REACHED = "reached"  # stands for an answer where a goal was reached on the board
MOST_ANSWERS = 200
LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Position(FieldState):
    """The open chapter and step (1 the first), and the answers given, by "chapter/step".

    `pressed` counts the suggestions pressed so far and `suggestion` is the last one: a press is
    news where the count is. `presenting` fills the screen with the step. Answers are never in the
    link. Raises ValueError, with one sentence that names the value.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.text("chapter", "chapter"),
        link.whole("step", "step"),
        link.whole("present", "presenting"),
    )

    chapter: str
    step: int = 1
    presenting: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    pressed: int = 0
    suggestion: int = 0

    def __post_init__(self) -> None:
        self.accept(
            chapter=checks.label(self.chapter, "The chapter"),
            step=checks.whole(self.step, "The step", 1, 99),
            presenting=checks.whole(self.presenting, "The presenter mode", 0, 1),
            answers=MappingProxyType(_answers(self.answers)),
            pressed=checks.whole(self.pressed, "The number of suggestions", 0, 10**6),
            suggestion=checks.whole(self.suggestion, "The suggestion", 0, 20),
        )

    @property
    def key(self) -> str:
        """The name of the open step among the answers."""
        return f"{self.chapter}/{self.step}"

    def to_browser(self) -> dict[str, object]:
        """The fields by name, the answers as a plain dict."""
        return {**FieldState.to_browser(self), "answers": dict(self.answers)}

    def answered(self, answer: Answer) -> Self:
        """The same place, with the open step's question answered."""
        return replace(self, answers={**self.answers, self.key: answer})


def _answers(value: object) -> dict[str, Answer]:
    given = checks.fields(value, "The answers")
    if len(given) > MOST_ANSWERS:
        raise ValueError(f"There are {len(given):,} answers, expected at most {MOST_ANSWERS}.")
    return {checks.label(key, "An answer's place", 60): _answer(one) for key, one in given.items()}


def _answer(value: object) -> Answer:
    if isinstance(value, str):
        return checks.label(value, "An answer", LONGEST_ANSWER)
    return checks.number(value, "An answer", -1e12, 1e12)


def open_chapter(lesson: Lesson, position: Position) -> Chapter[object]:
    """The open chapter."""
    return lesson.chapter(position.chapter)


def open_step(lesson: Lesson, position: Position) -> Step[object]:
    """The open step."""
    return lesson.chapter(position.chapter).all_steps()[position.step - 1]


def check_place(lesson: Lesson, position: Position) -> Position:
    """The position, if the lesson has that chapter and step; ValueError with one sentence."""
    keys = [one.key for one in lesson.chapters]
    checks.choice(position.chapter, "The chapter", tuple(keys))
    steps = len(lesson.chapter(position.chapter).all_steps())
    checks.whole(position.step, "The step", 1, steps)
    return position
