"""The calibration lesson's last sections: a model's confidence, and the reader's own."""

import streamlit as st

from xentviz.frame.board_session import WidgetGroup
from xentviz.frame.lazy_figure import lazy_figure
from xentviz.frame.parts import in_code, section, suggestions, table, takeaway
from xentviz.frame.question import ask
from xentviz.frame.sections import quiz
from xentviz.lessons.calibration import temperature
from xentviz.lessons.calibration.quiz import two_misses

_CHOICES = WidgetGroup("temperature")  # the two radio buttons above the diagram


@st.fragment
def classifier() -> None:
    """A model that exaggerates, under a temperature that is scrubbed in the browser."""
    section(
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
        ask(temperature.double_every_logit())
        ask(temperature.lowest_ece())
    with scrub:
        drawn = temperature.opened(bins, spot, _CHOICES.presses)
        lazy_figure(drawn, alt=temperature.ALT, key="scrubber")
    look, beside, take = st.columns([4, 5, 4])
    with look:
        suggestions(_CHOICES, *temperature.tries())
    with beside:
        table(temperature.HEADER, temperature.rows(bins))
    with take:
        takeaway("Rising validation loss can mean surer, not worse: look at the accuracy too.")
    in_code(temperature.in_code())


@st.fragment
def yourself() -> None:
    """Twelve questions, and what the reader's own confidence costs."""
    section(
        "Score yourself",
        "Twelve questions with two answers each. Slide towards the one you believe, as far as you "
        "are sure. 99 % is the most you can say: at 100 % one miss would cost without end.",
    )
    quiz.play()
    left, right = st.columns(2)
    with left:
        ask(two_misses())
    with right:
        takeaway("Being right pays; being honest about how right you are pays as well.")
