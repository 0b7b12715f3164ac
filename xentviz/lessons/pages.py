"""All lessons, by the path of their page."""

from xentviz.lessons import start, surprise
from xentviz.lessons.steps import Lesson

PAGES: dict[str, Lesson] = {lesson.path: lesson for lesson in (start.LESSON, surprise.LESSON)}
