"""Surprise: the curve of −log p, one prediction and then six, its three names, its floor."""

from xentviz import lesson
from xentviz.lesson.topics import names, surprise
from xentviz.live import batch_board, density_board, pipeline_board, surprise_board

one = lesson.hold("surprise", surprise.START)
six = lesson.hold("batch", surprise.BATCH)
way = lesson.hold("pipeline", names.PIPELINE)
bell = lesson.hold("density", names.DENSITY)
lesson.claim(
    "surprise",
    "The loss is −log of the probability you gave to what turned out true. Drag the dot to the "
    "left: every halving of p costs one more bit, without end.",
)


lesson.touch(
    one,
    surprise_board,
    ask=surprise.ten_times_less(),
    tries=surprise.tries(),
    kept="Each halving of p costs one bit more: being confidently wrong has no ceiling.",
    code=surprise.in_code,
)


@lesson.below
def a_batch() -> None:
    lesson.section(
        "A batch reports the mean, and one confident mistake can be most of it",
        "Six predictions, each a dot on the same curve. Drag one to the far left and watch the "
        "dashed line, their mean: the number that a training run prints.",
    )
    lesson.touch(
        six,
        batch_board,
        ask=surprise.sure_or_unsure(),
        tries=surprise.batches(),
        kept="Five good answers do not pay for one confident mistake.",
        code=surprise.batch_in_code,
    )


@lesson.below
def three_names() -> None:
    lesson.section(
        "NLL, log loss, cross-entropy: one number, three inputs",
        "They differ in what they take: logits, log-probabilities or probabilities. Given that, "
        "each says the same; given another's input, each says something else.",
    )
    lesson.touch(
        way,
        pipeline_board,
        ask=names.nll_of_probabilities(),
        tries=names.wrong_inputs(),
        kept="Ask of every loss function what it takes; its name does not say.",
        code=names.pipeline_in_code,
    )


@lesson.below
def no_floor() -> None:
    lesson.section(
        "Never below 0 for classes; for densities it may be",
        "A probability is at most 1, so −ln p is at least 0, and 0 only when the truth got all "
        "of it. A density must have area 1, not height 1: make the bell narrow.",
    )
    lesson.touch(
        bell,
        density_board,
        ask=names.taller_than_1(),
        tries=names.widths(),
        kept="A negative loss is a bug for classes and ordinary for densities.",
        code=names.density_in_code,
    )
    lesson.next_lesson("surprise")
