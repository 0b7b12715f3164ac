"""Surprise: the curve of −log p, one prediction and then six."""

import streamlit as st

from xentviz import lesson
from xentviz.lesson.topics import surprise
from xentviz.live import batch_board, surprise_board

one = lesson.hold("surprise", surprise.START)
six = lesson.hold("batch", surprise.BATCH)
lesson.claim(
    "surprise",
    "The loss is −log of the probability you gave to what turned out true. Drag the dot to the "
    "left: every halving of p costs one more bit, without end.",
)


@st.fragment
def touch() -> None:
    state = one.show(surprise_board)
    ask, look, take = st.columns(3)
    with ask:
        lesson.predict(surprise.ten_times_less())
    with look:
        lesson.notice(one, *surprise.tries())
    with take:
        lesson.keep("Each halving of p costs one bit more: being confidently wrong has no ceiling.")
    lesson.in_code(surprise.in_code(state))


@st.fragment
def batch() -> None:
    lesson.section(
        "A batch reports the mean, and one confident mistake can be most of it",
        "Six predictions, each a dot on the same curve. Drag one to the far left and watch the "
        "dashed line, their mean: the number that a training run prints.",
    )
    state = six.show(batch_board)
    ask, look, take = st.columns(3)
    with ask:
        lesson.predict(surprise.sure_or_unsure())
    with look:
        lesson.notice(six, *surprise.batches())
    with take:
        lesson.keep("Five good answers do not pay for one confident mistake.")
    lesson.in_code(surprise.batch_in_code(state))


touch()
batch()
lesson.next_lesson("surprise")
