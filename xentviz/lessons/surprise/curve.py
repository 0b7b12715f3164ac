"""Surprise: its questions, and one prediction and one batch in code."""

import math
from dataclasses import replace

from xentviz.boards.batch import BatchState, average
from xentviz.boards.surprise import SurpriseState, surprise
from xentviz.lessons.elements import Question, Snippets, Suggestion

START = SurpriseState(0.1)
BATCH = BatchState((0.9, 0.8, 0.95, 0.7, 0.85, 0.6))
UNSURE = BatchState((0.5,) * 6)
SURE_BUT_ONCE = BatchState((0.99,) * 5 + (0.001,))
LESS_SURE = BatchState((0.99,) * 5 + (0.01,))


def tries() -> tuple[Suggestion[SurpriseState], ...]:
    """What to try on the curve."""
    wrong, right = surprise(0.01), surprise(0.99)
    beside = ("squared", "zero-one", "absolute")
    tenth = surprise(0.1).loss
    return (
        Suggestion(
            "Confidently wrong, beside other losses",
            f"−log p says {wrong.loss:.3g}; squared error {wrong.squared:.3g} and is nearly flat.",
            replace(START, p=0.01, others=beside),
        ),
        Suggestion(
            "Confidently right",
            f"{right.loss:.2g} nats, slope −{-right.slope:.3g}: hardly anything is left to win.",
            replace(START, p=0.99),
        ),
        Suggestion(
            "A logarithmic p",
            f"The curve is a straight line: each factor of 10 costs {tenth:.3g} nats more.",
            replace(START, p=1e-6, axis="log"),
        ),
    )


def batches() -> tuple[Suggestion[BatchState], ...]:
    """What to try on the batch."""
    slip, unsure, less = average(SURE_BUT_ONCE), average(UNSURE), average(LESS_SURE)
    return (
        Suggestion(
            "One confident mistake",
            f"It pays {100 * slip.shares[-1]:.3g} % of the bill; the mean is {slip.mean:.3g}.",
            SURE_BUT_ONCE,
        ),
        Suggestion(
            "Six times unsure",
            f"All at 0.5: the mean is {unsure.mean:.3g}, and nobody pays more than the others.",
            UNSURE,
        ),
        Suggestion(
            "The same mistake, ten times less sure",
            f"0.01 instead of 0.001, still wrong: the mean falls to {less.mean:.3g}.",
            LESS_SURE,
        ),
    )


def ten_times_less() -> Question:
    """What does a further factor of ten cost, where squared error sees hardly a difference?"""
    options = {0.02: "About 0.02 too", 0.2: "About 0.2", 2.3: "About 2.3"}
    low, high = surprise(0.01), surprise(0.001)

    def reveal() -> tuple[str, str]:
        rise = high.loss - low.loss
        nearest = min(options, key=lambda size: abs(math.log(size / rise)))
        return options[nearest], (
            f"−ln 0.01 is {low.loss:.3g} and −ln 0.001 is {high.loss:.3g}: {rise:.3g} nats more. "
            "The logarithm counts factors, so there is no worst case where it goes flat."
        )

    return Question(
        "steep",
        f"The truth's probability falls from 0.01 to 0.001. Squared error rises by "
        f"{high.squared - low.squared:.2g}. The log loss rises by …",
        tuple(options.values()),
        reveal,
    )


def sure_or_unsure() -> Question:
    """Is a batch of five near-certain answers and one blunder better than six coin tosses?"""
    sure, coin = "The sure one", "The coin tosser"

    def reveal() -> tuple[str, str]:
        slip, unsure = average(SURE_BUT_ONCE), average(UNSURE)
        return (sure if slip.mean < unsure.mean else coin), (
            f"The sure one reports {slip.mean:.3g} nats, the coin tosser {unsure.mean:.3g}. The "
            f"one mistake costs {slip.losses[-1]:.3g}, the five good answers together "
            f"{sum(slip.losses[:-1]):.2g}: as if each answer had got {slip.alike:.2g}."
        )

    return Question(
        "sure",
        "One model gives the truth 0.99 five times and 0.001 once. Another says 0.5 six times. "
        "Whose mean loss is lower?",
        (sure, coin, "They are equal"),
        reveal,
    )


def in_code(state: SurpriseState) -> Snippets:
    """One probability and its price."""
    numpy = f"""import numpy as np

p = {state.p!r}  # the probability given to what turned out true
loss = -np.log(p)  # nats
bits = loss / np.log(2)  # as surprising as that many heads in a row
slope = -1 / p
print(loss, bits, slope)
"""
    torch = f"""import torch

p = torch.tensor({state.p!r}, dtype=torch.float64, requires_grad=True)
loss = -torch.log(p)
loss.backward()
print(loss.item(), p.grad.item())  # p.grad is the slope -1/p
"""
    return Snippets(numpy, torch)


def batch_in_code(state: BatchState) -> Snippets:
    """Six losses and their mean."""
    ps = ", ".join(repr(p) for p in state.probs)
    numpy = f"""import numpy as np

p = np.array([{ps}])  # what each prediction gave its truth
losses = -np.log(p)
loss = losses.mean()  # what a batch reports
print(loss, losses / losses.sum())
"""
    torch = f"""import torch
import torch.nn.functional as F

p = torch.tensor([{ps}], dtype=torch.float64)
loss = F.binary_cross_entropy(p, torch.ones_like(p))  # takes probabilities; mean by default
print(loss.item())
"""
    return Snippets(numpy, torch)
