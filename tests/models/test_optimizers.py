"""SGD, momentum, Adam and its rate."""

import numpy as np
import pytest

from xentviz.models.optimizers import Adam, Sgd, one_cycle


def test_the_first_step_is_the_rate_against_the_sign() -> None:
    p = np.array([1.0, -2.0, 3.0])
    Adam([p]).step([np.array([1e-3, -5.0, 40.0])], 0.1)
    np.testing.assert_allclose(p, [1.0 - 0.1, -2.0 + 0.1, 3.0 - 0.1], rtol=1e-5)


def test_steps_are_those_of_the_published_recursion() -> None:
    rng = np.random.default_rng(0)
    p, gradients = rng.normal(size=4), rng.normal(size=(20, 4))
    adam, expected = Adam([p], betas=(0.9, 0.999)), p.copy()
    m, v = np.zeros(4), np.zeros(4)
    for t, g in enumerate(gradients, start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        expected -= 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        adam.step([g], 0.01)
    np.testing.assert_allclose(p, expected, rtol=1e-12)


def test_the_bottom_of_a_bowl_is_found() -> None:
    p = np.array([5.0, -3.0])
    adam = Adam([p])
    for step in range(500):
        adam.step([2.0 * (p - [1.0, 2.0])], one_cycle(step, 500, 0.2))
    np.testing.assert_allclose(p, [1.0, 2.0], atol=1e-3)


def test_the_rate_rises_to_its_peak_and_falls_to_zero() -> None:
    rates = [one_cycle(step, 1000, 2.0, warmup=0.1) for step in range(1000)]
    assert max(rates) == rates[99] == 2.0
    assert rates[0] == pytest.approx(2.0 / 100)
    assert rates[550] == pytest.approx(2.0 / 2)
    assert rates[-1] < 1e-4


def test_gradients_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="shapes"):
        Adam([np.zeros(3)]).step([np.zeros(2)], 0.1)
    with pytest.raises(ValueError, match="betas"):
        Adam([np.zeros(3)], betas=(1.0, 0.9))


def test_a_plain_step_goes_the_rate_times_the_gradient_downhill() -> None:
    p = np.array([1.0, -2.0])
    Sgd([p]).step([np.array([0.5, -4.0])], 0.1)
    np.testing.assert_allclose(p, [1.0 - 0.05, -2.0 + 0.4])


def test_with_momentum_a_constant_slope_ends_ten_times_as_fast() -> None:
    """The velocity sums 0.9^k: 1 / (1 - 0.9) in the end."""
    p, before = np.zeros(1), np.zeros(1)
    sgd = Sgd([p], momentum=0.9)
    for _ in range(300):
        before[:] = p
        sgd.step([np.ones(1)], 0.1)
    assert (before - p)[0] == pytest.approx(0.1 / (1 - 0.9))


def test_gradients_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="gradients need shapes"):
        Sgd([np.zeros(2)]).step([np.zeros(3)], 0.1)
    with pytest.raises(ValueError, match="momentum"):
        Sgd([np.zeros(2)], momentum=1.0)
