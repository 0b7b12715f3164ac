"""What a model says of one text, position by position: the numbers behind the strip's chips."""

import base64
import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xentviz.core import (
    cross_entropy,
    distribution_cross_entropy,
    entropy,
    kl_divergence,
    softmax,
)

Doubles: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.intp]
TOP = 10


@dataclass(frozen=True)
class Truth:
    """The distribution that the text was really drawn from; nan where there is none.

    `p` (T,) of the actual token, `top` (T, TOP) of the model's likeliest, `rest` (T,) of all
    others; entropy, KL and their sum the cross-entropy (T,) in nats.
    """

    p: Doubles
    top: Doubles
    rest: Doubles
    entropy: Doubles
    kl: Doubles
    loss: Doubles


@dataclass(frozen=True)
class Other:
    """A second model at the same positions: its losses, and what it gives the first one's ten."""

    losses: Doubles
    top: Doubles
    rest: Doubles


@dataclass(frozen=True)
class Reading:
    """A text of n pieces, T of them known to the model; rows are those that are known.

    `key` is another one wherever a number is; `wide` says that pieces are words.
    `rows` (T,) says where each stands among the pieces; `losses` (T,) in nats; `rank` (T,) of the
    actual token, 1 the likeliest; `top` (T, TOP) indices into `labels`, `top_p` what they were
    given, `rest` (T,) what all others were. Nats: `baseline` is ln V, the loss of knowing nothing;
    `floor` the entropy rate, where it is known.
    """

    key: str
    wide: bool
    text: str
    pieces: tuple[str, ...]
    labels: tuple[str, ...]
    rows: Integers
    targets: Integers
    losses: Doubles
    rank: Integers
    top: Integers
    top_p: Doubles
    rest: Doubles
    baseline: float
    truth: Truth | None = None
    other: Other | None = None
    floor: float | None = None
    sentences: tuple[str, ...] = field(default=())

    @property
    def bytes(self) -> int:
        """The text's length in UTF-8; 0 where the tokens do not hold all of it, as words do not."""
        whole = not self.wide and len(self.rows) == len(self.pieces)
        return len(self.text.encode("utf-8", errors="surrogatepass")) if whole else 0

    @functools.cached_property
    def packed(self) -> dict[str, Any]:
        """All of it as JSON; long rows of numbers as base64, which is short and exact.

        Of the vocabulary only what is shown: `targets` and `top` are places among these `labels`.
        """
        shown = np.unique(np.concatenate([self.targets, self.top.ravel()]))
        return {
            "key": self.key,
            "wide": self.wide,
            "text": self.text,
            "pieces": self.pieces,
            "labels": [self.labels[i] for i in shown],
            "size": len(self.labels),
            "bytes": self.bytes,
            "floor": self.floor,
            "baseline": self.baseline,
            "rows": whole(self.rows),
            "targets": whole(np.searchsorted(shown, self.targets)),
            "rank": whole(self.rank),
            "top": whole(np.searchsorted(shown, self.top)),
            **{name: pack(getattr(self, name)) for name in ("losses", "top_p", "rest")},
            "truth": self.truth and {k: pack(v) for k, v in vars(self.truth).items()},
            "other": self.other and {k: pack(v) for k, v in vars(self.other).items()},
        }


def pack(numbers: ArrayLike) -> str:
    """Doubles as base64: nan and the infinities too, which JSON does not have."""
    return base64.b64encode(np.asarray(numbers, "<f8").tobytes()).decode("ascii")


def whole(numbers: ArrayLike) -> str:
    """Whole numbers below 65,536 as base64."""
    return base64.b64encode(np.asarray(numbers, "<u2").tobytes()).decode("ascii")


def read_text(
    text: str,
    pieces: Sequence[str],
    labels: Sequence[str],
    known: ArrayLike,
    targets: ArrayLike,
    logits: ArrayLike,
    *,
    key: str,
    wide: bool = True,
    other: ArrayLike | None = None,
    truths: ArrayLike | None = None,
    floor: float | None = None,
    sentences: Sequence[str] = (),
) -> Reading:
    """The reading of (n,) pieces of which `known` (n,) are scored: row t of `logits` (T, V)
    predicts `targets[t]`; `other` is a second model's logits, `truths` the true distributions.
    """
    at = np.asarray(targets, np.intp)
    x = np.asarray(logits, np.float64)
    q = softmax(x) if len(at) else x
    top, rank = _ranked(q, at)
    return Reading(
        key,
        wide,
        text,
        tuple(pieces),
        tuple(labels),
        np.flatnonzero(known),
        at,
        _losses(x, at),
        rank,
        top,
        np.take_along_axis(q, top, axis=1),
        _rest(q, top),
        float(cross_entropy(np.zeros(len(labels)), 0)),
        None if truths is None else _truth(np.asarray(truths, np.float64), q, at, top),
        None if other is None else _other(np.asarray(other, np.float64), at, top),
        floor,
        tuple(sentences),
    )


def _losses(logits: Doubles, targets: Integers) -> Doubles:
    if not len(targets):
        return np.zeros(0)
    return np.asarray(cross_entropy(logits, targets, reduction="none"), np.float64)


def _ranked(q: Doubles, targets: Integers) -> tuple[Integers, Integers]:
    """The likeliest (T, TOP), and the rank of the targets (T,); equals stand in their own order."""
    left, rows = q.copy(), np.arange(len(q))
    top = np.empty((len(q), min(TOP, q.shape[1])), np.intp)
    for k in range(top.shape[1]):  # ten passes are cheaper than sorting every row
        top[:, k] = left.argmax(axis=1)
        left[rows, top[:, k]] = -1.0
    mine = np.take_along_axis(q, targets[:, None], axis=1)
    earlier = np.arange(q.shape[1]) < targets[:, None]
    return top, 1 + ((q > mine) | ((q == mine) & earlier)).sum(axis=1)


def _rest(q: Doubles, top: Integers) -> Doubles:
    """What is left for all others, summed rather than subtracted from 1."""
    left = q.copy()
    np.put_along_axis(left, top, 0.0, axis=1)
    return np.asarray(left.sum(axis=1), np.float64)


def _truth(p: Doubles, q: Doubles, targets: Integers, top: Integers) -> Truth:
    measures = np.full((3, len(p)), np.nan)
    here = ~np.isnan(p[:, 0]) if len(p) else np.zeros(0, np.bool_)
    if here.any():
        measures[0, here] = entropy(p[here])
        measures[1, here] = kl_divergence(p[here], q[here])
        measures[2, here] = distribution_cross_entropy(p[here], q[here])
    actual = np.take_along_axis(p, targets[:, None], axis=1)[:, 0]
    return Truth(actual, np.take_along_axis(p, top, axis=1), _rest(p, top), *measures)


def _other(logits: Doubles, targets: Integers, top: Integers) -> Other:
    q = softmax(logits) if len(targets) else logits
    return Other(_losses(logits, targets), np.take_along_axis(q, top, axis=1), _rest(q, top))
