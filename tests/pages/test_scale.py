"""/scale through AppTest: any link, a measurement, buttons. Questions and code: tests/lessons."""

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import opening
from tests.pages.test_pages import as_opened
from xentviz.frame.markdown import escape_markdown
from xentviz.lessons import scale
from xentviz.server import measurement

opened = partial(opening.opened, "scale.py", timeout=60)


def snippets(app: AppTest) -> str:
    return "\n".join(block.value for block in app.code)


def words(app: AppTest) -> str:
    return "\n".join(block.value for block in app.markdown)


def test_the_sections_say_what_the_lesson_says() -> None:
    said = words(as_opened("scale.py"))
    assert scale.about_the_floor() in said
    assert scale.about_the_fit() in said
    for row in scale.sources():
        assert " | ".join(map(escape_markdown, row)) in said


def test_links_set_both_boards() -> None:
    app = opened("v=128256&b=1&t=4096&N=7e9&D=1e12")
    assert not app.warning
    assert "V = 128256" in snippets(app)
    assert "print(1 * 4096 * V" in snippets(app)
    assert "N, D = 7000000000.0, 1000000000000.0" in snippets(app)


def test_a_thing_to_try_sets_its_board() -> None:
    app = opened()
    app.button(key="vocabulary-try-0").click().run()
    assert "V = 2\n" in snippets(app)
    app.run()  # the press ran one fragment alone
    app.button(key="law-try-0").click().run()
    app.run()
    assert "N, D = 280000000000.0, 300000000000.0" in snippets(app)
    assert "V = 2\n" in snippets(app), "the other board stays"


def test_it_is_measured_when_asked_for_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    found = measurement.Measurement(
        13.34, 0.0, [("7 (the truth)", 0.25, 1.0, -0.75)], [0.001, 0.002, 0.003]
    )
    monkeypatch.setattr(measurement, "measure", lambda: found)
    app = opened()
    assert "13.34" not in words(app)
    app.button(key="measure").click().run()
    assert found.words in words(app)
    assert escape_markdown("-0.75") in words(app)


def test_a_busy_server_is_one_sentence_on_the_page() -> None:
    app = opened()
    with measurement._turn:
        app.button(key="measure").click().run()
    assert not app.exception
    assert [warning.value[:34] for warning in app.warning] == ["Somebody is measuring on this serv"]
