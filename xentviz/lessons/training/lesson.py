"""The page /training: eleven chapters, from the first loss to your own points."""

from xentviz.lessons.steps import Chapter, Lesson
from xentviz.lessons.training import (
    downhill,
    floors,
    imbalance,
    one_step_steps,
    rates,
    squared,
    sure,
    two_classes,
)
from xentviz.lessons.training.board import TRAINING
from xentviz.lessons.training.code import in_code
from xentviz.lessons.training.one_step import ONE_STEP
from xentviz.lessons.training.sheets import LOGISTIC, WEIGHTED

LESSON = Lesson(
    "training",
    (
        Chapter("downhill", "Learning is walking downhill", downhill.steps, TRAINING,
                downhill.START, in_code),
        Chapter("step", "One step, explained", one_step_steps.steps, ONE_STEP,
                one_step_steps.START),
        Chapter("squared", "Why not squared error", squared.steps, TRAINING, squared.START,
                in_code),
        Chapter("landscape", "The loss as a landscape", squared.map_steps, TRAINING, squared.MAP,
                in_code),
        Chapter("rate", "Step size", rates.steps, TRAINING, rates.START, in_code),
        Chapter("floor", "What no model can get under", floors.steps, TRAINING, floors.START,
                in_code),
        Chapter("imbalance", "Imbalance", imbalance.steps, TRAINING, imbalance.START, in_code),
        Chapter("weighted", "A weighted mean", imbalance.weighted_steps, WEIGHTED, imbalance.FOUR),
        Chapter("sure", "Too sure", sure.steps, TRAINING, sure.START, in_code),
        Chapter("logistic", "Two classes are logistic regression", two_classes.steps, LOGISTIC,
                two_classes.PAIR),
        Chapter("own", "Your own points", two_classes.own_steps, TRAINING, two_classes.START,
                in_code),
    ),
)  # fmt: skip
