"""Training: a classifier of the plane learns by cross-entropy, and each step can be seen."""

from xentviz.frame import lesson_page
from xentviz.lessons.training.lesson import LESSON

lesson_page(LESSON)
