"""The page /distributions: cross-entropy as entropy plus KL, label smoothing, wrong calls."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from xentviz.boards import DISTRIBUTIONS
from xentviz.boards.distributions import DistributionsState, compare
from xentviz.core import distribution_cross_entropy, entropy, kl_divergence, smooth_labels
from xentviz.data.everyday import PAIRS
from xentviz.figures import smoothing
from xentviz.figures.theme import Figure
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.steps import Chapter, Estimate, Goal, Lesson, Options, Step, Table, nearest
from xentviz.server.shared_cache import shared_cache

START = DistributionsState.of(PAIRS[0])
SURE = DistributionsState(("yes", "no"), (0.99, 0.01), (0.5, 0.5))
NEVER = START.perfect().never(START.names.index("snow"))
FOUR = DistributionsState(("A", "B", "C", "D"), (1.0, 0.0, 0.0, 0.0), (0.7, 0.1, 0.1, 0.1))
CLASSES = (2, 4, 10, 100, 1000)
EPSILONS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
CALLS = ("What was called", "Value in nats", "What the core makes of it")


def _two_distributions() -> tuple[Step[DistributionsState], ...]:
    now, perfect = compare(START), compare(START.perfect())
    there, back = compare(SURE), compare(SURE.swapped())
    label = compare(START.certain())
    return (
        Step(
            "A forecast for all outcomes at once",
            (
                "In Seattle, 44 of 100 days have rain and 44 have sun. These shares are p.",
                "A forecaster from a sunny town says q. What does that cost on average?",
                "The average of −ln q over what really happens is the cross-entropy.",
            ),
            START,
            show=("loss", "area"),
            question=Goal(
                "Change q until the cross-entropy is below 1.2 nats.",
                lambda state: compare(state).loss < 1.2,
                lambda: f"It was {now.loss:.2f} nats. The closer q comes to p, the lower it gets.",
                START.perfect(),
            ),
            notice="Each bar of the picture is p wide and −ln q tall. Its area is what it costs.",
        ),
        Step(
            "Does a perfect model have a loss of 0?",
            ("Now q says exactly p. Nobody can predict better.",),
            START.perfect(),
            show=("loss", "area", "stack"),
            cover=("loss", "area", "stack"),
            question=Options(
                "The cross-entropy of this perfect forecast is …",
                ("0", f"{perfect.entropy:.2f} nats", f"{math.log(len(START.p)):.2f} nats"),
                lambda: nearest(perfect.loss, (0.0, perfect.entropy, math.log(len(START.p)))),
                lambda: (
                    f"It is {perfect.loss:.2f} nats: the entropy of the weather. Nobody knows "
                    "tomorrow, so nobody pays less."
                ),
            ),
            remember="A perfect model still pays the entropy.",
        ),
        Step(
            "Cross-entropy is entropy plus KL divergence",
            ("The forecaster from the sunny town is back.",),
            START,
            show=("loss", "area", "stack", "formula"),
            cover=("stack", "formula"),
            question=Estimate(
                f"The loss is {now.loss:.2f}, the entropy {now.entropy:.2f}. How large is KL?",
                "nats",
                lambda: now.kl,
                0.02,
                lambda: f"{now.loss:.2f} − {now.entropy:.2f} = {now.kl:.2f} nats.",
            ),
            notice="Entropy is the uncertainty nobody can remove. KL is the price of your error.",
            remember="cross-entropy = entropy + KL: H(p, q) = H(p) + KL(p‖q)",
        ),
        Step(
            "KL is not a distance: it has a direction",
            (
                "Something is 99 % certain, and you say 50 %. KL measures what that costs.",
                "Now swap: an even chance, and you say 99 %.",
            ),
            SURE,
            show=("loss", "stack"),
            question=Options(
                "After swapping, KL is …",
                ("smaller", "the same", "larger"),
                lambda: 1 if math.isclose(there.kl, back.kl) else 2 * (back.kl > there.kl),
                lambda: (
                    f"KL(p‖q) is {there.kl:.3g} nats and KL(q‖p) is {back.kl:.3g}: confidently "
                    "wrong costs more."
                ),
            ),
            suggestions=(Suggestion("Swap p and q", f"KL is {back.kl:.3g} nats", SURE.swapped()),),
        ),
        Step(
            "Never say never",
            ("It snows on 2 of 100 days. A forecaster gives snow 0 %.",),
            START.perfect(),
            show=("loss", "stack"),
            question=Options(
                "The cross-entropy is then …",
                ("a little larger", "twice as large", "infinite"),
                lambda: 2 if math.isinf(compare(NEVER).loss) else 0,
                lambda: "−ln 0 is infinite, and it does snow. One day is enough.",
            ),
            suggestions=(Suggestion("Never say snow", "The loss is infinite.", NEVER),),
        ),
        Step(
            "With one right class only −ln q is left",
            ("A label says: it rained. So p is 100 % rain, a one-hot distribution.",),
            START.certain(),
            show=("loss", "area", "stack", "formula"),
            cover=("stack", "formula"),
            question=Options(
                "How large is the entropy of this p?",
                ("0", f"{now.entropy:.2f} nats", f"{label.loss:.2f} nats"),
                lambda: nearest(label.entropy, (0.0, now.entropy, label.loss)),
                lambda: (
                    f"Nothing is uncertain. The whole loss, {label.loss:.2f} nats, is KL: −ln of "
                    f"{START.q[0]:g}."
                ),
            ),
            remember="With a label, cross-entropy is −ln of one probability.",
        ),
    )


def _label_smoothing() -> tuple[Step[DistributionsState], ...]:
    classes, epsilon = 4, 0.1
    truth = smoothed(classes, epsilon)
    floor = float(entropy(truth))
    return (
        Step(
            "Label smoothing makes the target a little uncertain",
            (
                "A label says 100 %. Smoothing takes a part ε of it and spreads it over all "
                "classes.",
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
        ),
        Step(
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
        ),
    )


def _below_zero() -> tuple[Step[DistributionsState], ...]:
    short = distributions_total(0.8)
    return (
        Step(
            "A KL below zero is a wrong call",
            (
                "KL is never below zero, for distributions. Then somebody reports a negative one.",
                "The sum on the right multiplies p by a factor, so that it sums to something else.",
            ),
            cover=("values",),
            question=Options(
                "The shares p sum to 0.8 instead of 1. The sum p · ln(p / q) is then …",
                ("below zero", "exactly zero", "above zero"),
                lambda: 0 if short < 0 else 1 if short == 0 else 2,
                lambda: f"It is {short:.3g}. The core refuses such p and says why.",
            ),
            remember="A negative KL means: p does not sum to 1, or logs are missing.",
        ),
    )


def distributions_total(total: float) -> float:
    """sum(p ln(p / q)) on the first board, with p multiplied by `total` first."""
    p, q = total * np.array(START.truth), np.array(START.q)
    return float((p * np.log(p / q)).sum())


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


def calls(state: DistributionsState, total: float) -> list[tuple[str, ...]]:
    """One right call and three wrong ones, with what each gives and what the core says."""
    p, q = np.array(state.truth), np.array(state.q)
    short = total * p
    with np.errstate(all="ignore"):
        here = p > 0
        unsummed = float((short[here] * np.log(short[here] / q[here])).sum())
        unlogged = float((p[here] * (np.log(p[here]) - q[here])).sum())
    right = f"{float(kl_divergence(p, q)):.4g}"
    return [
        ("kl(p, q)", right, "never negative"),
        ("kl(q, p), swapped", f"{float(kl_divergence(q, p)):.4g}", "another question"),
        (f"kl(p, q), p sums to {total:g}", f"{unsummed:.4g}", _refusal(short, q)),
        ("torch's kl_div(q, p), q not in logs", f"{unlogged:.4g}", f"with log q: {right}"),
    ]


def _refusal(p: NDArray[np.float64], q: NDArray[np.float64]) -> str:
    try:
        return f"fine: {float(kl_divergence(p, q)):.4g}"
    except ValueError as error:
        return f"refused: {error}"


def in_code(state: DistributionsState) -> Snippets:
    """Entropy, KL and their sum for the two distributions on the board."""
    p, q = (", ".join(f"{x!r}" for x in shares) for shares in (state.p, state.q))
    smooth = f"e = {state.smoothing!r}  # label smoothing\np = (1 - e) * p + e / len(p)\n"
    mixed = smooth if state.smoothing else ""
    numpy = f"""import numpy as np

