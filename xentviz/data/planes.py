"""Toy sets in the plane: points with labels, each made from a seed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xentviz.core import softmax

Doubles = NDArray[np.float64]
Integers = NDArray[np.intp]


@dataclass(frozen=True)
class Plane:
    """Points (N, 2) float64 and labels (N,) in 0..n_classes-1, in random order."""

    points: Doubles
    labels: Integers
    n_classes: int


@dataclass(frozen=True)
class Gaussians:
    """Round clouds of one width, equally likely: the true P(class | point) is known."""

    centres: tuple[tuple[float, float], ...] = ((-1.0, 0.0), (1.0, 0.0))
    width: float = 1.0  # standard deviation along each axis

    def __post_init__(self) -> None:
        if len(self.centres) < 2 or not self.width > 0.0:
            raise ValueError(f"needs two centres and a width > 0, got {self}")

    def sample(self, n: int, seed: int) -> Plane:
        """n points, each from a cloud drawn by lot."""
        rng = _rng(n, seed)
        labels = rng.integers(0, len(self.centres), n)
        noise = rng.normal(0.0, self.width, (n, 2))
        return Plane(np.array(self.centres)[labels] + noise, labels, len(self.centres))

    def posterior(self, points: ArrayLike) -> Doubles:
        """(..., 2) points to (..., K) true probabilities, by Bayes' rule.

        Halfway between two centres: 1/2 each. Source: Bishop, Pattern Recognition, (4.62).
        """
        x = np.asarray(points, np.float64)[..., None, :]  # (..., 1, 2)
        squares = ((x - np.array(self.centres)) ** 2).sum(axis=-1)  # (..., K)
        return np.asarray(softmax(-squares / (2.0 * self.width**2)), np.float64)


def triangle(distance: float = 2.0, width: float = 1.0) -> Gaussians:
    """Three clouds at the corners of a triangle with sides of this length."""
    height = distance * 3**0.5 / 2.0
    corners = ((-distance / 2, -height / 3), (distance / 2, -height / 3), (0.0, 2 * height / 3))
    return Gaussians(corners, width)


def moons(n: int, seed: int, *, noise: float = 0.25) -> Plane:
    """Two half circles of radius 1, one opening up and one down, reaching into each other."""
    rng = _rng(n, seed)
    labels = rng.integers(0, 2, n)
    angle = rng.uniform(0.0, np.pi, n)
    side = np.where(labels == 0, 1.0, -1.0)
    x = side * np.cos(angle) + np.where(labels == 0, -0.5, 0.5)
    y = side * np.sin(angle) + np.where(labels == 0, -0.25, 0.25)
    return Plane(np.stack([x, y], axis=1) + rng.normal(0.0, noise, (n, 2)), labels, 2)


def spirals(n: int, seed: int, *, n_classes: int = 3, noise: float = 0.1) -> Plane:
    """Arms that wind once around the origin, out to radius 2, one a class."""
    if n_classes < 2:
        raise ValueError(f"n_classes must be at least 2, got {n_classes}")
    rng = _rng(n, seed)
    labels = rng.integers(0, n_classes, n)
    along = rng.uniform(0.1, 1.0, n)
    angle = 2.0 * np.pi * (labels / n_classes + along)
    arm = 2.0 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return Plane(arm + rng.normal(0.0, noise, (n, 2)), labels, n_classes)


def _rng(n: int, seed: int) -> np.random.Generator:
    if n < 0:
        raise ValueError(f"n must be at least 0, got {n}")
    return np.random.default_rng(seed)
