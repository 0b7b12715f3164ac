"""Counting models whose trust in a count needs no held-out text: Witten-Bell and Kneser-Ney."""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from xentviz.models.language_model import Doubles, Integers, as_tokens
from xentviz.models.ngram import NGram, Table, runs

USUAL = np.array([0.5, 1.0, 1.5])  # discounts for a text too short to estimate them


class Smoothed(NGram):
    """P_k(w | h) = trust(h) * share(w | h) + (1 - trust(h)) * P_{k-1}(w | h'), P_0 = 1 / V.

    h are the last k - 1 tokens, h' the last k - 2. The trust belongs to the context h itself:
    `trusts[k - 1]` has one entry for each context of `tables[k - 1]`.
    """

    def trust(self, k: int, where: Integers) -> Doubles:
        """The trust in the counts of order k for the contexts at `where` in their table."""
        return self.trusts[k - 1][where]

    @classmethod
    def witten_bell(cls, order: int, tokens: ArrayLike, vocabulary_size: int) -> Self:
        """Trust N / (N + T): N times the context was there, T different tokens followed it.

        A context that was often followed by something new leaves more to the shorter one.
        Raises ValueError for a negative order, or fewer tokens than the order.
        Source: Witten & Bell, The zero-frequency problem, IEEE Trans. Inf. Theory 37 (1991).
        """
        model, text = cls(vocabulary_size), _checked(order, tokens, vocabulary_size)
        for k in range(1, order + 1):
            codes, counts = np.unique(runs(text, k, vocabulary_size), return_counts=True)
            model._add(codes, counts.astype(np.float64), np.ones(len(counts)))
        return model

    @classmethod
    def kneser_ney(cls, order: int, tokens: ArrayLike, vocabulary_size: int) -> Self:
        """Modified Kneser-Ney: each count is lowered by a discount, which goes to P_{k-1}.

        Below the highest order, a token is not counted by how often it was there, but by how many
        different tokens came before it: "Francisco" may be common, yet only after "San".
        Raises ValueError for a negative order, or fewer tokens than the order.
        Source: Chen & Goodman, An empirical study of smoothing techniques for language modeling,
        Computer Speech & Language 13 (1999), section 4.1.
        """
        model, text = cls(vocabulary_size), _checked(order, tokens, vocabulary_size)
        for k in range(1, order + 1):
            longer = min(k + 1, order)
            codes, counts = np.unique(runs(text, longer, vocabulary_size), return_counts=True)
            if longer > k:
                codes, counts = np.unique(codes % vocabulary_size**k, return_counts=True)
            discount = discounts(counts)[np.minimum(counts, 3) - 1]
            model._add(codes, counts - discount, discount)
        return model

    def _add(self, codes: Integers, kept: Doubles, given: Doubles) -> None:
        """One order more, from (F,) grams: the weight each keeps, and what it gives to P_{k-1}."""
        table = Table.of(codes, kept, self.vocabulary_size)
        own, rest = (np.add.reduceat(part, table.starts[:-1]) for part in (kept, given))
        self.tables.append(table)
        self.trusts.append(own / (own + rest))


def discounts(counts: Integers) -> Doubles:
    """(3,) what counts of 1, of 2, and of 3 or more are lowered by.

    With n_j the number of grams counted j times and Y = n_1 / (n_1 + 2 n_2), a count of j loses
    j - (j + 1) Y n_{j+1} / n_j. The usual 0.5, 1, 1.5 where that is not strictly between 0 and j.
    """
    n = np.array([np.count_nonzero(counts == j) for j in (1, 2, 3, 4)], np.float64)
    j = np.array([1.0, 2.0, 3.0])
    if not n[:3].all():
        return USUAL
    found = j - (j + 1.0) * n[0] / (n[0] + 2.0 * n[1]) * n[1:] / n[:3]
    return np.where((found > 0.0) & (found < j), found, USUAL)


def _checked(order: int, tokens: ArrayLike, vocabulary_size: int) -> Integers:
    if order < 0:
        raise ValueError(f"order must be at least 0, got {order}")
    if vocabulary_size ** (order + 1) > np.iinfo(np.intp).max:
        raise ValueError(f"order {order} is too high for {vocabulary_size} tokens")
    text = as_tokens(tokens, vocabulary_size)
    if len(text) < order:
        raise ValueError(f"order {order} needs as many tokens, got {len(text)}")
    return text
