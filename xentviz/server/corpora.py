"""What the language models learn from, and the models: made once per server process."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from xentviz.data import characters
from xentviz.data.automaton import Booleans, Doubles, Integers
from xentviz.data.language import Grammar
from xentviz.data.prose import load_prose
from xentviz.models.language_model import LanguageModel
from xentviz.models.neural import Neural, Shape
from xentviz.models.ngram import NGram
from xentviz.models.training import (
    CHARACTERS,
    WORDS,
    History,
    TrainingPlan,
    character_shape,
    train,
    word_shape,
)
from xentviz.server.shared_cache import shared_cache

ORDERS = {"uniform": 0, "unigram": 1, "bigram": 2, "trigram": 3}
LEARNED, HELD_OUT = 600_000, 40_000  # tokens of the grammar's text


class Split(NamedTuple):
    """A text as its models see it: pieces, which are known, and the tokens of those."""

    pieces: tuple[str, ...]
    known: Booleans  # (n,)
    tokens: Integers  # (T,)
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """A language to learn: its tokens, what models learn from and what they are tested on."""

    key: str
    unit: str
    labels: tuple[str, ...]  # (V,)
    start: int  # the token that stands in front of a text
    learned: Integers
    held_out: Integers
    split: Callable[[str], Split]
    shape: Shape
    plan: TrainingPlan
    true_distributions: Callable[[Integers], Doubles] | None = (
        None  # (T,) to (T, V), where they are known
    )
    floor: float | None = None


@shared_cache
def grammar() -> Grammar:
    """The language whose truth is known."""
    return Grammar()


@shared_cache
def prose() -> dict[str, str]:
    """Each voice's text, its end unseen by any model."""
    return {one.key: one.text for one in load_prose()}


def unseen(text: str) -> str:
    """The paragraphs that begin in the last eighth of a text: no model has learned from them."""
    return text[text.index("\n\n", len(text) - len(text) // 8) + 2 :]


@shared_cache
def corpus(key: str) -> Corpus:
    """The language `key`: "grammar", or the voice of a text."""
    return _words() if key == "grammar" else _bytes(key)


def _words() -> Corpus:
    language = grammar()

    def split(text: str) -> Split:
        return Split(*language.tokenize(text))

    return Corpus(
        "grammar",
        "word",
        language.words,
        language.boundary,
        language.sample(LEARNED, seed=1),
        language.sample(HELD_OUT, seed=2),
        split,
        word_shape(language.vocabulary_size),
        WORDS,
        language.truths,
        language.entropy_rate(),
    )


def _bytes(key: str) -> Corpus:
    text = prose()[key]
    tokens = characters.encode(text[: len(text) - len(unseen(text))])
    eighth = len(tokens) // 8
    return Corpus(
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


@shared_cache
def counted(key: str, order: int) -> NGram:
    """The counting model of that order."""
    of = corpus(key)
    return NGram.fit(order, of.learned, of.held_out, len(of.labels))


@dataclass
class TrainingJob:
    """A neural model in training. Written by its own thread alone, read by all visitors."""

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


training_lock = threading.Lock()  # one model is trained at a time


@shared_cache
def training_job(key: str) -> TrainingJob:
    """The neural model of that language; asking for it the first time starts its training."""
    one = TrainingJob(corpus(key).plan.steps)
    threading.Thread(target=_learn, args=(one, key), name=f"training-{key}", daemon=True).start()
    return one


def _learn(one: TrainingJob, key: str) -> None:
    of = corpus(key)

    def progress(step: int, _steps: int, loss: float) -> None:
        one.step, one.loss = step, loss

    try:
        with training_lock:
            model = Neural(of.shape, seed=0)
            one.history = train(
                model, of.learned, of.held_out, of.start, plan=of.plan, progress=progress
            )
        one.model = model
    except Exception:
        one.failed = True
        raise
    finally:
        one.done.set()


def model(key: str, name: str) -> LanguageModel | None:
    """The model at once, or None while it is still learning."""
    return training_job(key).model if name == "neural" else counted(key, ORDERS[name])
