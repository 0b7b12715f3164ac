"""The chapter *Too sure*: wrong labels, a large network, and three ways against it."""

from dataclasses import replace

from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import fixed, percent
from xentviz.lessons.steps import Goal, Options, Step
from xentviz.lessons.training.measured import (
    PICTURE,
    best_step,
    held_out_accuracy,
    held_out_loss,
    readers_run,
)
from xentviz.server.shared_cache import shared_cache

LARGE = RunSettings(layers=2, width=32, optimizer="adam", rate=0.01)
SMOOTH, DECAYED = replace(LARGE, smoothing=0.2), replace(LARGE, decay=1.0)
START = TrainingState(plane="wrong labels", size=200, seed=11, run=LARGE)
END = replace(START, step=START.steps)
NEAR = 0.01  # nats above the lowest held-out loss: the goal


@shared_cache
def steps() -> tuple[Step[TrainingState], ...]:
    """The loss rises while accuracy stays; early stopping, label smoothing, weight decay."""
    return (_rises(), _stop(), _smooth(), _decay())


def _rises() -> Step[TrainingState]:
    at = best_step(START)
    best = replace(START, step=at)
    low, high = held_out_loss(best), held_out_loss(END)
    before, after = held_out_accuracy(best), held_out_accuracy(END)
    return Step(
        "Held-out loss rises while accuracy stays",
        (
            "15 of 100 labels are wrong. A large network learns from 200 such points.",
            f"On held-out points its loss falls to {fixed(low)} nats, then rises to {fixed(high)}.",
        ),
        END,
        show=(*PICTURE, "accuracy", "floor"),
        cover=("accuracy", "picture", "player"),
        question=Options(
            "What does accuracy on held-out points do meanwhile?",
            ("It falls by a third, too", "It stays about the same", "It rises by a third"),
            lambda: 1 if abs(after - before) < 0.03 else 0 if after < before else 2,
            lambda: f"It goes from {percent(before)} to {percent(after)}.",
        ),
        notice="The network grows surer of the same answers. The few that are wrong cost more.",
        remember="Held-out loss shows that a model is overconfident; accuracy does not.",
    )


def _stop() -> Step[TrainingState]:
    at = best_step(START)
    low = held_out_loss(replace(START, step=at))
    return Step(
        "Early stopping: take the weights of the best step",
        (
            "The simplest way against it is to stop in time.",
            "Use the held-out curve to find the step.",
        ),
        END,
        show=(*PICTURE, "accuracy", "floor"),
        question=Goal(
            f"Go to a step with a held-out loss within {NEAR:g} nats of the lowest.",
            _is_near,
            lambda: f"At step {at} it is {fixed(low)} nats.",
            replace(START, step=at),
        ),
        notice="Stopping needs no other training, only held-out points.",
        remember="Keep the weights with the lowest held-out loss.",
    )


def _is_near(state: TrainingState) -> bool:
    run = readers_run(state)
    if run is None or run.held_out is None:
        return False
    return bool(run.held_out[run.frame(state.step)] < run.held_out.min() + NEAR)


def _smooth() -> Step[TrainingState]:
    plain, smooth = held_out_loss(END), held_out_loss(END, SMOOTH)
    return Step(
        "Label smoothing does not allow certainty",
        (
            "The second run has label smoothing 0.2: no target is ever quite 1.",
            f"Without it, held-out loss ends at {fixed(plain)} nats.",
        ),
        replace(END, other=SMOOTH),
        show=("curves", "loss", "accuracy", "player", "floor", "compare"),
        cover=("curves", "loss", "accuracy", "player"),
        question=Options(
            "With label smoothing, held-out loss ends …",
            ("lower", "about the same", "higher"),
            lambda: 0 if smooth < 0.95 * plain else 2 if smooth > 1.05 * plain else 1,
            lambda: f"It ends at {fixed(smooth)} nats.",
        ),
        notice="Its own training loss ends higher: certainty costs it something.",
        remember="Label smoothing keeps logits from growing without end.",
        suggestions=(
            Suggestion("Both at the end", "Drag the handle back.", replace(END, other=SMOOTH)),
        ),
    )


def _decay() -> Step[TrainingState]:
    plain, decayed = held_out_loss(END), held_out_loss(END, DECAYED)
    return Step(
        "Weight decay pulls every weight towards 0",
        (
            "In the second run each step also makes every weight 1 % smaller.",
            "Small weights give small logits, and a smooth boundary.",
        ),
        replace(END, other=DECAYED),
        show=("curves", "loss", "accuracy", "player", "floor", "compare"),
        cover=("curves", "loss", "accuracy", "player"),
        question=Options(
            f"Held-out loss ends at {fixed(plain)} nats without it. With weight decay it ends …",
            ("lower", "about the same", "higher"),
            lambda: 0 if decayed < 0.95 * plain else 2 if decayed > 1.05 * plain else 1,
            lambda: f"It ends at {fixed(decayed)} nats.",
        ),
        notice="The boundary of the second run bends less around single points.",
        remember="Weight decay, label smoothing and early stopping all make a model less sure.",
    )
