"""The ends of the ranges of floats and integers: only a result that is too large is inf."""

import math
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf
from numpy.typing import NDArray

from xentviz.core import (
    bits_per_byte,
    cross_entropy,
    cross_entropy_and_grad,
    distribution_cross_entropy,
    entropy,
    fit_temperature,
    kl_divergence,
    log_softmax,
    perplexity,
    softmax,
)

mp.dps = 50
MAX = float(np.finfo(np.float64).max)
TINY = 5e-324
LN3 = math.log(3)


@pytest.mark.parametrize("ignored", [2**63, 2**64 - 1, 2**64 - 100])
def test_an_ignore_index_from_2_to_the_63_on_is_compared_as_it_is(ignored: int) -> None:
    x = np.array([[0.0, 2.0], [0.0, 2.0]])
    t = np.array([ignored, 0], np.uint64)
    loss, grad = cross_entropy_and_grad(x, t, ignore_index=ignored)
    expected, expected_grad = cross_entropy_and_grad(x[1:], [0])
    assert loss == pytest.approx(expected, rel=1e-15)
    assert cross_entropy(x, t, ignore_index=ignored) == loss
    np.testing.assert_allclose(grad, [[0.0, 0.0], expected_grad[0]], rtol=1e-15)
    weighted = cross_entropy(x, t, ignore_index=ignored, class_weights=[2.0, 1.0])
    assert weighted == pytest.approx(expected, rel=1e-15)
    many, many_t = np.tile(x, (3000, 1)), np.tile(t, 3000)
    assert cross_entropy(many, many_t, ignore_index=ignored) == pytest.approx(expected, rel=1e-15)


def test_a_single_row_can_be_ignored_by_an_index_of_2_to_the_63() -> None:
    loss, grad = cross_entropy_and_grad([0.0, 2.0], 2**63, ignore_index=2**63)
    assert math.isnan(float(loss))
    assert grad.tolist() == [0.0, 0.0]
    assert cross_entropy([0.0, 2.0], 2**63, ignore_index=2**63, reduction="sum") == 0.0
    assert cross_entropy([0.0, 2.0], 1, ignore_index=2**80) == cross_entropy([0.0, 2.0], 1)


def test_an_unsigned_index_is_not_ignored_for_the_negative_number_it_would_be_cast_to() -> None:
    t = np.array([2**64 - 1, 0], np.uint64)
    with pytest.raises(ValueError, match=r"targets must lie in 0\.\.1, got 18446744073709551615"):
        cross_entropy([[0.0, 2.0]] * 2, t, ignore_index=-1)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_one_class_with_nan_or_an_infinity_gives_nan(bad: float) -> None:
    one = np.array([[bad]])
    for x, t in (([bad], 0), (one[0], 0), (one, np.array([0])), (one.astype(np.float32), [0])):
        loss, grad = cross_entropy_and_grad(x, t)
        assert math.isnan(float(loss))
        assert math.isnan(float(cross_entropy(x, t)))
        assert np.isnan(grad).all()
    many = np.concatenate([np.zeros((3000, 1)), one])
    losses = cross_entropy(many, np.zeros(3001, int), reduction="none")
    assert np.flatnonzero(np.isnan(losses)).tolist() == [3000]


def test_one_class_with_a_number_costs_nothing() -> None:
    for value in (0.0, -7.5, 1e308, TINY):
        loss, grad = cross_entropy_and_grad([value], 0)
        assert loss == 0.0
        assert grad.tolist() == [0.0]


def exact(row: list[float], c: list[mpf], temperature: float) -> tuple[mpf, list[mpf], list[mpf]]:
    """Loss sum(c * -log p) and gradient of one row; and the size of what the gradient is made of"""
    t, n = mpf(temperature), len(row)
    largest = max(row)
    d = [(mpf(v) - mpf(largest)) / t for v in row]
    e = [mp.exp(v) for v in d]
    k, total = row.index(largest), mp.fsum(e)
    log_total = mp.log1p(mp.fsum(e[:k] + e[k + 1 :]))
    loss = mp.fsum(a * (log_total - v) for a, v in zip(c, d, strict=True))
    up = [mp.fsum(c[:j] + c[j + 1 :]) * e[j] / total / t for j in range(n)]
    down = [c[j] * mp.fsum(e[:j] + e[j + 1 :]) / total / t for j in range(n)]
    both = list(zip(up, down, strict=True))
    return loss, [a - b for a, b in both], [a + b for a, b in both]


