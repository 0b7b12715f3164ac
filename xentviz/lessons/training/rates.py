"""The chapter *Step size*: too small, right, too large."""

import math
from dataclasses import replace

from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import fixed
from xentviz.lessons.steps import Goal, Options, Step, nearest
from xentviz.lessons.training.measured import PICTURE, readers_run, training_loss
from xentviz.server.plane_runs import trained
from xentviz.server.shared_cache import shared_cache

SMALL, RIGHT, LARGE = 0.01, 3.0, 300.0
START = TrainingState(
    plane="moons", step=200, run=RunSettings(layers=1, activation="relu", rate=SMALL)
)
LOW = 0.05  # nats: the goal


def with_rate(rate: float) -> TrainingState:
    """The chapter's run with that learning rate, at its last step."""
    return replace(START, run=replace(START.run, rate=rate))


@shared_cache
def steps() -> tuple[Step[TrainingState], ...]:
    """Too small, find a good one, too large."""
    return (_small(), _right(), _large())


def _small() -> Step[TrainingState]:
    loss = training_loss(START)
    options = (0.001, loss, math.log(2))
    return Step(
        "A learning rate that is too small hardly moves",
        (
            "The learning rate says how far each step goes.",
            f"Here it is {SMALL:g}, and the run takes {START.steps} steps.",
        ),
        START,
        show=(*PICTURE, "rate", "accuracy"),
        cover=("curves", "loss", "picture", "accuracy"),
        question=Options(
            "The loss starts near ln 2 = 0.69 nats. Where is it after these steps?",
            ("Near 0: the moons are separated", "On its way, far from done", "Still at ln 2"),
            lambda: nearest(loss, options),
            lambda: f"It is {fixed(loss)} nats, and still falling.",
        ),
        notice="The curve still goes down at its right end. More steps would help, slowly.",
        remember="Too small a learning rate wastes steps.",
    )


def _right() -> Step[TrainingState]:
    good = training_loss(with_rate(RIGHT))
    return Step(
        "A good learning rate gets there",
        ("The same model, the same points, the same number of steps.",),
        START,
        show=(*PICTURE, "rate", "accuracy"),
        question=Goal(
            f"Find a learning rate that ends below {LOW} nats after {START.steps} steps.",
            _is_low,
            lambda: f"With {RIGHT:g} it ends at {fixed(good, 3)} nats.",
            with_rate(RIGHT),
        ),
        notice="In the first steps the loss may jump up and down a little.",
        remember="Try learning rates by factors, not by small steps.",
        suggestions=(
            Suggestion("Learning rate 0.1", f"{fixed(training_loss(with_rate(0.1)))} nats.",
                       with_rate(0.1)),
            Suggestion("Learning rate 3", f"{fixed(good, 3)} nats.", with_rate(RIGHT)),
        ),
    )  # fmt: skip


def _is_low(state: TrainingState) -> bool:
    """Whether the reader's run of the chapter's points ends low, and took no more steps."""
    if (state.plane, state.steps) != (START.plane, START.steps):
        return False
    run = readers_run(state)
    return run is not None and run.run.stopped is None and float(run.training[-1]) < LOW


def _large() -> Step[TrainingState]:
    state = with_rate(LARGE)
    stopped = trained(state).run.stopped
    return Step(
        "A learning rate that is too large diverges",
        (
            f"Now the learning rate is {LARGE:g}: each step jumps across the valley.",
            "Whoever lands higher on the other side meets a steeper slope, and jumps further.",
        ),
        state,
        show=(*PICTURE, "rate", "accuracy"),
        cover=("curves", "loss", "picture", "accuracy"),
        question=Options(
            f"What happens within {START.steps} steps?",
            (
                "It arrives sooner",
                "It goes up and down around ln 2",
                "The loss grows without limit",
            ),
            lambda: 2 if stopped is not None else 0,
            lambda: f"The run stops at step {stopped}, where the loss has passed 1,000 nats.",
        ),
        notice="The sentence below the picture says at which step, and why.",
        remember="If a loss grows without end, first lower the learning rate.",
        suggestions=(
            Suggestion("Learning rate 300", "It diverges.", state),
            Suggestion("Learning rate 3", "It arrives.", with_rate(RIGHT)),
        ),
    )
