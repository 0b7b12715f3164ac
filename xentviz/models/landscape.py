"""A slice through the loss: what it would be at weights along two directions, and the path."""

from dataclasses import dataclass

import numpy as np

from xentviz.core import cross_entropy
from xentviz.models.network import Doubles, logits_of_each
from xentviz.models.objective import Integers, Objective
from xentviz.models.plane_training import Run

MOST_POINTS = 400  # a slice of more takes seconds: evenly chosen ones stand for all
ROOM = 1.25  # the picture's edge, in units of the path's longest reach
LEAST_REACH = 0.5
BLOCK = 64  # rows of parameters at a time, to bound the memory


@dataclass(frozen=True)
class Slice:
    """Mean losses (size, size) on a grid around the last frame's weights; row 0 is the lowest `up`.

    `across` and `up` (size,) are distances in the weights; `path` (F, 2) the frames' places.
    """

    across: Doubles
    up: Doubles
    cross_entropy: Doubles
    squared: Doubles
    path: Doubles


def gradient_and_random(run: Run, points: Doubles, labels: Integers) -> Doubles:
    """(2, P): against the first frame's gradient, and a random direction at a right angle to it.

    Where the gradient is zero, the way from the first frame to the last stands for it.
    """
    network = run.network(0)
    _, gradients = network.loss_and_gradients(points, labels, run.recipe.objective)
    first = -np.concatenate([one.ravel() for one in gradients])
    if not 0.0 < np.linalg.norm(first) < np.inf:
        first = run.rows[-1] - run.rows[0]
    second = np.random.default_rng(run.recipe.seed).normal(size=first.size)
    length = np.linalg.norm(first)
    first = first / length if 0.0 < length < np.inf else np.eye(first.size)[0]
    second -= (second @ first) * first
    return np.stack([first, second / np.linalg.norm(second)])


def two_weights(run: Run, first: int, second: int) -> Doubles:
    """(2, P): along the weights of these numbers. Raises ValueError where there are none such."""
    size = run.rows.shape[1]
    if not (0 <= first < size and 0 <= second < size and first != second):
        raise ValueError(
            f"The weights are {first} and {second}, "
            f"expected two different ones from 0 to {size - 1}."
        )
    return np.asarray(np.eye(size)[[first, second]], np.float64)


def cut(run: Run, points: Doubles, labels: Integers, directions: Doubles, size: int) -> Slice:
    """The slice along both directions (2, P), which are at right angles and of length 1."""
    chosen = np.linspace(0, len(points) - 1, min(len(points), MOST_POINTS)).round().astype(np.intp)
    x, y = points[chosen], labels[chosen]
    centre = run.rows[-1]
    path = (run.rows - centre) @ directions.T
    ways = [max(LEAST_REACH, ROOM * float(np.abs(path[:, k]).max())) for k in (0, 1)]
    across, up = (np.linspace(-reach, reach, size) for reach in ways)
    places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    losses = np.concatenate(
        [
            _losses(run, x, y, centre + places[start : start + BLOCK] @ directions)
            for start in range(0, len(places), BLOCK)
        ]
    )
    grids = losses.reshape(size, size, 2)
    return Slice(across, up, grids[..., 0], grids[..., 1], path)


def _losses(run: Run, x: Doubles, y: Integers, rows: Doubles) -> Doubles:
    """(R, 2) mean cross-entropy and squared error under each row of parameters."""
    logits = logits_of_each(run.sizes, run.recipe.activation, rows, x)  # (R, n, K)
    spread = np.broadcast_to(y, logits.shape[:2])
    nats = np.asarray(cross_entropy(logits, spread, reduction="none")).mean(axis=1)
    squared = Objective(squared=True)
    flat = [squared.loss(one, y) for one in logits]
    return np.stack([nats, np.array(flat)], axis=1)
