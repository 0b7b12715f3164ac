"""The chapters *Averages*, *Padding*, *Shifting*, *Base and denominator*: their steps."""

import math

from xentviz.boards.worksheet import PADDED, AveragesState, PaddingState, ShiftState, UnitsState
from xentviz.core import bits_per_byte
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.language.sequences import after, averages, padding, two_totals, units
from xentviz.lessons.language.whole_text import nearest
from xentviz.lessons.steps import Estimate, Goal, Options, Step
from xentviz.server.shared_cache import shared_cache

TWO = AveragesState()
EQUAL = AveragesState(first=20, second=20)
HALF = PaddingState((4, 5, 6, 7))
ALL = PaddingState(tuple(range(PADDED)))


def _rows(state: AveragesState) -> dict[str, float]:
    """The last number of each row, and the means, of the two batches' worksheet."""
    sheet = averages(state)
    last = {row.element: float(row.cells[-1].value or 0.0) for row in sheet.tables[0].rows}
    mean = (state.first_loss + state.second_loss) / 2
    return {**last, "mean": float(sheet.main.value or 0.0), "mean of means": mean}


@shared_cache
def average_steps() -> tuple[Step[AveragesState], ...]:
    """Divide once; when two means agree; perplexities are not averaged."""
    found = _rows(TWO)
    options = (found["mean of means"], found["mean"], 3.0)
    perplexities = (found["of-perplexities"], found["all"])
    hidden = ("main", "all", "of-means", "of-perplexities", "sentence")
    return (
        Step(
            "Add up all losses, then divide once",
            (
                f"Batch 1 has {TWO.first} hard tokens of {TWO.first_loss:g} nats each. "
                f"Batch 2 has {TWO.second} easy ones of {TWO.second_loss:g} nats.",
                "What is the loss per token of both together?",
            ),
            TWO,
            show=("main", "batches", "all"),
            cover=("main", "all"),
            question=Options(
                "The mean over all tokens is …",
                tuple(f"{x:.2f} nats" for x in options),
                lambda: nearest(found["mean"], options),
                lambda: (
                    f"({TWO.first} × {TWO.first_loss:g} + {TWO.second} × {TWO.second_loss:g}) ÷ "
                    f"{TWO.first + TWO.second} = {found['mean']:.2f} nats."
                ),
            ),
            notice="Most tokens are in batch 2, so the mean is close to its mean.",
            remember="Sum of all losses ÷ number of all tokens.",
        ),
        Step(
            "The mean of batch means is another number",
            (
                f"Many logs average the batch means: here {found['mean of means']:g} nats.",
                "Then a token of the short batch counts more than one of the long batch.",
            ),
            TWO,
            show=("first", "first_loss", "second", "second_loss", "main", "batches", "all",
                  "of-means", "sentence"),
            question=Goal(
                "Make both means equal, with different losses in the two batches.",
                lambda state: state.first == state.second
                and state.first_loss != state.second_loss,
                lambda: "They agree only if both batches have the same number of tokens.",
                EQUAL,
            ),
            remember="Means of batches may be averaged only if the batches are equally long.",
        ),
        Step(
            "Perplexities are not averaged either",
            (
                "The two batches have perplexity "
                f"{math.exp(TWO.first_loss):.0f} and {math.exp(TWO.second_loss):.1f}.",
            ),
            TWO,
            show=("main", "batches", "all", "of-means", "of-perplexities"),
            cover=hidden[1:],
            question=Options(
                "The perplexity of all tokens is about …",
                tuple(f"{x:.0f}" for x in perplexities),
                lambda: nearest(found["all"], perplexities),
                lambda: (
                    f"e to {found['mean']:.3f} is {found['all']:.1f}. "
                    f"The mean of both perplexities, {found['of-perplexities']:.0f}, means nothing."
                ),
            ),
            remember="Average the losses first. Perplexity comes last.",
            suggestions=(
                Suggestion("Two batches of the same length", "Two of the means agree.", EQUAL),
            ),
        ),
    )  # fmt: skip


@shared_cache
def padding_steps() -> tuple[Step[PaddingState], ...]:
    """Divide by what counts; nothing left is nan; an ignored token keeps its class."""
    half = padding(HALF)
    mean, zeros = float(half.main.value or 0.0), float(half.tables[0].rows[-1].cells[-1].value or 0)
    options = (zeros, mean)
    return (
        Step(
            "Padding leaves both the sum and the count",
            (
                "Texts in a batch are made equally long with padding. Nobody should predict it.",
                f"Here the last four of {PADDED} tokens are ignored. "
                f"The others cost {mean * (PADDED - 4):.2f} nats.",
            ),
            HALF,
            show=("main", "tokens", "zeros", "total"),
            cover=("main", "zeros"),
            question=Options(
                "The loss of this batch is …",
                tuple(f"{x:.2f} nats" for x in options),
                lambda: nearest(mean, options),
                lambda: (
                    f"{mean * (PADDED - 4):.2f} ÷ {PADDED - 4} = {mean:.2f}. "
                    f"Dividing by all {PADDED} would say {zeros:.2f}, as if padding were easy."
                ),
            ),
            remember="Ignored tokens drop out of both the sum and the count.",
        ),
        Step(
            "With nothing left, the mean is nan",
            ("Now every token is ignored. The sum is 0, and the number of tokens is 0.",),
            ALL,
            show=("main", "tokens", "total", "sentence"),
            cover=("main", "sentence"),
            question=Options(
                "The mean loss is …",
                ("0", "nan: not a number", "ln V"),
                lambda: 1 if math.isnan(padding(ALL).main.value or 0.0) else 0,
                lambda: "0 ÷ 0 is nan. One such batch makes the average of a whole run nan.",
            ),
            remember="nan in a log: look for a batch without any target.",
        ),
        Step(
            "Ignore tokens one by one",
            (
                "An ignored token is no target. But as a class it stays in every softmax.",
                "So the losses of the other tokens do not change.",
            ),
            PaddingState(),
            show=("ignored", "main", "tokens", "total", "zeros", "sentence"),
            question=Goal(
                "Ignore tokens until the mean is below 5 nats.",
                lambda state: (
                    0 < len(state.ignored) < PADDED and float(padding(state).main.value or 9.0) < 5
                ),
                lambda: (
                    "Leaving out the expensive tokens lowers the mean. That is not a better model."
                ),
                PaddingState((1, 2, 3, 6)),
            ),
            remember="A mean is only comparable if the same tokens were counted.",
        ),
    )


