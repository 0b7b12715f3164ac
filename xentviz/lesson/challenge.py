"""Predict: a question to answer before anything is revealed. The core checks the answer."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its options, and a function that asks the core which is right, and why."""

    key: str
    words: str
    options: tuple[str, ...]
    reveal: Callable[[], tuple[str, str]]


def predict(question: Question) -> None:
    """Ask, and reveal only after an answer has been given and checked."""
    with st.container(border=True, height="stretch"):
        st.markdown("**Predict**")
        _ask(question)


@st.fragment
def _ask(question: Question) -> None:
    answer = st.radio(
        question.words, question.options, index=None, key=question.key, bind="query-params"
    )
    checked = st.button("Check my answer", key=f"{question.key}-check")
    if checked and answer is None:
        st.info("Choose an answer first; a wrong one teaches as much as a right one.")
    # An answer is checked once pressed, and again whenever another one is chosen.
    seen = f"{question.key}-checked"
    st.session_state[seen] = answer is not None and (checked or st.session_state.get(seen, False))
    if st.session_state[seen]:
        right, why = question.reveal()
        verdict = "Yes." if answer == right else f"No: **{right}**."
        (st.success if answer == right else st.error)(f"{verdict} {why}")
