"""Label smoothing: a target that is not one-hot, and the floor that it raises."""

from dataclasses import replace

import numpy as np

from xentviz.boards.distributions import DistributionsState
from xentviz.core import distribution_cross_entropy, entropy, smooth_labels
from xentviz.figures import smoothing
from xentviz.figures.theme import Figure
from xentviz.lessons.distributions.two import EPSILONS, FOUR
from xentviz.lessons.steps import Options, Step, nearest
from xentviz.server.shared_cache import shared_cache


def _label_smoothing_makes_target() -> Step[DistributionsState]:
    classes = 4
    epsilon = 0.1
    truth = smoothed(classes, epsilon)
    return Step(
        "Label smoothing makes the target a little uncertain",
        (
            "A label says 100 %. Smoothing takes a part ε of it and spreads it over all classes.",
            "Drag ε and watch the bars of p.",
        ),
        FOUR,
        show=("loss", "area", "smoothing"),
        question=Options(
            "With four classes and ε = 0.1, the right class keeps …",
            ("90 %", f"{100 * truth[0]:g} %", "100 %"),
            lambda: nearest(truth[0], (0.9, truth[0], 1.0)),
            lambda: (
                f"ε is spread over all four classes, the right one too: it keeps "
                f"{100 * truth[0]:g} %, each other gets {100 * truth[1]:g} %."
            ),
        ),
    )


def _smoothed_loss_never_reaches() -> Step[DistributionsState]:
    classes = 4
    epsilon = 0.1
    truth = smoothed(classes, epsilon)
    floor = float(entropy(truth))
    return Step(
        "A smoothed loss never reaches 0",
        ("Now q says exactly the smoothed p.",),
        replace(FOUR, smoothing=epsilon, q=tuple(truth)),
        show=("loss", "area", "stack", "smoothing"),
        cover=("loss", "area", "stack"),
        question=Options(
            "Four classes, ε = 0.1. The lowest loss that any model can reach is …",
            ("0", "0.1", f"{floor:.2f}"),
            lambda: nearest(floor, (0.0, 0.1, floor)),
            lambda: (
                f"The entropy of the smoothed target, {floor:.2f} nats. A loss that stays "
                "there is not stuck."
            ),
        ),
        remember="The floor of a label-smoothed loss is the entropy of the smoothed label.",
    )


def _label_smoothing() -> tuple[Step[DistributionsState], ...]:
    return (_label_smoothing_makes_target(), _smoothed_loss_never_reaches())


def smoothed(classes: int, epsilon: float) -> list[float]:
    """A label of the first class after smoothing: epsilon is spread over all K, the right too."""
    return list(smooth_labels(np.eye(1, classes)[0], epsilon).tolist())


def spread(classes: int, epsilon: float) -> str:
    """Who gets how much of epsilon, in two lines of the figure."""
    truth = smoothed(classes, epsilon)
    each = "the other class" if classes == 2 else f"each of {classes - 1:,} others"
    return f"truth: {truth[0]:.4g} for the right class,<br>{truth[1]:.4g} for {each}"


@shared_cache
def floor_figure(classes: int) -> Figure:
    """The loss of every confidence in the right class, for each epsilon; built once for each K."""
    q = np.concatenate([np.geomspace(0.002, 0.2, 12), np.linspace(0.25, 0.95, 15),
                        1 - np.geomspace(0.04, 0.0005, 12)])  # fmt: skip
    rows = np.repeat(((1 - q) / (classes - 1))[:, None], classes, axis=1)
    rows[:, 0] = q
    truths = [smoothed(classes, e) for e in EPSILONS]
    losses = [np.asarray(distribution_cross_entropy(truth, rows)).tolist() for truth in truths]
    lowest = [float(entropy(truth)) for truth in truths]
    best = [truth[0] for truth in truths]
    words = [spread(classes, e) for e in EPSILONS]
    return smoothing.floors(q.tolist(), EPSILONS, losses, best, lowest, words)
