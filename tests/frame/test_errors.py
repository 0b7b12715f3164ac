"""What a visitor sees when something went wrong: a sentence; the details are the server's."""

import logging

import pytest
from streamlit.testing.v1 import AppTest


def _page() -> None:
    """Shows what each kind of failure looks like."""
    import streamlit as st

    from xentviz.frame.errors import report_failure, warn_on_value_error

    with warn_on_value_error():
        raise ValueError("Enter *two* numbers.")
    st.write("after")
    assert report_failure(RuntimeError("the secret of the server"))


def test_a_value_error_is_its_sentence_and_the_page_goes_on() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == ["Enter \\*two\\* numbers\\."]
    assert [block.value for block in app.markdown] == ["after"]


def test_any_other_error_is_one_sentence_and_its_details_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, logger="xentviz"):
        app = AppTest.from_function(_page).run()
    (shown,) = [error.value for error in app.error]
    assert "secret" not in shown
    assert "the secret of the server" in caplog.text
