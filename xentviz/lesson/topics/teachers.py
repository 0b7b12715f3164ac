"""What the models of /language have learned: once a server, the neural one in the background."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from xentviz.data import characters
from xentviz.data.automaton import Booleans, Doubles, Integers
from xentviz.data.language import Grammar
from xentviz.data.prose import load_prose
from xentviz.lesson.once import once
from xentviz.models.language_model import LanguageModel
from xentviz.models.neural import Neural, Shape
from xentviz.models.ngram import NGram
from xentviz.models.training import (
    CHARACTERS,
    WORDS,
    History,
    Plan,
    character_shape,
    train,
    word_shape,
)

ORDERS = {"uniform": 0, "unigram": 1, "bigram": 2, "trigram": 3}
LEARNED, HELD = 600_000, 40_000  # tokens of the grammar's text


class Split(NamedTuple):
    """A text as its models see it: pieces, which are known, and the tokens of those."""

    pieces: tuple[str, ...]
    known: Booleans  # (n,)
    tokens: Integers  # (T,)
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Teacher:
    """A language to learn: its tokens, what to learn from and what to be tested on."""

    key: str
    unit: str
    labels: tuple[str, ...]  # (V,)
    start: int  # the token that stands in front of a text
    learned: Integers
    held: Integers
    split: Callable[[str], Split]
    shape: Shape
    plan: Plan
    truths: Callable[[Integers], Doubles] | None = None  # (T,) to (T, V), where they are known
    floor: float | None = None


@once
def grammar() -> Grammar:
    """The language whose truth is known."""
    return Grammar()


@once
def prose() -> dict[str, str]:
    """Each voice's text, its end unseen by any model."""
    return {one.key: one.text for one in load_prose()}


def unseen(text: str) -> str:
    """The paragraphs that begin in the last eighth of a text: no model has learned from them."""
    return text[text.index("\n\n", len(text) - len(text) // 8) + 2 :]


@once
def teacher(key: str) -> Teacher:
    """The language `key`: "grammar", or the voice of a text."""
    return _words() if key == "grammar" else _bytes(key)


def _words() -> Teacher:
    language = grammar()

    def split(text: str) -> Split:
        return Split(*language.tokenize(text))

    return Teacher(
        "grammar",
        "word",
        language.words,
        language.boundary,
        language.sample(LEARNED, seed=1),
        language.sample(HELD, seed=2),
        split,
        word_shape(language.vocabulary_size),
        WORDS,
        language.truths,
        language.entropy_rate(),
    )


def _bytes(key: str) -> Teacher:
    text = prose()[key]
    tokens = characters.encode(text[: len(text) - len(unseen(text))])
    eighth = len(tokens) // 8
    return Teacher(
        key,
        "byte",
        characters.pieces(np.arange(characters.VOCABULARY_SIZE)),
        characters.START,
        tokens[:-eighth],
        tokens[-eighth:],
        _into_bytes,
        character_shape(characters.VOCABULARY_SIZE),
        CHARACTERS,
    )


def _into_bytes(text: str) -> Split:
    tokens = characters.encode(text)
    return Split(characters.pieces(tokens), np.ones(len(tokens), np.bool_), tokens, ())


@once
def counted(key: str, order: int) -> NGram:
    """The counting model of that order."""
    of = teacher(key)
    return NGram.fit(order, of.learned, of.held, len(of.labels))


@dataclass
class Pupil:
    """A neural model on its way. Written by its own thread alone, read by everybody."""

    steps: int
    step: int = 0
    loss: float = float("nan")
    model: Neural | None = None
    history: History | None = None
    failed: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def share(self) -> float:
        """How much of the training is done, 1 once the model can be asked."""
        return 1.0 if self.model else min(0.99, self.step / self.steps)


_DESK = threading.Lock()  # one model learns at a time


@once
def pupil(key: str) -> Pupil:
    """The neural model of that language; asking for it the first time starts its training."""
    one = Pupil(teacher(key).plan.steps)
    threading.Thread(target=_learn, args=(one, key), name=f"pupil-{key}", daemon=True).start()
    return one


def _learn(one: Pupil, key: str) -> None:
    of = teacher(key)

    def progress(step: int, _steps: int, loss: float) -> None:
        one.step, one.loss = step, loss

    try:
        with _DESK:
            model = Neural(of.shape, seed=0)
            one.history = train(
                model, of.learned, of.held, of.start, plan=of.plan, progress=progress
            )
        one.model = model
    except Exception:
        one.failed = True
        raise
    finally:
        one.done.set()


def model(key: str, name: str) -> LanguageModel | None:
    """The model at once, or None while it is still learning."""
    return pupil(key).model if name == "neural" else counted(key, ORDERS[name])