def same(got: float, true: mpf, size: mpf | None = None) -> bool:
    """Equal to 14 digits; inf if the true value is above the float range."""
    if abs(true) > mpf(MAX):
        return got == math.copysign(math.inf, float(mp.sign(true)))
    bar = max(size or abs(true), mpf(2) ** -1000) * mpf(10) ** -14
    return math.isfinite(got) and abs(mpf(float(got)) - true) <= bar


def test_logits_far_apart_are_divided_by_t_before_they_overflow() -> None:
    both = [1 / (1 + math.exp(-2)), 1 / (1 + math.exp(2))]
    for size in (1e308, MAX):
        np.testing.assert_allclose(softmax([size, -size], temperature=size), both, rtol=1e-15)
        log_p = log_softmax([size, -size], temperature=size)
        np.testing.assert_allclose(log_p, np.log(both), rtol=1e-14)
    assert cross_entropy([1e308, -1e308], 1, temperature=100.0) == pytest.approx(2e306, rel=1e-15)
    loss, grad = cross_entropy_and_grad([1e308, -1e308], 1, temperature=1e308)
    assert loss == pytest.approx(math.log1p(math.exp(2)), rel=1e-15)
    np.testing.assert_allclose(grad, [8.807970779778824e-309, -8.807970779778824e-309], rtol=1e-13)


@pytest.mark.parametrize("temperature", [TINY, 1e-309, 1e-200, 1e-3, 1.0, 100.0, 1e200, 1e308, MAX])
@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
@pytest.mark.parametrize(
    "row",
    [
        [1e308, -1e308],
        [MAX, -MAX, 0.0],
        [-MAX, 1.0, 2.0],
        [1.0, 0.0],
        [1e300, 2e300, 1e299],
        [0.5, -700.0, 3.0],
        [1e-300, 2e-300, -1e-300],
        [7.0, 7.0, 7.0],
    ],
)
def test_at_any_temperature_only_what_is_too_large_is_inf(
    row: list[float], smoothing: float, temperature: float
) -> None:
    for target in range(len(row)):
        share = mpf(smoothing) / len(row)
        c = [share + (1 - mpf(smoothing)) * (j == target) for j in range(len(row))]
        true_loss, true_grad, sizes = exact(row, c, temperature)
        options: dict[str, Any] = {"label_smoothing": smoothing, "temperature": temperature}
        loss, grad = cross_entropy_and_grad(row, target, **options)
        assert same(float(loss), true_loss)
        assert same(float(cross_entropy(row, target, **options)), true_loss)
        for got, true, size in zip(grad, true_grad, sizes, strict=True):
            assert same(float(got), true, size)


@pytest.mark.parametrize("unit", [TINY * 2**20, 1e-310, 1e-200, 1.0, 1e200, 1e300, 1e308])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("soft", [False, True])
def test_class_weights_of_any_size_give_what_they_weigh(
    soft: bool, reduction: str, unit: float
) -> None:
    x = [[0.0, 1.0], [3.0, -2.0]]
    weights = [1.25 * unit, 0.5 * unit]
    y = [[0.25, 0.75], [1.0, 0.0]] if soft else [[0.0, 1.0], [1.0, 0.0]]
    rows = [
        exact(row, [mpf(w) * v for w, v in zip(weights, target, strict=True)], 1.0)
        for row, target in zip(x, y, strict=True)
    ]
    count = mpf(2) if soft else mpf(weights[0]) + mpf(weights[1])
    by = count if reduction == "mean" else mpf(1)
    loss, grad = cross_entropy_and_grad(
        x, np.array(y) if soft else [1, 0], class_weights=weights, reduction=reduction
    )
    each = np.asarray(loss) if reduction == "none" else np.array([loss])
    losses = [row[0] for row in rows]
    true = losses if reduction == "none" else [mp.fsum(losses) / by]
    assert all(same(float(a), b) for a, b in zip(each, true, strict=True))
    for got_row, row in zip(grad, rows, strict=True):
        for got, true_part, size in zip(got_row, row[1], row[2], strict=True):
            assert same(float(got), true_part / by, size / by)


