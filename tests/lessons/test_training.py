"""What the training board is told: right numbers or a sentence, for any points and settings."""

import base64
import json
import math
import zlib
from dataclasses import replace

import numpy as np
import pytest

from xentviz.boards.conversation import Conversation
from xentviz.boards.training import FIELD, TrainingNumbers
from xentviz.boards.training_settings import MOST_LINKED, OwnPoint, RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.core import cross_entropy
from xentviz.lessons.training import board
from xentviz.lessons.training.board import LEFT_OUT, NOTHING, TRAINING, slopes, training
from xentviz.server import plane_runs
from xentviz.server.plane_runs import points_of, trained

PAGE = TrainingState(
    plane="overlap", classes=5, step=200,
    run=RunSettings(layers=2, width=32, optimizer="adam", rate=0.01),
)  # fmt: skip
ALONE = TrainingState(plane="own", own=(OwnPoint(0.5, -0.5, 1),), step=200)


def floats(text: str, kind: str = "f4") -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), f"<{kind}")


def frames(text: str, shape: tuple[int, ...]) -> np.ndarray:
    """What the browser makes of packed frames: the changes added up."""
    raw = np.frombuffer(zlib.decompress(base64.b64decode(text)), np.uint8).reshape(shape)
    return np.cumsum(raw, axis=0, dtype=np.uint8)


def told(state: TrainingState) -> TrainingNumbers:
    return training(state)


def test_a_message_with_the_largest_picture_is_under_one_megabyte() -> None:
    """101 frames of 64 x 64 x 5 and 400 points, as JSON; nan has its own encoding in it."""
    message = json.dumps(Conversation(TRAINING, PAGE, PAGE).message(), allow_nan=False)
    assert 100_000 < len(message) < 1_000_000


def test_a_wild_run_is_packed_with_fewer_digits_and_stays_small() -> None:
    wild = replace(PAGE, run=replace(PAGE.run, rate=3.0, batch=3))
    run = trained(wild)
    text = run.packed["field"]
    assert len(text) <= plane_runs.MOST_PACKED
    shown = frames(text, (len(run.run.steps), 4, FIELD, FIELD))
    assert shown.max() > 200


def test_what_is_packed_are_the_runs_numbers() -> None:
    (one,) = told(PAGE).runs
    packed, run = one["packed"], trained(PAGE)
    assert packed is not None
    assert floats(packed["steps"], "u2").tolist() == list(range(0, 201, 2))
    np.testing.assert_allclose(floats(packed["training"]), run.training, rtol=1e-6)
    assert run.held_out is not None
    np.testing.assert_allclose(floats(packed["held_out"]), run.held_out, rtol=1e-6)
    counts = floats(packed["confusion"], "u2").reshape(101, 5, 5)
    assert (counts.sum(axis=(1, 2)) == plane_runs.HELD_OUT).all()
    assert packed["objective"] == ""
    sizes = frames(packed["losses"], (101, 400))
    mean = (16.0 * (sizes[-1] / 255.0) ** 2).mean()
    assert mean == pytest.approx(run.training[-1], abs=0.02)


def test_the_loss_shown_is_the_cores_on_the_points_shown() -> None:
    numbers = told(PAGE)
    packed = numbers.points["packed"]
    assert packed is not None
    points = np.stack([floats(packed["x"]), floats(packed["y"])], axis=1).astype(float)
    logits = trained(PAGE).run.network(-1).logits(points)
    now = numbers.runs[0]["now"]
    assert now is not None
    labels = floats(packed["label"], "u1").astype(np.intp)
    assert now["training"] == pytest.approx(float(cross_entropy(logits, labels)), rel=1e-5)
    assert numbers.blind == pytest.approx(math.log(5))


def test_what_the_browser_holds_is_not_sent_again() -> None:
    first = told(PAGE)
    again = told(replace(PAGE, step=100, have=(first.points["key"], first.runs[0]["key"])))
    assert (again.points["packed"], again.runs[0]["packed"]) == (None, None)
    now = again.runs[0]["now"]
    assert now is not None
    assert now["step"] == 100


def test_a_frame_is_the_last_one_at_or_before_the_step() -> None:
    now = told(replace(PAGE, step=101)).runs[0]["now"]
    assert now is not None
    assert (now["step"], now["frame"]) == (100, 50)
    late = told(replace(PAGE, step=500)).runs[0]["now"]
    assert late is not None
    assert late["step"] == 200


def test_no_points_give_a_sentence_and_no_run() -> None:
    for state in (TrainingState(plane="own"), TrainingState(size=0)):
        numbers = told(state)
        assert numbers.runs == []
        assert numbers.sentence == NOTHING
        assert numbers.points["count"] == 0


@pytest.mark.parametrize("count", [1, 5])
def test_one_point_or_identical_ones_are_learned(count: int) -> None:
    state = replace(ALONE, own=ALONE.own * count)
    now = told(state).runs[0]["now"]
    assert now is not None
    assert now["training"] < 0.01
    assert (now["held_out"], now["judged"]) == (None, "training")
    assert now["recall"] == [None, 1.0]


