"""All lessons, by the path of their page."""

from xentviz.lessons import softmax, start, surprise
from xentviz.lessons.steps import Lesson

LESSONS = (start.LESSON, surprise.LESSON, softmax.LESSON)
PAGES: dict[str, Lesson] = {lesson.path: lesson for lesson in LESSONS}
