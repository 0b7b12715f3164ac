"""Label smoothing of a target distribution."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from xentviz.core import (
    cross_entropy,
    cross_entropy_and_grad,
    distribution_cross_entropy,
    entropy,
    kl_divergence,
    smooth_labels,
    softmax,
)

Doubles = NDArray[np.float64]
LOGITS = arrays(np.float64, (3, 4), elements=st.floats(-30, 30))
SHARES = st.floats(0, 1)


def test_a_label_keeps_all_but_epsilon_and_gets_its_own_part_of_epsilon() -> None:
    epsilon, n_classes = 0.1, 4
    expected = np.full(n_classes, epsilon / n_classes)
    expected[2] += 1 - epsilon
    np.testing.assert_allclose(smooth_labels([0, 0, 1, 0], epsilon), expected, rtol=1e-15)


@given(LOGITS, SHARES)
def test_a_smoothed_distribution_sums_to_one(x: Doubles, epsilon: float) -> None:
    np.testing.assert_allclose(smooth_labels(softmax(x), epsilon).sum(axis=1), 1.0, rtol=1e-14)


@given(LOGITS)
def test_no_smoothing_changes_nothing_and_full_smoothing_leaves_the_uniform(x: Doubles) -> None:
    p = softmax(x)
    np.testing.assert_array_equal(smooth_labels(p, 0.0), p)
    np.testing.assert_array_equal(smooth_labels(p, 1.0), np.full((3, 4), 1 / 4))


@given(LOGITS, SHARES)
def test_smoothing_never_lowers_the_entropy(x: Doubles, epsilon: float) -> None:
    p = softmax(x)
    smoothed = np.asarray(entropy(smooth_labels(p, epsilon)))
    assert (smoothed >= np.asarray(entropy(p)) - 1e-14).all()


@given(LOGITS, SHARES, SHARES)
def test_smoothing_twice_is_smoothing_once_with_what_is_kept_multiplied(
    x: Doubles, first: float, second: float
) -> None:
    p = softmax(x)
    once = smooth_labels(p, 1 - (1 - first) * (1 - second))
    twice = smooth_labels(smooth_labels(p, first), second)
    np.testing.assert_allclose(twice, once, atol=1e-15)


@given(LOGITS, arrays(np.int64, 3, elements=st.integers(0, 3)), SHARES)
def test_the_option_of_cross_entropy_is_the_loss_against_smoothed_labels(
    x: Doubles, t: NDArray[np.int64], epsilon: float
) -> None:
    by_option = cross_entropy_and_grad(x, t, label_smoothing=epsilon)
    by_hand = cross_entropy_and_grad(x, smooth_labels(np.eye(4)[t], epsilon))
    assert by_option[0] == pytest.approx(by_hand[0], rel=1e-14)
    np.testing.assert_allclose(by_option[1], by_hand[1], atol=1e-15)
    soft = softmax(x[::-1])
    expected = distribution_cross_entropy(smooth_labels(soft, epsilon), softmax(x))
    by_soft_option = cross_entropy(x, soft, label_smoothing=epsilon, reduction="none")
    np.testing.assert_allclose(by_soft_option, expected, rtol=1e-12, atol=1e-15)


def test_the_best_prediction_of_a_smoothed_label_is_the_smoothed_label() -> None:
    target = smooth_labels(np.eye(5)[0], 0.2)
    lowest = distribution_cross_entropy(target, target)
    assert lowest == pytest.approx(entropy(target), rel=1e-15)
    for other in (np.full(5, 0.2), smooth_labels(np.eye(5)[0], 0.1)):
        cost = float(distribution_cross_entropy(target, other)) - float(lowest)
        assert cost == pytest.approx(kl_divergence(target, other), rel=1e-12)
        assert cost > 0


def test_shapes_and_dtypes_stay_and_the_input_is_left_alone() -> None:
    p = softmax(np.random.default_rng(0).normal(size=(2, 3, 5)))
    copy = p.copy()
    assert smooth_labels(p, 0.3).shape == p.shape
    np.testing.assert_array_equal(p, copy)
    np.testing.assert_array_equal(smooth_labels(p, 0.3)[1, 2], smooth_labels(p[1, 2], 0.3))
    assert smooth_labels(p.astype(np.float32), 0.3).dtype == np.float32
    assert smooth_labels(p.astype(np.float16), 0.3).dtype == np.float32
    assert smooth_labels([0, 1], 0.3).dtype == np.float64
    assert smooth_labels(np.zeros((0, 3)), 0.3).shape == (0, 3)
    assert smooth_labels(p, 0.0) is not p


def test_nan_stays_in_its_row() -> None:
    smoothed = smooth_labels([[math.nan, 1.0], [0.0, 1.0]], 0.1)
    assert np.isnan(smoothed[0]).any()
    np.testing.assert_allclose(smoothed[1], [0.05, 0.95], rtol=1e-15)


def test_what_is_no_distribution_or_no_share_is_refused_by_name() -> None:
    for p, epsilon, error, message in (
        ([0.5, 0.4], 0.1, ValueError, r"p must sum to 1 within 1e-06 in each row, got 0\.9"),
        ([1.5, -0.5], 0.1, ValueError, "p must not be negative, got -0.5"),
        (1.0, 0.1, ValueError, r"p needs shape \(..., V\) with V >= 1, got shape \(\)"),
        (["a"], 0.1, TypeError, "p must be an array of real numbers, got dtype <U1"),
        ([0.5, 0.5], 1.1, ValueError, r"epsilon must lie in \[0, 1\], got 1.1"),
        ([0.5, 0.5], -0.1, ValueError, r"epsilon must lie in \[0, 1\], got -0.1"),
        ([0.5, 0.5], math.nan, ValueError, r"epsilon must lie in \[0, 1\], got nan"),
        ([0.5, 0.5], [0.1], TypeError, r"epsilon must be a real number, got \[0.1\]"),
        ([0.5, 0.5], True, TypeError, "epsilon must be a real number, got True"),
    ):
        with pytest.raises(error, match=message):
            smooth_labels(p, epsilon)  # type: ignore[arg-type]
