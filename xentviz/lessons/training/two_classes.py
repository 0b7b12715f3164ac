"""The chapters *Two classes are logistic regression* and *Your own points*."""

import math
from dataclasses import replace

import numpy as np

from xentviz.boards.training_settings import OwnPoint, RunSettings
from xentviz.boards.training_sheets import LogisticState
from xentviz.boards.training_state import TrainingState
from xentviz.core import cross_entropy, cross_entropy_and_grad
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import fixed
from xentviz.lessons.steps import Estimate, Goal, Options, Step, nearest
from xentviz.lessons.training.measured import PICTURE, readers_run, training_loss
from xentviz.lessons.training.sheets import sigmoid
from xentviz.server.shared_cache import shared_cache

PAIR = LogisticState()
SHIFTED = replace(PAIR, zero=PAIR.zero + 3, one=PAIR.one + 3)
CROSS = (
    OwnPoint(-1.0, -1.0, 0), OwnPoint(1.0, 1.0, 0), OwnPoint(-1.0, 1.0, 1), OwnPoint(1.0, -1.0, 1)
)  # fmt: skip
START = TrainingState(plane="own", own=CROSS, step=200, run=RunSettings(layers=0))
HIDDEN = replace(START, run=RunSettings(layers=1, width=8))
BLOCKED = replace(HIDDEN, own=(*CROSS, OwnPoint(-1.0, -1.0, 1)))
LOW = 0.1  # nats: the goal
SHOWN = (*PICTURE, "blind", "accuracy", "edit", "classes", "layers", "width", "rate")


@shared_cache
def steps() -> tuple[Step[LogisticState], ...]:
    """One probability, one loss, one slope."""
    return (_same(), _only_the_difference(), _slope())


def _same() -> Step[LogisticState]:
    p = sigmoid(PAIR.one - PAIR.zero)
    return Step(
        "Softmax of two logits is the sigmoid of their difference",
        (
            f"Class 0 has the logit {PAIR.zero:g}, class 1 the logit {PAIR.one:g}.",
            "Softmax divides by both exponentials; one of them cancels.",
        ),
        PAIR,
        show=("zero", "one", "main", "p"),
        cover=("p",),
        question=Estimate(
            f"What is the sigmoid of {PAIR.one - PAIR.zero:g}, 1 / (1 + e^−1.5)?",
            "",
            lambda: p,
            0.02,
            lambda: f"Both ways give p = {fixed(p, 3)} for class 1.",
        ),
        remember="With two classes, softmax is the sigmoid: this is logistic regression.",
    )


def _only_the_difference() -> Step[LogisticState]:
    before, after = (float(cross_entropy([one.zero, one.one], 1)) for one in (PAIR, SHIFTED))
    return Step(
        "Two logits say no more than one",
        ("Now add 3 to both logits.", f"The loss was {fixed(before, 3)} nats."),
        PAIR,
        show=("zero", "one", "main", "p", "loss"),
        cover=("loss", "p"),
        question=Options(
            "What does the loss do?",
            ("It rises", "It stays the same", "It falls"),
            lambda: 1 if math.isclose(after, before) else 0 if after > before else 2,
            lambda: f"It stays at {fixed(after, 3)} nats: only z₁ − z₀ counts.",
        ),
        notice="PyTorch calls the right column binary cross-entropy with logits.",
        remember="Binary cross-entropy of z is cross-entropy of the two logits 0 and z.",
        suggestions=(Suggestion("Add 3 to both", "Nothing changes.", SHIFTED),),
    )


def _slope() -> Step[LogisticState]:
    p = sigmoid(PAIR.one - PAIR.zero)
    slope = float(np.asarray(cross_entropy_and_grad([PAIR.zero, PAIR.one], 1)[1])[1])
    options = (slope, p, p * (1 - p))
    return Step(
        "The slope is p − y, both ways",
        (f"The label is 1, and the model gives it p = {fixed(p, 3)}.",),
        PAIR,
        show=("zero", "one", "label", "main", "p", "loss", "slope"),
        cover=("slope",),
        question=Options(
            "What is the slope of the loss in z?",
            tuple(fixed(one, 3) for one in options),
            lambda: nearest(p - 1, options),
            lambda: f"{fixed(p, 3)} − 1 = {fixed(p - 1, 3)}, by softmax and by the sigmoid.",
        ),
        notice="Set the label to 0: the slope is p itself.",
        remember="Logistic regression learns with p − y, as every softmax does.",
    )


@shared_cache
def own_steps() -> tuple[Step[TrainingState], ...]:
    """Four points that no straight line parts, a hidden layer, and a contradiction."""
    return (_straight(), _bent(), _contradiction())


def _straight() -> Step[TrainingState]:
    loss = training_loss(START)
    return Step(
        "No straight line parts these four points",
        (
            "Two classes sit on opposite corners of a square.",
            "Softmax regression can only draw straight boundaries.",
        ),
        START,
        show=(*PICTURE, "blind", "accuracy"),
        cover=("picture", "curves", "loss", "accuracy", "player"),
        question=Options(
            "Where does its loss end?",
            ("Near 0", "At ln 2, where it began", "Far above ln 2"),
            lambda: nearest(loss, (0.0, math.log(2), 5.0)),
            lambda: f"It ends at {fixed(loss, 3)} nats: the best line is no line.",
        ),
        notice="Every line is wrong about one point at least.",
        remember="A model can only learn what its shape allows.",
    )


def _bent() -> Step[TrainingState]:
    return Step(
        "A hidden layer bends the boundary",
        (
            "Give the model a hidden layer, or move the points.",
            "Choose a class, then press the plane to add a point. Drag points, or delete them.",
        ),
        START,
        show=SHOWN,
        question=Goal(
            f"Reach a training loss below {LOW} nats at the last step.",
            _is_learned,
            lambda: f"One hidden layer of 8 units ends at {fixed(training_loss(HIDDEN), 3)} nats.",
            HIDDEN,
        ),
        notice="Each hidden unit draws one line. The output puts the pieces together.",
        remember="Hidden layers make new features, in which a straight line is enough.",
    )


def _is_learned(state: TrainingState) -> bool:
    run = readers_run(state)
    return run is not None and len(set(_labels(state))) > 1 and float(run.training[-1]) < LOW


def _labels(state: TrainingState) -> list[int]:
    return [point.label for point in state.own]


def _contradiction() -> Step[TrainingState]:
    loss = training_loss(BLOCKED)
    floor = 2 * math.log(2) / len(BLOCKED.own)
    return Step(
        "Two labels on one place cannot both be right",
        (
            "A fifth point lies exactly on another one, with the other label.",
            "The best answer there is one half, which costs ln 2 for each of the two.",
        ),
        BLOCKED,
        show=SHOWN,
        cover=("picture", "curves", "loss", "accuracy"),
        question=Options(
            "The loss of this network then ends near …",
            ("0", "2 · ln 2 / 5 = 0.28", "ln 2 = 0.69"),
            lambda: nearest(loss, (0.0, floor, math.log(2))),
            lambda: f"It ends at {fixed(loss, 2)} nats. Three points cost nearly nothing.",
        ),
        notice="This is a Bayes floor that you have made yourself.",
        remember="Where the same place has two labels, no model can be certain and right.",
        suggestions=(
            Suggestion("Without the fifth point", "It goes to 0.", HIDDEN),
            Suggestion("With it", "It cannot.", BLOCKED),
        ),
    )
