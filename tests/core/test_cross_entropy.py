"""What cross-entropy means: identities, and every option against a textbook formula."""

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from xentviz.core import (
    cross_entropy,
    cross_entropy_and_grad,
    distribution_cross_entropy,
    entropy,
    kl_divergence,
    log_softmax,
    softmax,
)

Doubles = NDArray[np.float64]
ROWS = arrays(np.float64, (3, 4), elements=st.floats(-30, 30))
TARGETS = arrays(np.int64, 3, elements=st.integers(0, 3))
LN3 = math.log(3)


@given(ROWS, TARGETS, st.floats(-1e3, 1e3))
def test_adding_a_constant_to_all_logits_changes_nothing(
    x: Doubles, t: NDArray[np.int64], shift: float
) -> None:
    loss, grad = cross_entropy_and_grad(x, t)
    shifted, shifted_grad = cross_entropy_and_grad(x + shift, t)
    assert shifted == pytest.approx(loss, abs=1e-11)
    np.testing.assert_allclose(shifted_grad, grad, atol=1e-11)


@given(ROWS, TARGETS, st.floats(0, 1), st.floats(0.1, 10))
def test_the_gradient_of_each_row_sums_to_zero(
    x: Doubles, t: NDArray[np.int64], smoothing: float, temperature: float
) -> None:
    _, grad = cross_entropy_and_grad(
        x, t, class_weights=[1, 2, 0, 0.5], label_smoothing=smoothing, temperature=temperature
    )
    np.testing.assert_allclose(grad.sum(axis=1), 0.0, atol=1e-13)


@given(ROWS, TARGETS, st.permutations(range(4)))
def test_the_order_of_the_classes_does_not_matter(
    x: Doubles, t: NDArray[np.int64], order: list[int]
) -> None:
    renamed = np.argsort(order)[t]
    assert cross_entropy(x[:, order], renamed) == pytest.approx(cross_entropy(x, t), rel=1e-13)


@given(ROWS, arrays(np.float64, (3, 4), elements=st.floats(0.01, 1)))
def test_cross_entropy_is_entropy_plus_kl(x: Doubles, raw: Doubles) -> None:
    y = raw / raw.sum(axis=1, keepdims=True)
    q = softmax(x)
    expected = entropy(y) + kl_divergence(y, q)
    np.testing.assert_allclose(cross_entropy(x, y, reduction="none"), expected, rtol=1e-11)
    np.testing.assert_allclose(distribution_cross_entropy(y, q), expected, rtol=1e-11)


@settings(max_examples=50)
@given(
    arrays(np.float64, (2, 3), elements=st.floats(-4, 4)),
    st.sampled_from(["sum", "mean", "none"]),
    st.sampled_from([0.0, 0.2]),
    st.sampled_from([0.5, 1.0, 2.0]),
)
def test_the_gradient_is_the_slope_of_the_loss(
    x: Doubles, reduction: str, smoothing: float, temperature: float
) -> None:
    upstream = np.array([0.7, -1.3]) if reduction == "none" else 1.7

    def value(logits: Doubles) -> float:
        losses = cross_entropy(
            logits,
            [2, 0],
            class_weights=[1.0, 2.0, 3.0],
            label_smoothing=smoothing,
            temperature=temperature,
            reduction=reduction,
        )
        return float(np.sum(np.multiply(upstream, losses)))

    _, grad = cross_entropy_and_grad(
        x,
        [2, 0],
        class_weights=[1.0, 2.0, 3.0],
        label_smoothing=smoothing,
        temperature=temperature,
        reduction=reduction,
        upstream=upstream,
    )
    h = 1e-5
    for i, j in product(range(2), range(3)):
        step = np.zeros((2, 3))
        step[i, j] = h
        slope = (value(x + step) - value(x - step)) / (2 * h)
        assert grad[i, j] == pytest.approx(slope, abs=1e-7)


