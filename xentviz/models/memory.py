"""A counting model that also looks back: what followed the last tokens earlier in this text?"""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike

from xentviz.models.language_model import (
    Doubles,
    Integers,
    Scored,
    as_tokens,
    next_token_pairs,
    token_losses,
)
from xentviz.models.ngram import NGram

WINDOW = 512  # tokens that it looks back
BUCKETS = 4  # one earlier place, 2-3, 4-7, or more are trusted differently
ROUNDS = 60  # of expectation and maximisation
# As if each bucket had been tried four times more and been right once: no trust from a few cases.
RIGHT, TRIED = 1.0, 4.0


class Places(NamedTuple):
    """Where the last token, or the last two, stood earlier in the text, for R rows."""

    rows: Integers  # (P,) which row has found a place
    followers: Integers  # (P,) the token behind that place
    counts: Integers  # (R,) places found for each row

    def buckets(self) -> Integers:
        """(R,) floor(log2(count)), at most BUCKETS - 1; 0 where none was found."""
        size = np.log2(np.maximum(self.counts, 1)).astype(np.intp)
        return np.minimum(size, BUCKETS - 1)


class Memory(Scored):
    """P = trust * (share of the followers of earlier places) + (1 - trust) * P of a model below.

    First for the places of the last token, then, on top, for those of the last two. The trust
    depends on how many places there are; it is 0 without any. A text that repeats itself gets
    cheaper; the first sentence of a text costs what the model below says.
    Source: Kuhn & De Mori, A cache-based natural language model for speech recognition, IEEE
    Trans. Pattern Analysis and Machine Intelligence 12 (1990), with longer contexts.
    """

    def __init__(self, below: NGram, trusts: tuple[Doubles, Doubles]) -> None:
        self.below = below
        self.trusts = trusts  # for one token and for two: (BUCKETS,) each, below 1

    @classmethod
    def fit(cls, below: NGram, validation: ArrayLike, start: int) -> Self:
        """With the trusts that maximise the likelihood of a text (M,) that `below` has not seen."""
        inputs, targets = next_token_pairs(as_tokens(validation, below.vocabulary_size), start)
        p = np.exp(-token_losses(below, targets, start))
        trusts = []
        for places in _places(inputs, 0):
            copied = np.bincount(
                places.rows, places.followers == targets[places.rows], minlength=len(targets)
            ) / np.maximum(places.counts, 1)  # fmt: skip
            trust = _trust(places, copied, p)
            weight = np.where(places.counts > 0, trust[places.buckets()], 0.0)
            p = weight * copied + (1.0 - weight) * p
            trusts.append(trust)
        return cls(below, (trusts[0], trusts[1]))

    @property
    def vocabulary_size(self) -> int:
        """V"""
        return self.below.vocabulary_size

    @property
    def context(self) -> int:
        """How many of the last tokens count."""
        return WINDOW + 2

    def probabilities(self, tokens: ArrayLike) -> Doubles:
        """(T, V); row t is P(next | tokens[: t + 1])."""
        x = as_tokens(tokens, self.vocabulary_size)
        return self._recalled(self.below.probabilities(x), x)

    def logits(self, tokens: ArrayLike) -> Doubles:
        """(T, V) log-probabilities, in nats."""
        return np.log(self.probabilities(tokens))

    def last_logits(self, tokens: ArrayLike) -> Doubles:
        """(V,) the last row of `logits`, without the rows before it."""
        x = as_tokens(tokens, self.vocabulary_size)[-self.context :]
        own = self.below.probabilities(x[-self.below.context - 1 :])[-1:]
        return np.log(self._recalled(own, x)).reshape(-1)

    def _recalled(self, p: Doubles, x: Integers) -> Doubles:
        """Mix what is remembered into the last rows of the text, (R, V), in place."""
        for trust, places in zip(self.trusts, _places(x, len(x) - len(p)), strict=True):
            weight = np.where(places.counts > 0, trust[places.buckets()], 0.0)
            p *= (1.0 - weight)[:, None]
            each = weight / np.maximum(places.counts, 1)
            np.add.at(p, (places.rows, places.followers), each[places.rows])
        return p


def _places(x: Integers, first: int) -> tuple[Places, Places]:
    """Earlier places of the last token and of the last two, for the rows from `first` on."""
    padded = np.concatenate([np.full(WINDOW + 2, -1, np.intp), x])  # -1: before the text
    seen = np.lib.stride_tricks.sliding_window_view(padded, WINDOW + 2)[first + 1 :]
    one = seen[:, 1:-1] == seen[:, -1:]  # (R, WINDOW)
    two = one & (seen[:, :-2] == seen[:, -2:-1]) & (seen[:, :-2] >= 0)
    found = []
    for same in (one, two):
        rows, at = np.nonzero(same)
        found.append(Places(rows, seen[rows, at + 2], np.count_nonzero(same, axis=1)))
    return found[0], found[1]


def _trust(places: Places, copied: Doubles, below: Doubles) -> Doubles:
    """(BUCKETS,) from the (M,) share of places that were right, and P of the model below.

    Each round raises the likelihood (Dempster, Laird & Rubin, 1977), times that of the prior.
    """
    rows = np.flatnonzero(places.counts)
    bucket, share, rest = places.buckets()[rows], copied[rows], below[rows]
    size = np.bincount(bucket, minlength=BUCKETS) + TRIED
    trust = np.full(BUCKETS, RIGHT / TRIED)
    for _ in range(ROUNDS):
        own = trust[bucket] * share
        part = own / (own + (1.0 - trust[bucket]) * rest)
        trust = (np.bincount(bucket, part, BUCKETS) + RIGHT) / size
    return trust
