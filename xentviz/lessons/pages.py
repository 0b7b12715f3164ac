"""All lessons, by the path of their page."""

from xentviz.lessons import calibration, distributions, scale, softmax, start, surprise
from xentviz.lessons.language import lesson as language
from xentviz.lessons.steps import Lesson
from xentviz.lessons.training import lesson as training

LESSONS = (
    start.LESSON,
    surprise.LESSON,
    softmax.LESSON,
    distributions.LESSON,
    calibration.LESSON,
    training.LESSON,
    language.LESSON,
    scale.LESSON,
)
PAGES: dict[str, Lesson] = {lesson.path: lesson for lesson in LESSONS}


def first_modules(path: str) -> tuple[str, ...]:
    """The browser modules and styles that a page opens with, for the page to load them at once."""
    names = ["copy_link", "reconnection"]
    if path in PAGES:
        board = PAGES[path].chapters[0].board
        names += ["lesson", *([] if board is None else [board.name])]
    return ("controls.css", *(f"{name}.{end}" for name in names for end in ("js", "css")))
