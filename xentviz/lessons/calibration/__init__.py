"""The page /calibration: an honest forecast, a classifier that exaggerates, the reader."""

from xentviz.boards import PROPER_SCORE
from xentviz.lessons.calibration import forecast, quiz, temperature
from xentviz.lessons.steps import Chapter, Lesson

LESSON = Lesson(
    "calibration",
    (
        Chapter(
            "forecast",
            "Log loss rewards an honest forecast",
            forecast.steps,
            PROPER_SCORE,
            forecast.START,
            forecast.in_code,
        ),
        Chapter(
            "classifier",
            "A classifier that exaggerates",
            temperature.steps,
            section="classifier",
            link_keys=("bins", "at"),
        ),
        Chapter(
            "yourself",
            "Score yourself",
            quiz.steps,
            section="yourself",
            link_keys=("me",),
        ),
    ),
)
