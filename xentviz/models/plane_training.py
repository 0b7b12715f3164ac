"""Training a classifier of the plane: every step's loss, and the parameters of up to 101 frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from xentviz.models.network import RELU, Doubles, Network
from xentviz.models.objective import Integers, Objective
from xentviz.models.optimizers import Adam, Sgd

FRAMES = 101  # at most
DIVERGED = 1000.0  # nats: from here on a run is not worth going on with
MOMENTUM = 0.9
BETAS = (0.9, 0.999)
CROSS_ENTROPY = Objective()
LOUD, WRONG = 20.0, 6.0  # nats: the first loss of these starts


@dataclass(frozen=True)
class Recipe:
    """How one model is made and trained; see `boards.training_settings.RunSettings`.

    `hidden` are the widths of the hidden layers. `seed` decides the first parameters and which
    points are in which batch; `batch` 0 takes all points in every step.
    """

    hidden: tuple[int, ...] = (16,)
    activation: str = "tanh"
    start: str = "small"
    objective: Objective = CROSS_ENTROPY
    optimizer: str = "sgd"
    rate: float = 1.0
    batch: int = 0
    decay: float = 0.0
    steps: int = 200
    seed: int = 1


@dataclass(frozen=True)
class Run:
    """A finished training. F frames, P parameters, S steps taken.

    The last frame is that of the last step, also of a run that stopped. `objective` (S + 1,) is
    the loss that was minimised, on each step's batch, the last after all steps. `stopped` is the
    step at which the loss was no number or above 1,000 nats, else None.
    """

    recipe: Recipe
    sizes: tuple[int, ...]
    steps: Integers  # (F,) the first is 0
    rows: Doubles  # (F, P)
    objective: Doubles
    stopped: int | None

    def network(self, frame: int) -> Network:
        """The model as it was in that frame."""
        network = Network(self.sizes, self.recipe.activation)
        network.set_flat(self.rows[frame])
        return network


def first_network(recipe: Recipe, points: Doubles, labels: Integers, n_classes: int) -> Network:
    """The model before any step; the starts "loud" and "wrong" look at the points."""
    network = Network((2, *recipe.hidden, n_classes), recipe.activation)
    if recipe.start == "zero":
        return network
    rng = np.random.default_rng(recipe.seed)
    gain = 2.0 if recipe.activation == RELU else 1.0
    for weights in network.weights:
        weights[...] = rng.normal(0.0, (gain / len(weights)) ** 0.5, weights.shape)
    output = network.weights[-1]
    if recipe.start == "small":
        output *= 0.01
    elif recipe.start == "loud":
        _scale_output(network, points, labels, LOUD)
    else:
        output[...] = _wrong_way([points, *network.outputs(points)][-2], labels, n_classes)
        _scale_output(network, points, labels, WRONG)
    return network


def _wrong_way(inputs: Doubles, labels: Integers, n_classes: int) -> Doubles:
    """Output weights (in, K) that point away from each class: minus its mean, less the mean."""
    middle = inputs.mean(axis=0)
    means = [
        inputs[labels == k].mean(axis=0) if (labels == k).any() else middle
        for k in range(n_classes)
    ]
    return np.asarray(middle[:, None] - np.stack(means, axis=1), np.float64)


def _scale_output(network: Network, points: Doubles, labels: Integers, loss: float) -> None:
    """Multiply the output weights so that the first loss is this; as they are where none does."""
    logits, objective = network.logits(points), CROSS_ENTROPY
    low, high = 0.0, 2.0**20
    if not objective.loss(high * logits, labels) > loss:
        return
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (
            (low, middle) if objective.loss(middle * logits, labels) > loss else (middle, high)
        )
    network.weights[-1][...] *= high


def frame_steps(steps: int) -> Integers:
    """The steps that are kept as frames, evenly from 0 to the last; all of 100 and fewer."""
    return np.linspace(0, steps, min(steps + 1, FRAMES)).round().astype(np.intp)


def train_run(recipe: Recipe, points: Doubles, labels: Integers, n_classes: int) -> Run:
    """Train on points (N, 2) with labels (N,), N >= 1. The same recipe gives the same run."""
    if len(points) == 0:
        raise ValueError("needs one point or more to learn from, got none")
    with np.errstate(all="ignore"):  # a run that diverges overflows; it is said where it stopped
        network = first_network(recipe, points, labels, n_classes)
        return _descend(recipe, network, points, labels)


def _descend(recipe: Recipe, network: Network, points: Doubles, labels: Integers) -> Run:
    optimizer = optimizer_of(recipe, network)
    wanted = frame_steps(recipe.steps)
    rows, losses, stopped = [network.flat()], list[float](), None
    batches = _batches(recipe, len(points))
    for step in range(recipe.steps + 1):
        if len(rows) < len(wanted) and step == wanted[len(rows)]:
            rows.append(network.flat())
        chosen = next(batches)
        x, y = (points, labels) if chosen is None else (points[chosen], labels[chosen])
        loss, gradients = network.loss_and_gradients(x, y, recipe.objective)
        losses.append(loss)
        if not loss < DIVERGED:
            stopped = step
            if wanted[len(rows) - 1] != step:
                wanted[len(rows)] = step
                rows.append(network.flat())
            break
        if step < recipe.steps:
            if recipe.decay:  # Loshchilov & Hutter, Decoupled weight decay, ICLR 2019
                for weights in network.weights:
                    weights *= 1.0 - recipe.rate * recipe.decay
            optimizer.step(gradients, recipe.rate)
    kept = np.array(rows)
    return Run(recipe, network.sizes, wanted[: len(kept)], kept, np.array(losses), stopped)


def _batches(recipe: Recipe, n: int) -> Iterator[Integers | None]:
    """Which points each step takes, None for all; every epoch goes through them in a new order."""
    size = min(recipe.batch, n)
    if size in (0, n):
        yield from repeat(None)
    rng = np.random.default_rng([recipe.seed, 1])
    while True:
        order = rng.permutation(n)
        for start in range(0, n - size + 1, size):
            yield order[start : start + size]


def optimizer_of(recipe: Recipe, network: Network) -> Sgd | Adam:
    """What takes the recipe's steps."""
    if recipe.optimizer == "adam":
        return Adam(network.parameters, betas=BETAS)
    return Sgd(network.parameters, momentum=MOMENTUM if recipe.optimizer == "momentum" else 0.0)
