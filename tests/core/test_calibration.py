"""Reliability, calibration error, Brier's score and the temperature that repairs."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xentviz.core import (
    brier_score,
    cross_entropy,
    expected_calibration_error,
    fit_temperature,
    reliability_curve,
    softmax,
)


def test_a_bin_holds_its_right_edge_and_not_its_left() -> None:
    curve = reliability_curve([[0.5, 0.5], [0.75, 0.25], [0.8, 0.2]], [0, 0, 1], n_bins=4)
    np.testing.assert_allclose(curve.edges, [0, 0.25, 0.5, 0.75, 1])
    assert curve.counts.tolist() == [0, 1, 1, 1]
    np.testing.assert_allclose(curve.confidence, [math.nan, 0.5, 0.75, 0.8])
    np.testing.assert_allclose(curve.accuracy, [math.nan, 1, 1, 0])


def test_the_calibration_error_weighs_each_gap_by_its_count() -> None:
    p, y = [[0.8, 0.2], [0.8, 0.2], [0.6, 0.4]], [0, 1, 0]
    assert expected_calibration_error(p, y, n_bins=5) == pytest.approx(2 / 3 * 0.3 + 1 / 3 * 0.4)
    assert expected_calibration_error(p, y, n_bins=1) == pytest.approx(2.2 / 3 - 2 / 3)


def test_predictions_as_sure_as_they_are_right_have_no_calibration_error() -> None:
    p = np.tile([0.75, 0.25], (4, 1))
    assert expected_calibration_error(p, [0, 0, 0, 1]) == pytest.approx(0)
    assert expected_calibration_error(np.eye(3), [0, 1, 2]) == 0.0
    assert expected_calibration_error(np.eye(3), [1, 2, 0]) == 1.0


def test_brier_runs_from_0_to_2_and_uniform_costs_1_less_1_over_k() -> None:
    assert brier_score(np.eye(3), [0, 1, 2]) == 0.0
    assert brier_score(np.eye(3), [1, 2, 0]) == 2.0
    assert brier_score([[0.25] * 4], [3]) == pytest.approx(1 - 1 / 4)
    assert brier_score([[0.8, 0.2]], [0]) == pytest.approx(0.08)


def test_without_predictions_there_is_nan_and_empty_bins() -> None:
    none = np.zeros((0, 3))
    assert math.isnan(expected_calibration_error(none, []))
    assert math.isnan(brier_score(none, []))
    assert math.isnan(fit_temperature(none, []))
    curve = reliability_curve(none, [])
    assert curve.counts.tolist() == [0] * 15
    assert np.isnan(curve.confidence).all()


def test_nan_in_nan_out() -> None:
    p = [[math.nan, 1.0], [0.5, 0.5]]
    assert math.isnan(expected_calibration_error(p, [0, 0]))
    assert math.isnan(brier_score(p, [0, 0]))
    assert math.isnan(fit_temperature(p, [0, 0]))
    assert math.isnan(fit_temperature([[-math.inf, 0.0], [0.0, 1.0]], [0, 0]))


def test_leading_axes_are_taken_as_one() -> None:
    p = softmax(np.random.default_rng(0).normal(size=(3, 4, 5)))
    y = np.zeros((3, 4), int)
    flat = reliability_curve(p.reshape(12, 5), y.ravel())
    for ours, theirs in zip(reliability_curve(p, y), flat, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert brier_score(p, y) == brier_score(p.reshape(12, 5), y.ravel())


def test_three_of_four_right_needs_odds_of_three() -> None:
    for scale in (0.1, 1.0, 7.0, 300.0):
        x = np.array([[scale, 0.0]] * 4)
        assert fit_temperature(x, [0, 0, 0, 1]) == pytest.approx(scale / math.log(3), rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.2, 20))
def test_no_other_temperature_has_a_smaller_loss(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(0, scale, (30, 4)) + 1e3
    t = rng.integers(0, 4, 30)
    best = fit_temperature(x, t)
    least = float(cross_entropy(x, t, temperature=best))
    for other in (best / 1.01, min(best * 1.01, 1e3), 1.0, 0.1, 100.0):
        assert least <= float(cross_entropy(x, t, temperature=other)) + 1e-12


def test_a_recovered_temperature_is_the_one_the_labels_were_drawn_at() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(0, 4, (20_000, 3))
    drawn = (softmax(x, temperature=2.0).cumsum(axis=1) < rng.random((20_000, 1))).sum(axis=1)
    assert fit_temperature(x, drawn.clip(0, 2)) == pytest.approx(2.0, rel=0.05)


def test_the_ends_of_the_range() -> None:
    x = np.array([[5.0, 0.0], [0.0, 3.0]])
    assert fit_temperature(x, [0, 1]) == 1e-3  # all right: surer is better
    assert fit_temperature(x, [1, 0]) == 1e3  # all wrong: unsure is better
    assert fit_temperature(np.ones((3, 2)), [0, 1, 1]) == 1.0  # nothing to choose
    assert fit_temperature([0.0, 1.0], 1) == 1e-3
    masked = np.array([[1.0, 0.0, -math.inf]] * 4)
    assert fit_temperature(masked, [0, 0, 0, 1]) == pytest.approx(1 / math.log(3))
