"""What one run of the training board is set to, and the reader's own points."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Self

from xentviz.boards import checks

PLANES = ("blobs", "overlap", "moons", "spirals", "rings", "imbalance", "wrong labels", "own")
ACTIVATIONS = ("tanh", "relu")
OPTIMIZERS = ("sgd", "momentum", "adam")
LOSSES = ("cross-entropy", "squared")
WEIGHTINGS = ("none", "balanced")
STARTS = ("small", "zero", "loud", "wrong")
VIEWS, SLICES = ("plane", "landscape"), ("random", "weights")
CLASSES = (2, 5)
REACH = 3.5  # the picture shows x and y from -REACH to REACH
MOST_POINTS, MOST_LINKED, MOST_STEPS, WIDEST = 2_000, 60, 500, 64
DEEPEST = 2  # hidden layers
MOST_WORK = 2e9  # multiplications of one run's forward passes: about two seconds
RATE, DECAY, SMOOTHING = (1e-4, 1e4), (0.0, 1.0), (0.0, 0.5)
LAST_SEED = 9_999
MOST_HELD = 64  # runs that a browser may say it holds
DECIMALS = 2  # of the coordinates of one's own points: what the link writes is what is trained


class OwnPoint(NamedTuple):
    """A point that the reader has added, and its label."""

    x: float
    y: float
    label: int


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How one model is made and trained. Raises ValueError with one sentence.

    `layers` hidden layers of `width` units; `batch` points a step, 0 for all of them. `start` says
    what the first weights are like: "small" (the loss begins near ln K), "zero", "loud" (weights
    so large that it begins near 20), or "wrong" (confidently wrong).
    """

    layers: int = 1
    width: int = 16
    activation: str = "tanh"
    start: str = "small"
    loss: str = "cross-entropy"
    weighting: str = "none"
    smoothing: float = 0.0
    optimizer: str = "sgd"
    rate: float = 1.0
    batch: int = 0
    decay: float = 0.0

    def __post_init__(self) -> None:
        keep(
            self,
            layers=checks.whole(self.layers, "The number of hidden layers", 0, DEEPEST),
            width=checks.whole(self.width, "The width", 1, WIDEST),
            activation=checks.choice(self.activation, "The activation", ACTIVATIONS),
            start=checks.choice(self.start, "The start", STARTS),
            loss=checks.choice(self.loss, "The loss", LOSSES),
            weighting=checks.choice(self.weighting, "The class weights", WEIGHTINGS),
            smoothing=checks.number(self.smoothing, "The label smoothing", *SMOOTHING),
            optimizer=checks.choice(self.optimizer, "The optimizer", OPTIMIZERS),
            rate=checks.number(self.rate, "The learning rate", *RATE),
            batch=checks.whole(self.batch, "The batch", 0, MOST_POINTS),
            decay=checks.number(self.decay, "The weight decay", *DECAY),
        )

    def hidden(self) -> tuple[int, ...]:
        """The widths of the hidden layers."""
        return (self.width,) * self.layers

    def check_work(self, points: int, classes: int, steps: int) -> None:
        """Raise ValueError with one sentence where a run on so many points takes too long."""
        sizes = (2, *self.hidden(), classes)
        work = sum(a * b for a, b in pairwise(sizes)) * min(self.batch or points, points) * steps
        if work > MOST_WORK:
            share = MOST_WORK / work
            raise ValueError(
                f"{points:,} points, {steps:,} steps and hidden layers of {self.width} are too "
                f"much together: take about {100 * share:.0f} % of the steps, or less of the rest."
            )

    @classmethod
    def from_browser(cls, sent: object, name: str) -> Self:
        """Read one run's settings, which anyone may have written."""
        said: Any = checks.fields(sent, name)
        return cls(**{one: said.get(one) for one in cls.__slots__})


def keep(record: object, **good: object) -> None:
    """Keep what the checks gave back, as a frozen dataclass may in its `__post_init__`."""
    for name, value in good.items():
        object.__setattr__(record, name, value)


def own_points(value: object, classes: int) -> tuple[OwnPoint, ...]:
    given = checks.items(value, "The list of your own points", 0, MOST_POINTS)
    return tuple(_own_point(one, classes) for one in given)


def _own_point(value: object, classes: int) -> OwnPoint:
    x, y, label = checks.items(value, "A point", 3, 3)
    return OwnPoint(
        _place(x, "A point's x"),
        _place(y, "A point's y"),
        checks.index(label, "A point's class", classes),
    )


def _place(value: object, name: str) -> float:
    return round(checks.number(value, name, -REACH, REACH), DECIMALS) + 0.0  # never -0
