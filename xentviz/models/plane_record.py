"""A finished training as the board shows it: each frame's losses, accuracy, and regions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xentviz.core import cross_entropy, softmax
from xentviz.models.network import Doubles, logits_of_each
from xentviz.models.objective import Integers
from xentviz.models.plane_training import Run

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Judged:
    """Every frame on one set of N points: mean cross-entropy in nats, and what was predicted."""

    losses: Doubles  # (F, N)
    predicted: Integers  # (F, N)
    labels: Integers  # (N,)
    n_classes: int

    @property
    def loss(self) -> Doubles:
        """(F,)"""
        return np.asarray(self.losses.mean(axis=1), np.float64)

    @property
    def accuracy(self) -> Doubles:
        """(F,)"""
        return np.asarray((self.predicted == self.labels).mean(axis=1), np.float64)

    def confusion(self) -> Integers:
        """(F, K, K) how many points of each actual class (row) were predicted as each."""
        k, frames = self.n_classes, len(self.predicted)
        cells = (np.arange(frames)[:, None] * k + self.labels) * k + self.predicted
        return np.bincount(cells.ravel(), minlength=frames * k * k).reshape(frames, k, k)


def judge(run: Run, points: Doubles, labels: Integers) -> Judged:
    """Every frame of the run on points (N, 2), N >= 1. Where it overflowed: inf or nan."""
    logits = logits_of_each(run.sizes, run.recipe.activation, run.rows, points)  # (F, N, K)
    spread = np.broadcast_to(labels, logits.shape[:2])
    losses = np.asarray(cross_entropy(logits, spread, reduction="none"), np.float64)
    return Judged(losses, logits.argmax(axis=2), labels, run.sizes[-1])


def regions(run: Run, cells: int, reach: float) -> Bytes:
    """(F, K - 1, cells, cells) probability of each class but the last, as bytes: 255 is 1.

    Row 0 is the lowest y, column 0 the lowest x; a value is that at its cell's centre, in float32.
    """
    axis = (np.arange(cells, dtype=np.float32) + 0.5) * (2 * reach / cells) - reach
    x, y = np.meshgrid(axis, axis)
    grid = np.stack([x.ravel(), y.ravel()], axis=1)
    with np.errstate(all="ignore"):
        logits = logits_of_each(run.sizes, run.recipe.activation, run.rows, grid)
        p = np.nan_to_num(np.asarray(softmax(logits)), nan=0.0)
    shares: Bytes = np.rint(255.0 * p[:, :, :-1]).astype(np.uint8)  # (F, cells^2, K - 1)
    return shares.transpose(0, 2, 1).reshape(len(shares), -1, cells, cells)


def sizes_of_points(judged: Judged, top: float) -> Bytes:
    """(F, N) each point's loss as a byte b: top * (b / 255)^2, and 255 for all above."""
    shares = np.sqrt(np.clip(np.nan_to_num(judged.losses, nan=top), 0.0, top) / top)
    as_bytes: Bytes = np.rint(255.0 * shares).astype(np.uint8)
    return as_bytes
