"""The chapters *Averages* and *Padding*: their steps."""

import math

from xentviz.boards.worksheet import PADDED, AveragesState, PaddingState
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.language.sequences import averages, padding
from xentviz.lessons.language.whole_text import nearest
from xentviz.lessons.steps import Goal, Options, Step
from xentviz.server.shared_cache import shared_cache

TWO = AveragesState()
EQUAL = AveragesState(first=20, second=20)
HALF = PaddingState((4, 5, 6, 7))
ALL = PaddingState(tuple(range(PADDED)))
LOW = 5  # nats: the goal of a task


def _rows(state: AveragesState) -> dict[str, float]:
    """The perplexity of each row of the two batches' worksheet, and both means."""
    sheet = averages(state)
    last = {row.element: float(row.cells[-1].value or 0.0) for row in sheet.tables[0].rows}
    mean = (state.first_loss + state.second_loss) / 2
    return {**last, "mean": float(sheet.main.value or 0.0), "mean of means": mean}


@shared_cache
def average_steps() -> tuple[Step[AveragesState], ...]:
    """Divide once; when two means agree; perplexities are not averaged."""
    return (_divide_once(), _two_means(), _perplexities())


def _divide_once() -> Step[AveragesState]:
    found = _rows(TWO)
    options = (found["mean of means"], found["mean"], 3.0)
    return Step(
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
    )


def _two_means() -> Step[AveragesState]:
    wrong = _rows(TWO)["mean of means"]
    controls = ("first", "first_loss", "second", "second_loss")
    return Step(
        "The mean of batch means is another number",
        (
            f"Many logs average the batch means: here {wrong:g} nats.",
            "Then a token of the short batch counts more than one of the long batch.",
        ),
        TWO,
        show=(*controls, "main", "batches", "all", "of-means", "sentence"),
        question=Goal(
            "Make both means equal, with different losses in the two batches.",
            lambda state: state.first == state.second and state.first_loss != state.second_loss,
            lambda: "They agree only if both batches have the same number of tokens.",
            EQUAL,
        ),
        remember="Means of batches may be averaged only if the batches are equally long.",
    )


def _perplexities() -> Step[AveragesState]:
    found = _rows(TWO)
    options = (found["of-perplexities"], found["all"])
    return Step(
        "Perplexities are not averaged either",
        (
            "The two batches have perplexity "
            f"{math.exp(TWO.first_loss):.0f} and {math.exp(TWO.second_loss):.1f}.",
        ),
        TWO,
        show=("main", "batches", "all", "of-means", "of-perplexities"),
        cover=("all", "of-means", "of-perplexities"),
        question=Options(
            "The perplexity of all tokens is about …",
            tuple(f"{x:.0f}" for x in options),
            lambda: nearest(found["all"], options),
            lambda: (
                f"e to {found['mean']:.3f} is {found['all']:.1f}. "
                f"The mean of both perplexities, {found['of-perplexities']:.0f}, means nothing."
            ),
        ),
        remember="Average the losses first. Perplexity comes last.",
        suggestions=(
            Suggestion("Two batches of the same length", "Two of the means agree.", EQUAL),
        ),
    )


@shared_cache
def padding_steps() -> tuple[Step[PaddingState], ...]:
    """Divide by what counts; nothing left is nan; an ignored token keeps its class."""
    return (_half(), _nothing_left(), _one_by_one())


def _half() -> Step[PaddingState]:
    sheet, left = padding(HALF), PADDED - len(HALF.ignored)
    mean = float(sheet.main.value or 0.0)
    zeros = float(sheet.tables[0].rows[-1].cells[-1].value or 0.0)
    return Step(
        "Padding leaves both the sum and the count",
        (
            "Texts in a batch are made equally long with padding. Nobody should predict it.",
            f"Here the last four of {PADDED} tokens are ignored. "
            f"The others cost {mean * left:.2f} nats.",
        ),
        HALF,
        show=("main", "tokens", "zeros", "total"),
        cover=("main", "zeros"),
        question=Options(
            "The loss of this batch is …",
            (f"{zeros:.2f} nats", f"{mean:.2f} nats"),
            lambda: nearest(mean, (zeros, mean)),
            lambda: (
                f"{mean * left:.2f} ÷ {left} = {mean:.2f}. "
                f"Dividing by all {PADDED} would say {zeros:.2f}, as if padding were easy."
            ),
        ),
        remember="Ignored tokens drop out of both the sum and the count.",
    )


def _nothing_left() -> Step[PaddingState]:
    return Step(
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
    )


def _one_by_one() -> Step[PaddingState]:
    return Step(
        "Ignore tokens one by one",
        (
            "An ignored token is no target. But as a class it stays in every softmax.",
            "So the losses of the other tokens do not change.",
        ),
        PaddingState(),
        show=("ignored", "main", "tokens", "total", "zeros", "sentence"),
        question=Goal(
            f"Ignore tokens until the mean is below {LOW} nats.",
            lambda state: (
                0 < len(state.ignored) < PADDED and float(padding(state).main.value or LOW) < LOW
            ),
            lambda: "Without the expensive tokens the mean is lower. The model is no better.",
            PaddingState((1, 2, 3, 6)),
        ),
        remember="A mean is only comparable if the same tokens were counted.",
    )