def test_one_class_only_is_learned_with_weights_for_the_classes_there_are() -> None:
    settings = RunSettings(weighting="balanced", loss="squared")
    now = told(replace(ALONE, classes=4, run=settings)).runs[0]["now"]
    assert now is not None
    assert now["training"] < 0.2


def test_a_run_that_diverges_is_shown_up_to_where_it_stopped() -> None:
    state = replace(PAGE, run=RunSettings(layers=2, width=32, activation="relu", rate=1e4))
    (one,) = told(state).runs
    assert one["stopped"].startswith("Stopped at step ")
    now = one["now"]
    assert now is not None
    assert now["step"] == trained(state).run.stopped
    assert not now["training"] < 1000
    json.dumps(Conversation(TRAINING, state, state).message(), allow_nan=False)


def test_a_removed_point_is_gone_and_an_own_one_stands_last() -> None:
    whole = points_of(PAGE)
    state = replace(PAGE, removed=(0, 7), own=(OwnPoint(1.0, 2.0, 4),))
    points, labels, places = points_of(state)
    assert len(labels) == 400 - 2 + 1
    assert points[-1].tolist() == [1.0, 2.0]
    assert places.tolist() == [k for k in range(400) if k not in (0, 7)]
    assert (points[:-1] == whole.points[places]).all()


def test_a_selected_points_chain_adds_up() -> None:
    numbers = told(replace(PAGE, point=3))
    assert numbers.point is not None
    (chain,) = numbers.point["chains"]
    probs, push = (floats(chain[name], "f8").reshape(101, 5) for name in ("probs", "push"))
    logits, losses = floats(chain["logits"], "f8").reshape(101, 5), floats(chain["loss"], "f8")
    label = numbers.point["label"]
    np.testing.assert_allclose(probs.sum(axis=1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(push, np.eye(5)[label] - probs, atol=1e-12)
    np.testing.assert_allclose(losses, -np.log(probs[:, label]), rtol=1e-9)
    np.testing.assert_allclose(
        losses, cross_entropy(logits, np.full(101, label), reduction="none"), rtol=1e-12
    )
    assert told(replace(PAGE, point=1999)).point is None


def test_two_runs_stand_beside_each_other_with_the_same_frames() -> None:
    state = replace(PAGE, other=RunSettings(loss="squared"), look=(0.5, 0.5))
    numbers = told(state)
    first, second = numbers.runs
    assert first["packed"] is not None
    assert second["packed"] is not None
    assert first["key"] != second["key"]
    assert first["packed"]["steps"] == second["packed"]["steps"]
    assert len(floats(second["packed"]["objective"])) == 101
    assert numbers.look is not None
    for probs in numbers.look["probs"]:
        np.testing.assert_allclose(floats(probs, "f8").reshape(101, 5).sum(axis=1), 1.0)


def test_a_landscape_of_weights_that_are_not_there_gives_a_sentence() -> None:
    state = replace(PAGE, view="landscape", slice="weights", first=0, second=9999)
    numbers = told(state)
    assert numbers.landscape is None
    assert numbers.sentence == "Choose two different weights from 0 to 1316."
    shown = told(replace(state, second=1)).landscape
    assert shown is not None
    size = shown["size"]
    middle = floats(shown["cross_entropy"]).reshape(size, size)[size // 2, size // 2]
    assert middle == pytest.approx(trained(PAGE).training[-1], rel=1e-5)


def test_what_the_link_leaves_out_is_said() -> None:
    many = tuple(OwnPoint(0.05 * k, 0.0, k % 2) for k in range(MOST_LINKED + 1))
    assert told(TrainingState(plane="own", own=many)).sentence == LEFT_OUT


def test_a_run_that_waits_says_so_and_tells_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "ask", lambda _state, _settings: 7)
    numbers = told(PAGE)
    (one,) = numbers.runs
    assert one["waiting"] == "7 other runs come first. Yours will be trained then."
    assert (one["packed"], one["now"], numbers.landscape) == (None, None, None)


def test_the_same_link_is_the_same_run_to_the_bit() -> None:
    query: dict[str, list[str]] = {}
    for key, value in PAGE.to_link(TrainingState()):
        query.setdefault(key, []).append(value)
    opened = TrainingState.from_link(query, TrainingState())
    key = plane_runs.run_key(opened, opened.run)
    assert key == trained(PAGE).key
    anew = plane_runs._train(key, opened, opened.run)
    assert anew.run.rows.tobytes() == trained(PAGE).run.rows.tobytes()
    assert anew.packed == trained(PAGE).packed


def test_the_slopes_are_p_minus_1_and_four_times_p_times_its_rest_squared() -> None:
    """Two classes and label 1: -(1 - p), and -4 p (1 - p)^2 for the sum of both squares."""
    curve = slopes()
    p = 1 / (1 + np.exp(-np.array(curve["z"])))
    np.testing.assert_allclose(curve["cross_entropy"], p - 1, atol=1e-12)
    np.testing.assert_allclose(curve["squared"], -4 * p * (1 - p) ** 2, atol=1e-12)
    np.testing.assert_allclose(curve["product"], p * (1 - p), atol=1e-12)
