"""The page /scale: what guessing costs, the work of large vocabularies, and the scaling law."""

from xentviz.boards import SCALING_LAW, VOCABULARY
from xentviz.lessons.scale.law import _deeper, _law, law_in_code
from xentviz.lessons.scale.measured import _measured
from xentviz.lessons.scale.vocabulary import LAW, START, _guessing, in_code
from xentviz.lessons.steps import Chapter, Lesson

LESSON = Lesson(
    "scale",
    (
        Chapter(
            "vocabulary",
            "One loss for two classes and for 256,000",
            _guessing,
            VOCABULARY,
            START,
            in_code,
        ),
        Chapter(
            "measure",
            "The whole gradient for 128,256 classes, measured here",
            _measured,
            section="measurement",
        ),
        Chapter(
            "law",
            "More parameters and more text buy less and less",
            _law,
            SCALING_LAW,
            LAW,
            law_in_code,
            _deeper,
        ),
    ),
)
