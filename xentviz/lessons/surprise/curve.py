"""The curve of -log p: halving, no upper limit, the slope, factors, and other losses."""

import math
from dataclasses import replace

from xentviz.boards.surprise import OTHERS, SurpriseState, cost, surprise
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.numerals import fixed, nearest, num3, short
from xentviz.lessons.steps import Estimate, Goal, Options, Step

START = SurpriseState(0.1)
HALF = SurpriseState(0.5)
QUARTER = SurpriseState(0.25, unit="bits")
WRONG = SurpriseState(0.01)
COMPARED = SurpriseState(0.01, others=OTHERS)
HIGH = 4.0  # nats: the goal of the first step
ONE_HEAD = 0.5


def steps() -> tuple[Step[SurpriseState], ...]:
    """The chapter's steps."""
    return (_one_number(), _halving(), _no_limit(), _slope(), _other_losses(), _factors())


def _one_number() -> Step[SurpriseState]:
    return Step(
        "One probability decides the loss",
        (
            "A question has one right answer. *p* is the probability you gave to that answer.",
            "The loss is −ln p. Drag the dot, or the slider below it.",
        ),
        HALF,
        show=("curve", "loss"),
        question=Goal(
            f"Find a p that costs more than {HIGH:g} nats.",
            lambda state: cost(state.p) > HIGH,
            lambda: (
                f"Below p = {math.exp(-HIGH):.3f} the loss is larger than {HIGH:g} nats. "
                "There the curve climbs fast."
            ),
            WRONG,
        ),
        remember="The less you expected the right answer, the larger the loss.",
    )


def _halving() -> Step[SurpriseState]:
    before, after = surprise(QUARTER.p), surprise(QUARTER.p / 2)
    more = after.bits - before.bits
    return Step(
        "What does half the probability cost?",
        (
            f"The loss can be counted in bits: {short(cost(ONE_HEAD))} nats are one bit. "
            "A coin that shows heads is a surprise of one bit.",
            f"p = {short(QUARTER.p)} costs {short(before.bits)} bits, like two heads in a row.",
        ),
        QUARTER,
        show=("curve", "loss", "heads"),
        cover=("curve", "loss", "heads"),
        question=Options(
            f"You halve p again, to {short(QUARTER.p / 2)}. The loss grows by …",
            ("1 bit, as before", "2 bits: it doubles again", "half a bit"),
            lambda: nearest(more, (1.0, 2.0, 0.5)),
            lambda: (
                f"It grows from {short(before.bits)} to {short(after.bits)} bits. "
                "Each halving costs 1 bit, wherever you start."
            ),
        ),
        notice=f"Drag to p = {short(QUARTER.p / 2)} and count the coins.",
        remember="Half the probability costs one bit more. Always.",
        suggestions=(
            Suggestion("Halve it once more", "One coin more.", replace(QUARTER, p=QUARTER.p / 2)),
            Suggestion(
                "Ten heads in a row",
                f"p = {2.0**-10:.6f}, about one in a thousand.",
                replace(QUARTER, p=2.0**-10),
            ),
        ),
    )


def _no_limit() -> Step[SurpriseState]:
    options = (5.0, math.inf, 1.0)
    return Step(
        "Is there a largest loss?",
        (
            "If you were sure of the right answer, p is 1 and the loss is 0.",
            "Now you say p = 0: impossible. And then it is the right answer.",
        ),
        WRONG,
        show=("curve", "loss"),
        cover=("curve", "loss"),
        question=Options(
            "The loss of p = 0 is …",
            ("5 nats: there the axis ends", "infinite", "1: completely wrong"),
            lambda: nearest(cost(0.0), options),
            lambda: (
                f"p = {WRONG.p:g} costs {num3(cost(WRONG.p))} nats, one millionth "
                f"{num3(cost(1e-6))}, and 0 costs {num3(cost(0.0))}."
            ),
        ),
        notice="Drag the dot up: the axis grows with it. Or type 0 for p.",
        remember="The loss has no upper limit. Never say 0 % if it can happen.",
        suggestions=(
            Suggestion("One in a million", f"{num3(cost(1e-6))} nats", SurpriseState(1e-6)),
            Suggestion("Impossible, p = 0", "An infinite loss", SurpriseState(0.0)),
        ),
    )


