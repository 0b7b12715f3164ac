"""The token strip: a text as chips coloured by surprise, and what was predicted at each."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self
from urllib.parse import quote_plus

import numpy as np

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState, fields_by_name
from xentviz.core import bits_per_byte, distribution_cross_entropy, nats_to_bits, perplexity
from xentviz.data.prose import VOICES
from xentviz.models.reading import TOP, Doubles, Reading, pack

LONGEST = 2_000  # characters that can be typed
LINKED = 6_000  # bytes of typed text that a link may carry: proxies cut addresses at 8,000
OWN = "own"  # the text that was typed
PROSE = tuple(key for key, *_ in VOICES)
# What the models learned from: its texts, its models, the one that is shown first.
TEXTS_OF = {"english": ("lecture", "docs", *PROSE), "grammar": ("short", "long")}
MODELS_OF = {
    "english": ("uniform", "unigram", "bigram", "trigram", "4-gram", "memory", "neural"),
    "grammar": ("uniform", "unigram", "bigram", "trigram", "neural"),
}
FIRST_MODEL = {"english": "4-gram", "grammar": "trigram"}
CORPORA = tuple(TEXTS_OF)
TEXTS = (*(text for texts in TEXTS_OF.values() for text in texts), OWN)
CURVE_NAMES = {"mean": "mean so far", "perplexity": "perplexity", "sum": "sum"}
CURVES = tuple(CURVE_NAMES)
ELEMENTS = (
    "text", "corpus", "model", "versus", "legend", "losses", "track", "curve", "facts", "rank",
    "so-far", "candidates", "others", "entropy", "kl", "expected", "what-if", "mean", "perplexity",
    "die", "bytes", "second", "reset",
)  # fmt: skip
LEAST_P = 1e-8  # the smallest probability of the "what if" slider; its left end is 0


@dataclass(frozen=True, slots=True)
class StripState(FieldState):
    """A text, the model that reads it (and perhaps another), and the position looked at.

    `corpus` is what the models have learned from; `typed` is the text where `text` is "own";
    `given` is what the token at `at` would have been given, None for what it was. Raises
    ValueError, with one sentence that names the value, where a field is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.text("l", "corpus"),
        link.text("w", "text"),
        link.text("q", "typed"),
        link.text("m", "model"),
        link.text("v", "versus"),
        link.whole("i", "at"),
        link.real_or_none("g", "given"),
        link.text("y", "curve"),
    )

    corpus: str = CORPORA[0]
    text: str = TEXTS[0]
    typed: str = ""
    model: str = FIRST_MODEL[CORPORA[0]]
    versus: str = ""
    at: int = 0
    given: float | None = None
    curve: str = CURVES[0]

    def __post_init__(self) -> None:
        if self.given is not None:
            self.accept(given=checks.number(self.given, "The probability", 0, 1))
        corpus = checks.choice(self.corpus, "What the models learned from", CORPORA)
        models = MODELS_OF[corpus]
        self.accept(
            corpus=corpus,
            text=checks.choice(self.text, "The text", TEXTS),
            typed=_text(self.typed),
            model=checks.choice(self.model, "The model", models),
            versus=checks.choice(self.versus, "The second model", ("", *models)),
            at=checks.index(self.at, "The position", LONGEST),
            curve=checks.choice(self.curve, "The curve", CURVES),
        )

    @classmethod
    def from_link(cls, params: link.Params, start: Self) -> Self:
        """Read `?l=grammar&w=own&q=text&m=bigram&v=uniform&i=3&g=0.1&y=sum`, the rest as `start`.

        Another corpus brings its own first text and model.
        """
        told = link.read(cls.LINK, params)
        if told.get("typed"):
            told.setdefault("text", OWN)
        return cls(**{**_usual(start, told.get("corpus", start.corpus)), **told})

    def to_link(self, start: Self) -> link.Pairs:
        """The pairs of a link that opens in this state; a text beyond LINKED is left out."""
        usual = _usual(start, self.corpus)
        left_out = {key: usual[key] for key in ("text", "typed", "at", "given")}
        shown = self if self.linked else replace(self, **left_out)
        return link.write(self.LINK, shown, usual)

    @property
    def linked(self) -> bool:
        """Whether the typed text fits into a link."""
        return len(quote_plus(self.typed)) <= LINKED


