"""Softmax, its logarithm, and the sum they share."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from xentviz.core import log_softmax, logsumexp, softmax

ROWS = arrays(np.float64, (2, 5), elements=st.floats(-700, 700))
LN3 = math.log(3)


@given(ROWS, st.floats(0.1, 10))
def test_probabilities_sum_to_one(x: NDArray[np.float64], temperature: float) -> None:
    p = softmax(x, temperature=temperature)
    np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-14)
    assert (p >= 0).all()


@example(np.array([[81.0] * 5, [-654.0, 0.0, 0.0, 81.0, 81.0]]))  # exp(-735) is subnormal
@given(ROWS)
def test_the_logarithm_of_softmax_is_logits_less_logsumexp(x: NDArray[np.float64]) -> None:
    expected = x - np.reshape(logsumexp(x), (2, 1))
    np.testing.assert_allclose(log_softmax(x), expected, atol=1e-12)
    # Below the smallest normal number a float64 has few digits: there an absolute bar holds.
    smallest = float(np.finfo(np.float64).smallest_normal)
    np.testing.assert_allclose(np.exp(log_softmax(x)), softmax(x), rtol=1e-12, atol=smallest)


@given(ROWS, st.floats(-1e3, 1e3))
def test_logsumexp_moves_with_a_shift(x: NDArray[np.float64], shift: float) -> None:
    np.testing.assert_allclose(logsumexp(x + shift), np.add(logsumexp(x), shift), atol=1e-11)


def test_softmax_of_ln_3_and_0_is_three_quarters() -> None:
    np.testing.assert_allclose(softmax([LN3, 0]), [3 / 4, 1 / 4])
    np.testing.assert_allclose(log_softmax([LN3, 0]), [LN3 - math.log(4), -math.log(4)])
    assert logsumexp([LN3, 0]) == pytest.approx(math.log(4))


def test_temperature_divides_the_logits() -> None:
    x = np.array([1.0, 2.0, 4.0])
    np.testing.assert_allclose(softmax(x, temperature=2.0), softmax(x / 2), rtol=1e-15)
    np.testing.assert_allclose(softmax(x, temperature=1e-300), [0, 0, 1])
    np.testing.assert_allclose(softmax(x, temperature=1e300), [1 / 3] * 3)


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
def test_any_axis_can_hold_the_classes(axis: int) -> None:
    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    last = np.moveaxis(x, axis, -1)
    np.testing.assert_array_equal(softmax(x, axis=axis), np.moveaxis(softmax(last), -1, axis))
    np.testing.assert_array_equal(logsumexp(x, axis=axis), logsumexp(last))
    np.testing.assert_array_equal(
        log_softmax(x, axis=axis), np.moveaxis(log_softmax(last), -1, axis)
    )


def test_infinite_logits() -> None:
    inf = math.inf
    np.testing.assert_array_equal(softmax([0.0, -inf, 0.0]), [0.5, 0, 0.5])
    np.testing.assert_array_equal(log_softmax([0.0, -inf]), [0, -inf])
    assert logsumexp([-inf, -inf]) == -inf
    assert logsumexp([inf, 0.0]) == inf
    assert math.isnan(float(logsumexp([math.nan, inf])))
    for row in ([-inf, -inf], [inf, 0.0], [math.nan, 0.0]):
        assert np.isnan(softmax(row)).all()
        assert np.isnan(log_softmax(row)).all()


def test_equal_logits_are_equal_probabilities_however_large() -> None:
    for size in (0.0, 800.0, 1e300, -1e300):
        np.testing.assert_array_equal(softmax([size, size]), [0.5, 0.5])


def test_shapes_and_dtypes() -> None:
    assert softmax(np.zeros((0, 3))).shape == (0, 3)
    assert np.shape(logsumexp(np.zeros((0, 3)))) == (0,)
    assert softmax(np.zeros((2, 3), np.float32)).dtype == np.float32
    assert softmax(np.zeros((2, 3), np.float16)).dtype == np.float32
    assert softmax([[1, 2]]).dtype == np.float64
    assert isinstance(logsumexp([1, 2]), float)
    assert np.asarray(logsumexp(np.zeros((2, 3), np.float32))).dtype == np.float32
