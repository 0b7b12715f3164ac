"""The arithmetic under everything: exponentials of a row, relative to its largest element."""

import math
from typing import NamedTuple

import numpy as np

from xentviz.core._checks import Doubles, Integers
from xentviz.core._kernels import SHORT


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
    top = np.argmax(x, axis=1)
    d, low, e = shifted(x, x[np.arange(len(x)), top], temperature)
    return Rows(top, d, low, e, without(e, top))


def shifted(x: Doubles, m: Doubles, temperature: float) -> tuple[Doubles, Doubles, Doubles]:
    """(x - m) / T as d + low, and exp of it; x is (n, V), m is (n,)."""
    m = np.where(np.isfinite(m), m, np.nan)[:, None]
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
    return d, low, e


def without(a: Doubles, where: Integers) -> Doubles:
    """Sums of the rows of (n, V) without the element at `where`, if there is one, (n, 1)."""
    rows = np.flatnonzero((where >= 0) & (where < a.shape[1]))
    chosen = a[rows, where[rows]]
    a[rows, where[rows]] = 0.0
    if a.shape[1] <= SHORT and a.size <= 2048:  # to the last bit, where that takes microseconds
        others = np.array([math.fsum(row) for row in a.tolist()])[:, None]
    else:
        others = a.sum(axis=1, keepdims=True)
    a[rows, where[rows]] = chosen
    return others


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
