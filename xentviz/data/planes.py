"""Toy sets in the plane: points with labels, each made from a seed."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xentviz.core import entropy, softmax

Doubles = NDArray[np.float64]
Integers = NDArray[np.intp]
MOONS_APART = 1.2  # between the centres of three moons or more


@dataclass(frozen=True)
class Plane:
    """Points (N, 2) float64 and labels (N,) in 0..n_classes-1, in random order."""

    points: Doubles
    labels: Integers
    n_classes: int


@dataclass(frozen=True)
class Gaussians:
    """Round clouds of one width: the true P(class | point) is known.

    `priors` are the clouds' shares, all alike where empty. A share `wrong` of the points has
    another class's label, each of the others as often.
    """

    centres: tuple[tuple[float, float], ...] = ((-1.0, 0.0), (1.0, 0.0))
    width: float = 1.0  # standard deviation along each axis
    priors: tuple[float, ...] = ()
    wrong: float = 0.0

    def __post_init__(self) -> None:
        if len(self.centres) < 2 or not self.width > 0.0:
            raise ValueError(f"needs two centres and a width > 0, got {self}")
        shares = self.priors
        if shares and (len(shares) != len(self.centres) or min(shares) <= 0.0):
            raise ValueError(f"priors must be one share > 0 a centre, got {shares}")
        if not 0.0 <= self.wrong < 1.0:
            raise ValueError(f"wrong must be a share in [0, 1), got {self.wrong}")

    @property
    def shares(self) -> Doubles:
        """(K,) how often each cloud is drawn; their sum is 1."""
        shares = np.array(self.priors or (1.0,) * len(self.centres))
        return np.asarray(shares / shares.sum(), np.float64)

    def sample(self, n: int, seed: int) -> Plane:
        """n points, each from a cloud drawn by lot."""
        rng, k = _rng(n, seed), len(self.centres)
        clouds = rng.choice(k, n, p=self.shares) if self.priors else rng.integers(0, k, n)
        points = np.array(self.centres)[clouds] + rng.normal(0.0, self.width, (n, 2))
        labels = clouds
        if self.wrong:
            others = (clouds + rng.integers(1, k, n)) % k
            labels = np.where(rng.random(n) < self.wrong, others, clouds)
        return Plane(points, labels, k)

    def posterior(self, points: ArrayLike) -> Doubles:
        """(..., 2) points to (..., K) true probabilities, by Bayes' rule.

        Halfway between two centres: 1/2 each. Source: Bishop, Pattern Recognition, (4.62).
        """
        x = np.asarray(points, np.float64)[..., None, :]  # (..., 1, 2)
        squares = ((x - np.array(self.centres)) ** 2).sum(axis=-1)  # (..., K)
        scores = np.log(self.shares) - squares / (2.0 * self.width**2)
        p = np.asarray(softmax(scores), np.float64)
        others = self.wrong / (len(self.centres) - 1)
        return (1.0 - self.wrong) * p + others * (1.0 - p)

    def floor(self, cells: int = 400) -> tuple[float, float]:
        """The least mean loss of any model, in nats, and the best accuracy there is.

        The mean over the plane of the posterior's entropy, and of its largest probability, by the
        rectangle rule on cells x cells places, which for such smooth functions has all digits.
        """
        centres, reach = np.array(self.centres), 8.0 * self.width
        axes = [
            np.linspace(c.min() - reach, c.max() + reach, cells)
            for c in (centres[:, 0], centres[:, 1])
        ]
        places = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)  # (cells, cells, 2)
        area = float(np.prod([axis[1] - axis[0] for axis in axes]))
        squares = ((places[..., None, :] - centres) ** 2).sum(axis=-1)
        clouds = np.exp(-squares / (2.0 * self.width**2)) / (2.0 * np.pi * self.width**2)
        mass = (clouds @ self.shares) * area  # (cells, cells), its sum is 1
        p = self.posterior(places)
        return float((mass * entropy(p)).sum()), float((mass * p.max(axis=-1)).sum())


def triangle(distance: float = 2.0, width: float = 1.0) -> Gaussians:
    """Three clouds at the corners of a triangle with sides of this length."""
    height = distance * 3**0.5 / 2.0
    corners = ((-distance / 2, -height / 3), (distance / 2, -height / 3), (0.0, 2 * height / 3))
    return Gaussians(corners, width)


def moons(n: int, seed: int, *, n_classes: int = 2, noise: float = 0.25) -> Plane:
    """Half circles of radius 1 in a row, open up and down in turn, reaching into each other."""
    rng = _rng(n, seed)
    labels = rng.integers(0, _several(n_classes), n)
    angle = rng.uniform(0.0, np.pi, n)
    even = labels % 2 == 0
    side = np.where(even, 1.0, -1.0)
    apart = 1.0 if n_classes == 2 else MOONS_APART
    x = side * np.cos(angle) + (labels - (n_classes - 1) / 2) * apart
    y = side * np.sin(angle) + np.where(even, -0.25, 0.25)
    points = np.stack([x, y], axis=1) + rng.normal(0.0, noise, (n, 2))
    return Plane(points, labels, n_classes)


def spirals(n: int, seed: int, *, n_classes: int = 3, noise: float = 0.1) -> Plane:
    """Arms that wind once around the origin, out to radius 2, one a class."""
    rng = _rng(n, seed)
    labels = rng.integers(0, _several(n_classes), n)
    along = rng.uniform(0.1, 1.0, n)
    angle = 2.0 * np.pi * (labels / n_classes + along)
    arm = 2.0 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return Plane(arm + rng.normal(0.0, noise, (n, 2)), labels, n_classes)


def rings(n: int, seed: int, *, n_classes: int = 2, noise: float = 0.1) -> Plane:
    """Circles around the origin, one inside the next, out to radius 2."""
    rng = _rng(n, seed)
    labels = rng.integers(0, _several(n_classes), n)
    angle = rng.uniform(0.0, 2.0 * np.pi, n)
    radius = 2.0 * (labels + 0.5) / (n_classes - 0.5)
    points = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return Plane(points + rng.normal(0.0, noise, (n, 2)), labels, n_classes)


def clouds(name: str, n_classes: int) -> Gaussians | None:
    """The clouds of a set of `SETS`, whose truth is known; None for a set of another kind."""
    if name == "blobs":
        return Gaussians(_circle(2.2, n_classes), 0.45)
    if name == "overlap":
        return Gaussians(_circle(1.1, n_classes), 0.8)
    if name == "imbalance":
        rare = 0.05 / (n_classes - 1)
        return Gaussians(_circle(0.7, n_classes), 0.8, (0.95, *(rare,) * (n_classes - 1)))
    if name == "wrong labels":
        return Gaussians(_circle(1.6, n_classes), 0.6, wrong=0.15)
    return None


SETS = ("blobs", "overlap", "moons", "spirals", "rings", "imbalance", "wrong labels")


def draw(name: str, n_classes: int, n: int, seed: int) -> Plane:
    """n points of one of `SETS`, at a size that fills a picture from -3.5 to 3.5."""
    known = clouds(name, _several(n_classes))
    if known is not None:
        return known.sample(n, seed)
    if name == "moons":
        apart = 1.0 if n_classes == 2 else MOONS_APART
        wide = 1.0 + (n_classes - 1) / 2 * apart
        return _scaled(moons(n, seed, n_classes=n_classes, noise=0.12), 2.8 / wide)
    if name == "spirals":
        return _scaled(spirals(n, seed, n_classes=n_classes, noise=0.06), 1.45)
    if name == "rings":
        return _scaled(rings(n, seed, n_classes=n_classes, noise=0.08), 1.4)
    raise ValueError(f"name must be one of {', '.join(SETS)}, got {name!r}")


def _circle(radius: float, n_classes: int) -> tuple[tuple[float, float], ...]:
    """Evenly spaced centres, the first on the left."""
    angles = [math.pi + 2.0 * math.pi * k / n_classes for k in range(n_classes)]
    return tuple((radius * math.cos(a), radius * math.sin(a)) for a in angles)


def _scaled(plane: Plane, by: float) -> Plane:
    return Plane(plane.points * by, plane.labels, plane.n_classes)


def _several(n_classes: int) -> int:
    if n_classes < 2:
        raise ValueError(f"n_classes must be at least 2, got {n_classes}")
    return n_classes


def _rng(n: int, seed: int) -> np.random.Generator:
    if n < 0:
        raise ValueError(f"n must be at least 0, got {n}")
    return np.random.default_rng(seed)
