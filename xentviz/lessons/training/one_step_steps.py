"""The chapter *One step, explained*: forward, loss, backward, update, each with its numbers."""

from dataclasses import replace

from xentviz.boards.training_sheets import OneStepState
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import fixed
from xentviz.lessons.steps import Estimate, Goal, Options, Step
from xentviz.lessons.training.one_step import LABELS, one_step
from xentviz.server.shared_cache import shared_cache

START = OneStepState()
OTHER = replace(START, weight=7)
TOO_FAR = replace(START, taken=3, rate=5.0)


@shared_cache
def steps() -> tuple[Step[OneStepState], ...]:
    """The mean loss, the slope in a logit, the gradient check, the update."""
    return (_forward(), _backward(), _check(), _update())


def _forward() -> Step[OneStepState]:
    first = one_step(START)
    return Step(
        "Forward: from points to logits to one loss",
        (
            "A tiny network with two hidden units reads four points.",
            "Each point gives two logits, a probability of its label, and a loss.",
        ),
        START,
        show=("forward", "main"),
        cover=("main",),
        question=Estimate(
            "The loss of the batch is the mean of the four. How large is it?",
            "nats",
            lambda: first.loss,
            0.05,
            lambda: (
                f"The four losses sum to {fixed(first.losses.sum())}. A quarter of it is "
                f"{fixed(first.loss)} nats."
            ),
        ),
        remember="Forward: weights and points give one number, the mean loss.",
    )


def _backward() -> Step[OneStepState]:
    first = one_step(START)
    k = int(first.losses.argmax())
    p, slope = float(first.probs[k, LABELS[k]]), float(first.d_logits[k, LABELS[k]])
    options = (slope, slope * len(LABELS), -slope)
    return Step(
        "Backward: the slope in a logit is (p − y) / N",
        (
            f"The last point has p = {fixed(p, 3)} for its label, where y is 1.",
            "The mean divides by N = 4 points.",
        ),
        START,
        show=("forward", "main"),
        cover=("forward",),
        question=Options(
            "What is the slope of the mean loss in the logit of its label?",
            tuple(fixed(one, 3) for one in options),
            lambda: min(range(3), key=lambda at: abs(options[at] - (p - 1) / len(LABELS))),
            lambda: f"({fixed(p, 3)} − 1) / 4 = {fixed((p - 1) / 4, 3)}.",
        ),
        notice="From there the chain rule carries the slopes back to every weight.",
        remember="Backward starts at (p − y) / N and goes back through the layers.",
    )


def _check() -> Step[OneStepState]:
    return Step(
        "A gradient check: nudge one weight and measure",
        (
            "The backward pass says how fast the loss changes with each weight.",
            "You can measure it instead: nudge the weight a little both ways, and divide.",
        ),
        START,
        show=("weight", "nudge", "backward", "check", "sentence"),
        question=Goal(
            "Check another weight, with the smallest nudge.",
            lambda state: state.weight != START.weight and state.nudge == "0.0001",
            lambda: "Both numbers agree to many digits, for every weight.",
            replace(OTHER, nudge="0.0001"),
        ),
        notice="A nudge of 1 is too far: the loss is curved in between.",
        remember="Whoever writes a backward pass checks it by nudging.",
        suggestions=(
            Suggestion("A nudge of 1", "The difference is large.", replace(START, nudge="1")),
            Suggestion("A nudge of 0.0001", "It is tiny.", replace(START, nudge="0.0001")),
        ),
    )


def _update() -> Step[OneStepState]:
    first, far = one_step(START), one_step(TOO_FAR)
    return Step(
        "Update: every weight moves against its slope",
        (
            "New weight = weight − learning rate · slope, for all weights at once.",
            f"Before the step the loss is {fixed(first.loss)} nats.",
        ),
        START,
        show=("rate", "taken", "update", "after"),
        cover=("after",),
        question=Options(
            "With learning rate 1, the loss after the step is …",
            ("higher", "the same", "lower"),
            lambda: 2 if first.next_loss < 0.99 * first.loss else 0,
            lambda: f"It falls to {fixed(first.next_loss)} nats.",
        ),
        notice="Move the learning rate and the number of steps taken before.",
        remember="One step: forward, loss, backward, update. Training repeats it.",
        suggestions=(
            Suggestion(
                "Learning rate 5, after 3 steps", f"Then {fixed(far.next_loss, 3)} nats.", TOO_FAR
            ),
        ),
    )
