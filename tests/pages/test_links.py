"""Links through AppTest: what a board said of a link is what its page shows."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.boards.hostile_links import HOSTILE
from tests.boards.on_pages import PLACES, Place, params
from tests.pages.opening import opened
from xentviz.frame.markdown import escape_markdown
from xentviz.lessons.catalogue import entry
from xentviz.lessons.pages import PAGES

# The first hostile link of each board once, and one with markup in it.
FIRST = {one.board.state.__name__: one for one in reversed(PLACES)}
CASES = [(at, HOSTILE[name][0]) for name, at in FIRST.items()]
CASES += [(FIRST["LogitsState"], "z=<script>alert(1)</script>")]


def shown(app: AppTest) -> dict[str, Any]:
    """What each component on the page was told, by the module that shows it."""
    found = (json.loads(one.proto.json)[0] for one in app.get("bidi_component"))
    return {data["module"]: data for data in found}


def _at(at: Place, query: str) -> AppTest:
    """The last step of a chapter, which shows the whole board, with a link's query."""
    last = len(PAGES[at.path].chapter(at.chapter).all_steps())
    return opened(entry(at.path).file, f"chapter={at.chapter}&step={last}&{query}", timeout=60)


@pytest.mark.parametrize(("at", "query"), CASES, ids=lambda x: getattr(x, "name", x[:40]))
def test_a_hostile_link_shows_its_sentence_above_the_start(at: Place, query: str) -> None:
    """tests/boards/test_links.py has the others."""
    sentence = at.conversation().open_link(params(query))
    assert sentence is not None
    app = _at(at, query)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [escape_markdown(sentence)]
    told = shown(app)[at.board.name]
    assert told["state"] == told["start"] == json.loads(json.dumps(at.start.to_browser()))


def test_a_link_sets_the_board_and_the_code_below_it() -> None:
    """z, t and s arrive in the snippet, which holds the page's numbers."""
    app = opened("softmax.py", "z=3,-1&t=1&s=0.2&utm_source=mail")
    assert not app.warning
    assert shown(app)["logits"]["state"]["logits"] == [3.0, -1.0]
    code = shown(app)["details"]["code"]["NumPy"]
    assert "z = np.array([3.0, -1.0])" in code
    assert "t = 1" in code
    assert "0.2 / len(z)" in code
