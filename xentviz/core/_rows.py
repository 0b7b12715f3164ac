"""The arithmetic under everything: exponentials of a row, relative to its largest element."""

from typing import NamedTuple

import numpy as np

from xentviz.core._checks import Doubles, Integers


class Rows(NamedTuple):
    """A softmax taken apart, for n rows of V logits, nothing rounded that need not be."""

    top: Integers  # (n,) where each row's largest element stands
    d: Doubles  # (n, V) x - max x, over the temperature: <= 0
    low: Doubles  # (n, V) what rounding took from d: the true difference is d + low
    e: Doubles  # (n, V) exp(d + low)
    rest: Doubles  # (n, 1) sum of e without the largest, which is 1

    @property
    def log_total(self) -> Doubles:
        """log of the sum of e, (n, 1), accurate also when the rest is far below 1."""
        return np.log1p(self.rest)

    @property
    def log_softmax(self) -> Doubles:
        """(n, V)"""
        return self.d - (self.log_total - self.low)

    @property
    def softmax(self) -> Doubles:
        """(n, V)"""
        return self.e / (1.0 + self.rest)

    @property
    def complement(self) -> Doubles:
        """1 - softmax, (n, V), without the subtraction where it would cancel."""
        p = self.softmax
        rows = np.arange(len(p))
        complement = 1.0 - p  # only the largest can be above 1/2, where this would lose digits
        complement[rows, self.top] = p[rows, self.top] * self.rest[:, 0]
        return complement


def exp_rows(x: Doubles, temperature: float = 1.0) -> Rows:
    """Take (n, V) logits, V >= 1, apart. A row without a finite largest element becomes nan."""
    rows = np.arange(len(x))
    top = np.argmax(x, axis=1)
    m = x[rows, top][:, None]
    m = np.where(np.isfinite(m), m, np.nan)
    d = x - m
    # A rounded difference costs exp an error of |d| eps: 700 eps for a spread of 700.
    low = (x - (d - (d - x))) - (m + (d - x))
    if temperature != 1.0:
        quotient = d / temperature
        low = (division_remainder(d, quotient, temperature) + low) / temperature
        d = quotient
    low[~np.isfinite(low)] = 0.0
    e = np.exp(d)
    e += e * low
    _, rest = without(e, top)
    return Rows(top, d, low, e, rest)


def without(a: Doubles, where: Integers) -> tuple[Doubles, Doubles]:
    """One element of each row of (n, V) and the sum of the others, both (n, 1)."""
    rows = np.arange(len(a))
    chosen = a[rows, where]
    a[rows, where] = 0.0
    others = a.sum(axis=1, keepdims=True)
    a[rows, where] = chosen
    return chosen[:, None], others


def division_remainder(a: Doubles, quotient: Doubles, b: float) -> Doubles:
    """a - quotient * b exactly, by Dekker's product (Numerische Mathematik 18, 1971)."""
    splitter = 134217729.0  # 2**27 + 1 cuts a double into two halves of 26 bits
    q_high = quotient * splitter
    q_high = q_high - (q_high - quotient)
    b_high = b * splitter
    b_high = b_high - (b_high - b)
    q_low, b_low = quotient - q_high, b - b_high
    product = quotient * b
    error = ((q_high * b_high - product) + q_high * b_low + q_low * b_high) + q_low * b_low
    return (a - product) - error
