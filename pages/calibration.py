"""Calibration: log loss rewards the honest word, and what to do with a model that exaggerates."""

import streamlit as st

from xentviz import lesson
from xentviz.lesson.topics import calibration
from xentviz.live import honesty_board

board = lesson.hold("honesty", calibration.START)
lesson.claim(
    "calibration",
    "Something will happen with chance c, and you say q. Drag both: on average the log loss is "
    "lowest where you say exactly what you believe.",
)


@st.fragment
def touch() -> None:
    state = board.show(honesty_board)
    ask, code = calibration.what_to_say(), calibration.in_code(state)
    kept = "Log loss pays for honesty: no word is cheaper than the chance you believe in."
    lesson.parts(board, ask, calibration.words(), kept, code)


touch()
lesson.next_lesson("calibration")
