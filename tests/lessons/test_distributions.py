"""/distributions: the calls that go wrong, and the floor of label smoothing."""

import math

import numpy as np
import pytest

from xentviz.core import entropy, kl_divergence
from xentviz.lessons.distributions import below_zero, smoothing
from xentviz.lessons.distributions.two import CLASSES, EPSILONS, START


def test_a_truth_that_does_not_sum_to_1_gives_a_negative_kl_and_the_core_refuses_it() -> None:
    rows = below_zero.calls(START, 0.8)
    p, q = np.array(START.p), np.array(START.q)
    right, swapped, short, unlogged = (float(value) for _, value, _ in rows)
    assert right == pytest.approx(kl_divergence(p, q), rel=1e-3)
    assert swapped == pytest.approx(kl_divergence(q, p), rel=1e-3)
    assert short == pytest.approx(0.8 * (math.log(0.8) + right), rel=1e-2)
    assert unlogged == pytest.approx(-entropy(p) - p @ q, rel=1e-3)
    assert short < 0 < swapped != right > 0 > unlogged
    assert rows[2][2].startswith("refused: p must sum to 1")
    assert below_zero.calls(START, 1.0)[2][2].startswith("fine")


@pytest.mark.parametrize("classes", CLASSES)
def test_every_curve_of_the_figure_has_its_floor_at_the_entropy(classes: int) -> None:
    figure = smoothing.floor_figure(classes)
    assert len(figure.frames) == len(EPSILONS)
    for epsilon, frame in zip(EPSILONS, figure.frames, strict=True):
        curve, _, mark, told = frame.data
        truth = smoothing.smoothed(classes, epsilon)
        floor = entropy(truth)
        assert math.fsum(truth) == pytest.approx(1)
        assert told.text[0].startswith(f"truth: {1 - epsilon + epsilon / classes:.4g} for the")
        assert f"<br>{epsilon / classes:.4g} " in told.text[0]
        assert f"<b>floor {floor:.3g} nats</b>" in told.text[0]
        assert mark.y[0] == pytest.approx(floor)
        assert mark.x[0] == pytest.approx(1 - epsilon + epsilon / classes)
        assert min(curve.y) >= floor - 1e-6, "drawn to six digits"
