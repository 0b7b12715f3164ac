"""Surprise: the curve of −log p, one prediction and then six, its three names, its floor."""

import streamlit as st

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


@st.fragment
def touch() -> None:
    state = one.show(surprise_board)
    ask, code = surprise.ten_times_less(), surprise.in_code(state)
    kept = "Each halving of p costs one bit more: being confidently wrong has no ceiling."
    lesson.parts(one, ask, surprise.tries(), kept, code)


@st.fragment
def batch() -> None:
    lesson.section(
        "A batch reports the mean, and one confident mistake can be most of it",
        "Six predictions, each a dot on the same curve. Drag one to the far left and watch the "
        "dashed line, their mean: the number that a training run prints.",
    )
    state = six.show(batch_board)
    ask, code = surprise.sure_or_unsure(), surprise.batch_in_code(state)
    kept = "Five good answers do not pay for one confident mistake."
    lesson.parts(six, ask, surprise.batches(), kept, code)


@st.fragment
def three_names() -> None:
    lesson.section(
        "NLL, log loss, cross-entropy: one number, three inputs",
        "They differ in what they take: logits, log-probabilities or probabilities. Given that, "
        "each says the same; given another's input, each says something else.",
    )
    state = way.show(pipeline_board)
    ask, code = names.nll_of_probabilities(), names.pipeline_in_code(state)
    kept = "Ask of every loss function what it takes; its name does not say."
    lesson.parts(way, ask, names.wrong_inputs(), kept, code)


@st.fragment
def floor() -> None:
    lesson.section(
        "Never below 0 for classes; for densities it may be",
        "A probability is at most 1, so −ln p is at least 0, and 0 only when the truth got all "
        "of it. A density must have area 1, not height 1: make the bell narrow.",
    )
    state = bell.show(density_board)
    ask, code = names.taller_than_1(), names.density_in_code(state)
    kept = "A negative loss is a bug for classes and ordinary for densities."
    lesson.parts(bell, ask, names.widths(), kept, code)


touch()
batch()
three_names()
floor()
lesson.next_lesson("surprise")
