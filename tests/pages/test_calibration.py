"""/calibration through AppTest: bins, the quiz, links. Questions and code: tests/lessons."""

import json
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import opening
from xentviz.lessons.calibration import quiz, temperature

opened = partial(opening.opened, "calibration.py", timeout=30)
SOME = (99, 1, 70, 60, 30, 5, 80, 50, 95, 60, 40, 99)


def words(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


def _dotted(number: str) -> str:
    """A number as Markdown's table has it."""
    return number.replace(".", "\\.")


def test_each_number_of_bins_shows_its_own_ece() -> None:
    app = opened("chapter=classifier&bins=5")
    for n_bins in temperature.BINS:
        if n_bins != 5:
            app.radio(key="bins").set_value(n_bins).run()
        assert not app.exception
        assert f"| {_dotted(f'{temperature.named(n_bins)[1].ece:.3f}')} |" in words(app)


def test_a_player_is_scored_only_when_asked() -> None:
    app = opened("chapter=yourself")
    assert "The answer that cost most" not in words(app)
    assert not [one for one in app.button if "Claim 99 % on each pick" in one.label]
    for k, word in enumerate(SOME):
        app.select_slider(key=f"me-{k}").set_value(word)
    next(one for one in app.button if one.label == "Score me").click().run()
    assert not app.exception
    result = quiz.score(SOME)
    for number in (result.loss, result.coin, result.honest):
        assert _dotted(f"{number:.3f}") in words(app)
    assert f"{result.costs[result.dearest]:.3g} nats" in words(app)
    assert "me" not in app.query_params, "answers are in the link though nobody copied it"


def _press(app: AppTest, label: str) -> None:
    next(one for one in app.button if label in one.label).click().run()
    assert not app.exception


def test_what_is_tried_on_the_classifier_sets_bins_and_temperature() -> None:
    app = opened("chapter=classifier&bins=5&at=least loss", near=True)
    for presses, one in enumerate(temperature.tries(), start=1):
        _press(app, one.label)
        assert {key: app.radio(key=key).value for key in ("bins", "at")} == one.state
        usual = {"bins": "15", "at": temperature.START}
        linked = {key: app.query_params.get(key, usual[key]) for key in usual}
        assert linked == {key: str(value) for key, value in one.state.items()}
        shown = json.loads(app.get("plotly_chart")[0].proto.spec)
        assert shown["layout"]["meta"] == presses
        bins, at = one.state["bins"], one.state["at"]
        assert isinstance(bins, int)
        spot = temperature.named(bins)[temperature.SPOTS.index(str(at))]
        assert shown["data"][7]["x"] == [spot.temperature]


def test_a_copied_link_gives_the_same_answers_and_what_is_tried_gives_them_back() -> None:
    app = opened(f"chapter=yourself&me={quiz.to_link(SOME)}")
    assert [app.select_slider(key=f"me-{k}").value for k in range(12)] == list(SOME)
    assert _dotted(f"{quiz.score(SOME).loss:.3f}") in words(app)
    code = [json.loads(one.proto.json)[0].get("code") for one in app.get("bidi_component")]
    assert {"NumPy": quiz.in_code(SOME).numpy, "PyTorch": quiz.in_code(SOME).torch} in code
    for one in quiz.tries(SOME):
        _press(app, one.label)
        said = {f"me-{k}": app.select_slider(key=f"me-{k}").value for k in range(12)}
        assert said == one.state
        result = quiz.score([int(word) for word in said.values()])
        assert _dotted(f"| you | {result.loss:.3f} |") in words(app)
    assert tuple(said.values()) == SOME


@pytest.mark.parametrize("text", ["<script>" + ",50" * 11, "50," * 10_000])
def test_hostile_answers_give_one_sentence_and_no_score(text: str) -> None:
    """tests/lessons/test_calibration.py has the others."""
    app = opened(f"chapter=yourself&me={text}")
    assert not app.exception
    assert [one.value[:32] for one in app.warning] == ["The answers in this link cannot "]
    assert len(app.warning[0].value) < 300
    assert app.select_slider(key="me-0").value == quiz.UNDECIDED
    assert "The answer that cost most" not in words(app)
