"""Entropy, cross-entropy and Kullback-Leibler divergence of distributions."""

import math
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mpmath import mp, mpf
from numpy.typing import NDArray

from xentviz.core import (
    distribution_cross_entropy,
    entropy,
    kl_divergence,
    nats_to_bits,
    softmax,
)

mp.dps = 50
EPS = float(np.finfo(np.float64).eps)
LN2, LN5 = math.log(2), math.log(5)
LOGITS = arrays(np.float64, 4, elements=st.floats(-600, 600))
Doubles = NDArray[np.float64]


def exact_softmax(x: Iterable[float]) -> list[mpf]:
    e = [mp.exp(mpf(float(value))) for value in x]
    return [value / mp.fsum(e) for value in e]


def exact_kl(p: list[mpf], q: list[mpf]) -> mpf:
    return mp.fsum(a * mp.log(a / b) for a, b in zip(p, q, strict=True) if a)


def normalised(values: Iterable[float]) -> list[mpf]:
    exact = [mpf(float(value)) for value in values]
    return [value / mp.fsum(exact) for value in exact]


def test_worked_numbers() -> None:
    assert entropy([0.5, 0.5]) == pytest.approx(LN2, rel=1e-15)
    assert entropy([0.25] * 4) == pytest.approx(2 * LN2, rel=1e-15)
    assert kl_divergence([0.5, 0.5], [0.8, 0.2]) == pytest.approx(LN5 - 2 * LN2, rel=1e-15)
    assert distribution_cross_entropy([0.5, 0.5], [0.8, 0.2]) == pytest.approx(LN5 - LN2)
    assert nats_to_bits(math.log(8)) == pytest.approx(3)
    np.testing.assert_allclose(nats_to_bits([LN2, 2 * LN2]), [1, 2])
    assert np.asarray(nats_to_bits(np.zeros(2, np.float32))).dtype == np.float32


def test_certainty_has_no_entropy() -> None:
    for certain in ([1.0, 0.0], [1], [0, 1, 0]):
        assert entropy(certain) == 0.0
        assert math.copysign(1, float(entropy(certain))) == 1.0
    assert entropy([0.0, -math.inf], from_logits=True) == 0.0
    assert entropy([50.0, 0.0], from_logits=True) == pytest.approx(51 * math.exp(-50), rel=1e-14)


def test_what_is_impossible_costs_nothing_and_what_was_thought_impossible_is_inf() -> None:
    inf = math.inf
    assert kl_divergence([1.0, 0.0], [0.5, 0.5]) == pytest.approx(LN2)
    assert kl_divergence([0.5, 0.5], [1.0, 0.0]) == inf
    assert kl_divergence([1.0, 0.0], [1.0, 0.0]) == 0.0
    assert distribution_cross_entropy([0.5, 0.5], [1.0, 0.0]) == inf
    assert distribution_cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0.0
    for sure in (([1.0, 0.0], [1.0, 0.0]), ([1.0], [1.0])):
        assert math.copysign(1, float(distribution_cross_entropy(*sure))) == 1.0
    for function in (kl_divergence, distribution_cross_entropy):
        assert function([0.0, 0.0], [0.0, -inf], from_logits=True) == inf
        assert function([0.0, -800.0], [0.0, -inf], from_logits=True) == inf
        assert function([0.0, -inf], [0.0, 0.0], from_logits=True) == pytest.approx(LN2)
        assert function([0.0, -inf], [0.0, -inf], from_logits=True) == 0.0


def test_nan_in_nan_out() -> None:
    nan = math.nan
    for bad in ([nan, 1.0], [nan, nan]):
        assert math.isnan(float(entropy(bad)))
        assert math.isnan(float(entropy(bad, from_logits=True)))
        for function in (kl_divergence, distribution_cross_entropy):
            for from_logits in (False, True):
                for p, q in ((bad, [0.0, 1.0]), ([0.0, 1.0], bad), (bad, bad)):
                    assert math.isnan(float(function(p, q, from_logits=from_logits)))
    for row in ([-math.inf, -math.inf], [math.inf, 0.0]):
        assert math.isnan(float(entropy(row, from_logits=True)))
        assert math.isnan(float(kl_divergence(row, [0.0, 0.0], from_logits=True)))
        assert math.isnan(float(kl_divergence([0.0, 0.0], row, from_logits=True)))


@given(LOGITS, LOGITS)
def test_kl_is_never_negative(a: Doubles, b: Doubles) -> None:
    assert float(kl_divergence(a, b, from_logits=True)) >= 0.0
    assert float(kl_divergence(softmax(a), softmax(b))) >= 0.0
    assert kl_divergence(a, a, from_logits=True) == 0.0
    assert kl_divergence(softmax(a), softmax(a)) == 0.0


@given(LOGITS, LOGITS)
def test_cross_entropy_is_entropy_plus_kl(a: Doubles, b: Doubles) -> None:
    total = float(entropy(a, from_logits=True)) + float(kl_divergence(a, b, from_logits=True))
    crossed = distribution_cross_entropy(a, b, from_logits=True)
    assert crossed == pytest.approx(total, rel=1e-13, abs=1e-300)


