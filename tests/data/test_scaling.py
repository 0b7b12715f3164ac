"""The published fit, the models on it, and the stored costs are what their sources say."""

import json
import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.data import costs
from xentviz.data.scaling import FITTED_PARAMS, FITTED_TOKENS, HOFFMANN, MODELS, REFIT, model

SIZES = st.floats(1e6, 1e13)
TOKENS = st.floats(1e8, 1e14)


@given(SIZES, TOKENS)
def test_the_fit_is_the_published_formula(n: float, d: float) -> None:
    """Hoffmann et al. 2022, equation 10."""
    assert HOFFMANN.loss(n, d) == pytest.approx(1.69 + 406.4 / n**0.34 + 410.7 / d**0.28, rel=1e-15)


@given(st.floats(1e15, 1e27), st.floats(-3, 3).filter(lambda x: abs(x) > 1e-3))
def test_no_other_split_of_the_same_compute_is_better(compute: float, away: float) -> None:
    """Larger or smaller models cost more."""
    n, d = HOFFMANN.best_split(compute)
    assert 6 * n * d == pytest.approx(compute, rel=1e-12)
    other = n * 10**away
    assert HOFFMANN.loss(other, compute / 6 / other) > HOFFMANN.loss(n, d)


@given(SIZES, TOKENS, st.floats(1.1, 10))
def test_more_of_either_is_better_and_the_floor_stays(n: float, d: float, more: float) -> None:
    """Never under 1.69."""
    here = HOFFMANN.loss(n, d)
    assert HOFFMANN.floor < HOFFMANN.loss(n * more, d) < here
    assert HOFFMANN.floor < HOFFMANN.loss(n, d * more) < here


def test_chinchilla_and_gopher_cost_about_the_same_and_chinchilla_is_better() -> None:
    """Hoffmann et al.: the same compute budget, 70B on 1.4T tokens against 280B on 300B."""
    small, large = model("Chinchilla"), model("Gopher")
    assert small.tokens / small.params == 20
    assert small.params * small.tokens == pytest.approx(large.params * large.tokens, rel=0.2)
    assert HOFFMANN.loss(small.params, small.tokens) < HOFFMANN.loss(large.params, large.tokens)


def test_the_replication_asks_for_chinchillas_data_and_the_published_fit_for_more() -> None:
    """Besiroglu et al. 2024: about 20, as the authors' other two methods and the model itself."""
    one = model("Chinchilla")
    asked = {}
    for fit in (HOFFMANN, REFIT):
        n, d = fit.best_split(6 * one.params * one.tokens)
        asked[fit] = d / n
    assert 15 < asked[REFIT] < 25
    assert asked[HOFFMANN] > 3 * one.tokens / one.params
    assert REFIT.floor > HOFFMANN.floor


def test_every_model_names_its_paper() -> None:
    """A year and an arXiv number, no name twice."""
    assert len({one.name for one in MODELS}) == len(MODELS) >= 6
    for one in MODELS:
        assert "arXiv:2" in one.source
        assert one.params >= FITTED_PARAMS[0]
        assert one.tokens >= FITTED_TOKENS[0]


def test_the_stored_costs_say_where_and_when() -> None:
    """A machine, a date, and points from 2 classes to 256,000."""
    kept = costs.measured()
    assert kept.machine
    assert "NumPy" in kept.software
    assert date.fromisoformat(kept.date) >= date(2024, 1, 1)
    for points in (kept.loss, kept.both):
        sizes = [v for v, _ in points]
        assert sizes == sorted(set(sizes))
        assert (sizes[0], sizes[-1]) == (2, 256_000)
        assert all(0 < seconds < 1 for _, seconds in points)
    assert json.loads(costs.FILE.read_text())["unit"] == "seconds a token"


def test_between_points_the_curve_is_straight_where_both_axes_count_factors() -> None:
    """x^2 stays x^2, and the ends hold beyond the ends."""
    points = [(1.0, 1.0), (10.0, 100.0), (1000.0, 1e6)]
    for x in np.geomspace(1, 1000, 23):
        assert costs.between(points, float(x)) == pytest.approx(float(x) ** 2, rel=1e-12)
    assert costs.between(points, 1e4) == pytest.approx(1e6)
    assert costs.between(points, 0.1) == 1
    assert math.isfinite(costs.between(costs.measured().both, 12_345))