def textbook_losses(
    x: Doubles, t: NDArray[np.int64] | Doubles, w: Doubles, smoothing: float, temperature: float
) -> tuple[list[float], list[float], list[list[float]]]:
    """Each row's loss, its weight in a mean, its gradient: straight from torch's documentation."""
    losses, counts, grads = [], [], []
    v = x.shape[1]
    for i, z in enumerate(x):
        e = [math.exp(value / temperature) for value in z]
        log_p = [math.log(value / math.fsum(e)) for value in e]
        if t.ndim == 1:
            k = int(t[i])
            nll = -w[k] * log_p[k]
            smooth = -math.fsum(w[j] * log_p[j] for j in range(v))
            losses.append((1 - smoothing) * nll + smoothing / v * smooth)
            counts.append(float(w[k]))
            y = [float(j == k) for j in range(v)]
        else:
            y = [float(value) for value in t[i]]
            mixed = [(1 - smoothing) * value + smoothing / v for value in y]
            losses.append(-math.fsum(w[j] * mixed[j] * log_p[j] for j in range(v)))
            counts.append(1.0)
        c = [w[j] * ((1 - smoothing) * y[j] + smoothing / v) for j in range(v)]
        grads.append([(math.fsum(c) * math.exp(log_p[j]) - c[j]) / temperature for j in range(v)])
    return losses, counts, grads


GRID = list(
    product(
        [False, True],  # weights
        [0.0, 0.1, 1.0],  # smoothing
        [None, -100, 1],  # ignore_index
        ["none", "sum", "mean"],
        ["indices", "probabilities"],
        [1.0, 2.5],  # temperature
        [np.float64, np.float32],
    )
)


@pytest.mark.parametrize(
    ("weighted", "smoothing", "ignored", "reduction", "kind", "temperature", "dtype"),
    [case for case in GRID if not (case[2] is not None and case[4] == "probabilities")],
)
def test_every_combination_of_options_is_the_textbook_formula(
    weighted: bool,
    smoothing: float,
    ignored: int | None,
    reduction: str,
    kind: str,
    temperature: float,
    dtype: type[np.floating],
) -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(0, 2, (6, 4)).astype(dtype)
    w = np.array([0.5, 2.0, 0.0, 3.0]) if weighted else np.ones(4)
    t = np.array([0, 3, 1, 2, 1, 0]) if kind == "indices" else rng.dirichlet(np.ones(4), 6)
    losses, counts, grads = textbook_losses(x.astype(np.float64), t, w, smoothing, temperature)
    if ignored is not None:
        t[5] = -100 if ignored == -100 else t[5]
        skipped = [i for i in range(6) if t[i] == ignored]
        for i in skipped:
            losses[i], counts[i], grads[i] = 0.0, 0.0, [0.0] * 4
    scale = {"none": 1.0, "sum": 1.0, "mean": 1 / math.fsum(counts)}[reduction]
    expected = losses if reduction == "none" else math.fsum(losses) * scale
    loss, grad = cross_entropy_and_grad(
        x,
        t,
        class_weights=w if weighted else None,
        ignore_index=ignored,
        label_smoothing=smoothing,
        temperature=temperature,
        reduction=reduction,
    )
    again = cross_entropy(
        x,
        t,
        class_weights=w if weighted else None,
        ignore_index=ignored,
        label_smoothing=smoothing,
        temperature=temperature,
        reduction=reduction,
    )
    digits = 1e-13 if dtype == np.float64 else 1e-5
    np.testing.assert_allclose(loss, expected, rtol=digits, atol=digits)
    np.testing.assert_allclose(again, expected, rtol=digits, atol=digits)
    np.testing.assert_allclose(grad, np.multiply(grads, scale), rtol=digits, atol=digits)
    assert grad.dtype == dtype
    assert isinstance(loss, np.ndarray if reduction == "none" else float)


def test_equal_logits_cost_ln_of_the_number_of_classes() -> None:
    assert cross_entropy(np.zeros((5, 7)), [0, 1, 2, 3, 6]) == pytest.approx(math.log(7))


def test_a_one_hot_row_fed_as_logits_costs_ln_e_plus_3_less_1_and_never_0() -> None:
    assert cross_entropy([1.0, 0, 0, 0], 0) == pytest.approx(math.log(math.e + 3) - 1)


def test_the_weighted_mean_divides_by_the_weights_of_the_targets() -> None:
    x, t, w = [[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]], [2, 1], [2, 4, 6]
    each = cross_entropy(x, t, class_weights=w, reduction="none")
    assert isinstance(each, np.ndarray)
    assert cross_entropy(x, t, class_weights=w) == pytest.approx(each.sum() / (6 + 4))
    assert cross_entropy([x[0]], [2], class_weights=w) == pytest.approx(cross_entropy([x[0]], [2]))


def test_the_floor_of_a_smoothed_loss_is_the_entropy_of_the_smoothed_target() -> None:
    y = np.full(3, 0.1 / 3)
    y[1] += 0.9
    loss, grad = cross_entropy_and_grad(np.log(y), 1, label_smoothing=0.1)
    assert loss == pytest.approx(entropy(y))
    np.testing.assert_allclose(grad, 0.0, atol=1e-16)


