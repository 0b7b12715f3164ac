"""An honest forecast: what saying more or less than you believe costs, under three scores."""

import numpy as np

from xentviz.boards.proper_score import ProperScoreState, scores
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.steps import Goal, Options, Step, nearest

START = ProperScoreState(chance=0.7, said=0.9)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def cheapest(score: str, state: ProperScoreState = START) -> float:
    """The q in whole per cent that costs least on average under one of the board's scores."""
    said = np.linspace(0, 1, 101)
    return float(said[np.argmin([getattr(scores(state.saying(float(q))), score) for q in said])])


def _cheapest_answer() -> Step[ProperScoreState]:
    c = START.chance
    return Step(
        "Which answer costs least on average?",
        (
            f"It rains on {_percent(c)} of such days. You give a probability of rain, q.",
            "Drag q. The curve shows your average log loss.",
        ),
        START,
        show=("loss",),
        question=Goal(
            "Find the q with the lowest average log loss.",
            lambda state: abs(state.said - cheapest("loss", state)) < 0.015,
            lambda: f"It is q = {_percent(c)}: exactly what you believe.",
            START.saying(c),
        ),
        remember="Log loss rewards honesty: say what you believe.",
    )


def _honest_forecast() -> Step[ProperScoreState]:
    c = START.chance
    honest = scores(START.saying(c))
    sure = scores(START.saying(0.99))
    return Step(
        "What does an honest forecast still cost?",
        (f"You say exactly {_percent(c)}.",),
        START.saying(c),
        show=("loss", "parts"),
        cover=("loss", "parts"),
        question=Options(
            "The average log loss is then …",
            ("0", f"{honest.loss:.2f} nats", f"{sure.loss:.2f} nats"),
            lambda: nearest(honest.loss, (0.0, honest.loss, sure.loss)),
            lambda: f"The entropy of the weather, {honest.entropy:.2f} nats, is left. KL is 0.",
        ),
    )


def _exaggerating_expensive() -> Step[ProperScoreState]:
    c = START.chance
    honest = scores(START.saying(c))
    sure = scores(START.saying(0.99))
    return Step(
        "Exaggerating is expensive",
        ("You believe 70 %, but you say 99 % to sound sure.",),
        START.saying(0.99),
        show=("loss", "parts"),
        cover=("loss", "parts"),
        question=Options(
            "Compared with the honest answer, the average log loss is …",
            ("lower", "the same", f"{sure.loss / honest.loss:.1f} times as high"),
            lambda: 2 if sure.loss > 1.05 * honest.loss else 0,
            lambda: (
                f"{sure.loss:.2f} nats instead of {honest.loss:.2f}. The rare dry days cost "
                "too much."
            ),
        ),
        suggestions=(
            Suggestion("Say 100 %", "One miss makes the loss infinite.", START.saying(1.0)),
            Suggestion("Say 70 %", f"{honest.loss:.2f} nats", START.saying(c)),
        ),
    )


def _not_every_score_rewards_honesty() -> Step[ProperScoreState]:
    c = START.chance
    honest = scores(START.saying(c))
    absolute = scores(START.saying(cheapest("absolute")))
    return Step(
        "Not every score rewards honesty",
        (
            "Now you pay the absolute error: how far q is from what happens, 0 or 100 %.",
            "Compare the three scores on the board.",
        ),
        START.saying(c),
        show=("loss", "parts", "others"),
        cover=("others",),
        question=Options(
            "Under absolute error, which answer costs least on average?",
            ("50 %", _percent(c), "100 %"),
            lambda: nearest(cheapest("absolute"), (0.5, c, 1.0)),
            lambda: (
                f"100 % costs {absolute.absolute:.2f}, the honest {_percent(c)} costs "
                f"{honest.absolute:.2f}. It pays to exaggerate."
            ),
        ),
        notice="Squared error and log loss are proper scores: both are lowest at 70 %.",
        remember="A proper score is best, on average, when you say what you believe.",
    )


def steps() -> tuple[Step[ProperScoreState], ...]:
    """An honest forecast, under three scores."""
    return (
        _cheapest_answer(),
        _honest_forecast(),
        _exaggerating_expensive(),
        _not_every_score_rewards_honesty(),
    )


def in_code(state: ProperScoreState) -> Snippets:
    """The expected log loss, and its two parts."""
    c = state.chance
    q = state.said
    numpy = f"""import numpy as np

c = np.array([{c!r}, 1 - {c!r}])  # it rains, it does not: the true chances
q = np.array([{q!r}, 1 - {q!r}])  # what you say
happens = c > 0
with np.errstate(divide="ignore"):  # certain and wrong is infinite, and meant
    loss = -(c[happens] * np.log(q[happens])).sum()  # nats, on average
entropy = -(c[happens] * np.log(c[happens])).sum()  # what an honest word costs
print(loss, entropy, loss - entropy)  # the last is the KL: never negative, 0 where q = c
"""
    torch = f"""import torch
import torch.nn.functional as F

c = torch.tensor({c!r}, dtype=torch.float64)
q = torch.tensor({q!r}, dtype=torch.float64)
print(F.binary_cross_entropy(q, c))  # takes probabilities, and a chance as its target
"""
    return Snippets(numpy, torch)
