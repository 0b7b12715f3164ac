"""The chapters *Imbalance* and *What a weighted mean divides by*."""

import math
from dataclasses import replace

import numpy as np

from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_sheets import WeightedState
from xentviz.boards.training_state import TrainingState
from xentviz.core import cross_entropy, softmax
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import fixed, percent
from xentviz.lessons.steps import Estimate, Options, Step, nearest
from xentviz.lessons.training.measured import held_out_accuracy, recall
from xentviz.lessons.training.sheets import LOGITS
from xentviz.server.plane_runs import held_out, recipe_of, trained
from xentviz.server.shared_cache import shared_cache

PLAIN = RunSettings(layers=0, optimizer="adam", rate=0.1)
BALANCED = replace(PLAIN, weighting="balanced")
START = TrainingState(plane="imbalance", step=200, run=PLAIN)
BOTH = replace(START, other=BALANCED)
WEIGHED = replace(START, run=BALANCED)
RARE = 1  # the class with 5 % of the points
FOUR = WeightedState()


def rare_share(settings: RunSettings) -> tuple[float, float]:
    """The rare class's actual share of the held-out points, and its mean predicted probability."""
    points = held_out(START.plane, START.classes, START.seed)
    assert points is not None
    run = trained(START, settings).run
    p = np.asarray(softmax(run.network(-1).logits(points.points)))
    return float((points.labels == RARE).mean()), float(p[:, RARE].mean())


@shared_cache
def steps() -> tuple[Step[TrainingState], ...]:
    """Accurate and useless, class weights, and what they do to the probabilities."""
    return (_useless(), _weights(), _shares())


def _useless() -> Step[TrainingState]:
    right, found = held_out_accuracy(START), recall(START, RARE)
    options = (0.95, 0.6, found)
    return Step(
        "95 % accurate, and still useless",
        (
            "95 of 100 points belong to one class. Think of a rare disease.",
            f"The trained model is right about {percent(right)} of the held-out points.",
        ),
        START,
        show=("picture", "curves", "loss", "accuracy", "recall", "confusion"),
        cover=("recall", "confusion", "picture"),
        question=Options(
            "What share of the rare class does it find?",
            tuple(f"{100 * one:.0f} %" for one in options),
            lambda: nearest(found, options),
            lambda: f"It finds {percent(found)} of them. This share is called the recall.",
        ),
        notice="The confusion matrix counts each actual class against what was predicted.",
        remember="With rare classes, look at the recall of each class, not at accuracy alone.",
    )


def _weights() -> Step[TrainingState]:
    before, after = held_out_accuracy(START), held_out_accuracy(WEIGHED)
    found, more = recall(START, RARE), recall(WEIGHED, RARE)
    weights = recipe_of(START, BALANCED).objective.class_weights
    times = weights[RARE] / weights[0]
    return Step(
        "Class weights move the boundary",
        (
            f"In the second run, each point of the rare class counts {times:.1f} times as much.",
            "So both classes count the same in the loss.",
        ),
        BOTH,
        show=("picture", "loss", "accuracy", "recall", "confusion", "compare"),
        cover=("recall", "confusion", "picture", "accuracy"),
        question=Options(
            "Compared with the first run, the second one has …",
            (
                "more accuracy, and finds more of the rare class",
                "less accuracy, and finds more of the rare class",
                "the same accuracy and the same recall",
            ),
            lambda: 2 if abs(more - found) < 0.02 else 0 if after > before else 1,
            lambda: (
                f"It finds {percent(more)} of the rare class. "
                f"Its accuracy falls to {percent(after)}."
            ),
        ),
        notice="Which one is better depends on what each kind of mistake costs.",
        remember="Class weights trade mistakes on the common class for finds in the rare one.",
    )


