"""What a visitor sees when something went wrong: one friendly sentence, never a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from xentviz.frame.markdown import escape_markdown

_log = logging.getLogger("xentviz")


def report_failure(error: Exception) -> bool:
    """Show one sentence and keep the details for the server's log."""
    _log.error("A page failed", exc_info=error)
    st.error("Something went wrong on our side. Reload the page: the link holds your numbers.")
    return True


@contextmanager
def warn_on_value_error() -> Iterator[None]:
    """Show a ValueError of what is inside as its sentence, beside the widget it is about."""
    try:
        yield
    except ValueError as error:
        st.warning(escape_markdown(str(error)))
