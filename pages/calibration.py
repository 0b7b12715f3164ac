"""Calibration: log loss rewards an honest forecast; a model that exaggerates; the reader."""

from xentviz.frame import lesson_page
from xentviz.lessons.calibration import LESSON

lesson_page(LESSON)
