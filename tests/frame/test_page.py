"""The board first: what is held back, and what lets it through."""

import json
from functools import partial

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from tests.pages import opening
from xentviz.lessons.catalogue import LESSONS, Entry
from xentviz.lessons.pages import PAGES


def _page() -> None:
    """A lesson like any other, which counts what ran."""
    import streamlit as st

    from xentviz.boards import LOGITS
    from xentviz.boards.logits import LogitsState
    from xentviz.frame import Page, section
    from xentviz.lessons.elements import Suggestion
    from xentviz.lessons.softmax import logits

    start = LogitsState.of(2.0, 1.0, 0.0)
    st.session_state["pages"] = st.session_state.get("pages", 0) + 1
    page = Page("softmax", "Drag.")
    page.board_section(
        page.board("softmax", LOGITS, start),
        question=logits.double_every_score(start),
        suggestions=(Suggestion("Shift", "Look.", start.shifted(3)),),
        takeaway="Keep it.",
        code=logits.in_code,
        refresh=lambda state: section("Then", f"{state.logits[0]:g}"),
    )

    def switch() -> None:
        section("Section")
        st.toggle("Switch", key="switch")

    page.section(switch)


def _board(app: AppTest) -> str:
    (found,) = [one.proto.id for one in app.get("bidi_component") if _module(one) == "logits"]
    return str(found)


def _module(component: Element | Block) -> str:
    """Which module of boards/assets the component shows."""
    return str(json.loads(component.proto.json)["module"])


def _says(app: AppTest, **said: object) -> AppTest:
    """What the board's own JS would send."""
    state = WidgetState(id=_board(app), json_value=json.dumps(said))
    return app._run(WidgetStates(widgets=[state]))


def _words(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(_page, default_timeout=20).run()


def test_the_board_comes_alone(app: AppTest) -> None:
    assert not app.exception
    assert _board(app)
    assert [title.value for title in app.title]
    below = (app.radio, app.button, app.code, app.subheader, app.toggle)
    assert [list(kind) for kind in below] == [[]] * len(below)
    assert "Keep" not in _words(app)
    assert "Then" not in _words(app)


def test_a_painted_board_brings_the_rest_and_the_page_does_not_run_again(app: AppTest) -> None:
    _says(app, painted=1)
    assert not app.exception
    assert _board(app), "there are two boards, or none"
    assert len(app.radio) == 1
    assert len(app.code) == 2
    for words in ("**Predict**", "**Notice**", "**Keep**", "## Then", "## Section"):
        assert words in _words(app)
    assert app.session_state["pages"] == 1


def test_a_commit_that_overtakes_the_painting_waits_for_it(app: AppTest) -> None:
    commit = _commit(app, 5.0)
    _says(app, commit=commit)
    assert not app.exception
    assert not app.code
    _says(app, commit=commit, painted=1)
    assert not app.exception
    assert "5.0" in app.code[0].value
    assert "## Then\n\n5" in _words(app)


def test_a_commit_and_the_painting_in_one_message(app: AppTest) -> None:
    _says(app, commit=_commit(app, 5.0), painted=1)
    assert not app.exception
    assert "5.0" in app.code[0].value
    assert "## Section" in _words(app)
    _says(app, commit=_commit(app, -3.0, n=2), painted=1)
    assert "-3.0" in app.code[0].value
    assert len(app.code) == 2


def _commit(app: AppTest, first: float, n: int = 1) -> dict[str, object]:
    talk = app.session_state["board-softmax"].conversation
    state = talk.start.to_browser() | {"logits": [first, 1.0, 0.0]}
    return {"n": n, "session": talk.session, "generation": talk.generation, "state": state}


def test_what_has_come_stays_when_the_page_runs_again(app: AppTest) -> None:
    _says(app, painted=1)
    app.run()
    assert app.session_state["pages"] == 2
    assert len(app.code) == 2
    app.toggle(key="switch").set_value(True).run()
    assert not app.exception
    assert "## Section" in _words(app)


OLD_FORM = [entry for entry in LESSONS if entry.path not in PAGES]


@pytest.mark.parametrize("lesson", OLD_FORM, ids=lambda lesson: lesson.name)
def test_every_page_holds_back_all_but_its_claim_and_its_board(lesson: Entry) -> None:
    """Whatever would load more of Streamlit's own bundles than the board needs."""
    opened = partial(opening.opened, lesson.file)
    first, whole = opened(painted=False), opened()
    assert [title.value for title in first.title] == [title.value for title in whole.title]
    expected = {"copy_link", "reconnection"}
    modules = {_module(one) for one in first.get("bidi_component")}
    assert len(modules) == 3, "the board, what shares the link, what watches the connection"
    assert expected < modules
    for kind in ("radio", "button", "code", "plotly_chart", "slider", "page_link"):
        assert not first.get(kind), kind
    assert len(whole.button) > 1
