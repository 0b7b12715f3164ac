"""Calibration: log loss rewards the honest word, and what to do with a model that exaggerates."""

from xentviz import lesson
from xentviz.lesson.sections import confidence
from xentviz.lesson.topics import calibration
from xentviz.live import honesty_board

board = lesson.hold("honesty", calibration.START)
lesson.claim(
    "calibration",
    "Something will happen with chance c, and you say q. Drag both: on average the log loss is "
    "lowest where you say exactly what you believe.",
)
lesson.touch(
    board,
    honesty_board,
    ask=calibration.what_to_say(),
    tries=calibration.words(),
    kept="Log loss pays for honesty: no word is cheaper than the chance you believe in.",
    code=calibration.in_code,
)


@lesson.below
def sections() -> None:
    confidence.classifier()
    confidence.yourself()
    lesson.next_lesson("calibration")
