"""What the training board shows for a state: the runs, and what is pointed at."""

import functools
from dataclasses import replace
from typing import Any

import numpy as np

from xentviz.boards.packing import pack
from xentviz.boards.training import (
    Chain,
    Landscape,
    LookNumbers,
    Now,
    PointNumbers,
    PointsNumbers,
    RunNumbers,
    TrainingNumbers,
    training_board,
)
from xentviz.boards.training_settings import MOST_LINKED, RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.core import cross_entropy, cross_entropy_and_grad, softmax
from xentviz.models.landscape import cut, gradient_and_random, two_weights
from xentviz.models.network import Doubles, logits_of_each
from xentviz.models.objective import Objective
from xentviz.server import plane_runs
from xentviz.server.plane_runs import Trained, ask, points_of, run_key

SLICE = 25  # places of the landscape along each direction
NOTHING = "There are no points to learn from. Add one, or choose a set of points."
LEFT_OUT = (
    f"The link holds up to {MOST_LINKED} points of your own, so it leaves yours out: "
    "they are gone in a copy."
)


def training(state: TrainingState) -> TrainingNumbers:
    """Everything the board shows, trained where it has not been."""
    settings = [state.run] if state.other is None else [state.run, state.other]
    count = len(points_of(state).labels)
    runs = [ask(state, one) for one in settings] if count else []
    done = [one for one in runs if isinstance(one, Trained)]
    known = plane_runs.floor(state.plane, state.classes)
    numbers = [_run(state, one, run) for one, run in zip(settings, runs, strict=False)]
    whole = bool(runs) and len(done) == len(runs)
    sentences = [_landscape_sentence(state, done)] if whole else []
    if not count:
        sentences.append(NOTHING)
    if state.leaves_out:
        sentences.append(LEFT_OUT)
    return TrainingNumbers(
        sentence=" ".join(filter(None, sentences)),
        points=_points(state),
        runs=numbers,
        blind=float(cross_entropy([0.0] * state.classes, 0)),
        floor=None if known is None else known[0],
        floor_accuracy=None if known is None else known[1],
        point=_point(state, done) if whole else None,
        look=_look(state, done) if whole else None,
        landscape=_landscape(state, done[0]) if whole else None,
    )


def _points(state: TrainingState) -> PointsNumbers:
    points, labels, places = points_of(state)
    key = plane_runs.points_key(state)
    packed = {
        "x": pack(points[:, 0], "f4"),
        "y": pack(points[:, 1], "f4"),
        "label": pack(labels, "u1"),
        "id": pack(places, "u2"),
    }
    return {"key": key, "count": len(labels), "packed": None if key in state.have else packed}


def _run(state: TrainingState, settings: RunSettings, run: Trained | int) -> RunNumbers:
    if not isinstance(run, Trained):
        before = f"{run} other runs come" if run > 1 else "Another run comes"
        waiting = f"{before} first. Yours will be trained then."
        return {
            "key": run_key(state, settings),
            "packed": None,
            "now": None,
            "stopped": "",
            "weights": 0,
            "waiting": waiting,
        }
    return {
        "key": run.key,
        "packed": None if run.key in state.have else run.packed,
        "now": _now(state, run),
        "stopped": run.stopped,
        "weights": run.run.rows.shape[1],
        "waiting": "",
    }


def _now(state: TrainingState, run: Trained) -> Now:
    frame = run.frame(state.step)
    confusion = run.confusion[frame]
    held = run.held_out is not None
    return {
        "frame": frame,
        "step": int(run.run.steps[frame]),
        "training": float(run.training[frame]),
        "held_out": None if run.held_out is None else float(run.held_out[frame]),
        "accuracy": float(run.accuracy[frame]),
        "held_accuracy": None if run.held_accuracy is None else float(run.held_accuracy[frame]),
        "confusion": confusion.tolist(),
        "recall": [
            int(row[k]) / int(row.sum()) if row.sum() else None for k, row in enumerate(confusion)
        ],
        "judged": "held-out" if held else "training",
    }


