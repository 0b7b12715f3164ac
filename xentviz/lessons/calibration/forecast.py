"""Calibration: what an honest and a dishonest word cost, asked and in code."""

import numpy as np

from xentviz.boards.proper_score import ProperScoreState, scores
from xentviz.lessons.elements import Question, Snippets, Suggestion

START = ProperScoreState(chance=0.7, said=0.9)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def what_to_say(state: ProperScoreState = START) -> Question:
    """Which word is cheapest under absolute error?"""
    c = state.chance

    def reveal() -> tuple[str, str]:
        words = np.linspace(0, 1, 101)
        paid = [scores(state.saying(float(q))) for q in words]
        absolute = [one.absolute for one in paid]
        squared = float(words[np.argmin([one.squared for one in paid])])
        log = float(words[np.argmin([one.loss for one in paid])])
        best, honest = int(np.argmin(absolute)), absolute[round(c * 100)]
        return _percent(float(words[best])), (
            f"Saying {_percent(float(words[best]))} costs {absolute[best]:.3g} of absolute error "
            f"on average, the honest {_percent(c)} costs {honest:.3g}: it pays to exaggerate. "
            f"Under log loss the cheapest word is {_percent(log)}, under squared error "
            f"{_percent(squared)}."
        )

    return Question(
        "word",
        f"The chance of rain is {_percent(c)}. You pay the absolute error: how far your word is "
        "from what happens, 0 or 100 %. Which word costs least on average?",
        ("50 %", _percent(c), "100 %"),
        reveal,
    )


def words(state: ProperScoreState = START) -> tuple[Suggestion[ProperScoreState], ...]:
    """Three words about the same rain."""
    sure = scores(state.saying(0.99)).loss / scores(state.saying(state.chance)).loss
    return (
        Suggestion(
            "Say what you believe", "Nothing is left but the entropy.", state.saying(state.chance)
        ),
        Suggestion(
            "Claim 99 %",
            f"Absolute error falls; log loss is {sure:.2g} times the honest one.",
            state.saying(0.99),
        ),
        Suggestion(
            "Claim 100 %", "A single miss would cost everything: infinite.", state.saying(1.0)
        ),
    )


def in_code(state: ProperScoreState) -> Snippets:
    """The expected log loss, and its two parts."""
    c, q = state.chance, state.said
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
