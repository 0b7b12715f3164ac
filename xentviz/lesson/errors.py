"""What a visitor sees when something went wrong: one friendly sentence, never a traceback."""

import logging

import streamlit as st

_log = logging.getLogger("xentviz")


def say_sorry(error: Exception) -> bool:
    """Show one sentence and keep the details for the server's log."""
    _log.error("A page failed", exc_info=error)
    st.error("Something went wrong on our side. Reload the page: the link holds your numbers.")
    return True
