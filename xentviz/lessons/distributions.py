"""Two distributions: what is asked, the calls that go wrong, the floor of label smoothing."""

import math

import numpy as np
from numpy.typing import NDArray

from xentviz.boards.distributions import DistributionsState, compare
from xentviz.core import distribution_cross_entropy, entropy, kl_divergence, smooth_labels
from xentviz.data.everyday import PAIRS
from xentviz.figures import smoothing
from xentviz.figures.theme import Figure
from xentviz.lessons.elements import Question, Snippets, Suggestion
from xentviz.server.shared_cache import shared_cache

START = DistributionsState.of(PAIRS[0])
CLASSES = (2, 4, 10, 100, 1000)
EPSILONS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
CALLS = ("What was called", "Value in nats", "What the core makes of it")


def perfect_model() -> Question:
    """What does a model pay that says exactly the truth?"""
    paid = compare(START.perfect())
    options = {0.0: "0: it is never wrong", paid.entropy: f"{paid.entropy:#.3g} nats: the entropy"}
    options[math.log(len(START.p))] = f"{math.log(len(START.p)):#.3g} nats: ln {len(START.p)}"

    def reveal() -> tuple[str, str]:
        right = options[min(options, key=lambda nats: abs(nats - paid.loss))]
        return right, (
            f"With q = p the KL is {paid.kl:.3g}, the loss is the entropy, {paid.loss:#.3g} nats "
            "of weather that nobody can know. No model gets under that floor, and 0 is reached "
            "only where the truth itself is certain."
        )

    words = "A perfect forecaster of this weather says exactly q = p. The cross-entropy is then …"
    return Question("perfect", words, tuple(options[nats] for nats in sorted(options)), reveal)


def swapped() -> Question:
    """Is KL the same in both directions?"""
    sure = DistributionsState(("yes", "no"), (0.99, 0.01), (0.5, 0.5))
    there, back = compare(sure), compare(sure.swapped())
    changes = {"smaller": -1, "the same": 0, "larger": 1}

    def reveal() -> tuple[str, str]:
        sign = 0 if math.isclose(there.kl, back.kl) else int(math.copysign(1, back.kl - there.kl))
        right = next(words for words, which in changes.items() if which == sign)
        return right, (
            f"KL(p‖q) is {there.kl:.3g} nats and KL(q‖p) is {back.kl:.3g}. The first weighs each "
            "log ratio by what happens, the second by what was said: they are different questions."
        )

    return Question(
        "swapped",
        f"Something is {100 * sure.p[0]:g} % certain, and you say {100 * sure.q[0]:g} %. Now swap "
        f"the two: an even chance, and you say {100 * sure.p[0]:g} %. KL(p‖q) is then …",
        tuple(changes),
        reveal,
    )


def lowest_smoothed() -> Question:
    """How low can a label-smoothed loss get?"""
    classes, epsilon = 4, 0.1
    truth = smoothed(classes, epsilon)
    floor = float(entropy(truth))
    options = {0.0: "0", epsilon: f"{epsilon:g}", floor: f"{floor:.3g}"}

    def reveal() -> tuple[str, str]:
        least = float(distribution_cross_entropy(truth, truth))
        right = options[min(options, key=lambda nats: abs(nats - least))]
        return right, (
            f"The smoothed truth is {truth[0]:.4g} and three times {truth[1]:.3g}; its entropy is "
            f"{floor:.3g} nats, and no model pays less. A loss that stays there is not stuck."
        )

    return Question(
        "floor",
        "Four classes, label smoothing ε = 0.1. The lowest loss that any model can reach is …",
        tuple(options.values()),
        reveal,
    )


def tries() -> tuple[Suggestion[DistributionsState], ...]:
    """What to set and to look at."""
    return (
        Suggestion("Say exactly the truth", "KL 0: only the entropy is left.", START.perfect()),
        Suggestion(
            "Never say snow",
            "But it does snow: the loss is infinite.",
            START.never(START.names.index("snow")),
        ),
        Suggestion(
            "One-hot truth", "Entropy 0: only −ln q of the right one is left.", START.certain()
        ),
    )


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
