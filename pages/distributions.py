"""Distributions: cross-entropy is entropy plus KL, and a perfect model still has a loss."""

from xentviz.frame import lesson_page
from xentviz.lessons.distributions import LESSON

lesson_page(LESSON)
