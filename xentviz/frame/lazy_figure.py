"""A figure, drawn when the reader comes near it."""

import streamlit as st

from xentviz.figures.theme import Figure
from xentviz.frame.component import show_module

_STILL = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
_NEAR = "figures"


def _come_near() -> None:
    """From now on this visitor's browser has what draws figures."""
    st.session_state[_NEAR] = True


@st.fragment
def lazy_figure(drawn: Figure, *, alt: str, key: str) -> None:
    """Show a figure of xentviz.figures: its layout gives the height, `alt` says what is seen.

    Plotly would hold the browser up for a second: until the reader is half a screen away, the
    figure's place is kept and holds the words of `alt`.
    """
    with st.container(height=drawn.layout.height, border=False, key=f"figure-{key}"):
        if st.session_state.get(_NEAR):
            st.plotly_chart(drawn, theme=None, config=_STILL, alt=alt, key=key)
        else:
            data = {"module": "lazy_figure", "alt": alt}
            show_module(f"near-{key}", data, on_near_change=_come_near)
