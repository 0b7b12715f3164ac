"""All lessons, by the path of their page."""

from xentviz.lessons import start
from xentviz.lessons.language import lesson as language
from xentviz.lessons.steps import Lesson

PAGES: dict[str, Lesson] = {lesson.path: lesson for lesson in (start.LESSON, language.LESSON)}