def _shares() -> Step[TrainingState]:
    actual, plain = rare_share(PLAIN)
    said = rare_share(BALANCED)[1]
    return Step(
        "With class weights, p is no longer the share",
        (
            f"{percent(actual)} of the held-out points belong to the rare class.",
            f"Without weights, the model gives it p = {fixed(plain, 3)} on average.",
        ),
        WEIGHED,
        show=("picture", "curves", "loss", "accuracy", "weighting"),
        cover=("picture",),
        question=Options(
            "With class weights, the mean p of the rare class is …",
            ("smaller", "about the same", "much larger"),
            lambda: 2 if said > 1.5 * plain else 0 if said < plain / 1.5 else 1,
            lambda: f"It is {fixed(said, 3)}: the model acts as if both were equally common.",
        ),
        notice="Change the weights of the board and watch the regions.",
        remember="A weighted loss gives probabilities of a world with other shares.",
        suggestions=(
            Suggestion("Without class weights", "The rare class has a small region.", START),
            Suggestion("With class weights", "Its region grows.", WEIGHED),
        ),
    )


# ---- what the weighted mean divides by ----


def _losses() -> tuple[np.ndarray, float, float, float]:
    """The two weighted losses, their sum, the weighted mean, and sum over count."""
    labels, weights = np.array([FOUR.upper, FOUR.lower]), (FOUR.first, FOUR.second, FOUR.third)
    each = np.asarray(cross_entropy(LOGITS, labels, class_weights=weights, reduction="none"))
    mean = float(cross_entropy(LOGITS, labels, class_weights=weights))
    return each, float(each.sum()), mean, float(each.mean())


@shared_cache
def weighted_steps() -> tuple[Step[WeightedState], ...]:
    """The divisor, doubled weights, and a batch of one."""
    return (_divisor(), _doubled(), _alone())


def _divisor() -> Step[WeightedState]:
    _, total, mean, naive = _losses()
    return Step(
        "The weighted mean divides by the sum of the weights",
        (
            "Two examples, with the weights 6 and 4 of their classes.",
            f"Their weighted losses sum to {fixed(total, 4)} nats.",
        ),
        FOUR,
        show=("each", "total", "main", "mean", "naive"),
        cover=("main", "mean", "naive"),
        question=Estimate(
            "What is the weighted mean, as PyTorch takes it?",
            "nats",
            lambda: mean,
            0.05,
            lambda: (
                f"{fixed(total, 4)} / (6 + 4) = {fixed(mean, 4)}. "
                f"Dividing by 2 would give {fixed(naive, 4)}."
            ),
        ),
        remember="Weighted mean: the sum of weighted losses over the sum of the weights.",
    )


def _doubled() -> Step[WeightedState]:
    mean = _losses()[2]
    labels = np.array([FOUR.upper, FOUR.lower])
    twice = [2 * one for one in (FOUR.first, FOUR.second, FOUR.third)]
    after = float(cross_entropy(LOGITS, labels, class_weights=twice))
    return Step(
        "Only the ratio of the weights counts",
        ("Double all three weights.", f"The weighted mean was {fixed(mean, 4)} nats."),
        FOUR,
        show=("first", "second", "third", "each", "total", "main", "mean", "naive"),
        cover=("main", "mean", "naive", "total"),
        question=Options(
            "What does the weighted mean do?",
            ("It doubles", "It stays the same", "It halves"),
            lambda: 1 if math.isclose(after, mean) else 0 if after > mean else 2,
            lambda: f"It stays at {fixed(after, 4)}: sum and divisor both double.",
        ),
        notice="Dividing by the number of examples would double, and so would the gradient.",
        remember="So class weights do not change the size of the steps on average.",
    )


def _alone() -> Step[WeightedState]:
    alone = replace(FOUR, examples=1)
    weights = (FOUR.first, FOUR.second, FOUR.third)
    loss = float(cross_entropy(LOGITS[0], FOUR.upper))
    weighted = float(cross_entropy(LOGITS[:1], [FOUR.upper], class_weights=weights))
    return Step(
        "In a batch of one, the weight cancels",
        (
            "Now the batch is the first example alone, with weight 6.",
            f"Without the weight its loss is {fixed(loss, 4)} nats.",
        ),
        alone,
        show=("first", "second", "third", "each", "total", "main", "mean"),
        cover=("main", "mean", "total"),
        question=Options(
            "What is its weighted mean?",
            ("Six times as much", "The same", "A sixth"),
            lambda: nearest(weighted, (6 * loss, loss, loss / 6)),
            lambda: f"{fixed(6 * loss, 4)} / 6 = {fixed(weighted, 4)} nats: the weight cancels.",
        ),
        notice="Set its class weight to 0: the mean is 0/0, which is nan.",
        remember="Class weights act only between the examples of one batch.",
    )
