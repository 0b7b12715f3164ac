"""Start: will it rain tomorrow? What a loss is, in one drag."""

from xentviz.frame import lesson_page
from xentviz.lessons.start import LESSON

lesson_page(LESSON)
