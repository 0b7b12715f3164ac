"""The chapters *A text's loss* and *Your own text*: mean, perplexity, and any text at all."""

import math
from dataclasses import replace

import numpy as np

from xentviz.boards.strip import OWN, StripState, Tally, tally, what_if
from xentviz.core import bits_per_byte
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.language.next_token import label, probability
from xentviz.lessons.language.text import START, reading_of
from xentviz.lessons.steps import Estimate, Goal, Options, Step
from xentviz.server.shared_cache import shared_cache

SHOWN = ("text", "legend", "losses", "facts", "mean", "perplexity", "die")
LETTERS = replace(START, text=OWN, typed="asdkjh qwe zxcv lkjq", at=0)
BLIND = replace(START, model="uniform", at=0)
EMOJI = replace(START, text=OWN, typed="I 😀 this lecture.", at=1)
IN_STYLE = replace(
    START, text=OWN, typed="The value of the object is the value of the class.", at=0
)
LOW = 3.5  # nats per token: the goal of the first task
TINY = 1e-9


def tally_of(state: StripState) -> Tally:
    """The sums and means of a state's text."""
    return tally(what_if(reading_of(state).losses, state.at, state.given))


def nearest(value: float, options: tuple[float, ...]) -> int:
    """The place of the option that is nearest in ratio to the core's value."""
    return min(range(len(options)), key=lambda k: abs(math.log(options[k] / value)))


@shared_cache
def text_steps() -> tuple[Step[StripState], ...]:
    """Mean, perplexity, blind guessing, worse than that, and one impossible token."""
    return (_mean(), _perplexity(), _blind(), _worse(), _one_in_all())


def _mean() -> Step[StripState]:
    found, count = tally_of(START), len(reading_of(START).losses)
    return Step(
        "The loss of a text is the mean over its tokens",
        (
            f"The {count} tokens of this sentence cost {found.total:.1f} nats together.",
            "A long text has more tokens, so the sum says little. Divide it by their number.",
        ),
        START,
        show=("legend", "losses", "mean"),
        cover=("mean",),
        question=Estimate(
            "What is the loss of this text, per token?",
            "nats",
            lambda: found.mean,
            0.1,
            lambda: f"{found.total:.1f} ÷ {count} = {found.mean:.2f} nats per token.",
        ),
        remember="loss of a text = sum of the losses ÷ number of tokens",
    )


def _perplexity() -> Step[StripState]:
    found, size = tally_of(START), len(reading_of(START).labels)
    options = (round(found.mean, 1), 50.0, round(found.perplexity))
    return Step(
        "Perplexity turns the loss into a number of choices",
        (
            "A fair die with six sides costs ln 6 nats a roll. So e to the loss is 6.",
            "Perplexity is e to the mean loss: how many sides the die of this text would have.",
        ),
        START,
        show=("legend", "losses", "mean", "perplexity", "die"),
        cover=("perplexity", "die"),
        question=Options(
            f"The loss is {found.mean:.2f} nats. The perplexity is about …",
            tuple(f"{x:g}" for x in options),
            lambda: nearest(found.perplexity, options),
            lambda: (
                f"e to {found.mean:.2f} is {found.perplexity:.0f}, of {size:,} possible tokens."
            ),
        ),
        notice="Each small square is one token of the vocabulary. The filled ones are the sides.",
        remember="Perplexity: as unsure as when rolling a fair die with that many sides.",
    )


def _blind() -> Step[StripState]:
    found, size = tally_of(BLIND), len(reading_of(BLIND).labels)
    return Step(
        "A model that knows nothing pays ln V",
        (
            f"A model that guesses blindly gives each of the {size:,} tokens the same.",
            "V is the size of the vocabulary.",
        ),
        BLIND,
        show=("legend", "losses", "mean", "perplexity", "die"),
        cover=("losses", "mean", "perplexity", "die"),
        question=Options(
            "What is the perplexity of blind guessing, on any text?",
            (f"{size:,}: as many as there are tokens", "1", f"ln {size:,} = {math.log(size):.2f}"),
            lambda: nearest(found.perplexity, (size, 1.0, math.log(size))),
            lambda: (
                f"Every token costs ln {size:,} = {found.mean:.2f} nats. "
                f"The perplexity is {found.perplexity:,.0f}."
            ),
        ),
        remember="ln V is the mark to beat: the loss of a model that knows nothing.",
    )


def _worse() -> Step[StripState]:
    found, size = tally_of(LETTERS), len(reading_of(LETTERS).labels)
    options = (f"below {size:,}", f"exactly {size:,}", f"above {size:,}")
    return Step(
        "A loss can be worse than knowing nothing",
        (
            "Now the text is random letters. The model has learned English and expects words.",
            f"Blind guessing has perplexity {size:,}.",
        ),
        LETTERS,
        show=("legend", "losses", "mean", "perplexity", "die"),
        cover=("losses", "mean", "perplexity", "die"),
        question=Options(
            "The model’s perplexity on random letters is …",
            options,
            lambda: 2 if found.perplexity > size * 1.01 else 0 if found.perplexity < size else 1,
            lambda: (
                f"It is {found.perplexity:,.0f}. The model is confident about English, "
                "and here it is wrong."
            ),
        ),
        remember="The loss has no upper limit: V is not the largest perplexity.",
    )