def test_a_one_hot_row_of_probabilities_is_the_same_target_as_its_index() -> None:
    x = np.array([[50.0, 0.0, -3.0], [1.0, 2.0, 3.0]])
    by_index = cross_entropy_and_grad(x, [0, 1], reduction="none")
    by_row = cross_entropy_and_grad(x, np.eye(3)[[0, 1]], reduction="none")
    np.testing.assert_array_max_ulp(np.asarray(by_index[0]), np.asarray(by_row[0]), 2)
    np.testing.assert_array_max_ulp(by_index[1], by_row[1], 2)


def test_a_mean_over_nothing_is_nan_with_a_zero_gradient() -> None:
    for x, t, options in (
        (np.zeros((0, 3)), [], {}),
        (np.zeros((2, 3)), [7, 7], {"ignore_index": 7}),
        (np.zeros((2, 3)), [1, 1], {"class_weights": [1, 0, 1]}),
    ):
        loss, grad = cross_entropy_and_grad(x, t, **options)
        assert math.isnan(float(loss))
        assert math.isnan(float(cross_entropy(x, t, **options)))
        assert grad.shape == x.shape
        assert not grad.any()
        assert cross_entropy(x, t, reduction="sum", **options) == 0.0


def test_an_ignored_row_costs_nothing_whatever_it_holds() -> None:
    x = np.array([[0.0, LN3], [math.nan, math.inf]])
    loss, grad = cross_entropy_and_grad(x, [0, -100], ignore_index=-100)
    assert loss == pytest.approx(math.log(4))
    np.testing.assert_allclose(grad, [[-0.75, 0.75], [0.0, 0.0]])


def test_a_masked_class_costs_nothing_unless_it_is_asked_for() -> None:
    x = np.array([0.0, -math.inf, LN3])
    open_classes = np.array([0.0, LN3])
    loss, grad = cross_entropy_and_grad(x, 2)
    assert loss == cross_entropy(open_classes, 1)
    assert grad[1] == 0.0
    assert cross_entropy(x, [0.5, 0.0, 0.5]) == cross_entropy(open_classes, [0.5, 0.5])
    assert cross_entropy(x, 2, class_weights=[1, 0, 1], label_smoothing=0.1) < math.inf
    asked, asked_grad = cross_entropy_and_grad(x, 1)
    assert asked == math.inf
    np.testing.assert_allclose(asked_grad, [0.25, -1.0, 0.75])
    assert cross_entropy(x, 2, label_smoothing=0.1) == math.inf  # smoothing asks for every class


@pytest.mark.parametrize("row", [[math.nan, 0.0], [math.inf, 0.0], [-math.inf, -math.inf]])
@pytest.mark.parametrize("target", [1, [0.5, 0.5]])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_a_row_without_an_answer_gives_nan_and_spoils_no_other(
    row: list[float], target: int | list[float], smoothing: float
) -> None:
    x = [row, [0.0, LN3]]
    losses, grad = cross_entropy_and_grad(
        x, [target, target], label_smoothing=smoothing, reduction="none"
    )
    assert np.isnan(losses).tolist() == [True, False]
    assert np.isnan(grad).tolist() == [[True, True], [False, False]]
    assert math.isnan(float(cross_entropy(x, [target, target], label_smoothing=smoothing)))


def test_nan_among_probability_targets_gives_nan() -> None:
    losses = cross_entropy([[0.0, 1.0]] * 2, [[math.nan, 1.0], [0.0, 1.0]], reduction="none")
    assert np.isnan(losses).tolist() == [True, False]


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4), (2, 1, 3, 4), (0, 4), (2, 0, 4)])
def test_leading_axes_are_rows(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=shape)
    t = rng.integers(0, 4, shape[:-1])
    losses, grad = cross_entropy_and_grad(x, t, reduction="none")
    assert np.shape(losses) == shape[:-1]
    assert grad.shape == shape
    for at in np.ndindex(*shape[:-1]):
        loss_here, grad_here = cross_entropy_and_grad(x[at], int(t[at]))
        assert np.asarray(losses)[at] == pytest.approx(loss_here, rel=1e-15)
        np.testing.assert_allclose(grad[at], grad_here, rtol=1e-14)


