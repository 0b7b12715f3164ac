"""Softmax: scores to probabilities, and why the gradient is p − y."""

import streamlit as st

from xentviz import lesson
from xentviz.lesson.topics import logits
from xentviz.live import LogitsState, logits_board

START = LogitsState.of(2.1, 0.4, -1.0, 0.9)

board = lesson.hold("softmax", START)
lesson.claim(
    "softmax",
    "Drag a score. The probabilities, the loss and the push on every score answer while you drag.",
)


@st.fragment
def touch() -> None:
    state = board.show(logits_board)
    ask, look, take = st.columns(3)
    with ask:
        lesson.predict(logits.double_every_score(START))
    with look:
        lesson.notice(
            board,
            lesson.Try("Shift every score", "Nothing moves but the scores.", START.shifted(3)),
        )
    with take:
        lesson.keep("The push on each score is what you said minus what was true.")
    lesson.in_code(logits.in_code(state))


touch()
lesson.next_lesson("softmax")
