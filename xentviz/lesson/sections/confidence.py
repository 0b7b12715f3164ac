"""The calibration lesson's last sections: a model's confidence, and the reader's own."""

import streamlit as st

from xentviz import lesson
from xentviz.lesson import quiz
from xentviz.lesson.topics import temperature
from xentviz.lesson.topics.quiz import two_misses

_CHOICES = lesson.Widgets("temperature")  # the two radio buttons above the diagram


@st.fragment
def classifier() -> None:
    """A model that exaggerates, under a temperature that is scrubbed in the browser."""
    lesson.section(
        "One temperature repairs a model that exaggerates",
        f"A small network learned two overlapping clouds from {temperature.POINTS} points until it "
        "was sure of everything; these are 1,000 points it has not seen. Divide all its logits by "
        "a temperature T: accuracy stays, honesty comes back.",
    )
    scrub, tell = st.columns([3, 2], gap="large")
    with tell:
        bins = st.radio(
            "Bins of the diagram", temperature.BINS, 2, key="bins", bind="query-params",
            horizontal=True,
        )  # fmt: skip
        spot = st.radio(
            "Start the slider at", temperature.SPOTS, 1, key="at", bind="query-params",
            horizontal=True,
        )  # fmt: skip
        lesson.predict(temperature.double_every_logit())
        lesson.predict(temperature.lowest_ece())
    with scrub:
        drawn = temperature.opened(bins, spot, _CHOICES.presses)
        lesson.figure(drawn, alt=temperature.ALT, key="scrubber")
    look, beside, take = st.columns([4, 5, 4])
    with look:
        lesson.notice(_CHOICES, *temperature.tries())
    with beside:
        lesson.table(temperature.HEADER, temperature.rows(bins))
    with take:
        lesson.keep("Rising validation loss can mean surer, not worse: look at the accuracy too.")
    lesson.in_code(temperature.in_code())


@st.fragment
def yourself() -> None:
    """Twelve questions, and what the reader's own confidence costs."""
    lesson.section(
        "Score yourself",
        "Twelve questions with two answers each. Slide towards the one you believe, as far as you "
        "are sure. 99 % is the most you can say: at 100 % one miss would cost without end.",
    )
    quiz.play()
    ask, take = st.columns(2)
    with ask:
        lesson.predict(two_misses())
    with take:
        lesson.keep("Being right pays; being honest about how right you are pays as well.")
