"""Surprise: the curve of −log p, one prediction and then six, its three names, its floor."""

from xentviz.boards import BATCH, DENSITY, PIPELINE, SURPRISE
from xentviz.frame import Page, section
from xentviz.lessons.surprise import curve, three_names

page = Page(
    "surprise",
    "The loss is −log of the probability you gave to what turned out true. Drag the dot to the "
    "left: every halving of p costs one more bit, without end.",
)
one = page.board("surprise", SURPRISE, curve.START)
six = page.board("batch", BATCH, curve.BATCH)
three = page.board("pipeline", PIPELINE, three_names.PIPELINE)
bell = page.board("density", DENSITY, three_names.DENSITY)

page.board_section(
    one,
    question=curve.ten_times_less(),
    suggestions=curve.tries(),
    takeaway="Each halving of p costs one bit more: being confidently wrong has no ceiling.",
    code=curve.in_code,
)


@page.section
def a_batch() -> None:
    section(
        "A batch reports the mean, and one confident mistake can be most of it",
        "Six predictions, each a dot on the same curve. Drag one to the far left and watch the "
        "dashed line, their mean: the number that a training run prints.",
    )
    page.board_section(
        six,
        question=curve.sure_or_unsure(),
        suggestions=curve.batches(),
        takeaway="Five good answers do not pay for one confident mistake.",
        code=curve.batch_in_code,
    )


@page.section
def one_loss_three_names() -> None:
    section(
        "NLL, log loss, cross-entropy: one number, three inputs",
        "They differ in what they take: logits, log-probabilities or probabilities. Given that, "
        "each says the same; given another's input, each says something else.",
    )
    page.board_section(
        three,
        question=three_names.nll_of_probabilities(),
        suggestions=three_names.wrong_inputs(),
        takeaway="Ask of every loss function what it takes; its name does not say.",
        code=three_names.pipeline_in_code,
    )


@page.section
def no_floor() -> None:
    section(
        "Never below 0 for classes; for densities it may be",
        "A probability is at most 1, so −ln p is at least 0, and 0 only when the truth got all "
        "of it. A density must have area 1, not height 1: make the bell narrow.",
    )
    page.board_section(
        bell,
        question=three_names.taller_than_1(),
        suggestions=three_names.widths(),
        takeaway="A negative loss is a bug for classes and ordinary for densities.",
        code=three_names.density_in_code,
    )
    page.next_page()
