"""The language page through AppTest: it runs, asks before it tells, and takes any link."""

from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import opened
from xentviz.boards.strip import StripState
from xentviz.lessons.language import text as language
from xentviz.lessons.language.text import START
from xentviz.server import corpora


@pytest.fixture(autouse=True)
def _nobody_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The neural model stays where it is: tests/models train one."""
    waiting = corpora.TrainingJob(3000)
    for module in (corpora, language):
        monkeypatch.setattr(module, "training_job", lambda _key: waiting)


def _check(app: AppTest) -> None:
    next(button for button in app.button if button.label == "Check my answer").click().run()


def test_an_answer_is_asked_for_before_it_is_told() -> None:
    """Empty, wrong, right: one sentence, no, yes. Nothing is revealed before."""
    app = opened("language.py")
    _check(app)
    assert [info.value[:23] for info in app.info] == ["Choose an answer first;"]
    assert not app.success
    options = language.one_word_in_forty().options
    app.radio(key="once").set_value(options[0]).run()
    assert not app.error, "an answer is revealed before it was checked"
    _check(app)
    assert app.error[0].value.startswith(f"Not quite: **{options[1]}**.")
    app.radio(key="once").set_value(options[1]).run()
    assert app.success[0].value.startswith("Right.")


@pytest.mark.parametrize(
    "query",
    [
        "l=physics",
        "w=elsewhere",
        "m=<script>",
        "v=none",
        "i=-1",
        "i=2000",
        "i=1.5",
        "g=2",
        "g=nan",
        "g=1e999",
        "y=pie",
        "m=bigram&m=unigram",
        "q=" + "x" * 2001,
    ],
)
def test_a_hostile_link_gives_the_start_and_one_sentence(query: str) -> None:
    """No traceback, nothing half taken."""
    app = opened("language.py", query)
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("This link is damaged:")
    assert warning.value.endswith("We opened the default view instead.")
    assert app.code[0].value == language.in_code(START).numpy.strip()


@pytest.mark.parametrize(
    "text",
    ["the horse sleeps.", "<script>alert(1)</script>", "a\0b", "😀", "שלום the horse", "zebra"],
)
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