def test_a_weight_of_0_beside_a_tiny_one_still_weighs_nothing() -> None:
    loss, grad = cross_entropy_and_grad([[0.0, 1.0]] * 2, [0, 1], class_weights=[1e-310, 0.0])
    assert loss == pytest.approx(math.log1p(math.e), rel=1e-15)
    np.testing.assert_array_equal(grad[1], [0.0, 0.0])
    loss, _ = cross_entropy_and_grad([[0.0, 1.0]], [0], class_weights=[1e-310, 1e308])
    assert loss == pytest.approx(math.log1p(math.e), rel=1e-15)


def test_a_loss_that_large_weights_make_too_large_is_inf_and_not_nan() -> None:
    errors = [-3.621980674624353e299, 1.7076586e298, -7.23e296, 1.1459238737433465e299]
    for weight, row in ((2.0**890, [0.0, -(2.0**134), -(2.0**134), 0.0]), (MAX, errors)):
        options: dict[str, Any] = {"class_weights": [weight] * 4, "reduction": "none"}
        losses, grad = cross_entropy_and_grad([row], [[0.0, 0.5, 0.5, 0.0]], **options)
        assert np.asarray(losses).tolist() == [math.inf]
        assert np.isfinite(grad).all()
        even = np.asarray(cross_entropy([row], [[0.25] * 4], **options))
        assert even[0] >= 2.0**1023


def test_a_mean_does_not_overflow_where_only_its_sum_does() -> None:
    for n in (3, 1000, 30_000):
        x = np.tile([1e308, 0.0], (n, 1))
        assert cross_entropy(x, np.ones(n, int)) == pytest.approx(1e308, rel=1e-13)
        assert cross_entropy_and_grad(x, np.ones(n, int))[0] == pytest.approx(1e308, rel=1e-13)
        assert cross_entropy(x, np.ones(n, int), reduction="sum") == math.inf
    x = np.tile([1e304, 0.0], (30_000, 1))  # the sum of each block is finite
    assert cross_entropy(x, np.ones(30_000, int), reduction="sum") == math.inf
    assert cross_entropy(x, np.ones(30_000, int)) == pytest.approx(1e304, rel=1e-13)
    assert perplexity([MAX, MAX, -MAX, -MAX]) == 1.0
    assert perplexity([MAX, MAX]) == math.inf
    assert bits_per_byte(1.5e308, 100) == pytest.approx(1.5e306 / math.log(2), rel=1e-15)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("exponent", [-280, -200, -40, -20, 20, 36, 200, 300])
@pytest.mark.parametrize("n_rows", [2, 3000])
def test_an_upstream_of_any_size_scales_the_gradient_alone(
    n_rows: int, exponent: int, dtype: type
) -> None:
    if dtype == np.float32 and abs(exponent) > 36:
        pytest.skip("no float32 is that large or small")
    rng = np.random.default_rng(0)
    x: NDArray[Any] = rng.normal(-3, 20, (n_rows, 3)).astype(dtype)
    t = rng.integers(0, 3, n_rows)
    upstream = np.full(n_rows, 10.0**exponent)
    upstream[0] = 0.0
    losses, grad = cross_entropy_and_grad(x, t, reduction="none", upstream=upstream)
    expected, plain = cross_entropy_and_grad(x.astype(np.float64), t, reduction="none")
    digits = 1e-12 if dtype == np.float64 else 1e-5
    smallest = float(np.finfo(dtype).smallest_normal)
    np.testing.assert_allclose(losses, expected, rtol=digits, atol=smallest)
    lost = smallest * max(1.0, 10.0**exponent)  # exponentials below the smallest normal
    np.testing.assert_allclose(grad, upstream[:, None] * plain, rtol=digits, atol=lost)


