"""The chapter *What no model can get under*: overlapping blobs and the Bayes floor."""

from dataclasses import replace

import numpy as np

from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.core import softmax
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import fixed
from xentviz.lessons.steps import Estimate, Options, Step, nearest
from xentviz.lessons.training.measured import (
    PICTURE,
    best_step,
    floor_of,
    held_out_loss,
    training_loss,
)
from xentviz.server.plane_runs import trained
from xentviz.server.shared_cache import shared_cache

START = TrainingState(
    plane="overlap", classes=3, size=1000, seed=41,
    run=RunSettings(layers=0, optimizer="adam", rate=0.05),
)  # fmt: skip
END = replace(START, step=200)
LARGE = replace(END, size=400, run=RunSettings(layers=2, width=32, optimizer="adam", rate=0.02))
MIDDLE = replace(END, look=(0.0, 0.0))


def at_the_middle() -> float:
    """What the trained model gives class 0 halfway between all three blobs."""
    run = trained(END).run
    return float(np.asarray(softmax(run.network(-1).logits(np.zeros((1, 2)))))[0, 0])


@shared_cache
def steps() -> tuple[Step[TrainingState], ...]:
    """Where the loss ends, why, and what a larger model can do about it."""
    return (_ends(), _middle(), _larger())


def _ends() -> Step[TrainingState]:
    floor, loss = floor_of(START), held_out_loss(END)
    options = (1e-3, loss, 1.0986)
    return Step(
        "With overlapping blobs, the loss cannot reach 0",
        (
            "Three blobs overlap. Between them, the same place may belong to any class.",
            "Held-out points are drawn from the same blobs, and no model learns from them.",
        ),
        START,
        show=(*PICTURE, "blind", "floor"),
        cover=("curves", "floor", "player"),
        question=Options(
            "With more and more steps, the loss on held-out points …",
            ("goes to 0", f"ends near {fixed(loss, 1)}", "stays at ln 3"),
            lambda: nearest(loss, options),
            lambda: f"It ends at {fixed(loss, 3)} nats. The floor is {fixed(floor, 3)} nats.",
        ),
        notice="The Bayes floor is the loss of the true probabilities, which are known here.",
        remember="No model gets below the Bayes floor: it is the entropy of the truth.",
        suggestions=(Suggestion("The last step", "Close to the floor.", END),),
    )


def _middle() -> Step[TrainingState]:
    p = at_the_middle()
    return Step(
        "At the floor, the model says what is true",
        (
            "In the middle of the three blobs, each class is equally likely.",
            "A cross marks that place.",
        ),
        MIDDLE,
        show=("picture", "curves", "floor", "look"),
        cover=("look",),
        question=Estimate(
            "What probability does the trained model give the first class there?",
            "",
            lambda: p,
            0.08,
            lambda: f"It gives {fixed(p)}. The truth is a third.",
        ),
        notice="Point at other places to see what the model predicts there.",
        remember="The lowest loss belongs to honest probabilities, not to certain ones.",
    )


def _larger() -> Step[TrainingState]:
    seen, unseen, floor = training_loss(LARGE), held_out_loss(LARGE), floor_of(LARGE)
    return Step(
        "A larger model gets under the floor only on what it has seen",
        (
            "A network with two hidden layers of 32 units learns from 400 points.",
            f"On its training points the loss ends at {fixed(seen)} nats, below the floor.",
        ),
        replace(LARGE, step=0),
        show=(*PICTURE, "blind", "floor"),
        cover=("curves", "loss", "picture", "player"),
        question=Options(
            "And on held-out points?",
            ("Below the floor too", "At the floor", "Above the floor"),
            lambda: 0 if unseen < floor - 0.03 else 1 if unseen < floor + 0.03 else 2,
            lambda: f"There it ends at {fixed(unseen)} nats. The floor is {fixed(floor)}.",
        ),
        notice=(
            f"At step {best_step(LARGE)} it was lowest. "
            "Since then the network has learned single points by heart."
        ),
        remember="Training loss below the floor means: it knows the answers by heart.",
        suggestions=(
            Suggestion("The large network, at the end", "The two curves part.", LARGE),
            Suggestion("Softmax regression", "The two curves stay together.", END),
        ),
    )
