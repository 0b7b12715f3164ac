"""Sections without a board, through AppTest: the measurement, and the calls of KL that go wrong."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import opened
from xentviz.frame.markdown import escape_markdown
from xentviz.lessons.distributions import below_zero
from xentviz.lessons.distributions.two import START
from xentviz.server import measurement

MEASURE, CALLS = "chapter=measure&step=2", "chapter=below-zero&step=2"  # where nothing is covered


def _words(app: AppTest) -> str:
    return "\n".join(block.value for block in app.markdown)


def test_it_is_measured_when_asked_for_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    found = measurement.Measurement(
        13.34, 0.0, [("7 (the truth)", 0.25, 1.0, -0.75)], [0.001, 0.002, 0.003]
    )
    monkeypatch.setattr(measurement, "measure", lambda: found)
    app = opened("scale.py", MEASURE)
    assert "13.34" not in _words(app)
    app.button(key="measure").click().run()
    assert found.words in _words(app)
    assert escape_markdown("-0.75") in _words(app)


def test_before_the_answer_nothing_can_be_measured() -> None:
    app = opened("scale.py", "chapter=measure")
    assert app.button(key="measure").disabled
    assert "Answer the question first." in _words(app)


def test_a_busy_server_is_one_sentence_on_the_page() -> None:
    app = opened("scale.py", MEASURE)
    with measurement._turn:
        app.button(key="measure").click().run()
    assert not app.exception
    assert [warning.value[:34] for warning in app.warning] == ["Somebody is measuring on this serv"]


def test_the_values_of_the_calls_wait_for_the_answer() -> None:
    asked, answered = (_words(opened("distributions.py", q)) for q in ("chapter=below-zero", CALLS))
    for called, value, says in below_zero.calls(START, 0.8):
        assert escape_markdown(called) in asked
        for cell in (value, says):
            assert escape_markdown(cell) not in asked
            assert escape_markdown(cell) in answered


def test_the_choices_set_table_and_figure() -> None:
    app = opened("distributions.py", f"{CALLS}&sum=0.5", near=True)
    assert "p sums to 0\\.5" in _words(app)
    app.selectbox[0].set_value(1000).run()
    assert not app.exception
    drawn = json.loads(app.get("plotly_chart")[0].proto.spec)
    told = {frame["name"]: frame["data"][3]["text"][0] for frame in drawn["frames"]}
    assert "each of 999 others" in told["0.1"]
    assert "0.9001" in told["0.1"], "1 - 0.1 + 0.1 / 1000"
    assert drawn["data"][3]["text"][0] == told["0"], "it opens without smoothing"