def test_a_row_at_the_end_of_the_range_spoils_no_other() -> None:
    near, far = [1e-310, TINY], [1e308, -1e308]
    options: dict[str, Any] = {"temperature": 1e-310, "reduction": "none"}
    losses = np.asarray(cross_entropy([near, far], [1, 0], **options))
    assert losses[0] == pytest.approx(math.log1p(math.e), rel=1e-13)
    a = np.array([[1.0, 2.0, 3.0], [1e308, -1e308, 0.0]])
    b = a + np.array([1e-9, -1e-9, 2e-9])
    both = np.asarray(kl_divergence(a, b, from_logits=True))
    assert both[0] == kl_divergence(a[0], b[0], from_logits=True)
    assert both[1] == 0.0


def test_divergences_of_logits_far_apart() -> None:
    far, back, even = [1e308, -1e308], [-1e308, 1e308], [0.0, 0.0]
    assert entropy(far, from_logits=True) == 0.0
    assert distribution_cross_entropy(far, far, from_logits=True) == 0.0
    assert kl_divergence(far, far, from_logits=True) == 0.0
    for function in (kl_divergence, distribution_cross_entropy):
        assert function(far, back, from_logits=True) == math.inf  # 2e308
        assert function(even, far, from_logits=True) == pytest.approx(1e308, rel=1e-15)


@pytest.mark.parametrize("offset", [0.0, 1e4, 1e17, 1e300])
def test_kl_does_not_see_what_is_added_to_all_logits_of_one_side(offset: float) -> None:
    a, b = np.zeros(2), np.array([20.0, -22.0])
    expected = 20 + math.log1p(math.exp(-42)) - (20 - 22) / 2 - math.log(2)
    assert kl_divergence(a + offset, b, from_logits=True) == pytest.approx(expected, rel=1e-14)


def slope(x: NDArray[np.float64], t: list[int], temperature: float) -> mpf:
    """How the mean loss changes with 1 / T, times the number of rows."""
    total = mpf(0)
    for row, k in zip(x.tolist(), t, strict=True):
        d = [mpf(v) - mpf(max(row)) for v in row]
        e = [mp.exp(v / mpf(temperature)) for v in d]
        total += mp.fsum(a * v for a, v in zip(e, d, strict=True)) / mp.fsum(e) - d[k]
    return total


def test_a_temperature_is_fitted_to_logits_of_any_size() -> None:
    rows = np.array([[1e308, -1e308]] * 4)
    assert fit_temperature(rows, [0, 0, 0, 1]) == 1e3
    assert fit_temperature(rows, [0, 0, 0, 0]) == 1e-3
    assert fit_temperature(rows, [1, 1, 1, 1]) == 1e3
    assert fit_temperature(rows * 1e-308, [0, 0, 0, 1]) == pytest.approx(2 / LN3, rel=1e-12)
    assert fit_temperature(rows * 1e-308 * 1e-310, [0, 0, 0, 1]) == 1e-3
    assert fit_temperature(np.full((2, 2), 1e308), [0, 1]) == 1.0
    assert fit_temperature(np.full((2, 2), TINY), [0, 1]) == 1.0
    assert fit_temperature([[TINY, 0.0]], [0]) == 1e-3
    assert fit_temperature([[1e-200, 0.0]] * 2, [0, 1]) == 1e3
    assert fit_temperature([[1e300, -math.inf]], [0]) == 1.0


def test_a_sure_row_at_the_end_of_the_range_does_not_hide_what_the_others_ask_for() -> None:
    x = np.array([[1e308, -1e308], *[[1.0, 0.0]] * 4])
    best = fit_temperature(x, [0, 0, 0, 0, 1])
    assert best == pytest.approx(1 / LN3, rel=1e-12)
    assert slope(x, [0, 0, 0, 0, 1], best * (1 + 1e-9)) < 0 < slope(x, [0] * 4 + [1], best * 0.999)