@pytest.mark.parametrize("distance", [1e-15, 1e-12, 1e-8, 1e-4, 0.1, 0.9, 1.1, 5.0, 100.0, 600.0])
def test_kl_from_logits_keeps_its_digits_at_every_distance(distance: float) -> None:
    rng = np.random.default_rng(1)
    for spread in (0.5, 5.0, 50.0):
        a = rng.normal(0, spread, 6)
        b = a + distance * rng.normal(0, 1, 6)
        with mp.workdps(120):  # the reference is a difference of near numbers, so it needs more
            true = exact_kl(exact_softmax(a), exact_softmax(b))
        got = kl_divergence(a, b, from_logits=True)
        error = float(abs(mpf(float(got)) - true) / true)
        assert error <= (8 + np.ptp(a) + np.ptp(b)) * EPS


def test_kl_of_two_nearly_sure_answers() -> None:
    with mp.workdps(120):
        true = exact_kl(exact_softmax([50.0, 0.0]), exact_softmax([60.0, 0.0]))
    got = kl_divergence([50.0, 0.0], [60.0, 0.0], from_logits=True)
    assert got == pytest.approx(float(true), rel=1e-14)


@pytest.mark.parametrize("distance", [1e-12, 1e-8, 1e-4, 0.1, 2.0, 30.0])
def test_kl_of_probabilities_keeps_its_digits_at_every_distance(distance: float) -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        a = rng.normal(0, 3, 5)
        p, q = softmax(a), softmax(a + distance * rng.normal(0, 1, 5))
        true = exact_kl(normalised(p), normalised(q))
        got = mpf(float(kl_divergence(p, q)))
        # rounding made p and q sum to 1 within an eps, which is all a double can promise
        assert float(abs(got - true)) <= 20 * EPS * float(true) + 4 * EPS**2


def test_probabilities_down_to_1e_minus_300() -> None:
    p, q = [1.0, 1e-300], [1.0, 1e-200]
    assert kl_divergence(p, q) == pytest.approx(1e-200, rel=1e-14)
    assert kl_divergence([1e-300, 1.0], [1.0, 1e-300]) == pytest.approx(300 * math.log(10))
    assert kl_divergence([5e-324, 1.0], [1.0, 0.0]) == math.inf
    assert kl_divergence([5e-324, 1.0], [0.5, 0.5]) == pytest.approx(LN2)
    assert entropy([1.0, 1e-300]) == pytest.approx(1e-300 * 300 * math.log(10))
    assert distribution_cross_entropy([0.5, 0.5], [1.0, 1e-300]) == pytest.approx(
        150 * math.log(10)
    )


def test_leading_axes_broadcast() -> None:
    p = np.full((2, 3, 4), 0.25)
    q = np.array([0.1, 0.2, 0.3, 0.4])
    for function in (kl_divergence, distribution_cross_entropy):
        whole = np.asarray(function(p, q))
        assert whole.shape == (2, 3)
        np.testing.assert_allclose(whole, function(p[0, 0], q))
        assert np.shape(function(q, p)) == (2, 3)
    assert np.shape(entropy(p)) == (2, 3)
    assert np.shape(entropy(np.zeros((0, 3)))) == (0,)
    assert isinstance(entropy(q), float)


def test_a_float32_softmax_is_a_distribution() -> None:
    p = softmax(np.random.default_rng(3).normal(size=(4, 50_257)).astype(np.float32))
    assert np.isfinite(entropy(p)).all()
    assert np.isfinite(entropy(softmax([[1.0, 2.0]]).astype(np.float16))).all()


@pytest.mark.parametrize("change", [5e-7, -5e-7, 1e-9])
def test_kl_of_unequal_sums_is_larger_by_their_difference(change: float) -> None:
    p, q = [0.5, 0.3, 0.2], [0.25, 0.25, 0.5 + change]
    exact_p, exact_q = [mpf(v) for v in p], [mpf(v) for v in q]
    summed = mp.fsum(a * mp.log(a / b) for a, b in zip(exact_p, exact_q, strict=True))
    true = summed + mp.fsum(exact_q) - mp.fsum(exact_p)
    assert abs(true - summed) > mpf(10) ** -10
    got = mpf(float(kl_divergence(p, q)))
    assert abs(got - true) <= 4 * mpf(2) ** -52 * true
    by_entropy = float(distribution_cross_entropy(p, q)) - float(entropy(p))
    assert by_entropy == pytest.approx(float(summed), abs=1e-15)
    assert "sum(q) - sum(p)" in (kl_divergence.__doc__ or "")


def test_kl_of_unequal_sums_is_still_never_negative() -> None:
    assert float(kl_divergence([0.5, 0.5], [0.5, 0.5 + 5e-7])) > 0.0
    assert float(kl_divergence([0.5, 0.5 + 5e-7], [0.5, 0.5])) > 0.0
