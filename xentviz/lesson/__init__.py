"""The frame every page uses: the parts of a lesson in their order, and its state in the link."""

from xentviz.lesson.below import below
from xentviz.lesson.challenge import predict
from xentviz.lesson.errors import sentence
from xentviz.lesson.frame import (
    Snippets,
    Try,
    claim,
    figure,
    in_code,
    keep,
    next_lesson,
    notice,
    section,
    table,
    touch,
    where_next,
)
from xentviz.lesson.state import Board, Widgets, hold

__all__ = [
    "Board",
    "Snippets",
    "Try",
    "Widgets",
    "below",
    "claim",
    "figure",
    "hold",
    "in_code",
    "keep",
    "next_lesson",
    "notice",
    "predict",
    "section",
    "sentence",
    "table",
    "touch",
    "where_next",
]
