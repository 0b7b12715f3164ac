"""The softmax of a row in parts: exponentials relative to the largest, and what rounding took."""

import math
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from xentviz.core._arrays import Doubles, Integers
from xentviz.core._thresholds import FSUM_ELEMENTS, HUGE, HUGE_UNIT, MODERATE, SHORT_ROW

Powers: TypeAlias = int | NDArray[np.integer[Any]]


class SoftmaxParts(NamedTuple):
    """The softmax of n rows of V logits in parts, none rounded before it must be."""

    argmax: Integers  # (n,) where each row's largest logit stands
    d: Doubles  # (n, V) (x - max x) / T, <= 0, in units of 2**unit
    d_error: Doubles  # (n, V) what rounding took from d: the true value is d + d_error
    unit: Powers  # 0, unless d would overflow or T is extreme; (n, 1) if a row is
    e: Doubles  # (n, V) exp((x - max x) / T)
    others: Doubles  # (n, 1) sum of e without the largest, which is 1

    @property
    def log_total(self) -> Doubles:
        """log of the sum of e, (n, 1), accurate also where the others are far below 1."""
        return np.log1p(self.others)

    @property
    def log_softmax(self) -> Doubles:
        """(n, V), in nats; -inf where that overflows."""
        d, d_error = times_power(self.d, self.unit), times_power(self.d_error, self.unit)
        return d - (self.log_total - np.where(np.isfinite(d), d_error, 0.0))

    @property
    def log_softmax_in_units(self) -> Doubles:
        """(n, V), in units of 2**unit nats: finite wherever the logits are, for T = 1."""
        return self.d - (times_power(self.log_total, -self.unit) - self.d_error)

    @property
    def softmax(self) -> Doubles:
        """(n, V)"""
        return self.e / (1.0 + self.others)


def softmax_parts(x: Doubles, temperature: float = 1.0) -> SoftmaxParts:
    """The parts for (n, V) logits, V >= 1. A row without a finite largest logit becomes nan."""
    argmax = np.argmax(x, axis=1)
    d, d_error, unit, e = shifted_exp(x, x[np.arange(len(x)), argmax], temperature)
    return SoftmaxParts(argmax, d, d_error, unit, e, sum_without(e, argmax))


def shifted_exp(
    x: Doubles, m: Doubles, temperature: float
) -> tuple[Doubles, Doubles, Powers, Doubles]:
    """(x - m) / T as (d + d_error) * 2**unit, and exp of it; x is (n, V), m is (n,)."""
    m = np.where(np.isfinite(m), m, np.nan)[:, None]
    unit: Powers = 0
    d = x - m
    if not d.min(initial=0.0) > -HUGE:  # also for nan, and for the -inf of a masked class
        huge = (np.isfinite(x) & (np.abs(d) >= HUGE)).any(axis=1, keepdims=True)
        if huge.any():
            unit = np.where(huge, HUGE_UNIT, 0)
            x, m = np.ldexp(x, -unit), np.ldexp(m, -unit)
            d = x - m
    # A rounded difference costs exp an error of |d| eps: 700 eps for a spread of 700.
    d_error = (x - (d - (d - x))) - (m + (d - x))
    if temperature != 1.0:
        moderate = isinstance(unit, int) and MODERATE[0] < temperature < MODERATE[1]
        divisor, power = (temperature, 0) if moderate else math.frexp(temperature)
        quotient = d / divisor
        d_error = (division_remainder(d, quotient, divisor) + d_error) / divisor
        d, unit = quotient, unit - power
    d_error[~np.isfinite(d_error)] = 0.0
    e = np.exp(times_power(d, unit))
    error = times_power(d_error, unit)
    if error is not d_error:
        error[e == 0.0] = 0.0  # it may have overflowed there
    e += e * error
    return d, d_error, unit, e


def times_power(a: Doubles, power: Powers) -> Doubles:
    """a * 2**power without overflow on the way; a itself for the power 0."""
    if isinstance(power, int) and power == 0:
        return a
    scaled: Doubles = np.ldexp(a, power)
    return scaled


def sum_without(a: Doubles, where: Integers) -> Doubles:
    """Sums of the rows of (n, V) without the element at `where`, if there is one, (n, 1)."""
    rows = np.flatnonzero((where >= 0) & (where < a.shape[1]))
    chosen = a[rows, where[rows]]
    a[rows, where[rows]] = 0.0
    others = row_sums(a)
    a[rows, where[rows]] = chosen
    return others


def row_sums(a: Doubles) -> Doubles:
    """Sums of the rows of (n, V), (n, 1): right to the last bit where that takes microseconds."""
    if a.shape[1] <= SHORT_ROW and a.size <= FSUM_ELEMENTS:
        try:
            return np.array([math.fsum(row) for row in a.tolist()])[:, None]
        except (OverflowError, ValueError):  # an infinite sum, or inf - inf
            pass
    sums: Doubles = a.sum(axis=1, keepdims=True)
    return sums


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
