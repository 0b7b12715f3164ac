"""A classifier that becomes surer than it has a right to be."""

import math

import numpy as np
import pytest

from xentviz.core import (
    cross_entropy,
    expected_calibration_error,
    fit_temperature,
    softmax,
)
from xentviz.models.classifier import Classifier, Overconfident, overconfident_classifier


@pytest.fixture(scope="module", params=[0, 1, 2])
def result(request: pytest.FixtureRequest) -> Overconfident:
    return overconfident_classifier(request.param)


def test_gradients_are_those_of_finite_differences() -> None:
    rng = np.random.default_rng(0)
    model = Classifier(3, hidden=4, seed=1)
    points, labels = rng.normal(size=(10, 2)), rng.integers(0, 3, 10)
    _, gradients = model.loss_and_gradients(points, labels)
    for parameter, gradient in zip(model.parameters, gradients, strict=True):
        for at in np.ndindex(parameter.shape):
            here = parameter[at]
            parameter[at] = here + 1e-6
            above = model.loss_and_gradients(points, labels)[0]
            parameter[at] = here - 1e-6
            below = model.loss_and_gradients(points, labels)[0]
            parameter[at] = here
            assert (above - below) / 2e-6 == pytest.approx(gradient[at], abs=2e-9)


def test_the_validation_loss_rises_while_accuracy_stays(result: Overconfident) -> None:
    best = int(result.loss.argmin())
    assert 0 < best < len(result.loss) - 1
    assert result.loss[-1] > 2 * result.loss[best]
    assert result.accuracy[-1] == pytest.approx(result.accuracy[best], abs=0.05)
    assert result.training_loss[-1] < 0.1 * result.training_loss[0]


def test_a_temperature_above_one_lowers_the_loss_and_leaves_accuracy(
    result: Overconfident,
) -> None:
    t = fit_temperature(result.logits, result.labels)
    assert t > 1.5
    cooled, sure = softmax(result.logits, temperature=t), softmax(result.logits)
    assert (cooled.argmax(axis=1) == sure.argmax(axis=1)).all()
    loss = cross_entropy(result.logits, result.labels, temperature=t)
    assert loss < 0.7 * result.loss[-1]
    for off in (0.99, 1.01):
        assert cross_entropy(result.logits, result.labels, temperature=off * t) > loss
    assert expected_calibration_error(cooled, result.labels) < expected_calibration_error(
        sure, result.labels
    )


def test_no_moment_is_more_accurate_than_bayes(result: Overconfident) -> None:
    best = 0.5 * (1.0 + math.erf(1.5 / math.sqrt(2.0)))  # share of a normal below 1.5
    error = math.sqrt(best * (1 - best) / len(result.labels))
    assert result.accuracy.max() < best + 4 * error


def test_the_same_seed_gives_the_same_classifier() -> None:
    first, again = (overconfident_classifier(5, steps=40) for _ in range(2))
    assert (first.all_logits == again.all_logits).all()
    points = np.array([[0.0, 1.0], [-2.0, 0.5]])
    loss, _ = first.model.loss_and_gradients(points, np.array([1, 0]))
    assert loss == pytest.approx(cross_entropy(again.model.logits(points), [1, 0]))
