"""The page /surprise: the curve of -log p, a batch, the three names of one loss, densities."""

from xentviz.boards.batch import BATCH
from xentviz.boards.density import DENSITY
from xentviz.boards.pipeline import PIPELINE
from xentviz.boards.surprise import SURPRISE
from xentviz.lessons.steps import Chapter, Lesson
from xentviz.lessons.surprise import batch, curve, densities, names

LESSON = Lesson(
    "surprise",
    (
        Chapter(
            "curve",
            "Being confidently wrong is expensive",
            curve.steps,
            SURPRISE,
            curve.START,
            curve.in_code,
        ),
        Chapter(
            "batch",
            "One mistake can outweigh a whole batch",
            batch.steps,
            BATCH,
            batch.START,
            batch.in_code,
        ),
        Chapter(
            "names",
            "Cross-entropy, NLL and log loss",
            names.steps,
            PIPELINE,
            names.START,
            names.in_code,
            names.deeper,
        ),
        Chapter(
            "densities",
            "Can a loss be negative?",
            densities.steps,
            DENSITY,
            densities.START,
            densities.in_code,
            densities.deeper,
        ),
    ),
)
