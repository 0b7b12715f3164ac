"""The gradient p - y: its sum, a check by nudging, descent, and squared error beside it."""

from dataclasses import replace

import numpy as np

from xentviz.boards.logits import LogitsState, predict
from xentviz.core import cross_entropy
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.numerals import nearest, num3, signed
from xentviz.lessons.softmax.scores import START
from xentviz.lessons.steps import Goal, Options, Step, Table

WRONG = LogitsState.of(-3.0, 2.0, 0.0, 0.0)
MENDED = LogitsState.of(5.0, -1.0, 0.0, 0.0)
LOW = 0.1  # nats: the goal of the descent
SMALL = 0.1  # how far one arrow key moves a logit


def steps() -> tuple[Step[LogitsState], ...]:
    """The chapter's steps."""
    return (_formula(), _sum(), _nudge(), _descent(), _squared())


def _formula() -> Step[LogitsState]:
    now = predict(START)
    p, g = now.probs[0], now.grad[0]
    return Step(
        "Which logit should move, and how far?",
        (
            "To learn is to change the logits so that the loss falls. "
            "The gradient says how fast the loss rises if one logit grows.",
            "Its formula is short: p − y, predicted minus actual. "
            "y is 1 for the right class and 0 for the others.",
        ),
        START,
        show=("label", "probs", "gradient", "curve", "loss", "push"),
        cover=("gradient", "push"),
        question=Options(
            f"Cat is the right class and has p = {num3(p)}. The gradient of its logit is …",
            (signed(p), signed(g), signed(-g)),
            lambda: nearest(g, (p, g, -g)),
            lambda: (
                f"{num3(p)} − 1 = {signed(g)}. It is negative: the loss falls if cat's logit grows."
            ),
        ),
        notice="Each bar shows p − y: how far the blue bar is from the green mark.",
        remember="gradient = p − y: what you predicted minus what is actual",
    )


def _sum() -> Step[LogitsState]:
    now = predict(START)
    sums = (0.0, 1.0, now.loss)
    return Step(
        "What do the gradients sum to?",
        (
            "Cat's gradient is negative, the others are positive.",
            "Think of what all p sum to, and all y.",
        ),
        START,
        show=("label", "probs", "gradient", "sums", "curve", "loss"),
        cover=("sums",),
        question=Options(
            "The sum of the four gradients is …",
            ("0", "1", f"{num3(now.loss)}, the loss"),
            lambda: nearest(sum(now.grad), sums),
            lambda: "All p sum to 1, and all y sum to 1. So all p − y sum to 0.",
        ),
        notice="Drag any logit: the sum stays 0.",
        remember="The gradients sum to 0: what one logit is pushed up, the others are pushed down.",
    )


def _nudge() -> Step[LogitsState]:
    now = predict(START)
    nudged = replace(START, logits=(START.logits[0], START.logits[1] + SMALL, *START.logits[2:]))
    rise = predict(nudged).loss - now.loss
    g = now.grad[1]
    return Step(
        "Does it come true if you nudge a logit?",
        (
            "You can test a gradient without its formula. Move one logit a little, "
            "and see how the loss changes.",
            f"The gradient of dog's logit is {signed(g)}.",
        ),
        START,
        show=("label", "probs", "gradient", "curve", "loss", "loss-line"),
        cover=("probs", "gradient", "curve", "loss", "loss-line"),
        question=Options(
            f"Dog's logit grows by {SMALL:g}. The loss rises by about …",
            (f"{SMALL * g:.3f}", f"{g:.2f}", f"{SMALL:g}"),
            lambda: nearest(rise, (SMALL * g, g, SMALL)),
            lambda: (
                f"{SMALL:g} · {num3(g)} = {SMALL * g:.4f}. Measured: from {now.loss:.4f} to "
                f"{now.loss + rise:.4f}, which is {rise:.4f} more."
            ),
        ),
        notice="Select dog's slider and press the right arrow key once.",
        remember="Nudging gives the same number. The formula gives all of them at once.",
        suggestions=(
            Suggestion(f"Dog's logit + {SMALL:g}", f"loss {now.loss + rise:.3f}", nudged),
        ),
    )


