"""The training board's state: what a browser and a link may set, and what is refused."""

import base64
import json
import zlib
from dataclasses import replace

import numpy as np
import pytest

from tests.boards.on_pages import params
from xentviz.boards.packing import pack_frames
from xentviz.boards.training_settings import MOST_LINKED, MOST_POINTS, OwnPoint, RunSettings
from xentviz.boards.training_state import TrainingState

WORST = TrainingState(
    plane="moons", classes=4, size=12, seed=3, own=(OwnPoint(0.5, -1.25, 3), OwnPoint(0.0, 0.0, 0)),
    removed=(1, 11), steps=80, step=40, run=RunSettings(layers=2, rate=0.003, smoothing=0.1),
    other=RunSettings(loss="squared", start="wrong", batch=8), point=3, look=(0.1, -2.5e-7),
    view="landscape", slice="weights", first=4, second=9,
)  # fmt: skip


def test_a_state_comes_back_from_the_browser_and_from_its_link() -> None:
    sent = json.loads(json.dumps(WORST.to_browser()))
    assert TrainingState.from_browser(sent) == WORST
    for start, state in ((TrainingState(), WORST), (WORST, TrainingState())):
        query: dict[str, list[str]] = {}
        for key, value in state.to_link(start):
            query.setdefault(key, []).append(value)
        assert TrainingState.from_link(query, start) == state


def test_what_the_browser_holds_is_not_part_of_the_state() -> None:
    held = replace(WORST, have=("abc",))
    assert held == WORST
    assert held.to_link(WORST) == []


def test_own_points_are_kept_to_the_digit_that_the_link_writes() -> None:
    state = TrainingState(own=(OwnPoint(1 / 3, -0.001, 1),))
    assert state.own == (OwnPoint(0.33, 0.0, 1),)
    assert dict(state.to_link(TrainingState()))["pts"] == "0.33_0_1"


def test_more_own_points_than_the_link_holds_are_left_out_of_it() -> None:
    many = tuple(OwnPoint(0.01 * k, 0.0, 0) for k in range(MOST_LINKED + 1))
    state = TrainingState(plane="own", own=many)
    assert state.leaves_out
    assert state.to_link(TrainingState()) == [("d", "own")]
    assert not replace(state, own=many[1:]).leaves_out


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("pts=nan_0_1", "A point's x is nan"),
        ("pts=1e9_0_1", "A point's x is"),
        ("pts=0_0_2", "A point's class is 2, expected a whole number from 0 to 1"),
        ("pts=0_0", "expected x_y_class"),
        ("pts=0_0_1&pts=0_0_1", "pts stands 2 times"),
        ("r=nan", "The learning rate is nan"),
        ("r=0", "The learning rate is"),
        ("w=65", "The width is 65, expected a whole number from 1 to 64"),
        ("T=501", "The number of steps is 501"),
        ("n=2001", "The number of points is 2001"),
        ("n=2000&pts=0_0_1", "There are 2,001 points"),
        ("K=6", "The number of classes is 6"),
        ("d=stars", "The set of points is 'stars'"),
        ("opt=newton", "The optimizer is 'newton'"),
        ("vs=1&r2=inf", "The learning rate is inf"),
        ("at=0_nan", "The place's y is nan"),
        ("n=2000&L=2&w=64&T=500", "too much together: take about"),
    ],
)  # fmt: skip
def test_a_link_that_makes_no_sense_is_refused_with_a_sentence(query: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        TrainingState.from_link(params(query), TrainingState())


@pytest.mark.parametrize(
    ("field", "value"),
    [("run", None), ("run", {"rate": 1}), ("other", 3), ("own", [[0, 0]]), ("own", "00"),
     ("removed", [-1]), ("point", 5000), ("look", [0]), ("have", [1]), ("have", "ab"),
     ("own", [[0, 0, 0]] * (MOST_POINTS + 1)), ("classes", True), ("step", 0.5)],
)  # fmt: skip
def test_a_commit_that_makes_no_sense_is_refused_with_a_sentence(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        TrainingState.from_browser({**TrainingState().to_browser(), field: value})


def test_frames_are_packed_as_changes() -> None:
    frames = np.array([[1, 250], [3, 4], [0, 4]], np.uint8)
    raw = zlib.decompress(base64.b64decode(pack_frames(frames)))
    changes = np.frombuffer(raw, np.uint8).reshape(3, 2)
    assert changes.tolist() == [[1, 250], [2, 10], [253, 0]]
    assert (np.cumsum(changes, axis=0, dtype=np.uint8) == frames).all()
