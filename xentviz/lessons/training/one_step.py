"""One training step with all its numbers: forward, loss, backward, update, and a gradient check."""

from dataclasses import dataclass

import numpy as np

from xentviz.boards.training_sheets import (
    HIGHEST_RATE,
    MOST_TAKEN,
    NUDGES,
    WEIGHTS,
    OneStepState,
)
from xentviz.boards.worksheet import Cell, Grid, Row, Sheet, options, slider, worksheet
from xentviz.core import softmax
from xentviz.lessons.numerals import num3, short
from xentviz.lessons.training.sheets import number
from xentviz.models.network import Doubles, Network
from xentviz.models.objective import Integers, Objective

POINTS = np.array([[-1.0, -1.0], [-0.5, 1.0], [1.0, 0.5], [1.5, -1.0]])
LABELS: Integers = np.array([0, 0, 1, 1])
# W1 by rows, b1, W2 by rows, b2: small numbers, chosen once, of which none is zero.
FIRST = np.array([0.3, -0.4, 0.2, 0.5, 0.1, -0.1, 0.6, -0.3, -0.2, 0.4, 0.05, -0.05])
NAMES = (
    "x → hidden 1", "x → hidden 2", "y → hidden 1", "y → hidden 2", "bias of hidden 1",
    "bias of hidden 2", "hidden 1 → class 0", "hidden 1 → class 1", "hidden 2 → class 0",
    "hidden 2 → class 1", "bias of class 0", "bias of class 1",
)  # fmt: skip


@dataclass(frozen=True)
class OneStep:
    """One step of the small network (2-2-2, tanh) on the four points, N = 4, K = 2.

    `before` and `after` (P,) are the weights, `gradient` (P,) the loss's slope in each; `logits`,
    `probs` and `d_logits` (N, K); `losses` (N,); `loss` their mean, `next_loss` after the step.
    """

    before: Doubles
    gradient: Doubles
    after: Doubles
    logits: Doubles
    probs: Doubles
    d_logits: Doubles
    losses: Doubles
    loss: float
    next_loss: float


def network_at(state: OneStepState) -> Network:
    """The network after the steps that have been taken."""
    network = Network((2, 2, 2))
    network.set_flat(FIRST)
    objective = objective_of(state)
    for _ in range(state.taken):
        _, gradients = network.loss_and_gradients(POINTS, LABELS, objective)
        for one, slope in zip(network.parameters, gradients, strict=True):
            one -= state.rate * slope
    return network


def objective_of(state: OneStepState) -> Objective:
    """The loss that the state asks for."""
    return Objective(squared=state.objective == "squared")


def one_step(state: OneStepState) -> OneStep:
    """Everything that happens in the next step."""
    network, objective = network_at(state), objective_of(state)
    before = network.flat()
    outputs = network.outputs(POINTS)
    logits = outputs[-1].copy()
    loss, d_logits = objective.loss_and_grad(logits, LABELS)
    losses = [objective.loss(logits[k : k + 1], LABELS[k : k + 1]) for k in range(len(LABELS))]
    slopes = network.backward(POINTS, outputs, d_logits)
    gradient = np.concatenate([one.ravel() for one in slopes])
    after = before - state.rate * gradient
    network.set_flat(after)
    next_loss = objective.loss(network.logits(POINTS), LABELS)
    probs = np.asarray(softmax(logits), np.float64)
    return OneStep(
        before, gradient, after, logits, probs, d_logits, np.array(losses), loss, next_loss
    )


def nudged_slope(state: OneStepState) -> float:
    """(L(w + e) - L(w - e)) / 2e: the slope measured by nudging the chosen weight by e."""
    network, objective, nudge = network_at(state), objective_of(state), NUDGES[state.nudge]
    here, sides = network.flat(), []
    for side in (nudge, -nudge):
        moved = here.copy()
        moved[state.weight] += side
        network.set_flat(moved)
        sides.append(objective.loss(network.logits(POINTS), LABELS))
    return (sides[0] - sides[1]) / (2 * nudge)


def sheet(state: OneStepState) -> Sheet:
    """The step as tables."""
    step, measured = one_step(state), nudged_slope(state)
    unit = "nats" if state.objective != "squared" else "squared error"
    return Sheet(
        Cell(num3(step.loss), step.loss),
        f"{unit}, mean of the four points",
        [_forward(step), _weight(state, step, measured), _update(step)],
        sentence=f"Weight {state.weight}: {NAMES[state.weight]}.",
    )


def _forward(step: OneStep) -> Grid:
    """Forward, loss and the first step back, point by point."""
    rows = []
    for k, (x, y) in enumerate(POINTS):
        label = int(LABELS[k])
        cells = [Cell(f"({short(x)}, {short(y)})"), Cell(str(label), label)]
        cells += [number(z, 3) for z in step.logits[k]]
        cells += [number(step.probs[k, label], 3), number(step.losses[k], 3)]
        rows.append(Row("forward", (*cells, number(step.d_logits[k, label]))))
    header = ("point", "label", "z₀", "z₁", "p of the label", "loss", "slope in the label’s z")
    return Grid("forward", header, rows)


def _weight(state: OneStepState, step: OneStep, measured: float) -> Grid:
    at = state.weight
    slope = float(step.gradient[at])
    rows = [
        Row("backward", (Cell("by the backward pass"), number(slope, 8)), "gradient"),
        Row("check", (Cell(f"by nudging it by {state.nudge}"), number(measured, 8)), "gradient"),
        Row("check", (Cell("difference"), Cell(num3(measured - slope), measured - slope))),
    ]
    return Grid("weight", (f"slope of the loss in weight {at}", "per unit of it"), rows)


def _update(step: OneStep) -> Grid:
    rows = [
        Row("update", (Cell(NAMES[k]), *(number(x) for x in numbers)))
        for k, numbers in enumerate(zip(step.before, step.gradient, step.after, strict=True))
    ]
    after = Row(
        "after", (Cell("loss"), number(step.loss), Cell(""), number(step.next_loss)), "loss"
    )
    return Grid("update", ("weight", "before", "slope", "after"), [*rows, after])


ONE_STEP = worksheet(
    OneStepState,
    "One training step",
    sheet,
    (
        slider("weight", "weight number", 0, WEIGHTS - 1, 1),
        options("nudge", "nudge", {name: name for name in NUDGES}),
        options(
            "objective", "loss", {"cross-entropy": "cross-entropy", "squared": "squared error"}
        ),
        slider("rate", "learning rate", 0, HIGHEST_RATE, 0.1),
        slider("taken", "steps taken before", 0, MOST_TAKEN, 1),
    ),
    ("main", "forward", "backward", "check", "update", "after", "sentence"),
)