def _descent() -> Step[LogitsState]:
    return Step(
        "Follow the gradient downhill",
        (
            "This model is confidently wrong: it sees a dog.",
            "Each step moves every logit against its gradient. The learning rate says how far.",
        ),
        WRONG,
        show=("label", "probs", "gradient", "curve", "loss", "steps"),
        question=Goal(
            f"Press *Step downhill* or *Play* until the loss is below {LOW:g}.",
            lambda state: predict(state).loss < LOW,
            lambda: (
                f"The first steps were large: p − y was {signed(predict(WRONG).grad[0], 2)} for "
                "cat. Near the right answer they get smaller and smaller."
            ),
            MENDED,
        ),
        notice="Press *Play* again: it runs until almost nothing is left to gain, and says so.",
        remember="One step: new logit = logit − learning rate · (p − y).",
        suggestions=(Suggestion("Confidently wrong again", "Watch it learn.", WRONG),),
    )


def _squared() -> Step[LogitsState]:
    now = predict(WRONG)
    cross, squared = now.grad[0], now.squared[0]
    sizes = (-2.0, -1.0, squared)
    return Step(
        "Why not squared error here?",
        (
            f"The model gives cat {100 * now.probs[0]:.1f} %. "
            f"Cross-entropy pulls cat's logit up with {signed(cross, 2)}.",
            "Squared error is the sum of all (p − y)². How hard does it pull?",
        ),
        WRONG,
        show=("label", "probs", "squared", "curve", "loss"),
        cover=("squared",),
        question=Options(
            "The gradient of squared error for cat is …",
            ("about −2", "about −1, the same", f"about {signed(squared, 2)}"),
            lambda: nearest(squared, sizes),
            lambda: (
                f"It is {signed(squared)}: the factor p makes it vanish where p is almost 0. "
                "The model would hardly learn."
            ),
        ),
        notice="Drag cat's logit up and down, and watch the two bars.",
        remember="Cross-entropy pulls hardest when you are confidently wrong. "
        "Squared error hardly pulls.",
        suggestions=(
            Suggestion("Confidently wrong", "Squared error is stuck.", WRONG),
            Suggestion("Almost even", "Both pull.", LogitsState.of(0.0, 0.5, 0.0, 0.0)),
        ),
    )


NUDGE = 1e-4
NUDGES_HEADER = ("class", "slope, by nudging", "gradient p − y", "p", "y")


def nudges(state: LogitsState) -> list[tuple[str, ...]]:
    """Each logit moved a little both ways: the slope measured, beside the gradient computed."""
    now = predict(state)
    z = np.asarray(state.logits)
    moves = NUDGE * np.vstack([np.eye(len(z)), -np.eye(len(z))])
    losses = cross_entropy(
        z + moves,
        np.full(2 * len(z), state.target),
        temperature=state.temperature,
        label_smoothing=state.label_smoothing,
        reduction="none",
    )
    up, down = np.split(np.asarray(losses), 2)
    slopes = (up - down) / (2 * NUDGE)
    columns = zip(state.names, slopes, now.grad, now.probs, now.y, strict=True)
    return [(n, signed(s, 5), signed(g, 5), f"{p:.5f}", f"{y:.5f}") for n, s, g, p, y in columns]


def deeper(state: LogitsState) -> tuple[Table, ...]:
    """Why the gradient is p - y, and each slope measured."""
    return (
        Table(
            "Why the gradient is just p − y",
            "The loss is ln Σ exp(z) − z of the right class. Its slope in one logit is that "
            "logit's share of the sum, p, minus 1 for the right class. Below, each logit was moved "
            f"by {NUDGE:g} both ways, and the loss was computed again. It gives the same numbers, "
            "for two losses a class. Softmax gives them all at once, and each stays between −1 "
            "and 1.",
            NUDGES_HEADER,
            nudges(state),
        ),
    )
