"""/calibration through AppTest: questions, bins, the quiz, links, and code that runs."""

import contextlib
import io
import json
from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import opening
from xentviz.boards.proper_score import ProperScoreState, scores
from xentviz.core import fit_temperature
from xentviz.lessons.calibration import forecast, quiz, temperature
from xentviz.lessons.elements import Suggestion

opened = partial(opening.opened, "calibration.py", timeout=30)
RIGHT = tuple(99 if label else 1 for label in quiz.LABELS)
ANSWERS = {  # question: a wrong answer, the right one, what the core adds to it
    "word": ("70 %", "100 %", f"{scores(ProperScoreState(0.7, 1.0)).absolute:.3g}"),
    "twice": (
        "Loss rises, accuracy falls",
        "Loss rises, accuracy stays",
        f"{temperature.moment(0.5, 5).loss:.3f} nats",
    ),
    "misses": ("Less", "More", f"{quiz.score((1, 1, *RIGHT[2:])).loss:.3g} nats"),
    "lowest": (
        "Yes, the same temperature",
        "No, and its place moves with the bins",
        f"T = {temperature.best():.3g}",
    ),
}
SOME = (99, 1, 70, 60, 30, 5, 80, 50, 95, 60, 40, 99)


def words(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


@pytest.mark.parametrize("key", ANSWERS)
def test_nothing_is_revealed_before_an_answer_and_the_core_judges_it(key: str) -> None:
    wrong, right, evidence = ANSWERS[key]
    app = opened()
    assert not app.exception
    app.button(key=f"{key}-check").click().run()
    assert [info.value[:23] for info in app.info] == ["Choose an answer first;"]
    app.radio(key=key).set_value(wrong).run()
    app.button(key=f"{key}-check").click().run()
    assert app.error[0].value.startswith(f"Not quite: **{right}**.")
    assert evidence in app.error[0].value
    app.radio(key=key).set_value(right).run()
    assert app.success[0].value.startswith("Right.")


@pytest.mark.parametrize("n_bins", temperature.BINS)
def test_each_number_of_bins_shows_its_own_ece(n_bins: int) -> None:
    app = opened(f"bins={n_bins}")
    assert not app.exception
    assert f"| {temperature.named(n_bins)[1].ece:.3f} |".replace(".", "\\.") in words(app)


def test_a_player_is_scored_only_when_asked() -> None:
    app = opened()
    assert "The answer that cost most" not in words(app)
    for k, word in enumerate(SOME):
        app.select_slider(key=f"me-{k}").set_value(word)
    next(one for one in app.button if one.label == "Score me").click().run()
    assert not app.exception
    result = quiz.score(SOME)
    for number in (result.loss, result.coin, result.honest):
        assert f"{number:.3f}".replace(".", "\\.") in words(app)
    assert f"{result.costs[result.dearest]:.3g} nats" in words(app)
    assert "me" not in app.query_params, "answers are in the link though nobody copied it"


def _press(app: AppTest, label: str) -> None:
    next(one for one in app.button if label in one.label).click().run()
    assert not app.exception


@pytest.mark.parametrize("one", temperature.tries(), ids=lambda one: one.label)
def test_what_is_tried_on_the_classifier_sets_bins_and_temperature(
    one: Suggestion[dict[str, Any]],
) -> None:
    app = opened("bins=5&at=least loss", near=True)
    _press(app, one.label)
    assert {key: app.radio(key=key).value for key in ("bins", "at")} == one.state
    usual = {"bins": "15", "at": temperature.START}
    linked = {key: app.query_params.get(key, usual[key]) for key in usual}
    assert linked == {key: str(value) for key, value in one.state.items()}
    shown = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert shown["layout"]["meta"] == 1
    spot = temperature.named(one.state["bins"])[temperature.SPOTS.index(one.state["at"])]
    assert shown["data"][7]["x"] == [spot.temperature]


def test_what_is_tried_on_the_answers_changes_them_and_gives_them_back() -> None:
    app = opened(f"me={quiz.to_link(SOME)}")
    for one in quiz.tries(SOME):
        _press(app, one.label)
        said = {f"me-{k}": app.select_slider(key=f"me-{k}").value for k in range(12)}
        assert said == one.state
        result = quiz.score([int(word) for word in said.values()])
        assert f"| you | {result.loss:.3f} |".replace(".", "\\.") in words(app)
    assert tuple(said.values()) == SOME


def test_there_is_nothing_to_try_before_a_score() -> None:
    app = opened()
    assert not [one for one in app.button if "Claim 99 % on each pick" in one.label]


def test_a_copied_link_gives_the_same_answers() -> None:
    app = opened(f"me={quiz.to_link(SOME)}")
    assert [app.select_slider(key=f"me-{k}").value for k in range(12)] == list(SOME)
    assert f"{quiz.score(SOME).loss:.3f}".replace(".", "\\.") in words(app)


@pytest.mark.parametrize(
    "query", ["c=nan", "q=1e999", "c=2", "q=0.5&q=0.6", "c=%3Cb%3E", "q=" + "9" * 10_000]
)
def test_a_hostile_board_link_gives_the_start_and_one_sentence(query: str) -> None:
    app = opened(query)
    assert not app.exception
    assert [one.value[:20] for one in app.warning] == ["This link is damaged"]
    assert app.code[0].value == forecast.in_code(forecast.START).numpy.strip()


@pytest.mark.parametrize("text", ["1", "nan" + ",50" * 11, "<script>" + ",50" * 11, "50," * 10_000])
def test_hostile_answers_give_one_sentence_and_no_score(text: str) -> None:
    app = opened(f"me={text}")
    assert not app.exception
    assert [one.value[:32] for one in app.warning] == ["The answers in this link cannot "]
    assert len(app.warning[0].value) < 300
    assert app.select_slider(key="me-0").value == quiz.UNDECIDED
    assert "The answer that cost most" not in words(app)


def _run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    return names


@pytest.mark.parametrize(
    "state", [ProperScoreState(), ProperScoreState(0, 0.5), ProperScoreState(0.3, 1.0)]
)
def test_the_snippet_gives_the_boards_loss(state: ProperScoreState) -> None:
    ran = _run(forecast.in_code(state).numpy)
    assert ran["loss"] == pytest.approx(scores(state).loss, rel=1e-12)


def test_the_snippet_gives_the_players_loss() -> None:
    app = opened(f"me={quiz.to_link(SOME)}")
    code = next(one.value for one in app.code if "right option" in one.value)
    assert _run(code)["loss"] == pytest.approx(quiz.score(SOME).loss, rel=1e-12)


def test_the_temperature_snippet_finds_what_fit_temperature_finds() -> None:
    ran = _run(temperature.in_code().numpy)
    assert ran["T"] == pytest.approx(fit_temperature(ran["z"], ran["t"]), rel=1e-3)
