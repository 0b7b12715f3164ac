"""Against 50 digits of mpmath: how many of the 16 digits a float64 has are right."""

import math
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from mpmath import mp, mpf
from numpy.typing import NDArray

from xentviz.core import cross_entropy, cross_entropy_and_grad, log_softmax, logsumexp, softmax

mp.dps = 50
EPS = float(np.finfo(np.float64).eps)
Row = Sequence[float] | NDArray[np.float64]


def exact(row: Row, target: int, temperature: float = 1.0) -> tuple[mpf, list[mpf]]:
    """Loss and gradient of one row, to 50 digits and without any cancellation."""
    x = [mpf(float(value)) / mpf(temperature) for value in row]
    e = [mp.exp(value - x[target]) for value in x]
    others = mp.fsum(e[:target] + e[target + 1 :])
    grad = [value / (1 + others) / mpf(temperature) for value in e]
    grad[target] = -others / (1 + others) / mpf(temperature)
    return mp.log1p(others), grad


def exact_soft(
    row: Row, coefficients: Sequence[mpf], temperature: float = 1.0
) -> tuple[mpf, list[mpf]]:
    """The same for sum_j c_j (-log p_j)."""
    with mp.workdps(350):  # enough for 1 - p_j as a plain difference
        e = [mp.exp(mpf(float(value)) / mpf(temperature)) for value in row]
        total, weight = mp.fsum(e), mp.fsum(coefficients)
        p = [value / total for value in e]
        loss = -mp.fsum(c * mp.log(value) for c, value in zip(coefficients, p, strict=True))
        both = zip(coefficients, p, strict=True)
        return loss, [(weight * value - c) / mpf(temperature) for c, value in both]


def sum_of_costs(row: Row, c: Sequence[mpf], temperature: float) -> mpf:
    """sum_j c_j (-log p_j) without any cancellation."""
    x = [mpf(float(value)) / mpf(temperature) for value in row]
    top = x.index(max(x))
    others = mp.fsum(mp.exp(v - x[top]) for j, v in enumerate(x) if j != top)
    return mp.fsum(a * (mp.log1p(others) + (x[top] - v)) for a, v in zip(c, x, strict=True))


def ulps(got: float, true: mpf) -> float:
    """The error in units of the last place of the true value."""
    return float(abs(mpf(float(got)) - true) / mpf(math.ulp(float(true))))


def relative(got: float, true: mpf) -> float:
    """The error over the true value, in eps."""
    return float(abs(mpf(float(got)) - true) / abs(true)) / EPS if true else abs(float(got))


SPREADS = [0.5, 3.0, 10.0, 40.0, 100.0, 700.0]


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("n_classes", [2, 3, 5, 10, 33, 47, 48])
@pytest.mark.parametrize("n_rows", [1, 7])
def test_short_rows_are_right_to_the_last_bits(n_rows: int, n_classes: int, spread: float) -> None:
    rng = np.random.default_rng(n_classes)
    for offset in (0.0, 1e3):
        x = offset + rng.uniform(-spread / 2, spread / 2, (n_rows, n_classes))
        t = rng.integers(0, n_classes, n_rows)
        t[0] = int(x[0].argmax())
        given = (x, t) if n_rows > 1 else (x[0], int(t[0]))
        loss, grad = cross_entropy_and_grad(*given, reduction="none")
        alone = cross_entropy(*given, reduction="none")
        for i in range(n_rows):
            true_loss, true_grad = exact(x[i], int(t[i]))
            assert ulps(np.reshape(loss, -1)[i], true_loss) <= 2
            assert ulps(np.reshape(alone, -1)[i], true_loss) <= 2
            for got, true in zip(np.reshape(grad, x.shape)[i], true_grad, strict=True):
                assert ulps(got, true) <= 4


