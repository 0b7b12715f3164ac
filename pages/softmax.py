"""Softmax: scores to probabilities, the gradient, and what a computer makes of both."""

from xentviz.frame import lesson_page
from xentviz.lessons.softmax import LESSON

lesson_page(LESSON)
