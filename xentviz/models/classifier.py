"""A small classifier of points in the plane, trained past the point where it knows better."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xentviz.core import cross_entropy, cross_entropy_and_grad
from xentviz.models.optimizers import Adam

Doubles = NDArray[np.float64]
Integers = NDArray[np.intp]


class Classifier:
    """logits = tanh(tanh(x W1 + b1) W2 + b2) W3 + b3, for points x (N, 2); float64."""

    def __init__(self, n_classes: int, *, hidden: int = 32, seed: int = 0) -> None:
        if n_classes < 2:
            raise ValueError(f"n_classes must be at least 2, got {n_classes}")
        rng = np.random.default_rng(seed)
        sizes = (2, hidden, hidden, n_classes)
        self.parameters: list[Doubles] = []
        for wide, narrow in pairwise(sizes):
            self.parameters += [rng.normal(0.0, wide**-0.5, (wide, narrow)), np.zeros(narrow)]

    def logits(self, points: ArrayLike) -> Doubles:
        """(N, 2) to (N, K)."""
        return self._forward(np.asarray(points, np.float64))[2]

    def _forward(self, x: Doubles) -> tuple[Doubles, Doubles, Doubles]:
        w1, b1, w2, b2, w3, b3 = self.parameters
        first = np.tanh(x @ w1 + b1)  # (N, h)
        second = np.tanh(first @ w2 + b2)  # (N, h)
        return first, second, second @ w3 + b3

    def loss_and_gradients(self, points: Doubles, labels: Integers) -> tuple[float, list[Doubles]]:
        """Mean loss in nats, and its gradients like `parameters`."""
        first, second, logits = self._forward(points)
        loss, d_logits = cross_entropy_and_grad(logits, labels)  # (N, K)
        d_second = (d_logits @ self.parameters[4].T) * (1.0 - second**2)
        d_first = (d_second @ self.parameters[2].T) * (1.0 - first**2)
        layers = ((points, d_first), (first, d_second), (second, d_logits))
        return float(loss), [g for x, d in layers for g in (x.T @ d, d.sum(axis=0))]


@dataclass(frozen=True)
class Overconfident:
    """A finished training. S moments, N validation points, K classes; losses in nats."""

    steps: Integers  # (S,) the first is 0
    training_loss: Doubles  # (S,)
    loss: Doubles  # (S,) on the validation points, and so are the rest
    accuracy: Doubles  # (S,)
    all_logits: Doubles  # (S, N, K)
    labels: Integers  # (N,)
    model: Classifier

    @property
    def logits(self) -> Doubles:
        """(N, K) at the end."""
        return np.asarray(self.all_logits[-1], np.float64)


def overconfident_classifier(
    seed: int = 0, *, n_train: int = 80, n_validation: int = 1000, steps: int = 400, every: int = 10
) -> Overconfident:
    """Two overlapping clouds, few points, many steps: the loss rises while accuracy stays.

    The clouds have width 1 and centres 3 apart, so the best accuracy there is is 93.3 %, the
    normal distribution's share below 1.5. Deterministic from its seed.
    """
    rng = np.random.default_rng(seed)
    train_points, train_labels = _clouds(n_train, rng)
    points, labels = _clouds(n_validation, rng)
    model = Classifier(2, seed=seed)
    adam = Adam(model.parameters, betas=(0.9, 0.999))
    moments, seen = [], []
    for step in range(steps + 1):
        loss, gradients = model.loss_and_gradients(train_points, train_labels)
        if step % every == 0:
            moments.append((step, loss))
            seen.append(model.logits(points))
        adam.step(gradients, 0.01)
    logits = np.stack(seen)
    losses = [float(cross_entropy(at, labels)) for at in logits]
    return Overconfident(
        np.array([step for step, _ in moments], np.intp),
        np.array([loss for _, loss in moments]),
        np.array(losses),
        (logits.argmax(axis=2) == labels).mean(axis=1),
        logits,
        labels,
        model,
    )


def _clouds(n: int, rng: np.random.Generator) -> tuple[Doubles, Integers]:
    """Round clouds at x = -1.5 and x = 1.5."""
    labels = rng.integers(0, 2, n)
    points = rng.normal(0.0, 1.0, (n, 2))
    points[:, 0] += 3.0 * labels - 1.5
    return points, labels
