"""What the lesson's panel shows at one position: words, question, verdict."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from xentviz.lessons.catalogue import neighbours
from xentviz.lessons.marked_terms import Piece, marked
from xentviz.lessons.position import REACHED, SHOWN, Position, open_chapter, open_step
from xentviz.lessons.steps import Estimate, Goal, Lesson, Options, Question, Step, Verdict


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as the panel shows it. `verdict` is None until the question has been answered."""

    chapters: tuple[tuple[str, str], ...]  # key and title of each
    chapter: str
    steps: int
    title: str
    words: tuple[tuple[Piece, ...], ...]
    question: Mapping[str, Any] | None
    verdict: Mapping[str, Any] | None
    notice: tuple[Piece, ...]
    remember: str
    suggestions: tuple[tuple[str, str], ...]  # label and what to look for
    next_page: str


def judge(question: Question, answer: object, board_state: object) -> Verdict | None:
    """The core's verdict on an answer, None where there is no answer yet."""
    if answer == SHOWN:
        return Verdict(True, question.why())
    if isinstance(question, Goal):
        done = answer == REACHED or question.reached(board_state)
        return Verdict(True, question.why()) if done else None
    return None if answer is None else question.judge(answer)  # type: ignore[arg-type]


def verdict_at(lesson: Lesson, position: Position, board_state: object) -> Verdict | None:
    """The verdict on the open step's question; None without a question or an answer."""
    question = open_step(lesson, position).question
    if question is None:
        return None
    return judge(question, position.answers.get(position.key), board_state)


def covered_at(lesson: Lesson, position: Position, board_state: object) -> tuple[str, ...]:
    """The elements of the board that are hidden until the open step's question is answered."""
    step = open_step(lesson, position)
    if step.question is None or verdict_at(lesson, position, board_state) is not None:
        return ()
    return step.cover


def view(lesson: Lesson, position: Position, board_state: object) -> StepView:
    """Everything that the panel shows."""
    chapter, step = open_chapter(lesson, position), open_step(lesson, position)
    verdict = verdict_at(lesson, position, board_state)
    told = step.question is None or verdict is not None
    words = marked(lesson, position.chapter, position.step)
    after = neighbours(lesson.path)[1]
    return StepView(
        tuple((one.key, one.title) for one in lesson.chapters),
        chapter.title,
        len(chapter.all_steps()),
        step.title,
        words.paragraphs,
        None if step.question is None else _asked(step.question),
        None if verdict is None else _told(step, verdict, position),
        words.notice if told else (),
        step.remember if told else "",
        tuple((one.label, one.look_for) for one in step.suggestions) if told else (),
        "" if after is None else after.name,
    )


def _asked(question: Question) -> dict[str, Any]:
    """The question without its answer."""
    if isinstance(question, Options):
        return {"kind": "options", "words": question.words, "options": question.options}
    if isinstance(question, Estimate):
        return {"kind": "number", "words": question.words, "unit": question.unit}
    return {"kind": "goal", "words": question.words}


def _told(step: Step[Any], verdict: Verdict, position: Position) -> dict[str, Any]:
    shown = position.answers.get(position.key) == SHOWN
    best = step.question.solve() if isinstance(step.question, Options | Estimate) else None
    return {**asdict(verdict), "shown": shown, "best": best}
