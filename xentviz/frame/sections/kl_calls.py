"""Calls of KL that go wrong, and the floor of label smoothing for any number of classes."""

import streamlit as st

from xentviz.frame.lazy_figure import lazy_figure
from xentviz.frame.parts import table
from xentviz.lessons.distributions import below_zero, smoothing
from xentviz.lessons.distributions.two import CALLS, CLASSES, START


def kl_calls(covered: frozenset[str]) -> None:
    """A right call and three wrong ones; their values wait for the reader's answer."""
    total = st.slider("The shares p sum to", 0.5, 1.5, 0.8, 0.05, key="sum", bind="query-params")
    rows = below_zero.calls(START, total)
    if "values" in covered:
        rows = [(called, "?", "?") for called, _, _ in rows]
    table(CALLS, rows)
    st.markdown("#### The floor of label smoothing for other numbers of classes")
    classes = st.selectbox("Classes K", CLASSES, 1, key="K", bind="query-params")
    lazy_figure(
        smoothing.floor_figure(classes),
        alt="Loss against the probability of the right class, with the floor for each ε.",
        key=f"floor-{classes}",
    )
