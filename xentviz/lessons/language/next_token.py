"""The chapter *The next token*: one distribution over the vocabulary, then its loss."""

import math
from dataclasses import replace

import numpy as np

from xentviz.boards.strip import StripState
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.language.text import START, reading_of
from xentviz.lessons.steps import Estimate, Goal, Options, Step
from xentviz.models.reading import Reading
from xentviz.server.shared_cache import shared_cache

SHOWN = ("legend", "facts", "rank", "candidates")
AT = START.at  # " this"
TAUGHT = ("legend", "losses", "facts", "rank", "candidates", "others")


def label(piece: str) -> str:
    """A token as the board writes it: its leading space can be seen."""
    return f"“{piece.replace(' ', '␣', 1) if piece.startswith(' ') else piece}”"


def probability(reading: Reading, row: int) -> float:
    """What the model gave the actual token of a row."""
    return math.exp(-float(reading.losses[row]))


@shared_cache
def steps() -> tuple[Step[StripState], ...]:
    """Guess, cost, sum to one, and where the text surprised the model."""
    return (_a_guess(), _its_loss(), _all_of_it(), _most_surprising())


def _a_guess() -> Step[StripState]:
    reading = reading_of(START)
    best, actual = int(reading.top[AT, 0]), int(reading.targets[AT])
    options = [label(reading.labels[i]) for i in (actual, best, int(reading.targets[0]))]
    size, count = len(reading.labels), len(reading.targets)
    top = float(reading.top_p[AT, 0])
    return Step(
        "A language model guesses the next piece of a text",
        (
            f"The text is cut into {count} tokens: words, or parts of words. ␣ marks a space.",
            f"Before each token, the model shares out 100 % among all {size:,} tokens it knows.",
            "So far it has read “The students really like”.",
        ),
        START,
        show=("candidates",),
        cover=("candidates",),
        question=Options(
            "Which token did the model think most likely next?",
            tuple(options),
            lambda: 1,
            lambda: (
                f"It gave {options[1]} {100 * top:.3g} %. "
                f"The actual token is {options[0]}: {100 * probability(reading, AT):.3g} %."
            ),
        ),
        notice="The model is a 4-gram: it has counted what came after the last three tokens.",
        remember="A language model gives every possible next token a probability.",
    )


def _its_loss() -> Step[StripState]:
    reading = reading_of(START)
    p, loss = probability(reading, AT), float(reading.losses[AT])
    amounts = (p, loss, 1 / p)
    return Step(
        "A token costs −ln of the probability it was given",
        (
            f"The model gave the actual token {label(reading.labels[reading.targets[AT]])} "
            f"{100 * p:.3g} %.",
            "Its loss is the same as for rain: minus the logarithm of that probability.",
        ),
        START,
        show=("facts", "rank", "candidates"),
        cover=("facts",),
        question=Options(
            "This token costs about …",
            tuple(f"{x:.3g} nats" for x in amounts),
            lambda: min(range(3), key=lambda k: abs(amounts[k] - loss)),
            lambda: f"−ln {p:.3g} = {loss:.3g} nats. That is a chance of 1 in {1 / p:.3g}.",
        ),
        remember="loss of a token = −ln of the probability that the model gave it",
    )


def _all_of_it() -> Step[StripState]:
    reading = reading_of(START)
    rest, top = 100 * float(reading.rest[AT]), 100 * float(reading.top_p[AT].sum())
    many = len(reading.labels) - reading.top.shape[1]
    return Step(
        "All tokens together get exactly 100 %",
        (
            f"You see the ten likeliest tokens. Together they got {top:.1f} %.",
            f"Below them is the row for the other {many:,} tokens.",
        ),
        START,
        show=("facts", "rank", "candidates", "others"),
        cover=("others",),
        question=Estimate(
            f"How much did the other {many:,} tokens get together?",
            "%",
            lambda: rest,
            2.0,
            lambda: f"100 % − {top:.1f} % = {rest:.1f} %. Nobody else is left to share it.",
        ),
        notice="No token gets 0 %. A token that got 0 % would cost infinitely much.",
        remember="More for one token means less for the others.",
    )


def _most_surprising() -> Step[StripState]:
    reading = reading_of(START)
    most = int(np.argmax(reading.losses))
    return Step(
        "The colour shows how surprised the model was",
        (
            "Each token now shows its loss. The stronger the colour, the higher the loss.",
            "Press a token, or use the arrow keys, to see the guess before it.",
        ),
        START,
        show=TAUGHT,
        question=Goal(
            "Find the token that surprised the model most, and press it.",
            lambda state: state.text == START.text and state.at == most,
            lambda: (
                f"{label(reading.labels[reading.targets[most]])} costs "
                f"{reading.losses[most]:.3g} nats: 1 in {math.exp(reading.losses[most]):,.0f}."
            ),
            replace(START, at=most),
        ),
        remember="Strong colour: the model gave this token very little.",
        suggestions=(
            Suggestion(
                "A page of Python’s documentation",
                "The model learned from such pages, but not from this one.",
                replace(START, text="docs", at=0),
            ),
        ),
    )
