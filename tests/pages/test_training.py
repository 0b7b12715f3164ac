"""The training page through AppTest: every chapter opens, and any link gives a page."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import opened


def _shown(app: AppTest) -> dict[str, Any]:
    """What each component on the page was told, by the module that shows it."""
    found = (json.loads(one.proto.json)[0] for one in app.get("bidi_component"))
    return {data["module"]: data for data in found}


def test_two_runs_open_with_their_pictures_and_the_first_one_as_code() -> None:
    app = opened("training.py", "chapter=squared", timeout=60)
    assert not app.exception
    first, second = _shown(app)["training"]["numbers"]["runs"]
    assert first["packed"]["field"]
    assert second["packed"]["field"] != first["packed"]["field"]
    assert _shown(app)["details"]["code"]["PyTorch"].startswith("import base64")


def test_a_link_opens_its_run_at_its_step() -> None:
    query = "chapter=downhill&step=5&d=spirals&K=3&L=2&w=32&opt=adam&r=0.02&t=120&pts=0.5_0.5_2"
    message = _shown(opened("training.py", query, timeout=60))["training"]
    state = message["state"]
    assert (state["plane"], state["classes"], state["step"]) == ("spirals", 3, 120)
    assert state["own"] == [[0.5, 0.5, 2]]
    assert message["numbers"]["runs"][0]["now"]["step"] == 120
    assert message["numbers"]["points"]["count"] == 401


@pytest.mark.parametrize(
    "query", ["r=nan", "pts=nan_0_0", "pts=0_0_9", "n=2000&L=2&w=64&T=500", "d=<script>"]
)
def test_a_damaged_link_opens_the_start_and_says_so(query: str) -> None:
    app = opened("training.py", f"chapter=downhill&step=5&{query}", timeout=60)
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("This link is damaged")
    message = _shown(app)["training"]
    assert message["state"] == message["start"]


def test_a_link_without_points_gives_a_sentence() -> None:
    app = opened("training.py", "chapter=own&step=4&pts=", timeout=60)
    assert not app.exception
    numbers = _shown(app)["training"]["numbers"]
    assert numbers["runs"] == []
    assert numbers["sentence"].startswith("There are no points to learn from.")
