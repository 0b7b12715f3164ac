"""The distributions board: a truth and a prediction; entropy and KL stack up to the loss."""

import math
from dataclasses import asdict, dataclass, replace
from typing import ClassVar, Self

import numpy as np

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState, fields_by_name
from xentviz.core import (
    distribution_cross_entropy,
    entropy,
    kl_divergence,
    nats_to_bits,
    smooth_labels,
)
from xentviz.data.everyday import PAIRS, Pair

LEAST, MOST = 2, 8
MOST_SMOOTHING = 0.5
SPARE_NAMES = tuple("ABCDEFGH")
NEW_SHARE = 0.05  # of the prediction, for an outcome that is added
# Sums are taken as they are up to this far from 1, and mended from there to OFF.
EXACT, OFF = 1e-12, 1e-6


@dataclass(frozen=True, slots=True)
class DistributionsState(FieldState):
    """A truth `p` and a prediction `q` over the same 2 to 8 outcomes.

    `smoothing` mixes the truth with the uniform distribution; `locked_p` and `locked_q` are the
    bars that stay where they are when another is dragged. Raises ValueError, with one sentence.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.reals("p", "p", MOST),
        link.reals("q", "q", MOST),
        link.real("s", "smoothing"),
        link.wholes("lp", "locked_p", MOST),
        link.wholes("lq", "locked_q", MOST),
        link.texts("n", "names"),
    )

    names: tuple[str, ...]
    p: tuple[float, ...]
    q: tuple[float, ...]
    smoothing: float = 0.0
    locked_p: tuple[int, ...] = ()
    locked_q: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        names = checks.items(self.names, "The list of names", LEAST, MOST)
        size = len(names)
        self.accept(
            names=tuple(checks.label(name, "A name") for name in names),
            p=_distribution(self.p, "The truth p", size),
            q=_distribution(self.q, "The prediction q", size),
            smoothing=checks.number(self.smoothing, "The label smoothing", 0, MOST_SMOOTHING),
            locked_p=_locked(self.locked_p, "p", size),
            locked_q=_locked(self.locked_q, "q", size),
        )

    @classmethod
    def of(cls, pair: Pair) -> Self:
        """The state that shows a pair of distributions from everyday life."""
        return cls(pair.names, pair.p, pair.q)

    @classmethod
    def from_link(cls, params: link.Params, start: Self) -> Self:
        """Read `?p=0.7,0.3&q=0.5,0.5&s=0.1&lp=0&n=rain&n=sun`, the rest as in `start`."""
        fields = link.read(cls.LINK, params)
        usual = _usual_names(start, len(fields.get("p", start.p)))
        return cls(**{**fields_by_name(start), "names": usual, **fields})

    def to_link(self, start: Self) -> link.Pairs:
        """The pairs of a link that opens in this state; what equals `start` is left out."""
        usual = {**fields_by_name(start), "names": _usual_names(start, len(self.p))}
        return link.write(self.LINK, self, usual)

    @property
    def truth(self) -> tuple[float, ...]:
        """p after label smoothing, which takes epsilon from all and gives each epsilon / K."""
        return tuple(smooth_labels(self.p, self.smoothing).tolist())

    def perfect(self) -> Self:
        """The prediction that says exactly the truth."""
        return replace(self, q=self.truth)

    def certain(self) -> Self:
        """The truth as a label: 1 on its likeliest outcome, 0 elsewhere."""
        top = self.p.index(max(self.p))
        return replace(self, p=tuple(float(k == top) for k in range(len(self.p))), smoothing=0.0)

    def swapped(self) -> Self:
        """What was true is predicted, and what was predicted is true."""
        return replace(self, p=self.q, q=self.truth, smoothing=0.0)

    def never(self, k: int) -> Self:
        """A prediction that gives outcome k nothing at all."""
        rest = 1 - self.q[k]
        return replace(self, q=tuple(0.0 if j == k else x / rest for j, x in enumerate(self.q)))


def _distribution(value: object, name: str, size: int) -> tuple[float, ...]:
    shares = [checks.number(x, f"A share in {name[0].lower()}{name[1:]}", 0, 1)
              for x in checks.items(value, name, LEAST, MOST)]  # fmt: skip
    if len(shares) != size:
        raise ValueError(f"{name} has {len(shares)} shares for {size} names.")
    total = math.fsum(shares)
    if abs(total - 1) > OFF:
        raise ValueError(f"{name} sums to {total:.6g}, and a distribution sums to 1.")
    return tuple(shares) if abs(total - 1) <= EXACT else tuple(x / total for x in shares)


def _locked(value: object, name: str, size: int) -> tuple[int, ...]:
    locked = checks.items(value, f"The locks of {name}", 0, size)
    return tuple(sorted({checks.index(k, f"A lock of {name}", size) for k in locked}))


def _usual_names(start: DistributionsState, size: int) -> tuple[str, ...]:
    return start.names if size == len(start.names) else SPARE_NAMES[:size]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The core's numbers for one state. Nats; `y` is the truth after smoothing, `own` is -ln y,
    `cost` is -ln q, each (K,); infinite where a share is 0.
    """

    y: tuple[float, ...]
    own: list[float]
    cost: list[float]
    entropy: float
    kl: float
    loss: float
    bits: float


def compare(state: DistributionsState) -> Comparison:
    """Everything the board shows, computed by the core."""
    y, q = state.truth, state.q
    each = np.eye(len(y))  # the label of each outcome: its cross-entropy is -ln of its share
    loss = distribution_cross_entropy(y, q)
    return Comparison(
        y,
        np.asarray(distribution_cross_entropy(each, y)).tolist(),
        np.asarray(distribution_cross_entropy(each, q)).tolist(),
        float(entropy(y)),
        float(kl_divergence(y, q)),
        float(loss),
        float(nats_to_bits(loss)),
    )


DISTRIBUTIONS = Board(
    "distributions",
    DistributionsState,
    compare,
    {
        "classes": [LEAST, MOST],
        "most_smoothing": MOST_SMOOTHING,
        "names": SPARE_NAMES,
        "longest_name": checks.LONGEST_LABEL,
        "new_share": NEW_SHARE,
        "pairs": [asdict(pair) for pair in PAIRS],
    },
    elements=("area", "stack", "loss", "formula", "smoothing"),
)
