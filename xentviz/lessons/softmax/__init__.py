"""The page /softmax: scores to probabilities, the gradient, and what a computer loses."""

from xentviz.boards.logits import LOGITS
from xentviz.boards.overflow import OVERFLOW
from xentviz.boards.twice import TWICE
from xentviz.lessons.softmax import again, computer, gradient, scores
from xentviz.lessons.steps import Chapter, Lesson

LESSON = Lesson(
    "softmax",
    (
        Chapter(
            "scores",
            "Softmax turns scores into probabilities",
            scores.steps,
            LOGITS,
            scores.START,
            scores.in_code,
        ),
        Chapter(
            "gradient",
            "The gradient is predicted minus actual",
            gradient.steps,
            LOGITS,
            scores.START,
            scores.in_code,
            gradient.deeper,
        ),
        Chapter(
            "computer",
            "What a computer makes of it",
            computer.steps,
            OVERFLOW,
            computer.START,
            computer.in_code,
            computer.deeper,
        ),
        Chapter(
            "twice",
            "Softmax once too often",
            again.steps,
            TWICE,
            again.START,
            again.in_code,
            again.deeper,
        ),
    ),
)
