"""Softmax regression and networks: gradients, objectives, and products on one thread."""

import math
from itertools import product as pairs

import numpy as np
import pytest

from xentviz.core import cross_entropy, softmax
from xentviz.models.network import Doubles, Network, logits_of_each, product, transposed_product
from xentviz.models.objective import Objective, balanced

MODELS = [((), "tanh"), ((4,), "tanh"), ((4,), "relu"), ((5, 3), "tanh"), ((5, 3), "relu")]
OBJECTIVES = [
    Objective(squared, weights, smoothing)
    for squared in (False, True)
    for weights in ((), (2.0, 0.5, 1.0))
    for smoothing in (0.0, 0.1)
]


def _network(hidden: tuple[int, ...], activation: str, seed: int = 1) -> Network:
    network = Network((2, *hidden, 3), activation)
    rng = np.random.default_rng(seed)
    network.set_flat(rng.normal(0.0, 0.7, network.count))
    return network


def _slopes(network: Network, x: Doubles, y: np.ndarray, objective: Objective) -> Doubles:
    """The loss's slope along each parameter, by a step of 1e-6 either way."""
    here, found = network.flat(), []
    for at in range(network.count):
        sides = []
        for step in (1e-6, -1e-6):
            moved = here.copy()
            moved[at] += step
            network.set_flat(moved)
            sides.append(objective.loss(network.logits(x), y))
        found.append((sides[0] - sides[1]) / 2e-6)
    network.set_flat(here)
    return np.array(found)


@pytest.mark.parametrize(("model", "objective"), list(pairs(MODELS, OBJECTIVES)))
def test_gradients_are_those_of_finite_differences(
    model: tuple[tuple[int, ...], str], objective: Objective
) -> None:
    """To one part in a million of the gradient's largest element, for every model and loss."""
    network, rng = _network(*model), np.random.default_rng(2)
    x, y = rng.normal(size=(11, 2)), rng.integers(0, 3, 11)
    _, gradients = network.loss_and_gradients(x, y, objective)
    flat = np.concatenate([one.ravel() for one in gradients])
    assert np.abs(flat).max() > 1e-3
    error = np.abs(flat - _slopes(network, x, y, objective)).max()
    assert error <= 1e-6 * np.abs(flat).max()


@pytest.mark.parametrize("n", [1, 3, 400, 1100])
def test_the_loss_and_its_gradient_are_the_cores_however_many_points(n: int) -> None:
    """Rows of zeros that fill small batches up change nothing."""
    rng = np.random.default_rng(n)
    logits, labels = rng.normal(0.0, 3.0, (n, 5)), rng.integers(0, 5, n)
    loss, grad = Objective().loss_and_grad(logits, labels)
    assert loss == pytest.approx(float(cross_entropy(logits, labels)), rel=1e-13)
    expected = (np.asarray(softmax(logits)) - np.eye(5)[labels]) / n
    np.testing.assert_allclose(grad, expected, rtol=1e-12, atol=1e-17)


def test_squared_error_is_the_mean_of_the_squared_distances() -> None:
    logits, labels = np.array([[0.0, math.log(3.0)], [0.0, 0.0]]), np.array([0, 1])
    loss = Objective(squared=True).loss(logits, labels)
    assert loss == pytest.approx(((1 / 4 - 1) ** 2 + (3 / 4) ** 2 + 1 / 4 + 1 / 4) / 2)


@pytest.mark.parametrize("squared", [False, True])
def test_a_weighted_mean_divides_by_the_sum_of_the_weights(squared: bool) -> None:
    """Doubling all weights changes nothing, and in a batch of one the weight cancels."""
    rng = np.random.default_rng(3)
    logits, labels = rng.normal(size=(6, 3)), rng.integers(0, 3, 6)
    once = Objective(squared, (2.0, 4.0, 6.0)).loss(logits, labels)
    assert Objective(squared, (4.0, 8.0, 12.0)).loss(logits, labels) == pytest.approx(once)
    alone = Objective(squared, (2.0, 4.0, 6.0)).loss(logits[:1], labels[:1])
    assert alone == pytest.approx(Objective(squared).loss(logits[:1], labels[:1]))


def test_balanced_weights_give_every_class_the_same_total() -> None:
    labels = np.repeat([0, 1, 3], [90, 9, 1])
    weights = balanced(labels, 4)
    assert weights[2] == 0.0
    assert [n * weights[k] for k, n in ((0, 90), (1, 9), (3, 1))] == pytest.approx([100 / 3] * 3)


def test_products_in_pieces_are_the_products() -> None:
    rng = np.random.default_rng(4)
    a, b, c = rng.normal(size=(1000, 64)), rng.normal(size=(64, 64)), rng.normal(size=(1000, 64))
    np.testing.assert_allclose(product(a, b), a @ b, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(transposed_product(a, c), a.T @ c, rtol=1e-12, atol=1e-12)


def test_logits_of_each_are_those_of_each_network() -> None:
    x = np.random.default_rng(5).normal(size=(7, 2))
    networks = [_network((4, 4), "relu", seed) for seed in (1, 2)]
    both = logits_of_each((2, 4, 4, 3), "relu", np.stack([one.flat() for one in networks]), x)
    for one, logits in zip(networks, both, strict=True):
        np.testing.assert_array_equal(logits, one.logits(x))


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="activation must be tanh or relu"):
        Network((2, 3), "step")
    with pytest.raises(ValueError, match="sizes needs two numbers"):
        Network((2, 0))
