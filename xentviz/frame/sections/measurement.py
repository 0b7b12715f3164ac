"""The section that measures one large gradient on the server, when the reader asks."""

import streamlit as st

from xentviz.frame.errors import warn_on_value_error
from xentviz.frame.parts import table
from xentviz.server import measurement


def measure(covered: frozenset[str]) -> None:
    """A button, and what was measured; the numbers wait for the reader's answer."""
    st.markdown(
        f"One prediction over **{measurement.CLASSES:,} classes**: at most 300 ms of the server, "
        "one visitor at a time."
    )
    pressed = st.button("Measure it on this server", key="measure", disabled="result" in covered)
    if "result" in covered:
        st.markdown("Answer the question first.")
    elif pressed:
        with warn_on_value_error():
            found = measurement.measure()
            st.markdown(found.words)
            table(measurement.HEADER, found.rows)