@pytest.mark.parametrize("temperature", [1.0, 1 / 3, 10.0])
@pytest.mark.parametrize(
    ("soft", "weighted", "smoothing", "units"),
    [
        (False, False, 0.0, 3),
        (False, False, 0.1, 5),
        (False, True, 0.0, 5),
        (False, True, 0.3, 5),
        (True, False, 0.0, 5),
        (True, False, 0.1, 5),
        (True, True, 0.0, 5),
        (True, True, 0.05, 5),
    ],
)
def test_with_any_options_a_short_row_is_right_to_the_units_that_are_promised(
    soft: bool, weighted: bool, smoothing: float, units: int, temperature: float
) -> None:
    rng = np.random.default_rng(23)
    worst = 0.0
    for n_classes, spread in product((2, 3, 8, 31, 48), (1e-3, 0.3, 3.0, 60.0, 600.0)):
        x = rng.uniform(-spread / 2, spread / 2, (8, n_classes))
        t = np.where(np.arange(8) % 2, x.argmax(axis=1), rng.integers(0, n_classes, 8))
        y = rng.dirichlet(np.ones(n_classes), 8)
        w = rng.uniform(0.1, 3, n_classes) if weighted else np.ones(n_classes)
        losses = cross_entropy(
            x,
            y if soft else t,
            class_weights=w if weighted else None,
            label_smoothing=smoothing,
            temperature=temperature,
            reduction="none",
        )
        for i, loss in enumerate(np.asarray(losses)):
            target = y[i] if soft else np.eye(n_classes)[t[i]]
            kept, share = 1 - mpf(smoothing), mpf(smoothing) / n_classes
            c = [mpf(a) * (kept * mpf(b) + share) for a, b in zip(w, target, strict=True)]
            worst = max(worst, ulps(float(loss), sum_of_costs(x[i], c, temperature)))
    assert 0.5 < worst <= units


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("n_classes", [49, 64, 65, 300, 2049])
@pytest.mark.parametrize("n_rows", [1, 9])
def test_long_rows_err_by_at_most_4_plus_the_spread(
    n_rows: int, n_classes: int, spread: float
) -> None:
    rng = np.random.default_rng(n_classes)
    x = rng.uniform(-spread / 2, spread / 2, (n_rows, n_classes))
    t = rng.integers(0, n_classes, n_rows)
    t[0] = int(x[0].argmax())
    losses, grad = cross_entropy_and_grad(x, t, reduction="none")
    alone = cross_entropy(x, t, reduction="none")
    assert isinstance(losses, np.ndarray)
    assert isinstance(alone, np.ndarray)
    for i in {0, n_rows - 1}:
        bar = 4 + float(x[i].max() - x[i].min())
        true_loss, true_grad = exact(x[i], int(t[i]))
        assert relative(losses[i], true_loss) <= bar
        assert relative(alone[i], true_loss) <= bar
        for j in {int(t[i]), 0, n_classes - 1, *rng.integers(0, n_classes, 5).tolist()}:
            assert relative(grad[i, j], true_grad[j]) <= bar


@pytest.mark.parametrize("temperature", [0.1, 0.7, 1 / 3, 3.0, 10.0])
@pytest.mark.parametrize("n_classes", [5, 48, 49])
def test_temperature_costs_no_digits(n_classes: int, temperature: float) -> None:
    rng = np.random.default_rng(7)
    for offset in (0.0, 1e8):
        x = offset + rng.normal(0, 8, (4, n_classes))
        t = rng.integers(0, n_classes, 4)
        losses, grad = cross_entropy_and_grad(x, t, temperature=temperature, reduction="none")
        assert isinstance(losses, np.ndarray)
        for i in range(4):
            true_loss, true_grad = exact(x[i], int(t[i]), temperature)
            assert ulps(losses[i], true_loss) <= 4
            assert max(map(ulps, grad[i], true_grad)) <= 6


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_classes", [3, 48, 80])
def test_smoothing_and_weights_cost_no_digits(
    n_classes: int, weighted: bool, smoothing: float
) -> None:
    rng = np.random.default_rng(11)
    for spread in (1.0, 30.0, 600.0):
        x = rng.uniform(-spread / 2, spread / 2, (3, n_classes))
        t = rng.integers(0, n_classes, 3)
        w = rng.uniform(0.1, 3, n_classes) if weighted else np.ones(n_classes)
        losses, grad = cross_entropy_and_grad(
            x,
            t,
            class_weights=w if weighted else None,
            label_smoothing=smoothing,
            reduction="none",
        )
        assert isinstance(losses, np.ndarray)
        for i in range(3):
            share = mpf(smoothing) / n_classes
            c = [mpf(float(w[j])) * share for j in range(n_classes)]
            c[t[i]] += mpf(float(w[t[i]])) * (1 - mpf(smoothing))
            true_loss, true_grad = exact_soft(x[i], c)
            bar = 4 + float(x[i].max() - x[i].min())
            assert relative(losses[i], true_loss) <= bar
            for got, true, target in zip(grad[i], true_grad, c, strict=True):
                size = abs(true) + 2 * target  # p - y of two near numbers is as good as both
                assert float(abs(mpf(float(got)) - true) / size) <= bar * EPS


