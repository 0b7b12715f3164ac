"""The chapters *Why not squared error* and *The loss as a landscape*."""

import math
from dataclasses import replace

import numpy as np

from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import fixed, percent
from xentviz.lessons.steps import Goal, Options, Step, nearest
from xentviz.lessons.training.measured import accuracy, training_loss
from xentviz.models.landscape import Slice, cut, gradient_and_random
from xentviz.models.objective import Objective
from xentviz.server.plane_runs import points_of, trained
from xentviz.server.shared_cache import shared_cache

WRONG = RunSettings(layers=0, rate=0.1, start="wrong")
SQUARED = replace(WRONG, loss="squared")
START = TrainingState(run=WRONG, other=SQUARED)
SOON, FAR = 20, 60  # steps at which both runs are compared
STEEP = -6.0  # the z at which the two gradients are compared
MOST = 0.95  # accuracy: the goal
MAP = TrainingState(plane="overlap", run=replace(WRONG, rate=0.3), step=200, view="landscape")
TWO_WEIGHTS = replace(MAP, slice="weights", first=0, second=1)


def slopes_at(z: float) -> tuple[float, float]:
    """The slopes of cross-entropy and of squared error in z, for two classes and label 1."""
    logits, label = np.array([[0.0, z]]), np.array([1])
    both = [Objective(squared).loss_and_grad(logits, label)[1][0, 1] for squared in (False, True)]
    return float(both[0]), float(both[1])


def the_slice() -> Slice:
    """Both losses along the way downhill from the start, and along a random direction."""
    points, labels, _ = points_of(MAP)
    run = trained(MAP).run
    return cut(run, points, labels, gradient_and_random(run, points, labels), 25)


@shared_cache
def steps() -> tuple[Step[TrainingState], ...]:
    """Both runs from a confidently wrong start, the two gradients, and the plateau's end."""
    return (_race(), _gradients(), _plateau())


def _race() -> Step[TrainingState]:
    soon = replace(START, step=SOON)
    first, second = accuracy(soon), accuracy(soon, SQUARED)
    return Step(
        "From a confidently wrong start, one loss moves at once",
        (
            "Two runs start with the same weights, which are confidently wrong everywhere.",
            "The first one minimises cross-entropy, the second one squared error.",
        ),
        START,
        show=("picture", "loss", "accuracy", "player", "compare"),
        cover=("player",),
        question=Options(
            f"After {SOON} steps, which run is right about more points?",
            ("The one with cross-entropy", "The one with squared error", "Both alike"),
            lambda: 2 if abs(first - second) < 0.05 else 0 if first > second else 1,
            lambda: (
                f"With cross-entropy {percent(first)} are right, with squared error "
                f"{percent(second)}."
            ),
        ),
        notice="Press play. The second run stays on a plateau for a long time.",
        remember="From a confidently wrong start, squared error learns almost nothing at first.",
        suggestions=(Suggestion(f"Step {SOON}", "Compare both pictures.", soon),),
    )


def _gradients() -> Step[TrainingState]:
    entropy, squared = slopes_at(STEEP)
    p = 1.0 / (1.0 + math.exp(-STEEP))
    share = squared / entropy
    options = (1.0, 0.25, 0.01)
    return Step(
        "The gradient of squared error carries p(1 − p)",
        (
            "Both losses are pulled by a gradient in z, the logit of the label less the other.",
            f"At z = −6 the model gives the label only p = {fixed(p, 4)}: confidently wrong.",
        ),
        START,
        show=("picture", "slopes", "compare"),
        cover=("slopes",),
        question=Options(
            "There, the gradient of squared error is about … times that of cross-entropy.",
            tuple(f"{one:g}" for one in options),
            lambda: nearest(math.log(share), [math.log(one) for one in options]),
            lambda: (
                f"It is {fixed(squared, 4)}, that of cross-entropy {fixed(entropy, 4)}. "
                "The factor p(1 − p) is nearly 0 there."
            ),
        ),
        notice="The gradient of cross-entropy is p − y. It is largest where the model is wrong.",
        remember="p(1 − p) vanishes when the model is sure, also when it is wrong.",
    )


