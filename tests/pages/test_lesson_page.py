"""A page of steps through AppTest: the panel, the board beside it, and what moves which."""

import json
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from tests.pages.opening import opened
from xentviz.lessons import start
from xentviz.lessons.catalogue import entry
from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import Estimate, Options


def _shown(app: AppTest) -> dict[str, Any]:
    """What each component on the page was told, by the module that shows it."""
    found = (json.loads(one.proto.json)[0] for one in app.get("bidi_component"))
    return {data["module"]: data for data in found}


def _commits(app: AppTest, module: str, **state: object) -> AppTest:
    """What a component's own JavaScript would send, with these fields changed."""
    for one in app.get("bidi_component"):
        data = json.loads(one.proto.json)[0]
        if data["module"] != module:
            continue
        commit = {name: data[name] for name in ("session", "generation")}
        commit |= {"n": data["n"] + 1, "state": {**data["state"], **state}}
        sent = WidgetState(id=one.proto.id, json_value=json.dumps({"commit": commit}))
        return app._run(WidgetStates(widgets=[sent]))
    raise AssertionError(f"{module} is not on the page")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_at_its_first_step_with_its_board(path: str) -> None:
    app = opened(entry(path).file)
    assert not app.exception
    lesson, shown = PAGES[path], _shown(app)
    panel = shown["lesson"]
    assert panel["state"]["chapter"] == lesson.chapters[0].key
    assert panel["numbers"]["title"] == lesson.chapters[0].steps()[0].title
    assert panel["link"]["pairs"] == [], "the first step is the bare address"
    board = lesson.chapters[0].board
    if board is not None:
        assert shown[board.name]["elements"]["show"] == (
            None if lesson.chapters[0].steps()[0].show is None
            else list(lesson.chapters[0].steps()[0].show or ())
        )  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_link_opens_every_step_in_its_state(path: str) -> None:
    for chapter in PAGES[path].chapters:
        number = len(chapter.steps())
        app = opened(entry(path).file, f"chapter={chapter.key}&step={number}")
        assert not app.exception
        assert not app.warning
        shown = _shown(app)
        assert shown["lesson"]["numbers"]["title"] == chapter.steps()[-1].title
        if chapter.board is not None:
            expected = chapter.state_at(number)
            found = chapter.board.state.from_browser(shown[chapter.board.name]["state"])
            assert found == expected
            assert shown[chapter.board.name]["link"]["pairs"] == []


@pytest.mark.parametrize("query", ["chapter=nowhere", "step=99", "step=0", "step=two", "present=7"])
def test_a_hostile_place_gives_the_first_step_and_one_sentence(query: str) -> None:
    app = opened("start.py", query)
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("This link is damaged")
    assert _shown(app)["lesson"]["state"]["step"] == 1


def test_next_moves_the_board_to_the_next_steps_state() -> None:
    app = _commits(opened("start.py"), "lesson", step=4)
    shown = _shown(app)
    assert shown["lesson"]["numbers"]["title"] == "You were almost sure, and wrong"
    assert shown["rain"]["state"]["rain"] == start.WRONG.rain
    assert shown["rain"]["elements"]["cover"] == ["loss", "curve"]
    assert shown["lesson"]["link"]["pairs"] == [["step", "4"]]


def test_an_answer_is_judged_by_the_core_and_uncovers_the_board() -> None:
    app = _commits(opened("start.py"), "lesson", step=4)
    question = start.LESSON.chapters[0].steps()[3].question
    assert isinstance(question, Options)
    wrong = next(one for one in question.options if one != question.solve())
    app = _commits(app, "lesson", answers={"rain/4": wrong})
    panel = _shown(app)["lesson"]
    assert not panel["numbers"]["verdict"]["right"]
    assert f"{question.solve()}" in panel["numbers"]["verdict"]["why"]
    assert _shown(app)["rain"]["elements"]["cover"] == []
    assert panel["link"]["pairs"] == [["step", "4"]], "an answer stands in the address"


def test_a_number_is_right_within_its_tolerance() -> None:
    app = _commits(opened("start.py"), "lesson", step=5)
    question = start.LESSON.chapters[0].steps()[4].question
    assert isinstance(question, Estimate)
    told = _shown(_commits(app, "lesson", answers={"rain/5": round(question.right(), 2)}))
    assert told["lesson"]["numbers"]["verdict"]["right"]


def test_a_goal_reached_on_the_board_stays_reached() -> None:
    app = _commits(opened("start.py"), "rain", rain=0.9)
    assert _shown(app)["lesson"]["numbers"]["verdict"]["right"]
    app = _commits(app, "rain", rain=0.2)
    assert _shown(app)["lesson"]["numbers"]["verdict"]["right"]


def test_a_suggestion_sets_the_board() -> None:
    app = _commits(opened("start.py"), "lesson", step=5)
    app = _commits(app, "lesson", answers={"rain/5": "shown"})
    app = _commits(app, "lesson", pressed=1, suggestion=2)
    assert _shown(app)["rain"]["state"]["rain"] == start.WRONG.rain


@pytest.mark.parametrize(
    "state",
    [
        {"step": 99},
        {"chapter": "nowhere"},
        {"answers": [1]},
        {"answers": {"a": float("nan")}},
        {"answers": {str(k): "x" for k in range(300)}},
        {"answers": {"rain/1": "x" * 1000}},
        {"pressed": -1},
    ],
)
def test_a_hostile_commit_of_the_panel_is_refused_in_one_sentence(state: dict[str, Any]) -> None:
    app = _commits(opened("start.py"), "lesson", **state)
    assert not app.exception
    panel = _shown(app)["lesson"]
    assert len(panel["sentence"]) < 300
    assert panel["state"]["step"] == 1
    assert panel["state"]["answers"] == {}
