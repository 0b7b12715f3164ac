"""A batch: the mean of six losses, and one confident mistake."""

from xentviz.boards.batch import BatchState, average
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.numerals import fixed, nearest, num3, percent
from xentviz.lessons.steps import Estimate, Goal, Options, Step

START = BatchState((0.9, 0.8, 0.95, 0.7, 0.85, 0.6))
UNSURE = BatchState((0.5,) * 6)
SURE_BUT_ONCE = BatchState((0.99,) * 5 + (0.001,))
LESS_SURE = BatchState((0.99,) * 5 + (0.01,))
HIGH = 1.0  # nats: the goal of the first step
ONE_MOVED = BatchState((*START.probs[:-1], 0.003))


def steps() -> tuple[Step[BatchState], ...]:
    """The chapter's steps."""
    return (_the_mean(), _whose_share(), _sure_or_unsure(), _less_sure())


def _moved(state: BatchState) -> int:
    return sum(p != q for p, q in zip(state.probs, START.probs, strict=True))


def _the_mean() -> Step[BatchState]:
    return Step(
        "A batch reports the mean of its losses",
        (
            "A model answers six questions. Each dot is one answer, each has its loss.",
            "Training programs print one number: the mean, here the dashed line.",
        ),
        START,
        show=("curve", "losses", "mean"),
        question=Goal(
            f"Move one dot only, until the mean is above {HIGH:g} nat.",
            lambda state: average(state).mean > HIGH and _moved(state) == 1,
            lambda: (
                f"One answer must cost about {6 * HIGH - _others():.0f} nats. "
                "The other five hardly count."
            ),
            ONE_MOVED,
        ),
        remember="One number stands for all six answers: their mean loss.",
    )


def _others() -> float:
    """What five of the first batch's answers cost together, without the last."""
    return sum(average(START).losses[:-1])


def _whose_share() -> Step[BatchState]:
    slip = average(SURE_BUT_ONCE)
    return Step(
        "Five good answers and one confident mistake",
        (
            "Five times you gave the right answer 99 %. Once you gave it 0.1 %.",
            "Add up the six losses.",
        ),
        SURE_BUT_ONCE,
        show=("curve", "losses", "shares", "mean", "formula"),
        cover=("curve", "losses", "shares", "mean", "formula"),
        question=Options(
            "How much of the sum comes from the mistake?",
            ("about one sixth", "about half", "almost all of it"),
            lambda: nearest(slip.shares[-1], (1 / 6, 1 / 2, 1.0)),
            lambda: (
                f"{percent(slip.shares[-1])}. The mistake costs {num3(slip.losses[-1])} nats, "
                f"the five good answers {num3(sum(slip.losses[:-1]))} together."
            ),
        ),
        remember="One confident mistake outweighs five good answers.",
    )


def _sure_or_unsure() -> Step[BatchState]:
    slip, unsure = average(SURE_BUT_ONCE), average(UNSURE)
    return Step(
        "Who has the lower mean loss?",
        (
            "Model A is the one on the board: 99 % five times, 0.1 % once.",
            "Model B tosses a coin: it says 50 % six times.",
        ),
        SURE_BUT_ONCE,
        show=("curve", "losses", "mean", "alike"),
        cover=("curve", "losses", "mean", "alike"),
        question=Options(
            "Whose mean loss is lower?",
            ("A: five of its six answers are right", "B, the coin", "They are equal"),
            lambda: 0 if slip.mean < unsure.mean else 1 if slip.mean > unsure.mean else 2,
            lambda: f"A has {num3(slip.mean)} nats, the coin {num3(unsure.mean)}.",
        ),
        notice=(
            f"A mean of {num3(slip.mean)} nats is what six answers of p = {fixed(slip.alike)} "
            "would cost."
        ),
        remember="A single overconfident answer can make a model worse than a coin.",
        suggestions=(
            Suggestion("Six times 50 %", f"mean {num3(unsure.mean)} nats", UNSURE),
            Suggestion("Model A again", f"mean {num3(slip.mean)} nats", SURE_BUT_ONCE),
        ),
    )


def _less_sure() -> Step[BatchState]:
    slip, less = average(SURE_BUT_ONCE), average(LESS_SURE)
    ten = less.losses[-1]
    return Step(
        "The same mistake, but less sure of it",
        (
            "Model A makes the same mistake, but gives the right answer 1 %, not 0.1 %.",
            f"A factor of 10 in p is {num3(slip.losses[-1] - ten)} nats, in one of six answers.",
        ),
        SURE_BUT_ONCE,
        show=("curve", "losses", "mean", "alike", "shares", "formula"),
        cover=("mean", "alike", "shares", "formula"),
        question=Estimate(
            f"The mean was {fixed(slip.mean)} nats. What is it now?",
            "nats",
            lambda: less.mean,
            0.06,
            lambda: (
                f"{fixed(slip.mean)} − {fixed(slip.losses[-1] - ten)} / 6 = {fixed(less.mean)}. "
                "A little doubt already helps a lot."
            ),
        ),
        remember="The mean falls fastest where you were most wrong.",
        suggestions=(Suggestion("1 % instead of 0.1 %", f"mean {num3(less.mean)}", LESS_SURE),),
    )


def in_code(state: BatchState) -> Snippets:
    """Six losses and their mean."""
    ps = ", ".join(repr(p) for p in state.probs)
    numpy = f"""import numpy as np

p = np.array([{ps}])  # what each prediction gave to the right answer
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
