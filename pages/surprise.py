"""Surprise: the loss of one probability, of a batch, its three names, and densities."""

from xentviz.frame import lesson_page
from xentviz.lessons.surprise import LESSON

lesson_page(LESSON)