def _slope() -> Step[SurpriseState]:
    here, there = surprise(START.p), surprise(WRONG.p)
    factors = (1.0, 2.0, 10.0)
    return Step(
        "How steep is the curve?",
        (
            "The line through the dot is the slope: how fast the loss changes with p.",
            f"At p = {START.p:g} it is {short(here.slope)} nats per unit of p. "
            "Minus, because the loss falls as p grows.",
        ),
        START,
        show=("curve", "loss", "slope"),
        cover=("slope",),
        question=Options(
            f"At p = {WRONG.p:g} the curve is …",
            ("as steep", "twice as steep", "ten times as steep"),
            lambda: nearest(there.slope / here.slope, factors),
            lambda: (
                f"The slope is −1/p. At {WRONG.p:g} that is {short(there.slope)}, "
                f"{short(there.slope / here.slope)} times as much as {short(here.slope)}."
            ),
        ),
        notice="At p = 0.99 the line is almost flat: there is almost nothing left to gain.",
        remember="slope = −1/p: steepest where you are confidently wrong.",
        suggestions=(
            Suggestion("Confidently wrong", f"slope {short(there.slope)}", WRONG),
            Suggestion(
                "Confidently right", f"slope {num3(surprise(0.99).slope)}", SurpriseState(0.99)
            ),
        ),
    )


def _other_losses() -> Step[SurpriseState]:
    low, high = surprise(0.01), surprise(0.001)
    rise = high.loss - low.loss
    return Step(
        "Why not squared error?",
        (
            "Squared error and absolute error also measure how wrong p is. So does the 0–1 loss, "
            "which only counts mistakes.",
            "For all three, the worst is 1.",
        ),
        COMPARED,
        show=("curve", "loss", "others"),
        cover=("curve", "loss"),
        question=Options(
            f"p falls from 0.01 to 0.001. Squared error rises by "
            f"{fixed(high.squared - low.squared, 3)}. The loss −ln p rises by …",
            ("about 0.02 too", "about 0.2", "about 2.3"),
            lambda: nearest(rise, (0.02, 0.2, 2.3)),
            lambda: (
                f"It rises from {num3(low.loss)} to {num3(high.loss)} nats. "
                "Squared error hardly sees a difference."
            ),
        ),
        notice="On the left the other three lines are flat. Only −ln p keeps climbing.",
        remember="Squared error forgives being confidently wrong. Log loss does not.",
    )


def _factors() -> Step[SurpriseState]:
    tenth, thousandth = cost(0.1), cost(0.001)
    return Step(
        "On an axis of factors the curve is a straight line",
        (
            "Here each step to the left divides p by the same number. "
            "Such an axis is called logarithmic.",
            f"p = 0.1 costs {num3(tenth)} nats.",
        ),
        replace(START, axis="log"),
        show=("curve", "marks", "loss", "formula"),
        cover=("curve", "loss", "formula"),
        question=Estimate(
            "What does p = 0.001 cost?",
            "nats",
            lambda: thousandth,
            0.15,
            lambda: (
                f"Each factor of 10 costs {num3(tenth)} nats. "
                f"0.001 is three of them: {num3(thousandth)}."
            ),
        ),
        notice="The distances on the line are all the same: from 10⁻² to 10⁻⁴, from 10⁻⁴ to 10⁻⁶.",
        remember="The loss counts factors: ten times less likely costs 2.3 nats more.",
    )


def in_code(state: SurpriseState) -> Snippets:
    """One probability and its loss."""
    numpy = f"""import numpy as np

p = {state.p!r}  # the probability you gave to the right answer
loss = -np.log(p)  # nats
bits = loss / np.log(2)  # as surprising as that many heads in a row
slope = -1 / p if p > 0 else -np.inf
print(loss, bits, slope)
"""
    torch = f"""import torch

p = torch.tensor({state.p!r}, dtype=torch.float64, requires_grad=True)
loss = -torch.log(p)
loss.backward()
print(loss.item(), p.grad.item())  # p.grad is the slope -1/p
"""
    return Snippets(numpy, torch)
