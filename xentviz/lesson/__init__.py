"""The frame every page uses: the parts of a lesson in their order, and its state in the link."""

from xentviz.lesson.challenge import predict
from xentviz.lesson.frame import Snippets, Try, claim, in_code, keep, next_lesson, notice, section
from xentviz.lesson.state import Board, hold

__all__ = [
    "Board",
    "Snippets",
    "Try",
    "claim",
    "hold",
    "in_code",
    "keep",
    "next_lesson",
    "notice",
    "predict",
    "section",
]
