"""Scale: the same loss from two classes to 256,000, and from a million parameters to trillions."""

from xentviz.frame import lesson_page
from xentviz.lessons.scale import LESSON

lesson_page(LESSON)