def _logits_at(run: Trained, x: float, y: float) -> Doubles:
    """(F, K) the logits at one place in each frame."""
    of = run.run
    logits = logits_of_each(of.sizes, of.recipe.activation, of.rows, np.array([[x, y]]))
    return np.asarray(logits[:, 0], np.float64)


def _point(state: TrainingState, runs: list[Trained]) -> PointNumbers | None:
    points, labels, _ = points_of(state)
    if state.point is None or state.point >= len(labels):
        return None
    (x, y), label = points[state.point].tolist(), int(labels[state.point])
    return {
        "index": state.point,
        "x": x,
        "y": y,
        "label": label,
        "chains": [_chain(_logits_at(run, x, y), label) for run in runs],
    }


def _chain(logits: Doubles, label: int) -> Chain:
    targets = np.full(len(logits), label, np.intp)
    losses, grad = cross_entropy_and_grad(logits, targets, reduction="none")
    return {
        "logits": pack(logits, "f8"),
        "probs": pack(softmax(logits), "f8"),
        "push": pack(-grad, "f8"),
        "loss": pack(losses, "f8"),
    }


def _look(state: TrainingState, runs: list[Trained]) -> LookNumbers | None:
    if state.look is None:
        return None
    x, y = state.look
    return {"x": x, "y": y, "probs": [pack(softmax(_logits_at(run, x, y)), "f8") for run in runs]}


def _landscape_sentence(state: TrainingState, runs: list[Trained]) -> str:
    size = runs[0].run.rows.shape[1]
    if state.view != "landscape" or state.slice != "weights":
        return ""
    if max(state.first, state.second) >= size or state.first == state.second:
        return f"Choose two different weights from 0 to {size - 1}."
    return ""


def _landscape(state: TrainingState, run: Trained) -> Landscape | None:
    if state.view != "landscape" or _landscape_sentence(state, [run]):
        return None
    return _slice(replace(state, **_SEEN))


# A slice is the same whatever else is looked at.
_SEEN: dict[str, Any] = {"step": 0, "point": None, "look": None, "other": None}


@functools.lru_cache(maxsize=32)
def _slice(state: TrainingState) -> Landscape:
    run = plane_runs.trained(state).run
    points, labels, _ = points_of(state)
    if state.slice == "random":
        directions = gradient_and_random(run, points, labels)
        names = ["downhill at the start", "a random direction"]
    else:
        directions = two_weights(run, state.first, state.second)
        names = [f"weight {number}" for number in (state.first, state.second)]
    with np.errstate(all="ignore"):
        made = cut(run, points, labels, directions, SLICE)
    return {
        "size": SLICE,
        "across": made.across.tolist(),
        "up": made.up.tolist(),
        "cross_entropy": pack(made.cross_entropy, "f4"),
        "squared": pack(made.squared, "f4"),
        "path_x": pack(made.path[:, 0], "f4"),
        "path_y": pack(made.path[:, 1], "f4"),
        "names": names,
    }


def slopes() -> dict[str, list[float]]:
    """Both losses' gradients in z = z1 - z0 for two classes and label 1, and p(1 - p)."""
    z = np.linspace(-8.0, 8.0, 65)
    label = np.array([1])
    both = [
        [Objective(squared).loss_and_grad(np.array([[0.0, one]]), label)[1][0, 1] for one in z]
        for squared in (False, True)
    ]
    p = np.asarray(softmax(np.stack([np.zeros_like(z), z], axis=1)))
    return {
        "z": z.tolist(),
        "cross_entropy": [float(one) for one in both[0]],
        "squared": [float(one) for one in both[1]],
        "product": (p[:, 0] * p[:, 1]).tolist(),
    }


TRAINING = training_board(training, slopes())