def _one_in_all() -> Step[StripState]:
    read, before = reading_of(START), tally_of(START)
    row = int(np.argmin(read.losses))
    state = replace(START, at=row)
    after = tally(what_if(read.losses, row, TINY))
    grew = after.perplexity / before.perplexity
    options = (1.1, round(grew, 1), 1e9)
    return Step(
        "One “impossible” token spoils the whole text",
        (
            f"The easiest token, {label(read.pieces[row])}, has p = {probability(read, row):.2g}. "
            f"The perplexity of the text is {before.perplexity:.0f}.",
            "Imagine the model had given it only 10⁻⁹.",
        ),
        state,
        show=("losses", "facts", "what-if", "mean", "perplexity", "die"),
        cover=("what-if", "mean", "perplexity", "die"),
        question=Options(
            "The perplexity of the whole text would be multiplied by about …",
            tuple(f"{x:,.10g}" for x in options),
            lambda: nearest(grew, options),
            lambda: (
                f"It goes from {before.perplexity:.0f} to {after.perplexity:,.0f}. "
                f"Nearly {-math.log(TINY):.0f} nats more, shared by {len(read.losses)} tokens."
            ),
        ),
        notice="Try other values with the slider.",
        remember="A probability of 0 for one actual token makes the loss of all infinite.",
        suggestions=(
            Suggestion("Give it 10⁻⁹", "", replace(state, given=TINY)),
            Suggestion("Give it 0", "infinite", replace(state, given=0.0)),
        ),
    )


@shared_cache
def own_steps() -> tuple[Step[StripState], ...]:
    """Any text can be typed, nothing is unknown, and what the models have learned from counts."""
    return (_type(), _bytes(), _far_away())


def _type() -> Step[StripState]:
    reached = tally_of(IN_STYLE)
    return Step(
        "Type any English text",
        (
            "Change the text below and watch its tokens, their colours and the mean loss.",
            "The models learned from the documentation of Python. They like its style.",
        ),
        START,
        show=SHOWN,
        question=Goal(
            f"Write at least six tokens with a mean loss below {LOW} nats.",
            lambda state: state.text == OWN and _is_easy(state),
            lambda: (
                f"“{IN_STYLE.typed}” has {reached.mean:.2f} nats. "
                "Common words in a common order are cheap."
            ),
            IN_STYLE,
        ),
        remember="A text is cheap for a model if it looks like what the model learned from.",
        suggestions=(
            Suggestion("A text in that style", f"{reached.mean:.2f} nats per token.", IN_STYLE),
            Suggestion("Random letters", "Worse than guessing blindly.", LETTERS),
        ),
    )


def _is_easy(state: StripState) -> bool:
    losses = reading_of(state).losses
    return len(losses) >= 6 and float(losses.mean()) < LOW


def _bytes() -> Step[StripState]:
    read = reading_of(EMOJI)
    face = len("😀".encode())
    cost = float(read.losses[2 : 2 + face].sum())
    return Step(
        "No text is unknown",
        (
            "The smiley 😀 is not in the text that the models learned from.",
            "The tokenizer still has a way: the 256 possible bytes are tokens too.",
        ),
        EMOJI,
        show=SHOWN,
        cover=("losses", "facts", "mean", "perplexity", "die"),
        question=Options(
            "How does the model handle 😀?",
            (
                "It skips it, at no cost",
                f"It reads it as {face} bytes and pays for each",
                "It cannot give the text a loss",
            ),
            lambda: 1 if np.isfinite(cost) and cost > 0 else 0,
            lambda: f"The smiley is {face} tokens, and they cost {cost:.1f} nats together.",
        ),
        remember="Sub-word tokens: common pieces are one token, anything else is spelled in bytes.",
    )


def _far_away() -> Step[StripState]:
    near, far = (replace(START, text=text, at=0) for text in ("docs", "ferry"))
    one, two = (
        bits_per_byte(tally_of(state).total, reading_of(state).bytes) for state in (near, far)
    )
    names = ("the page of documentation", "the diary", "neither: any English costs the same")
    tokens = [tally_of(state).mean for state in (near, far)]
    return Step(
        "Far from the training text, the loss is higher",
        (
            "No model has seen these two: a page of documentation, and a ferry keeper’s diary.",
            "To compare them, divide each loss by the bytes of its text.",
        ),
        near,
        show=("text", "legend", "losses", "mean", "bytes"),
        cover=("losses", "mean", "bytes"),
        question=Options(
            "Which text costs more bits per byte?",
            names,
            lambda: 2 if abs(one - two) < 0.01 else 0 if one > two else 1,
            lambda: f"The documentation costs {one:.2f} bits per byte, the diary {two:.2f}.",
        ),
        notice=(
            f"Per token, {tokens[0]:.2f} and {tokens[1]:.2f} nats hide it: "
            "the diary has more tokens per byte."
        ),
        remember="A model does well on text that is like the text it learned from.",
        suggestions=(
            Suggestion("The documentation", "", near),
            Suggestion("The diary", "", far),
        ),
    )
