"""Cross-entropy as entropy plus KL, for two distributions on a board."""

import math

from xentviz.boards.distributions import DistributionsState, compare
from xentviz.data.everyday import PAIRS
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.steps import Estimate, Goal, Options, Step, Table, nearest

START = DistributionsState.of(PAIRS[0])
SURE = DistributionsState(("yes", "no"), (0.99, 0.01), (0.5, 0.5))
NEVER = START.perfect().never(START.names.index("snow"))
FOUR = DistributionsState(("A", "B", "C", "D"), (1.0, 0.0, 0.0, 0.0), (0.7, 0.1, 0.1, 0.1))
CLASSES = (2, 4, 10, 100, 1000)
EPSILONS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
CALLS = ("What was called", "Value in nats", "What the core makes of it")


def _forecast_for_all_outcomes() -> Step[DistributionsState]:
    now = compare(START)
    return Step(
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
    )


def _perfect_model() -> Step[DistributionsState]:
    perfect = compare(START.perfect())
    return Step(
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
    )


def _entropy_plus_kl() -> Step[DistributionsState]:
    now = compare(START)
    return Step(
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
    )


def _kl_has_a_direction() -> Step[DistributionsState]:
    there = compare(SURE)
    back = compare(SURE.swapped())
    return Step(
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
    )


def _never_say_never() -> Step[DistributionsState]:
    return Step(
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
    )


def _one_right_class() -> Step[DistributionsState]:
    now = compare(START)
    label = compare(START.certain())
    return Step(
        "With one right class only −ln q is left",
        ("A label says: it rained. So p is 100 % rain, a one-hot distribution.",),
        START.certain(),
        show=("loss", "area", "stack", "formula"),
        cover=("area", "stack", "formula"),
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
    )


def _two_distributions() -> tuple[Step[DistributionsState], ...]:
    return (
        _forecast_for_all_outcomes(),
        _perfect_model(),
        _entropy_plus_kl(),
        _kl_has_a_direction(),
        _never_say_never(),
        _one_right_class(),
    )


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