def _usual(start: StripState, corpus: str) -> dict[str, Any]:
    """What a link leaves out: the start's fields; another corpus brings its own text and model."""
    usual = fields_by_name(start)
    if corpus in CORPORA and corpus != start.corpus:
        usual |= {"text": TEXTS_OF[corpus][0], "model": FIRST_MODEL[corpus], "versus": ""}
    return usual


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"The text is {repr(value)[:40]}, expected characters.")
    if len(value) > LONGEST:
        raise ValueError(f"The text has {len(value):,} characters, expected at most {LONGEST:,}.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("The text holds half of a character pair, which is no text.")
    return value


@dataclass(frozen=True, slots=True)
class Tally:
    """The losses up to each position and over all: nats; nan over nothing.

    sums, means, perplexities (T,); `total`, `mean`, `bits` and `perplexity` of the whole text.
    """

    sums: Doubles
    means: Doubles
    perplexities: Doubles
    total: float
    mean: float
    bits: float
    perplexity: float

    @property
    def packed(self) -> dict[str, str]:
        """For the browser."""
        return {name: pack(getattr(self, name)) for name in self.__slots__}


def tally(losses: Doubles) -> Tally:
    """Running sum, mean and perplexity of (T,) losses."""
    sums = np.cumsum(losses)
    with np.errstate(over="ignore"):
        means = sums / np.arange(1, len(losses) + 1)
        running = np.exp(means)
    total = float(losses.sum())
    mean = total / len(losses) if len(losses) else math.nan
    bits = float(nats_to_bits(mean))
    return Tally(sums, means, running, total, mean, bits, perplexity(losses))


def what_if(losses: Doubles, row: int, given: float | None) -> Doubles:
    """The losses, had the token in that row been given another probability."""
    if given is None or not len(losses):
        return losses
    changed = losses.copy()
    changed[row] = distribution_cross_entropy([1.0, 0.0], [given, 1.0 - given])
    return changed


def within(state: StripState, reading: Reading) -> StripState:
    """The state with its position in the text: past the end means the last token."""
    known = len(reading.rows)
    at = min(state.at, max(0, known - 1))
    return state if at == state.at else replace(state, at=at, given=None)


@dataclass(frozen=True, slots=True)
class StripNumbers:
    """Everything the board shows: packed rows of numbers, what can be chosen, sentences."""

    reading: Mapping[str, Any]
    one: Mapping[str, str]
    two: Mapping[str, str] | None
    choices: Mapping[str, Any]
    sentences: Sequence[str]
    bits_per_byte: float | None  # None where some of the text is not scored


def numbers(state: StripState, reading: Reading, choices: Mapping[str, Any]) -> StripNumbers:
    """The numbers of a state, computed by the core from what a model says of its text."""
    one = tally(what_if(reading.losses, state.at, state.given))
    size = reading.bytes
    two = tally(reading.other.losses).packed if reading.other else None
    said = list(reading.sentences)
    if not state.linked:
        said.append("This text is too long for a link: Copy link opens the start instead.")
    per_byte = bits_per_byte(one.total, size) if size else None
    return StripNumbers(reading.packed, one.packed, two, choices, said, per_byte)


def strip_board(
    reading: Callable[[StripState], Reading], choices: Callable[[StripState], Mapping[str, Any]]
) -> Board[StripState]:
    """The token strip. `reading` is what the models say of a state's text, `choices` what the
    reader can choose now: texts, corpora, models.
    """
    return Board(
        "strip",
        StripState,
        lambda state: numbers(state, reading(state), choices(state)),
        {
            "longest": LONGEST,
            "own": OWN,
            "curves": CURVE_NAMES,
            "top": TOP,
            "least_p": LEAST_P,
            "texts_of": TEXTS_OF,
            "models_of": MODELS_OF,
            "first_model": FIRST_MODEL,
        },
        fit=lambda state: within(state, reading(state)),
        elements=ELEMENTS,
    )
