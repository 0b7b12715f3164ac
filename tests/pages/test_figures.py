"""Figures through AppTest: words keep their place until the reader comes near."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import opened
from xentviz.lessons.calibration import temperature

FIGURES = {"calibration.py": "chapter=classifier", "distributions.py": "chapter=below-zero"}


def _places(app: AppTest) -> list[str]:
    """What the places of figures say."""
    return [
        json.loads(one.proto.json)[0]["alt"]
        for one in app.get("bidi_component")
        if '"lazy_figure"' in one.proto.json
    ]


@pytest.mark.parametrize(("file", "query"), FIGURES.items())
def test_a_figure_is_its_words_until_the_reader_is_near(file: str, query: str) -> None:
    app = opened(file, query, timeout=60)
    assert not app.exception
    places = _places(app)
    assert places
    assert all(len(words) > 20 for words in places)
    assert not app.get("plotly_chart")
    app.session_state["figures"] = True  # as the browser's word does
    app.run()
    assert not app.exception
    assert not _places(app)
    assert [one.proto.alt for one in app.get("plotly_chart")] == places


def test_the_place_says_what_the_figure_shows() -> None:
    assert _places(opened("calibration.py", FIGURES["calibration.py"], timeout=60)) == [
        temperature.ALT
    ]
