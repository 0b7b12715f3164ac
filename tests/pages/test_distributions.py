"""/distributions through AppTest: what is chosen sets table, figure and code."""

import json

from tests.pages.opening import opened
from tests.pages.test_pages import words
from xentviz.boards.distributions import DistributionsState
from xentviz.lessons import distributions

FILE = "distributions.py"


def test_the_snippet_is_that_of_the_linked_state() -> None:
    app = opened(FILE, "p=0.7,0.3&q=0.5,0.5&s=0.25")
    assert not app.exception
    assert not app.warning
    linked = {"p": ["0.7,0.3"], "q": ["0.5,0.5"], "s": ["0.25"]}
    state = DistributionsState.from_link(linked, distributions.START)
    snippets = distributions.in_code(state)
    assert [block.value for block in app.code] == [snippets.numpy.strip(), snippets.torch.strip()]


def test_the_choices_of_the_sections_set_their_table_and_figure() -> None:
    app = opened(FILE, "sum=0.5", near=True)
    assert "p sums to 0\\.5" in words(app)
    app.selectbox[0].set_value(1000).run()
    assert not app.exception
    drawn = json.loads(app.get("plotly_chart")[0].proto.spec)
    told = {frame["name"]: frame["data"][3]["text"][0] for frame in drawn["frames"]}
    assert "each of 999 others" in told["0.1"]
    assert "0.9001" in told["0.1"], "1 - 0.1 + 0.1 / 1000"
    assert drawn["data"][3]["text"][0] == told["0"], "it opens without smoothing"
