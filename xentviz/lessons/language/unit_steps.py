"""The chapters *Shifting* and *Base and denominator*: their steps."""

import math

from xentviz.boards.worksheet import SHIFTS, ShiftState, UnitsState
from xentviz.core import bits_per_byte
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.language.sequences import after, two_totals, units
from xentviz.lessons.language.whole_text import nearest
from xentviz.lessons.steps import Estimate, Options, Step
from xentviz.server.shared_cache import shared_cache

SHIFTED = ("main", "pairs", "sentence")


@shared_cache
def shift_steps() -> tuple[Step[ShiftState], ...]:
    """Not shifted it copies; shifted twice it learns the token after next."""
    return (_next_one(), _copies(), _twice())


def _next_one() -> Step[ShiftState]:
    return Step(
        "The target of each token is the next one",
        (
            "Inputs and targets are the same text. Compare the first two columns.",
            "Here a small model learns from such pairs.",
        ),
        ShiftState("one"),
        show=SHIFTED,
        question=Estimate(
            "How many places is the text shifted to become the targets?",
            "places",
            lambda: 1.0,
            0.2,
            lambda: f"One. The model then costs {after(1)[1]:.2f} nats per word on new text.",
        ),
        remember="target of token t = token t + 1",
    )


def _copies() -> Step[ShiftState]:
    none, one = after(0)[1], after(1)[1]
    return Step(
        "Forget to shift, and the model learns to copy",
        (
            f"With the next word as the target, the loss is {one:.2f} nats.",
            "Now nobody shifts: the target of each word is the word itself.",
        ),
        ShiftState("none"),
        show=SHIFTED,
        cover=("main", "sentence"),
        question=Options(
            "The loss becomes …",
            ("close to 0", "the same", "much higher"),
            lambda: 0 if none < 0.1 * one else 2 if none > 1.2 * one else 1,
            lambda: f"It is {none:.4f} nats: copying is easy. It cannot write a new word.",
        ),
        remember="A loss near 0 for a language model is a bug, not a success.",
    )


def _twice() -> Step[ShiftState]:
    one, two = after(1)[1], after(2)[1]
    return Step(
        "Shift twice, and it learns the token after next",
        ("You shift the targets, and the library shifts them once more.",),
        ShiftState("two"),
        show=SHIFTED,
        cover=("main", "sentence"),
        question=Options(
            f"Shifted once, the loss is {one:.2f} nats. Shifted twice it is …",
            ("lower", "the same", "higher"),
            lambda: 2 if two > 1.05 * one else 0 if two < 0.95 * one else 1,
            lambda: f"It is {two:.2f} nats: the word after next is harder to predict.",
        ),
        remember="Read in the documentation who shifts, and let only one do it.",
        suggestions=tuple(
            Suggestion(name, "", ShiftState(shift))
            for name, shift in zip(("Not shifted", "Once", "Twice"), SHIFTS, strict=True)
        ),
    )


@shared_cache
def unit_steps() -> tuple[Step[UnitsState], ...]:
    """The base must match; tokens do not compare; bits per byte do."""
    return (_base(), _two_tokenizers(), _same_text())


def _base() -> Step[UnitsState]:
    total, count = two_totals()[1]["over tokens"]
    nats = total / count
    right, wrong = math.exp(nats), 2**nats
    bits = float(units(UnitsState("bits")).main.value or 0.0)
    return Step(
        "The base must match the logarithm",
        (
            f"A model costs {nats:.2f} nats per token, with the natural logarithm.",
            "Some texts say that perplexity is 2 to the loss.",
        ),
        UnitsState("nats"),
        show=("main", "right", "wrong"),
        cover=("right", "wrong"),
        question=Options(
            "Its perplexity is …",
            (f"2 to the {nats:.2f} = {wrong:.1f}", f"e to the {nats:.2f} = {right:.1f}"),
            lambda: nearest(right, (wrong, right)),
            lambda: f"In bits it is {bits:.2f}, and 2 to the {bits:.2f} is {right:.1f} too.",
        ),
        notice="The unit can be changed in the last step: one of the two is always wrong.",
        remember="e for nats, 2 for bits. The perplexity is the same.",
    )


def _two_tokenizers() -> Step[UnitsState]:
    text, totals = two_totals()
    (a, an), (b, bn) = totals.values()
    one, two = (float(bits_per_byte(total, len(text.encode()))) for total in (a, b))
    return Step(
        "Perplexity per token says nothing about two tokenizers",
        (
            "Two models read the same page. One reads tokens, the other single bytes.",
            f"Per token, their perplexity is {math.exp(a / an):.1f} and {math.exp(b / bn):.1f}.",
        ),
        UnitsState("nats"),
        show=("tokens", "per-token", "per-byte"),
        cover=("tokens", "per-byte"),
        question=Options(
            "Which model predicts the page better?",
            ("the one over bytes: its perplexity is lower", "the one over tokens"),
            lambda: 1 if one < two else 0,
            lambda: (
                f"The page costs {a:.0f} nats with tokens and {b:.0f} with bytes. "
                f"Per byte of text: {one:.2f} and {two:.2f} bits."
            ),
        ),
        notice=f"The page is {an} tokens for one model and {bn} for the other.",
        remember="Perplexity per token compares only models with the same tokens.",
    )


def _same_text() -> Step[UnitsState]:
    text, totals = two_totals()
    bits, size = totals["over tokens"][0] / math.log(2), len(text.encode())
    per_byte = float(bits_per_byte(totals["over tokens"][0], size))
    tables = ("right", "wrong", "tokens", "per-token", "same-text", "per-byte")
    return Step(
        "Divide both sums by the same text",
        (
            "Words, characters and bytes belong to the text, not to a tokenizer.",
            f"The page has {len(text.split())} words and {size} bytes.",
        ),
        UnitsState("nats"),
        show=("unit", "main", *tables, "sentence"),
        cover=("per-byte",),
        question=Estimate(
            f"The first model pays {bits:.0f} bits for {size} bytes. How many bits per byte?",
            "bits",
            lambda: per_byte,
            0.03,
            lambda: f"{bits:.0f} ÷ {size} = {per_byte:.2f} bits per byte.",
        ),
        remember="Bits per byte can be compared between all models of the same text.",
    )
