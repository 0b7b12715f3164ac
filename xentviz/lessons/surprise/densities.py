"""Why the loss of a density may fall below 0, and the loss of a class may not."""

import math

from xentviz.boards.density import DensityState, density
from xentviz.boards.surprise import cost
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.numerals import fixed, num3
from xentviz.lessons.steps import Goal, Options, Step, Table

START = DensityState(0.8)
HEIGHT_1 = DensityState(1 / math.sqrt(2 * math.pi))
TALL = DensityState(0.2)
NARROW = DensityState(0.1)
LOW = -1.0  # nats: the goal of the last step
_SIDES = ("below 0", "exactly 0", "above 0")


def steps() -> tuple[Step[DensityState], ...]:
    """The chapter's steps."""
    return (_classes(), _tall(), _narrow())


def _side(loss: float) -> int:
    """Below 0, exactly 0, or above it."""
    return 0 if loss < 0 else 1 if loss == 0 else 2


def _classes() -> Step[DensityState]:
    return Step(
        "Can the loss of a class be below 0?",
        (
            "So far p was a probability: of rain, or of a right answer.",
            "A probability is never larger than 1.",
        ),
        START,
        show=("curve",),
        cover=("curve",),
        question=Options(
            "The smallest loss −ln p of a probability is …",
            _SIDES,
            lambda: _side(cost(1.0)),
            lambda: (
                f"−ln 1 = {num3(cost(1.0))}, and every smaller p costs more. "
                "So a negative loss of a class is a bug."
            ),
        ),
        notice="To the right of 1 the curve goes below 0. No probability gets there.",
        remember="The loss of a class is never below 0.",
    )


def _tall() -> Step[DensityState]:
    told = density(TALL.sigma)
    return Step(
        "But what if the answer is a number?",
        (
            "A model predicts a height in metres. It gives a bell curve, a density: "
            "the area below it is 1.",
            "The narrower the bell, the taller it is. "
            f"At the actual height this one has the density {num3(told.density)}.",
        ),
        TALL,
        show=("bell", "height", "curve", "loss"),
        cover=("curve", "loss"),
        question=Options(
            "The loss, −ln of the density, is …",
            _SIDES,
            lambda: _side(told.loss),
            lambda: (
                f"−ln {num3(told.density)} = {fixed(told.loss, 3)}. "
                "A density has area 1, not height 1."
            ),
        ),
        remember="A negative loss is a bug for classes and normal for densities.",
    )


def _narrow() -> Step[DensityState]:
    return Step(
        "How far below 0 can it go?",
        (
            "The width of the bell is called σ. Half the width, twice the height.",
            "Make the bell narrow and watch the dot.",
        ),
        START,
        question=Goal(
            f"Bring the loss below {fixed(LOW, 0)}.",
            lambda state: density(state.sigma).loss < LOW,
            lambda: (
                f"Below σ = {_widest_for(LOW):.3f} the density is above e = {math.e:.2f}, "
                f"and its loss below {fixed(LOW, 0)}. There is no lower limit."
            ),
            NARROW,
        ),
        remember="Halving the width takes 0.693 nats off the loss, without end.",
        suggestions=(
            Suggestion("Height 1", f"The loss is {fixed(density(HEIGHT_1.sigma).loss)}.", HEIGHT_1),
            Suggestion(
                "A narrow bell",
                f"Height {num3(density(NARROW.sigma).density)}, "
                f"loss {fixed(density(NARROW.sigma).loss)}",
                NARROW,
            ),
        ),
    )


def _widest_for(loss: float) -> float:
    """The width of the bell that has this loss."""
    return math.exp(loss) / math.sqrt(2 * math.pi)


UNITS = (("metres", 1.0), ("centimetres", 100.0), ("kilometres", 0.001))


def deeper(state: DensityState) -> tuple[Table, ...]:
    """The same bell in other units: its height and its loss change, the model does not."""
    rows = []
    for name, factor in UNITS:
        f = density(state.sigma).density / factor
        rows.append((name, num3(state.sigma * factor), num3(f), fixed(-math.log(f), 3)))
    return (
        Table(
            "The loss of a density depends on the unit",
            "The same prediction, in other units. Compare such losses in one unit only.",
            ("unit", "width σ", "density", "loss, nats"),
            rows,
        ),
    )


def in_code(state: DensityState) -> Snippets:
    """The loss of a normal density at its middle."""
    numpy = f"""import numpy as np

sigma = {state.sigma!r}
density = 1 / (sigma * np.sqrt(2 * np.pi))  # may be above 1
loss = -np.log(density)  # may be below 0
print(density, loss)
"""
    torch = f"""import torch

bell = torch.distributions.Normal(0.0, {state.sigma!r})
print(-bell.log_prob(torch.tensor(0.0)))
"""
    return Snippets(numpy, torch)