def test_the_layout_in_memory_does_not_matter() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(6, 5, 4))
    t = rng.integers(0, 4, (6, 5))
    frozen = x.copy()
    frozen.flags.writeable = False
    for same in (
        np.asfortranarray(x),
        frozen,
        x[:, :, ::-1].copy()[:, :, ::-1],
        np.repeat(x, 2, axis=1)[:, ::2],
        x.astype(">f8"),
        x.tolist(),
    ):
        loss, grad = cross_entropy_and_grad(same, t)
        expected, expected_grad = cross_entropy_and_grad(x, t)
        assert loss == expected
        np.testing.assert_array_equal(grad, expected_grad)
        assert grad.dtype == np.float64


@pytest.mark.parametrize(
    ("dtype", "result"),
    [
        (np.int8, np.float64),
        (np.uint64, np.float64),
        (np.float16, np.float32),
        (np.float32, np.float32),
        (np.float64, np.float64),
        (np.longdouble, np.float64),
    ],
)
def test_what_each_dtype_becomes(dtype: type, result: type) -> None:
    x: NDArray[Any] = np.array([[1, 2, 3], [3, 1, 1]], dtype)
    losses, grad = cross_entropy_and_grad(x, np.array([0, 2], np.uint8), reduction="none")
    assert isinstance(losses, np.ndarray)
    assert losses.dtype == grad.dtype == result
    np.testing.assert_allclose(
        losses, cross_entropy(x.astype(np.float64), [0, 2], reduction="none"), rtol=1e-6
    )


def test_float32_losses_are_summed_in_float64() -> None:
    x = np.tile(np.array([[0.0, 1e-3]], np.float32), (200_000, 1))
    one = float(cross_entropy(x[0].astype(np.float64), 1))
    total = cross_entropy(x, np.ones(len(x), int), reduction="sum")
    assert total == pytest.approx(one * len(x), rel=1e-6)
    assert isinstance(total, float)


def test_out_receives_the_gradient_and_may_be_the_logits() -> None:
    rng = np.random.default_rng(4)
    for dtype, shape in product((np.float64, np.float32), ((5,), (9, 5), (3, 3, 70))):
        x: NDArray[Any] = rng.normal(size=shape).astype(dtype)
        t = rng.integers(0, shape[-1], shape[:-1])
        loss, grad = cross_entropy_and_grad(x, t)
        buffer = np.full(shape, np.nan, dtype)
        again, same = cross_entropy_and_grad(x, t, out=buffer)
        assert same is buffer
        assert again == loss
        np.testing.assert_array_equal(buffer, grad)
        loss_in_place, x_now = cross_entropy_and_grad(x, t, out=x)
        assert x_now is x
        assert loss_in_place == loss
        np.testing.assert_array_equal(x, grad)


def test_out_receives_the_gradient_of_a_single_short_row() -> None:
    x = np.array([1.0, -2.0, 0.5])
    expected = cross_entropy_and_grad(x, 2)
    for dtype, shape in product((np.float64, np.float32), ((3,), (1, 3))):
        buffer = np.full(shape, np.nan, dtype)
        targets = 2 if shape == (3,) else np.array([2])
        loss, grad = cross_entropy_and_grad(x.reshape(shape).astype(dtype), targets, out=buffer)
        assert grad is buffer
        assert loss == pytest.approx(expected[0], rel=1e-6)
        np.testing.assert_allclose(buffer.reshape(3), expected[1], rtol=1e-6)


def test_upstream_scales_the_gradient_and_not_the_loss() -> None:
    x, t = np.array([[0.0, LN3], [1.0, 0.0]]), [0, 1]
    loss, grad = cross_entropy_and_grad(x, t)
    scaled_loss, scaled = cross_entropy_and_grad(x, t, upstream=-3.0)
    assert scaled_loss == loss
    np.testing.assert_allclose(scaled, -3.0 * grad)
    _, each = cross_entropy_and_grad(x, t, reduction="none", upstream=[1.0, 0.0])
    np.testing.assert_allclose(each, [[-0.75, 0.75], [0.0, 0.0]])


def test_inputs_are_left_alone() -> None:
    x, t, w = np.array([[0.0, LN3]]), np.array([0]), np.array([1.0, 2.0])
    copies = x.copy(), t.copy(), w.copy()
    cross_entropy_and_grad(x, t, class_weights=w, label_smoothing=0.1, temperature=2.0)
    for array, copy in zip((x, t, w), copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_no_warning_and_no_error_whatever_numpy_is_set_to() -> None:
    with np.errstate(all="raise"):
        cross_entropy_and_grad([[1e308, -1e308], [math.nan, 0], [-math.inf, 0]], [1, 1, 0])
        log_softmax([[1e308, -1e308], [-math.inf, -math.inf]])
