"""The language page through AppTest: every chapter opens, and any link gives a page."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import opened
from xentviz.boards.strip import StripState
from xentviz.lessons.language import learning
from xentviz.lessons.language import text as language
from xentviz.lessons.language.text import START
from xentviz.server import corpora


@pytest.fixture(autouse=True)
def _nobody_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The neural model stays where it is: tests/models train one."""
    waiting = corpora.TrainingJob(3000)
    for module in (corpora, language, learning):
        monkeypatch.setattr(module, "training_job", lambda _key: waiting)


def _shown(app: AppTest) -> dict[str, Any]:
    """What each component on the page was told, by the module that shows it."""
    found = (json.loads(one.proto.json)[0] for one in app.get("bidi_component"))
    return {data["module"]: data for data in found}


def _says_so(app: AppTest, module: str) -> dict[str, Any]:
    """The page warns in one sentence, and shows the board as it opens; its message."""
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("This link is damaged")
    assert "We opened the default view instead" in warning.value
    message: dict[str, Any] = _shown(app)[module]
    assert message["state"] == message["start"]
    return message


@pytest.mark.parametrize(
    "query",
    [
        "l=physics",
        "w=elsewhere",
        "m=<script>",
        "l=grammar&m=memory",
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
    _says_so(app, "strip")
    assert _shown(app)["details"]["code"]["NumPy"] == language.in_code(START).numpy


@pytest.mark.parametrize(
    ("chapter", "query"),
    [
        ("writing", "seed=inf"),
        ("writing", "seed=-1"),
        ("writing", "seed=99999999999"),
        ("writing", "warm=nan"),
        ("writing", "warm=0"),
        ("writing", "drawn=1e9"),
        ("writing", "drawn=two"),
        ("writing", "writer=gpt"),
        ("averages", "n2=0"),
        ("averages", "l1=inf"),
        ("padding", "ignore=1,x"),
        ("padding", "ignore=9"),
        ("shifting", "shift=7"),
        ("units", "unit=bytes"),
    ],
)
def test_a_hostile_link_to_a_worksheet_gives_the_default_and_one_sentence(
    chapter: str, query: str
) -> None:
    _says_so(opened("language.py", f"chapter={chapter}&{query}"), "worksheet")


def test_a_stranger_to_the_open_chapter_is_left_alone() -> None:
    """`?seed=inf` belongs to no part of the first chapter: the page opens without a word."""
    app = opened("language.py", "seed=inf")
    assert not app.exception
    assert not app.warning
    assert "seed" in _shown(app)["lesson"]["link"]["owned"], "the address is not cleaned of it"


def test_the_open_boards_own_keys_are_not_taken_from_the_address() -> None:
    """Several chapters share the strip: the panel may not clear what the board writes."""
    app = opened("language.py", "chapter=own&step=4&m=bigram")
    shown = _shown(app)
    assert shown["strip"]["state"]["model"] == "bigram"
    panel = set(shown["lesson"]["link"]["owned"])
    assert panel.isdisjoint(shown["strip"]["link"]["owned"])


def test_a_link_sets_a_worksheet() -> None:
    app = opened("language.py", "chapter=writing&writer=bigram&warm=0.5&drawn=7&seed=3")
    assert not app.warning
    state = _shown(app)["worksheet"]["state"]
    assert state == {
        "writer": "bigram", "picks": "draw", "temperature": 0.5, "drawn": 7, "seed": 3
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["A horse sleeps.", "<script>alert(1)</script>", "a\0b", "😀", "שלום the horse", "zebra"],
)
def test_a_link_carries_a_typed_text(text: str) -> None:
    """The numbers in the snippet are those of that text."""
    app = opened("language.py", urlencode({"q": text}))
    assert not app.exception
    assert not app.warning
    state = StripState.from_link({"q": [text]}, START)
    assert _shown(app)["details"]["code"]["NumPy"] == language.in_code(state).numpy


def test_the_models_source_and_licence_stand_below_the_board() -> None:
    (table,) = _shown(opened("language.py"))["details"]["tables"]
    said = json.dumps(table, ensure_ascii=False)
    assert corpora.english_text().source in said
    assert "MIT" in said
