"""Counting models: uniform, unigram, bigram, trigram; each leans on the next shorter one."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from xentviz.models.language_model import Doubles, Integers, Scored, as_tokens

BUCKETS = 12  # contexts seen 1, 2-3, 4-7, ... times are trusted differently
ROUNDS = 60  # of expectation and maximisation
MOST = 1.0 - 1e-4  # so that no token is ever impossible


@dataclass(frozen=True)
class Table:
    """What followed each context of one length in the training text, sparse."""

    contexts: Integers  # (C,) codes, sorted
    starts: Integers  # (C + 1,) where each context's followers stand
    codes: Integers  # (F,) context code * V + follower, sorted
    shares: Doubles  # (F,) maximum-likelihood P(follower | context)
    buckets: Integers  # (C,) floor(log2(times the context was seen)), at most BUCKETS - 1
    vocabulary_size: int

    @classmethod
    def count(cls, contexts: Integers, followers: Integers, vocabulary_size: int) -> Self:
        """From (N,) context codes and the (N,) tokens behind them."""
        codes, counts = np.unique(contexts * vocabulary_size + followers, return_counts=True)
        return cls.of(codes.astype(np.intp), counts, vocabulary_size)

    @classmethod
    def of(cls, codes: Integers, counts: ArrayLike, vocabulary_size: int) -> Self:
        """From (F,) sorted codes, context code * V + follower, and the count of each."""
        weights = np.asarray(counts)
        seen, starts = np.unique(codes // vocabulary_size, return_index=True)
        totals = np.add.reduceat(weights, starts) if len(starts) else weights
        ends = np.append(starts, len(codes))
        shares = weights / np.repeat(totals, np.diff(ends))
        buckets = np.minimum(np.log2(np.maximum(totals, 1)).astype(np.intp), BUCKETS - 1)
        return cls(seen, ends, codes, shares, buckets, vocabulary_size)

    def find(self, contexts: Integers) -> tuple[Integers, Integers]:
        """Which of the given codes were seen, and where they stand here."""
        if len(self.contexts) == 0:
            return np.zeros(0, np.intp), np.zeros(0, np.intp)
        where = np.minimum(np.searchsorted(self.contexts, contexts), len(self.contexts) - 1)
        seen = np.flatnonzero(self.contexts[where] == contexts)
        return seen, where[seen]

    def share(self, contexts: Integers, followers: Integers) -> Doubles:
        """P(follower | context) for each pair, 0 where the pair was never seen."""
        wanted = contexts * self.vocabulary_size + followers
        where = np.minimum(np.searchsorted(self.codes, wanted), len(self.codes) - 1)
        return np.where(self.codes[where] == wanted, self.shares[where], 0.0)

    def spread(self, where: Integers) -> tuple[Integers, Integers, Doubles]:
        """The followers of the contexts at `where`: number of the context, token, share."""
        counts = self.starts[where + 1] - self.starts[where]
        rows = np.repeat(np.arange(len(where)), counts)
        offsets = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        at = self.starts[where][rows] + offsets
        return rows, self.codes[at] % self.vocabulary_size, self.shares[at]


class NGram(Scored):
    """P_k(w | last k - 1) = trust * counted share + (1 - trust) * P_{k-1}, down to P_0 = 1 / V.

    Order 0 is uniform, 1 unigram, 2 bigram, 3 trigram. The trust in a counted share depends on
    how often its context was seen, and maximises the likelihood of held-out text. A context that
    was never seen, or does not fit into the text so far, leaves all to the shorter one.
    Source: Jelinek & Mercer, Interpolated estimation of Markov source parameters (1980).
    """

    def __init__(
        self,
        vocabulary_size: int,
        tables: list[Table] | None = None,
        trusts: list[Doubles] | None = None,
    ) -> None:
        if vocabulary_size < 1:
            raise ValueError(f"vocabulary_size must be at least 1, got {vocabulary_size}")
        self.vocabulary_size = vocabulary_size
        self.tables = tables or []
        self.trusts = trusts or []

    @property
    def order(self) -> int:
        """0 uniform, 1 unigram, 2 bigram, 3 trigram."""
        return len(self.tables)

    @property
    def context(self) -> int:
        """How many of the last tokens count."""
        return max(0, self.order - 1)

    @classmethod
    def fit(cls, order: int, tokens: ArrayLike, held_out: ArrayLike, vocabulary_size: int) -> Self:
        """Counts from `tokens` (N,), trust from `held_out` (M,); raises ValueError if too short."""
        if order < 0:
            raise ValueError(f"order must be at least 0, got {order}")
        model = cls(vocabulary_size)
        train, held = as_tokens(tokens, vocabulary_size), as_tokens(held_out, vocabulary_size)
        if order and min(len(train), len(held)) < order:
            raise ValueError(f"order {order} needs as many tokens, got {len(train)}, {len(held)}")
        below = np.full(len(held), 1.0 / vocabulary_size)
        for k in range(1, order + 1):
            contexts = runs(train, k - 1, vocabulary_size)[:-1]
            table = Table.count(contexts, train[k - 1 :], vocabulary_size)
            trust, below[k - 1 :] = _trust(table, held, k, below[k - 1 :])
            model.tables.append(table)
            model.trusts.append(trust)
        return model

    def probabilities(self, tokens: ArrayLike) -> Doubles:
        """(T, V); row t is P(next | tokens[: t + 1])."""
        x = as_tokens(tokens, self.vocabulary_size)
        p = np.full((1, self.vocabulary_size), 1.0 / self.vocabulary_size)
        if self.order:
            self._mix(p, 1, np.zeros(1, np.intp))
        p = np.repeat(p, len(x), axis=0)  # P_1 is the same everywhere
        for k in range(2, self.order + 1):
            # Rows before k - 2 have fewer than k - 1 tokens.
            self._mix(p[k - 2 :], k, runs(x, k - 1, self.vocabulary_size))
        return p

    def _mix(self, p: Doubles, k: int, contexts: Integers) -> None:
        """From P_{k-1} to P_k, (R, V), in place, given the (R,) contexts of k - 1 tokens."""
        seen, where = self.tables[k - 1].find(contexts)
        weight = self.trust(k, where)
        p[seen] *= 1.0 - weight[:, None]
        rows, followers, shares = self.tables[k - 1].spread(where)
        p[seen[rows], followers] += weight[rows] * shares

    def trust(self, k: int, where: Integers) -> Doubles:
        """The trust in the counts of order k for the contexts at `where` in their table."""
        return self.trusts[k - 1][self.tables[k - 1].buckets[where]]

    def logits(self, tokens: ArrayLike) -> Doubles:
        """(T, V) log-probabilities, in nats."""
        return np.log(self.probabilities(tokens))


def runs(tokens: Integers, length: int, vocabulary_size: int) -> Integers:
    """Each run of so many tokens as one number, (T - length + 1,)."""
    n = max(0, len(tokens) - length + 1)
    codes = np.zeros(n, np.intp)
    for k in range(length):
        codes = codes * vocabulary_size + tokens[k : k + n]
    return codes


def _trust(table: Table, held: Integers, order: int, below: Doubles) -> tuple[Doubles, Doubles]:
    """Trust for each bucket, (BUCKETS,), and what the mixture then gives the held-out tokens.

    The share of the mixture's probability that came from the counts is, averaged over a bucket,
    the next trust: each round raises the likelihood (Dempster, Laird & Rubin, 1977).
    """
    contexts = runs(held, order - 1, table.vocabulary_size)[:-1]
    targets = held[order - 1 :]
    seen, where = table.find(contexts)
    bucket, base = table.buckets[where], below[seen]
    counted = table.share(contexts[seen], targets[seen])
    trust = np.full(BUCKETS, 0.5)
    size = np.maximum(np.bincount(bucket, minlength=BUCKETS), 1)
    for _ in range(ROUNDS):
        own = trust[bucket] * counted
        part = np.bincount(bucket, own / (own + (1.0 - trust[bucket]) * base), BUCKETS)
        trust = np.where(part > 0.0, np.minimum(part / size, MOST), trust)
    mixed = below.copy()
    mixed[seen] = trust[bucket] * counted + (1.0 - trust[bucket]) * base
    return trust, mixed