@pytest.mark.parametrize("lost", [0.0, 0.25])
def test_probability_targets_cost_no_digits(lost: float) -> None:
    rng = np.random.default_rng(13)
    x = rng.normal(0, 20, (6, 7))
    y = rng.dirichlet(np.ones(7), 6)
    y[0] = np.eye(7)[x[0].argmax()]
    y[1] = np.eye(7)[x[1].argmin()]
    y[2, 3], y[2, 4] = 0.0, y[2, 3] + y[2, 4]
    losses, grad = cross_entropy_and_grad(x, y, label_smoothing=lost, reduction="none")
    assert isinstance(losses, np.ndarray)
    for i in range(6):
        c = [mpf(float(value)) * (1 - mpf(lost)) + mpf(lost) / 7 for value in y[i]]
        true_loss, true_grad = exact_soft(x[i], c)
        bar = 4 + float(np.ptp(x[i]))
        assert relative(losses[i], true_loss) <= bar
        for got, true, target in zip(grad[i], true_grad, c, strict=True):
            size = abs(true) + (2 * target if 0 < target < 1 else 0)
            assert float(abs(mpf(float(got)) - true) / size) <= bar * EPS


@pytest.mark.parametrize("as_probabilities", [False, True])
@pytest.mark.parametrize(
    ("row", "target"),
    [
        ([50.0, 0.0], 0),
        ([20.0, 0.0, 0.0], 0),
        ([1e8 + 30, 1e8], 0),
        ([1e300, 1e300], 1),
        ([1e4, -1e4], 1),
        ([740.0, 0.0], 0),
        ([740.0, 0.0], 1),
        ([0.0, 0.0, 0.0], 2),
        ([1.0, 1.0 + 2**-52], 0),
        ([-1e300, -1e300, -1e300], 0),
        ([5.0], 0),
    ],
)
def test_traps_where_others_lose_their_digits(
    row: list[float], target: int, as_probabilities: bool
) -> None:
    true_loss, true_grad = exact(row, target)
    targets = np.eye(len(row))[target] if as_probabilities else target
    loss, grad = cross_entropy_and_grad(row, targets)
    assert ulps(float(loss), true_loss) <= 2
    for got, true in zip(grad, true_grad, strict=True):
        assert ulps(got, true) <= 4


def test_a_sure_50_0_costs_log1p_of_exp_minus_50_and_not_0() -> None:
    assert cross_entropy([50.0, 0.0], 0) == pytest.approx(math.exp(-50), rel=1e-15)
    assert log_softmax([50.0, 0.0])[0] == pytest.approx(-math.exp(-50), rel=1e-15)


def test_a_sure_class_among_128256_keeps_its_small_loss() -> None:
    x = np.zeros(128_256)
    x[77] = 60.0
    loss, grad = cross_entropy_and_grad(x, 77)
    true_loss, _ = exact([60.0, math.log(128_255)], 0)  # the others as one class
    assert relative(float(loss), true_loss) <= 64
    assert relative(-float(grad[77]), true_loss) <= 64


def test_the_overflow_of_max_minus_x_is_inf_and_its_gradient_is_not_nan() -> None:
    loss, grad = cross_entropy_and_grad([1e308, -1e308], 1)
    assert loss == math.inf
    assert grad.tolist() == [1.0, -1.0]
    assert cross_entropy([1e308, -1e308], 0) == 0.0


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("temperature", [1.0, 0.3])
def test_softmax_and_its_logarithm_to_the_last_bits(spread: float, temperature: float) -> None:
    rng = np.random.default_rng(3)
    x = rng.uniform(-spread / 2, spread / 2, 12)
    p = softmax(x, temperature=temperature)
    log_p = log_softmax(x, temperature=temperature)
    for j in range(12):
        loss, _ = exact(x, j, temperature)
        assert ulps(p[j], mp.exp(-loss)) <= 4
        assert ulps(-log_p[j], loss) <= 4
    assert ulps(float(logsumexp(x)), mp.log(mp.fsum(mp.exp(mpf(float(v))) for v in x))) <= 3


@pytest.mark.parametrize("n_classes", [5, 64, 65, 3000])
def test_float32_is_right_to_its_own_last_digits(n_classes: int) -> None:
    rng = np.random.default_rng(17)
    x = rng.normal(0, 5, (3, n_classes)).astype(np.float32)
    t = rng.integers(0, n_classes, 3)
    losses, grad = cross_entropy_and_grad(x, t, reduction="none")
    assert isinstance(losses, np.ndarray)
    assert losses.dtype == grad.dtype == np.float32
    eps = float(np.finfo(np.float32).eps)
    for i in range(3):
        bar = (4 + float(np.ptp(x[i]))) * eps
        true_loss, true_grad = exact(x[i].astype(np.float64), int(t[i]))
        assert float(abs(mpf(float(losses[i])) - true_loss) / true_loss) <= bar
        for j in (int(t[i]), 0, n_classes - 1):
            assert float(abs(mpf(float(grad[i, j])) - true_grad[j]) / abs(true_grad[j])) <= bar
