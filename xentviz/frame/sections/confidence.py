"""A model's confidence under a temperature, and the reader's own."""

import streamlit as st

from xentviz.frame.board_session import WidgetGroup
from xentviz.frame.lazy_figure import lazy_figure
from xentviz.frame.parts import in_code, suggestions, table
from xentviz.frame.sections import quiz
from xentviz.lessons.calibration import temperature, temperature_code

_CHOICES = WidgetGroup("temperature")  # the two radio buttons above the diagram


def classifier(covered: frozenset[str]) -> None:
    """A model that exaggerates, under a temperature that is scrubbed in the browser."""
    bins = st.radio(
        "Bins of the diagram", temperature.BINS, 2, key="bins", bind="query-params",
        horizontal=True,
    )  # fmt: skip
    spot = st.radio(
        "Start the slider at", temperature.SPOTS, 1, key="at", bind="query-params",
        horizontal=True,
    )  # fmt: skip
    drawn = temperature.opened(bins, spot, _CHOICES.presses)
    lazy_figure(drawn, alt=temperature.ALT, key="scrubber")
    if "table" not in covered:
        table(temperature.HEADER, temperature.rows(bins))
        suggestions(_CHOICES, *temperature.tries())
    in_code(temperature_code.in_code())


def yourself(_covered: frozenset[str]) -> None:
    """Twelve questions, and what the reader's own confidence costs."""
    quiz.play()
