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