p = np.array([{p}])  # the truth
q = np.array([{q}])  # the prediction
{mixed}p, q = p[p > 0], q[p > 0]  # what never happens costs nothing
with np.errstate(divide="ignore"):  # q = 0 where p > 0 costs infinity
    entropy = -(p * np.log(p)).sum()
    kl = (p * np.log(p / q)).sum()
    loss = -(p * np.log(q)).sum()  # nats
print(entropy, "+", kl, "=", loss)
"""
    torch = f"""import torch
import torch.nn.functional as F

p = torch.tensor([{p}], dtype=torch.float64)
q = torch.tensor([{q}], dtype=torch.float64)
{mixed}loss = F.cross_entropy(q.log(), p)  # takes logits: log q is one choice of them
kl = F.kl_div(q.log(), p, reduction="sum")  # the prediction first, in logs; then the truth
print(loss.item() - kl.item(), "+", kl.item(), "=", loss.item())
"""
    return Snippets(numpy, torch)


def _deeper(_state: DistributionsState) -> tuple[Table, ...]:
    """Where the numbers of the everyday distributions come from."""
    rows = [(pair.title, pair.source) for pair in PAIRS]
    return (Table("Where the numbers come from", "", ("distribution", "source"), rows),)


LESSON = Lesson(
    "distributions",
    (
        Chapter(
            "two",
            "A perfect model still has a loss",
            _two_distributions,
            DISTRIBUTIONS,
            START,
            in_code,
            _deeper,
        ),
        Chapter(
            "smoothing",
            "Label smoothing raises the floor",
            _label_smoothing,
            DISTRIBUTIONS,
            FOUR,
            in_code,
        ),
        Chapter(
            "below-zero",
            "When KL comes out below zero",
            _below_zero,
            section="kl_calls",
            link_keys=("sum", "K"),
        ),
    ),
)
