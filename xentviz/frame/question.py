"""A question to answer before anything is revealed. The core checks the answer."""

import streamlit as st

from xentviz.lessons.elements import Question


def ask(question: Question) -> None:
    """Ask, and reveal only after an answer has been given and checked."""
    with st.container(border=True, height="stretch"):
        st.markdown("**Predict**")
        _answer(question)


@st.fragment
def _answer(question: Question) -> None:
    # Not bound to the address: an answer must not travel in a copied link.
    answer = st.radio(question.words, question.options, index=None, key=question.key)
    checked = st.button("Check my answer", key=f"{question.key}-check")
    if checked and answer is None:
        st.info("Choose an answer first; a wrong one teaches as much as a right one.")
    # An answer is checked once pressed, and again whenever another one is chosen.
    seen = f"{question.key}-checked"
    st.session_state[seen] = answer is not None and (checked or st.session_state.get(seen, False))
    if st.session_state[seen]:
        right, why = question.reveal()
        verdict = "Right." if answer == right else f"Not quite: **{right}**."
        (st.success if answer == right else st.error)(f"{verdict} {why}")
