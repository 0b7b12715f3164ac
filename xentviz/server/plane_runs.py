"""The runs that the training board shows: trained once, and shared by all who open the same."""

import functools
import hashlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from xentviz.boards.packing import pack, pack_frames
from xentviz.boards.training import FIELD, TOP_LOSS
from xentviz.boards.training_settings import LAST_SEED, REACH, OwnPoint, RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.data import planes
from xentviz.models.divergence import why_it_diverged
from xentviz.models.network import Doubles
from xentviz.models.objective import Integers, Objective, balanced
from xentviz.models.plane_record import Bytes, judge, regions, sizes_of_points
from xentviz.models.plane_training import Recipe, Run, train_run
from xentviz.server.work_queue import WorkQueue

HELD_OUT = 1_000  # points
PATIENCE = 1.5  # seconds that a visitor waits for a run before being told how many come first
MOST_PACKED = 450_000  # characters of the regions: above, they are packed with fewer digits


class Points(NamedTuple):
    """Training points (N, 2), labels (N,), and the generated ones' places (at most N,)."""

    points: Doubles
    labels: Integers
    places: Integers


@dataclass(frozen=True)
class Trained:
    """One run as it is kept: F frames; losses are mean cross-entropies in nats, each (F,).

    `objective` is what is minimised on all training points; None where that is `training`.
    `held_out` and `held_accuracy` are None where nothing is held out; then `confusion` (F, K, K)
    counts the training points. `sizes` (F, N) are each point's loss as a byte. `stopped` says at
    which step and why the run diverged, or is "".
    """

    key: str
    run: Run
    training: Doubles
    accuracy: Doubles
    objective: Doubles | None
    held_out: Doubles | None
    held_accuracy: Doubles | None
    confusion: Integers
    sizes: Bytes
    stopped: str

    @functools.cached_property
    def packed(self) -> dict[str, str]:
        """What the browser receives once; worked out when it is first asked for, in 0.1 s."""
        return {
            "steps": pack(self.run.steps, "u2"),
            "training": pack(self.training, "f4"),
            "held_out": _floats(self.held_out),
            "objective": _floats(self.objective),
            "accuracy": pack(self.accuracy, "f4"),
            "held_accuracy": _floats(self.held_accuracy),
            "confusion": pack(self.confusion, "u2"),
            "field": _regions(self.run),
            "losses": pack_frames(self.sizes),
        }

    def frame(self, step: int) -> int:
        """The frame that is shown for a step: the last one at or before it."""
        return int(np.searchsorted(self.run.steps, step, side="right")) - 1


RUNS: WorkQueue[Trained] = WorkQueue("plane-runs", kept=48, most_waiting=200)


def points_of(state: TrainingState) -> Points:
    """What the state's models learn from."""
    return _points(state.plane, state.classes, state.size, state.seed, state.own, state.removed)


@functools.lru_cache(maxsize=64)
def _points(
    plane: str, classes: int, size: int, seed: int,
    own: tuple[OwnPoint, ...], removed: tuple[int, ...],
) -> Points:  # fmt: skip
    if plane in planes.SETS:
        drawn = planes.draw(plane, classes, size, seed)
        points, labels = drawn.points, drawn.labels
    else:
        points, labels = np.zeros((0, 2)), np.zeros(0, np.intp)
    left = np.setdiff1d(np.arange(len(points)), np.array(removed, np.intp))
    added = np.array([(x, y) for x, y, _ in own]).reshape(-1, 2)
    marks = np.array([label for _, _, label in own], np.intp)
    return Points(
        np.concatenate([points[left], added]), np.concatenate([labels[left], marks]), left
    )


@functools.lru_cache(maxsize=32)
def held_out(plane: str, classes: int, seed: int) -> planes.Plane | None:
    """Points of the same kind that no model learns from; None where the kind is not known."""
    if plane not in planes.SETS:
        return None
    return planes.draw(plane, classes, HELD_OUT, LAST_SEED + 1 + seed)


@functools.lru_cache(maxsize=32)
def floor(plane: str, classes: int) -> tuple[float, float] | None:
    """The least mean loss and the best accuracy on held-out points, where they are known."""
    known = planes.clouds(plane, classes)
    return None if known is None else known.floor()


def run_key(state: TrainingState, settings: RunSettings) -> str:
    """Names the points and the settings: 16 hexadecimal digits."""
    return _digest((*_points_named(state), state.steps, settings))


def points_key(state: TrainingState) -> str:
    """Names the points alone."""
    return _digest(_points_named(state))


def _points_named(state: TrainingState) -> tuple[object, ...]:
    return (state.plane, state.classes, state.size, state.seed, state.own, state.removed)


def _digest(named: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(named).encode()).hexdigest()[:16]


def recipe_of(state: TrainingState, settings: RunSettings) -> Recipe:
    """How the settings train on the state's points."""
    labels = points_of(state).labels
    weights = balanced(labels, state.classes) if settings.weighting == "balanced" else ()
    return Recipe(
        settings.hidden(),
        settings.activation,
        settings.start,
        Objective(settings.loss == "squared", weights, settings.smoothing),
        settings.optimizer,
        settings.rate,
        settings.batch,
        settings.decay,
        state.steps,
        state.seed,
    )


def ask(state: TrainingState, settings: RunSettings) -> Trained | int:
    """The run, or how many runs of others come first; ValueError where there are no points."""
    key = run_key(state, settings)

    def make() -> Trained:
        run = _train(key, state, settings)
        _ = run.packed  # in the queue's thread too: it takes as long as the training
        return run

    return RUNS.ask(key, make, PATIENCE)


def trained(state: TrainingState, settings: RunSettings | None = None) -> Trained:
    """The run, however long it takes: for what the lessons say of it."""
    chosen = settings or state.run
    key = run_key(state, chosen)
    return RUNS.make_now(key, lambda: _train(key, state, chosen))


def _train(key: str, state: TrainingState, settings: RunSettings) -> Trained:
    points, labels, _ = points_of(state)
    recipe = recipe_of(state, settings)
    run = train_run(recipe, points, labels, state.classes)
    with np.errstate(all="ignore"):  # the last frames of a run that diverges overflow
        seen = judge(run, points, labels)
        unseen = held_out(state.plane, state.classes, state.seed)
        held = None if unseen is None else judge(run, unseen.points, unseen.labels)
        plain = recipe.objective == Objective()
        return Trained(
            key,
            run,
            seen.loss,
            seen.accuracy,
            None if plain else _objective(run, points, labels),
            None if held is None else held.loss,
            None if held is None else held.accuracy,
            (held or seen).confusion(),
            sizes_of_points(seen, TOP_LOSS),
            why_it_diverged(run, points, labels),
        )


def _objective(run: Run, points: Doubles, labels: Integers) -> Doubles:
    frames = [run.network(frame).logits(points) for frame in range(len(run.steps))]
    return np.array([run.recipe.objective.loss(logits, labels) for logits in frames])


def _floats(numbers: Doubles | None) -> str:
    return "" if numbers is None else pack(numbers, "f4")


def _regions(run: Run) -> str:
    """The packed regions, with fewer digits where a wild run would not fit."""
    shares = regions(run, FIELD, REACH)
    text = pack_frames(shares)
    for bits in range(1, 7):
        if len(text) <= MOST_PACKED:
            break
        coarse = (shares >> bits) << bits
        text = pack_frames(coarse + (coarse >> (8 - bits)))
    return text
