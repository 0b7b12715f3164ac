"""The page /: will it rain tomorrow? The loss as the price of a forecast, and why a logarithm."""

from xentviz.boards.rain import RAIN, RainState, rain_numbers
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.steps import Chapter, Estimate, Goal, Lesson, Options, Step, nearest

START = RainState(0.7)
SURE, UNDECIDED, WRONG = RainState(0.99), RainState(0.5), RainState(0.01)
TWO_DAYS = RainState(0.5, rain2=0.25)
LOW = 0.3  # nats: the goal of the first task


def _loss(state: RainState) -> float:
    return rain_numbers(state).loss


def _rain_tomorrow() -> Step[RainState]:
    return Step(
        "Will it rain tomorrow?",
        (
            "Say how likely you think rain is. Tomorrow we see what happened, and you pay.",
            "You pay little if you expected it, and a lot if you were sure of the opposite.",
            "The price is the loss. Drag the slider and watch it.",
        ),
        START,
        show=("outcome", "curve", "loss"),
        question=Goal(
            f"Make the loss smaller than {LOW}.",
            lambda state: _loss(state) < LOW,
            lambda: (
                f"A loss under {LOW} nats needs at least {100 * _least_for(LOW):.0f} % on what "
                "happened."
            ),
            SURE,
        ),
        remember="The loss says how surprised you were by what happened.",
    )


def _almost_sure_right() -> Step[RainState]:
    sure = _loss(SURE)
    return Step(
        "You were almost sure, and right",
        ("You said 99 % rain, and it rained. A small surprise, so a small loss.",),
        SURE,
        show=("outcome", "curve", "loss"),
        cover=("loss", "curve"),
        question=Options(
            "The loss is …",
            ("about 0.01", "about 0.5", "about 1"),
            lambda: nearest(sure, (0.01, 0.5, 1.0)),
            lambda: f"It is {sure:.2f} nats. There is almost nothing left to gain.",
        ),
        notice="The dot is at the far right of the curve, where the curve is almost flat.",
    )


def _undecided() -> Step[RainState]:
    undecided = _loss(UNDECIDED)
    return Step(
        "You were undecided",
        ("You said 50 %: as likely as heads when you toss a coin.",),
        UNDECIDED,
        show=("outcome", "curve", "loss"),
        cover=("loss", "curve"),
        question=Options(
            "The loss is …",
            ("0, because you were not wrong", "0.69", "4.6"),
            lambda: nearest(undecided, (0.0, 0.69, 4.6)),
            lambda: f"It is {undecided:.2f} nats, whether it rains or stays dry.",
        ),
        notice="Press *it stayed dry*: at 50 % the loss does not change.",
    )


def _almost_sure_wrong() -> Step[RainState]:
    undecided = _loss(UNDECIDED)
    wrong = _loss(WRONG)
    return Step(
        "You were almost sure, and wrong",
        ("You gave rain only 1 %. But it rained.",),
        WRONG,
        show=("outcome", "curve", "loss"),
        cover=("loss", "curve"),
        question=Options(
            f"Undecided cost {undecided:.2f}. Now you gave 1 % instead of 50 %. The loss is …",
            ("about 2 times as large", "about 7 times as large", "50 times as large"),
            lambda: nearest(wrong / undecided, (2.0, 7.0, 50.0)),
            lambda: (
                f"It is {wrong:.2f} nats, {wrong / undecided:.1f} times as much. The curve "
                "climbs fast when you are confidently wrong."
            ),
        ),
        remember="Small when you are right, steep when you are confidently wrong.",
    )


def _minus_logarithm() -> Step[RainState]:
    sure = _loss(SURE)
    undecided = _loss(UNDECIDED)
    wrong = _loss(WRONG)
    return Step(
        "The loss is minus the logarithm of a probability",
        (
            "Take the probability you gave to what happened. The loss is −ln of it.",
            "Its unit is the nat. Drag, and read the formula.",
        ),
        START,
        show=("outcome", "curve", "marks", "loss", "formula"),
        question=Estimate(
            "You gave 25 % to what happened: half of 50 %. What is the loss?",
            "nats",
            lambda: _loss(RainState(0.25)),
            0.03,
            lambda: (
                f"−ln 0.25 = {_loss(RainState(0.25)):.2f}: twice the {undecided:.2f} nats of 50 %."
            ),
        ),
        remember="loss = −ln of the probability you gave to what happened",
        suggestions=(
            Suggestion("99 %, and it rained", f"{sure:.2f} nats", SURE),
            Suggestion("50 %, and it rained", f"{undecided:.2f} nats", UNDECIDED),
            Suggestion("1 %, and it rained", f"{wrong:.2f} nats", WRONG),
        ),
    )


def _forecast() -> tuple[Step[RainState], ...]:
    return (
        _rain_tomorrow(),
        _almost_sure_right(),
        _undecided(),
        _almost_sure_wrong(),
        _minus_logarithm(),
        _why_a_logarithm(),
    )


def _why_a_logarithm() -> Step[RainState]:
    two = rain_numbers(TWO_DAYS)
    return Step(
        "Why a logarithm?",
        (
            "Two days, two forecasts. The probability of both together is the product: "
            f"{two.given:g} × {two.given2:g} = {two.both:g}.",
            "A price should add up from day to day. The logarithm makes sums out of products.",
        ),
        TWO_DAYS,
        show=("outcome", "second", "loss"),
        cover=("second",),
        question=Options(
            f"Day one costs {two.loss:.2f} nats, day two {two.loss2:.2f}. Together they cost …",
            (f"{two.total:.2f}", f"{two.loss * two.loss2:.2f}", f"{max(two.loss, two.loss2):.2f}"),
            lambda: nearest(two.total, (two.total, two.loss * two.loss2, two.loss2)),
            lambda: f"{two.loss:.2f} + {two.loss2:.2f} = {two.total:.2f} = −ln {two.both:g}.",
        ),
        remember="Probabilities multiply. Losses add.",
    )


def _least_for(loss: float) -> float:
    """The lowest whole percentage whose loss is under `loss`."""
    return next(p / 100 for p in range(1, 100) if _loss(RainState(p / 100)) < loss)


def in_code(state: RainState) -> Snippets:
    """The loss of the first day's forecast."""
    p = rain_numbers(state).given
    numpy = f"""import numpy as np

p = {p!r}  # the probability you gave to what happened
loss = -np.log(p)  # nats
print(loss)
"""
    torch = f"""import torch

p = torch.tensor({p!r}, dtype=torch.float64)
print(-torch.log(p))
"""
    return Snippets(numpy, torch)


LESSON = Lesson(
    "",
    (Chapter("rain", "A loss measures how surprised you were", _forecast, RAIN, START, in_code),),
)
