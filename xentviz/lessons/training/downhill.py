"""The chapter *Learning is walking downhill*: the first loss, the push, and the way down."""

from dataclasses import replace

import numpy as np

from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.core import cross_entropy, softmax
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import fixed, percent
from xentviz.lessons.steps import Estimate, Goal, Options, Step
from xentviz.lessons.training.measured import PICTURE, accuracy, readers_run, training_loss
from xentviz.server.plane_runs import points_of, trained
from xentviz.server.shared_cache import shared_cache

START = TrainingState(plane="overlap", classes=3, run=RunSettings(layers=0, rate=0.3))
LOUD = replace(START, run=replace(START.run, start="loud"))
EARLY = 4  # the step at which the push is looked at
LOW = 0.5  # nats: the goal


def push_at(state: TrainingState) -> tuple[np.ndarray, np.ndarray]:
    """Each training point's push on its own label's logit, 1 - p, and whether it is predicted."""
    points, labels, _ = points_of(state)
    run = trained(state)
    p = np.asarray(softmax(run.run.network(run.frame(state.step)).logits(points)))
    return 1.0 - p[np.arange(len(labels)), labels], p.argmax(axis=1) == labels


def hardest_pushed(state: TrainingState) -> int:
    """The training point with the largest push."""
    return int(push_at(state)[0].argmax())


def confidence(state: TrainingState) -> float:
    """The mean probability of the likeliest class at the training points."""
    points, _, _ = points_of(state)
    run = trained(state)
    logits = run.run.network(run.frame(state.step)).logits(points)
    return float(np.asarray(softmax(logits)).max(axis=1).mean())


@shared_cache
def steps() -> tuple[Step[TrainingState], ...]:
    """The first loss, a loud start, the push, and the way down."""
    return (_first(), _loud(), _push(), _down())


def _first() -> Step[TrainingState]:
    blind = float(cross_entropy([0.0] * START.classes, 0))
    return Step(
        "A model that knows nothing starts at ln K",
        (
            "Each point has one of three classes. The colours show what the model predicts.",
            "Before training, its weights are nearly 0: each class gets about a third.",
        ),
        START,
        show=("picture", "curves", "blind", "loss"),
        cover=("curves", "blind", "loss"),
        question=Estimate(
            "What is the mean loss before the first step? It is −ln of a third.",
            "nats",
            lambda: blind,
            0.05,
            lambda: f"It is ln 3 = {fixed(blind)} nats, and {fixed(training_loss(START))} here.",
        ),
        notice="The size of each point is its own loss. Here all are about alike.",
        remember="With K classes, a model that knows nothing has the loss ln K.",
    )


def _loud() -> Step[TrainingState]:
    sure, right = confidence(LOUD), accuracy(LOUD)
    return Step(
        "A first loss of 20 says that the start is wrong",
        (
            f"The same model, but with large first weights. Its first loss is "
            f"{training_loss(LOUD):.0f} nats.",
            "Large weights give large logits, in random directions.",
        ),
        LOUD,
        show=("picture", "curves", "blind", "loss", "accuracy"),
        cover=("picture", "accuracy"),
        question=Options(
            "What does the model do at the start?",
            (
                "It is unsure everywhere",
                "It is nearly certain, and often wrong",
                "It is nearly certain, and mostly right",
            ),
            lambda: 0 if sure < 0.6 else 1 if right < 0.5 else 2,
            lambda: (
                f"It gives its favourite class {percent(sure)} on average. "
                f"It is right about {percent(right)} of the points."
            ),
        ),
        notice="The first steps only repair the bad start.",
        remember="If the first loss is far above ln K, look at the first weights.",
        suggestions=(
            Suggestion("Small weights", f"{fixed(training_loss(START))} nats.", START),
            Suggestion("Large weights", f"{training_loss(LOUD):.0f} nats.", LOUD),
        ),
    )


def _push() -> Step[TrainingState]:
    state = replace(START, step=EARLY)
    worst = hardest_pushed(state)
    push, predicted = push_at(state)
    wrong, right = float(push[~predicted].mean()), float(push[predicted].mean())
    chosen = replace(state, point=worst)
    return Step(
        "The points that are wrong push hardest",
        (
            f"After {EARLY} steps some points still lie in a region of another colour.",
            "Each point pushes its own logit up by 1 − p, as on the page *Softmax*.",
        ),
        chosen,
        show=("picture", "curves", "loss", "chain"),
        cover=("chain",),
        question=Options(
            "Which points push hardest?",
            (
                "Those in a region of their own colour",
                "Those in a region of another colour",
                "All push alike",
            ),
            lambda: 1 if wrong > 1.2 * right else 0 if right > 1.2 * wrong else 2,
            lambda: (
                f"Their push is {fixed(wrong)} on average. "
                f"The points that are predicted right push {fixed(right)}."
            ),
        ),
        notice="The selected point pushes hardest. Choose another one to see its numbers.",
        remember="The gradient of a point is p − y: whoever is wrong moves the boundary.",
    )


def _down() -> Step[TrainingState]:
    run = trained(START)
    first = int(run.run.steps[int(np.argmax(run.training < LOW))])
    return Step(
        "Each step moves the boundary downhill",
        (
            "A training step moves all weights a little against the gradient.",
            "Press play, or drag the handle under the curve.",
        ),
        replace(START, step=0),
        show=(*PICTURE, "blind", "accuracy"),
        question=Goal(
            f"Go to a step with a training loss below {LOW} nats.",
            _is_low,
            lambda: f"From step {first} on it is below {LOW} nats.",
            replace(START, step=first),
        ),
        notice="The first steps bring the most. Then the steps get shorter: so does the gradient.",
        remember="Training is walking downhill on the loss.",
    )


def _is_low(state: TrainingState) -> bool:
    run = readers_run(state)
    return run is not None and bool(run.training[run.frame(state.step)] < LOW)
