"""Toy sets in the plane."""

import math

import numpy as np
import pytest

from xentviz.data.planes import Gaussians, Plane, moons, spirals, triangle


@pytest.mark.parametrize("make", [moons, spirals, Gaussians().sample, triangle().sample])
def test_a_set_follows_its_seed_and_holds_every_class(make: object) -> None:
    assert callable(make)
    first, again, other = make(300, 1), make(300, 1), make(300, 2)
    assert isinstance(first, Plane)
    assert (first.points == again.points).all()
    assert (first.points != other.points).any()
    assert first.points.shape == (300, 2)
    assert set(first.labels.tolist()) == set(range(first.n_classes))


def test_halfway_between_two_centres_either_is_as_likely() -> None:
    np.testing.assert_allclose(Gaussians().posterior([0.0, 3.0]), [1 / 2, 1 / 2])
    np.testing.assert_allclose(triangle().posterior([0.0, 0.0]), [1 / 3, 1 / 3, 1 / 3])


def test_the_log_odds_of_two_clouds_are_linear() -> None:
    p = Gaussians().posterior([[0.7, -2.0]])[0]
    assert math.log(p[1] / p[0]) == pytest.approx(2 * 0.7)


def test_where_the_posterior_says_three_in_four_three_in_four_are_right() -> None:
    clouds = triangle()
    plane = clouds.sample(200_000, 1)
    p = clouds.posterior(plane.points)
    near = np.abs(p.max(axis=1) - 0.75) < 0.02
    right = (p.argmax(axis=1) == plane.labels)[near].mean()
    assert right == pytest.approx(0.75, abs=0.02)


def test_what_is_no_set_is_refused() -> None:
    with pytest.raises(ValueError, match="n must be at least 0"):
        moons(-1, 0)
    with pytest.raises(ValueError, match="n_classes"):
        spirals(5, 0, n_classes=1)
    with pytest.raises(ValueError, match="width"):
        Gaussians(width=0.0)