@shared_cache
def shift_steps() -> tuple[Step[ShiftState], ...]:
    """Not shifted it copies; shifted twice it learns the token after next."""
    none, one, two = (after(shift)[1] for shift in range(3))
    names = ("close to 0", "the same", "much higher")
    return (
        Step(
            "The target of each token is the next one",
            (
                "Inputs and targets are the same text, shifted by one place.",
                "Most libraries shift for you. Here a small model learns from such pairs.",
            ),
            ShiftState("one"),
            show=("main", "pairs", "sentence"),
            question=Estimate(
                "How many places to the left is the text shifted, to become the targets?",
                "places",
                lambda: 1.0,
                0.2,
                lambda: f"One. The model then costs {one:.2f} nats per word on new text.",
            ),
            remember="target of token t = token t + 1",
        ),
        Step(
            "Forget to shift, and the model learns to copy",
            (f"With the next word as the target, the loss is {one:.2f} nats.",
             "Now nobody shifts: the target of each word is the word itself."),
            ShiftState("none"),
            show=("main", "pairs", "sentence"),
            cover=("main", "sentence"),
            question=Options(
                "The loss becomes …",
                names,
                lambda: 0 if none < 0.1 * one else 2 if none > 1.2 * one else 1,
                lambda: f"It is {none:.4f} nats: copying is easy. It cannot write a new word.",
            ),
            remember="A loss near 0 for a language model is a bug, not a success.",
        ),
        Step(
            "Shift twice, and it learns the token after next",
            ("You shift the targets, and the library shifts them once more.",),
            ShiftState("two"),
            show=("main", "pairs", "sentence"),
            cover=("main", "sentence"),
            question=Options(
                f"Shifted once, the loss is {one:.2f} nats. Shifted twice it is …",
                ("lower", "the same", "higher"),
                lambda: 2 if two > 1.05 * one else 0 if two < 0.95 * one else 1,
                lambda: f"It is {two:.2f} nats: the word after next is harder to predict.",
            ),
            remember="Read in the documentation who shifts, and let only one do it.",
            suggestions=tuple(
                Suggestion(f"Shifted by {name}", "", ShiftState(name))
                for name in ("none", "one", "two")
            ),
        ),
    )  # fmt: skip


@shared_cache
def unit_steps() -> tuple[Step[UnitsState], ...]:
    """The base must match; tokens do not compare; bits per byte do."""
    text, totals = two_totals()
    (a, an), (b, bn) = totals.values()
    first, second = math.exp(a / an), math.exp(b / bn)
    size = len(text.encode())
    one, two = float(bits_per_byte(a, size)), float(bits_per_byte(b, size))
    wrong = 2 ** (a / an)
    bases = (wrong, first)
    bits = float(units(UnitsState("bits")).main.value or 0.0)
    return (
        Step(
            "The base must match the logarithm",
            (
                f"A model costs {a / an:.2f} nats per token, with the natural logarithm.",
                "Some texts say that perplexity is 2 to the loss.",
            ),
            UnitsState("nats"),
            show=("main", "right", "wrong"),
            cover=("right", "wrong"),
            question=Options(
                "Its perplexity is …",
                (f"2 to the {a / an:.2f} = {wrong:.1f}", f"e to the {a / an:.2f} = {first:.1f}"),
                lambda: nearest(first, bases),
                lambda: f"In bits it is {bits:.2f}, and 2 to the {bits:.2f} is {first:.1f} too.",
            ),
            notice="The unit can be changed in the last step: one of the two is always wrong.",
            remember="e for nats, 2 for bits. The perplexity is the same.",
        ),
        Step(
            "Perplexity per token says nothing about two tokenizers",
            (
                "Two models read the same page. One reads tokens, the other single bytes.",
                f"Per token, their perplexity is {first:.1f} and {second:.1f}.",
            ),
            UnitsState("nats"),
            show=("tokens", "per-token", "per-byte"),
            cover=("per-byte",),
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
        ),
        Step(
            "Divide both sums by the same text",
            (
                "Words, characters and bytes belong to the text, not to a tokenizer.",
                f"The page has {len(text.split())} words and {size} bytes.",
            ),
            UnitsState("nats"),
            show=("unit", "main", "right", "wrong", "tokens", "per-token",
                  "same-text", "per-byte", "sentence"),
            cover=("per-byte",),
            question=Estimate(
                f"The first model pays {a / math.log(2):.0f} bits for {size} bytes. "
                "How many bits per byte?",
                "bits",
                lambda: one,
                0.03,
                lambda: f"{a / math.log(2):.0f} ÷ {size} = {one:.2f} bits per byte.",
            ),
            remember="Bits per byte can be compared between all models of the same text.",
        ),
    )  # fmt: skip
