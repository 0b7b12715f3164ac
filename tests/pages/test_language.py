"""/language through AppTest: it takes any text from a link, and its buttons set the strip."""

from urllib.parse import urlencode

import pytest

from tests.pages.opening import opened
from xentviz.boards.strip import StripState
from xentviz.lessons.language import text as language
from xentviz.lessons.language.text import START


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "שלום the horse"])
def test_a_link_carries_a_typed_text(text: str) -> None:
    """The numbers in the snippet are those of that text."""
    app = opened("language.py", urlencode({"q": text}))
    assert not app.exception
    assert not app.warning
    state = StripState.from_link({"q": [text]}, START)
    assert app.code[0].value == language.in_code(state).numpy.strip()


def test_a_notice_button_sets_the_board() -> None:
    """One impossible token: the snippet has p = 0 in it."""
    app = opened("language.py")
    next(button for button in app.button if "One impossible token" in button.label).click().run()
    assert not app.exception
    assert ", 0.0," in app.code[0].value