def _plateau() -> Step[TrainingState]:
    run = trained(START, SQUARED)
    at = int(run.run.steps[int(np.argmax(run.accuracy >= MOST))])
    other = trained(START)
    first = int(other.run.steps[int(np.argmax(other.accuracy >= MOST))])
    return Step(
        "The plateau ends, but late",
        (
            "Given enough steps, the run with squared error arrives too.",
            f"With cross-entropy, {percent(MOST)} of the points are right from step {first} on.",
        ),
        replace(START, step=SOON),
        show=("curves", "loss", "accuracy", "player", "compare"),
        question=Goal(
            f"Find a step at which squared error, too, is right about {percent(MOST)}.",
            lambda state: state.step > SOON and accuracy(_pair(state), SQUARED) >= MOST,
            lambda: f"It is so from step {at} on.",
            replace(START, step=at),
        ),
        notice=(
            f"At step {FAR} the losses are {fixed(training_loss(replace(START, step=FAR)))} and "
            f"{fixed(training_loss(replace(START, step=FAR), SQUARED))} nats."
        ),
        remember="Cross-entropy is the loss whose gradient does not vanish when you are wrong.",
    )


def _pair(state: TrainingState) -> TrainingState:
    """The chapter's runs at the state's step, whatever else the reader has set."""
    return replace(START, step=state.step)


@shared_cache
def map_steps() -> tuple[Step[TrainingState], ...]:
    """The same slice for both losses, and two weights that only matter by their difference."""
    return (_flat(), _valley(), _path())


def falls(grid: np.ndarray) -> float:
    """By which share a loss falls in the first eighth of the way from the left edge."""
    row = grid[len(grid) // 2]
    return float(1.0 - row[len(row) // 8] / row[0])


def _flat() -> Step[TrainingState]:
    made = the_slice()
    nats, squared = falls(made.cross_entropy), falls(made.squared)
    return Step(
        "One slice through the weights, two landscapes",
        (
            "Every place of this map is a model: its weights are changed along two directions.",
            "The colour is its loss. The path shows where the training went.",
            "It began on the left, where the model is confidently wrong.",
        ),
        MAP,
        show=("landscape", "loss"),
        cover=("landscape",),
        question=Options(
            "At the left edge, which of the two landscapes is nearly flat?",
            ("Cross-entropy", "Squared error", "Neither"),
            lambda: 2 if min(nats, squared) > 0.2 else 0 if nats < squared else 1,
            lambda: (
                f"In the first eighth of the way, squared error falls by {percent(squared)}, "
                f"cross-entropy by {percent(nats)}."
            ),
        ),
        notice="Cross-entropy is steep wherever the model is wrong.",
        remember="A flat place has no gradient: training cannot tell where down is.",
    )


def moved_together(by: float) -> tuple[float, float]:
    """The loss at the end, and with `by` added to both weights of the map."""
    points, labels, _ = points_of(TWO_WEIGHTS)
    network = trained(TWO_WEIGHTS).run.network(-1)
    before = Objective().loss(network.logits(points), labels)
    network.parameters[0][0] += by
    return before, Objective().loss(network.logits(points), labels)


def _valley() -> Step[TrainingState]:
    before, after = moved_together(1.0)
    return Step(
        "Two weights that matter only by their difference",
        (
            "Now the directions are two weights: from x to class 0, and from x to class 1.",
            "Both are in one softmax.",
        ),
        TWO_WEIGHTS,
        show=("landscape", "loss"),
        cover=("landscape",),
        question=Options(
            "Add 1 to both weights. What does the loss do?",
            ("It rises", "It stays the same", "It falls"),
            lambda: 1 if math.isclose(before, after) else 0 if after > before else 2,
            lambda: f"It stays at {fixed(after)}: both logits change alike, which softmax ignores.",
        ),
        notice="So the valley is a straight channel along the diagonal.",
        remember="Different weights can be the same model.",
    )


def _path() -> Step[TrainingState]:
    return Step(
        "The path runs down to the bottom of the valley",
        (
            "Each dot of the path is one frame of the training.",
            f"At the start the loss is {fixed(training_loss(replace(MAP, step=0)))} nats.",
        ),
        replace(MAP, step=0),
        show=("landscape", "player", "loss"),
        question=Goal(
            "Follow the path to a loss below 0.3 nats.",
            lambda state: state.step > 0 and training_loss(replace(MAP, step=state.step)) < 0.3,
            lambda: f"It ends at {fixed(training_loss(MAP))} nats.",
            MAP,
        ),
        notice="The dots lie close together where the ground is flat.",
        remember="The gradient points straight down; its length is how steep it is.",
    )
