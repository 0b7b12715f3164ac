"""The page /language: a text's loss, token by token, and what it is divided by."""

from xentviz.boards.worksheet import PaddingState, ShiftState, UnitsState
from xentviz.lessons.language import learning, sequence_code, writing_steps
from xentviz.lessons.language.next_token import steps
from xentviz.lessons.language.sequence_steps import (
    TWO,
    average_steps,
    padding_steps,
)
from xentviz.lessons.language.sequences import AVERAGES, PADDING, SHIFTING, UNITS
from xentviz.lessons.language.text import GRAMMAR, START, STRIP, in_code, sources
from xentviz.lessons.language.two_models import PAGE, context_steps, truth_steps
from xentviz.lessons.language.unit_steps import shift_steps, unit_steps
from xentviz.lessons.language.whole_text import own_steps, text_steps
from xentviz.lessons.language.writing import WRITING
from xentviz.lessons.steps import Chapter, Lesson

LESSON = Lesson(
    "language",
    (
        Chapter("next", "The next token", steps, STRIP, START, in_code, sources),
        Chapter("text", "A text’s loss", text_steps, STRIP, START, in_code, sources),
        Chapter("own", "Your own text", own_steps, STRIP, START, in_code, sources),
        Chapter("context", "Does context help?", context_steps, STRIP, PAGE, in_code, sources),
        Chapter("truth", "What nobody can know", truth_steps, STRIP, GRAMMAR, in_code),
        Chapter(
            "learning",
            "Learning",
            learning.steps,
            learning.LEARNING,
            learning.START,
            sequence_code.training,
        ),
        Chapter(
            "writing",
            "Writing",
            writing_steps.steps,
            WRITING,
            writing_steps.START,
            sequence_code.writing,
        ),
        Chapter("averages", "Averages", average_steps, AVERAGES, TWO, sequence_code.averages),
        Chapter(
            "padding", "Padding", padding_steps, PADDING, PaddingState(), sequence_code.ignoring
        ),
        Chapter(
            "shifting", "Shifting", shift_steps, SHIFTING, ShiftState(), sequence_code.shifting
        ),
        Chapter(
            "units",
            "Base and denominator",
            unit_steps,
            UNITS,
            UnitsState(),
            sequence_code.denominators,
        ),
    ),
)
