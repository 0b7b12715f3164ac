"""Toy sets in the plane."""

import math

import numpy as np
import pytest

from xentviz.core import cross_entropy, entropy
from xentviz.data.planes import (
    SETS,
    Gaussians,
    Plane,
    clouds,
    draw,
    moons,
    rings,
    spirals,
    triangle,
)


@pytest.mark.parametrize("make", [moons, spirals, rings, Gaussians().sample, triangle().sample])
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


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("n_classes", [2, 3, 4, 5])
def test_every_set_holds_its_classes_and_fits_its_picture(name: str, n_classes: int) -> None:
    plane, again = draw(name, n_classes, 2000, 7), draw(name, n_classes, 2000, 7)
    assert (plane.points == again.points).all()
    assert set(plane.labels.tolist()) == set(range(n_classes))
    assert (np.abs(plane.points) <= 3.5).all(axis=1).mean() > 0.995


@pytest.mark.parametrize(
    ("name", "n_classes"), [("overlap", 2), ("overlap", 5), ("imbalance", 2), ("wrong labels", 3)]
)
def test_the_floor_is_what_the_truth_costs_on_a_large_sample(name: str, n_classes: int) -> None:
    """Within 0.5 %: the mean entropy of the truth at 200,000 places drawn from the clouds."""
    known = clouds(name, n_classes)
    assert known is not None
    floor, accuracy = known.floor()
    drawn = known.sample(200_000, 11)
    truth = known.posterior(drawn.points)
    assert float(np.mean(entropy(truth))) == pytest.approx(floor, rel=5e-3)
    right = (truth.argmax(axis=1) == drawn.labels).mean()
    assert right == pytest.approx(accuracy, abs=3e-3)


def test_no_forecast_costs_less_than_the_truth() -> None:
    known = clouds("overlap", 3)
    assert known is not None
    drawn = known.sample(200_000, 3)
    scores = np.log(known.posterior(drawn.points))
    at_truth = cross_entropy(scores, drawn.labels)
    for factor in (0.8, 1.25):
        assert cross_entropy(factor * scores, drawn.labels) > at_truth


def test_separate_blobs_are_separate_and_moons_have_no_known_truth() -> None:
    known = clouds("blobs", 2)
    assert known is not None
    assert known.floor()[1] == pytest.approx(1.0, abs=1e-5)
    assert clouds("moons", 2) is None


def test_ninety_five_in_a_hundred_and_fifteen_in_a_hundred() -> None:
    rare = draw("imbalance", 2, 100_000, 1).labels.mean()
    assert rare == pytest.approx(0.05, abs=0.003)
    known = clouds("wrong labels", 2)
    assert known is not None
    floor, accuracy = known.floor()
    assert accuracy == pytest.approx(0.85, abs=0.005)
    assert floor > -(0.85 * math.log(0.85) + 0.15 * math.log(0.15))


def test_priors_and_wrong_labels_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="priors"):
        Gaussians(priors=(1.0,))
    with pytest.raises(ValueError, match="wrong"):
        Gaussians(wrong=1.0)
    with pytest.raises(ValueError, match="name must be one of"):
        draw("stars", 2, 10, 1)
    with pytest.raises(ValueError, match="n_classes"):
        draw("rings", 1, 10, 1)
