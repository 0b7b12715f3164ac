"""The page /distributions: cross-entropy as entropy plus KL, label smoothing, wrong calls."""

from xentviz.boards import DISTRIBUTIONS
from xentviz.lessons.distributions.below_zero import _below_zero
from xentviz.lessons.distributions.smoothing import _label_smoothing
from xentviz.lessons.distributions.two import FOUR, START, _deeper, _two_distributions, in_code
from xentviz.lessons.steps import Chapter, Lesson

LESSON = Lesson(
    "distributions",
    (
        Chapter(
            "two",
            "A perfect model still has a loss",
            _two_distributions,
            DISTRIBUTIONS,
            START,
            in_code,
            _deeper,
        ),
        Chapter(
            "smoothing",
            "Label smoothing raises the floor",
            _label_smoothing,
            DISTRIBUTIONS,
            FOUR,
            in_code,
        ),
        Chapter(
            "below-zero",
            "When KL comes out below zero",
            _below_zero,
            section="kl_calls",
            link_keys=("sum", "K"),
        ),
    ),
)
