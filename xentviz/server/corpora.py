"""What the language models learn from, and the models: made once per server process."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from xentviz.data import characters, english
from xentviz.data.automaton import Booleans, Doubles, Integers
from xentviz.data.language import Grammar
from xentviz.data.prose import load_prose
from xentviz.models.language_model import LanguageModel
from xentviz.models.neural import Neural, Shape
from xentviz.models.ngram import NGram
from xentviz.models.smoothing import Smoothed
from xentviz.models.token_models import TokenModels, learn_token_models
from xentviz.models.training import (
    TOKENS,
    WORDS,
    History,
    TrainingPlan,
    token_shape,
    train,
    word_shape,
)
from xentviz.server.shared_cache import shared_cache

ENGLISH, GRAMMAR = "english", "grammar"
ORDERS = {"uniform": 0, "unigram": 1, "bigram": 2, "trigram": 3}
BYTES = 6  # a run that the model over bytes counts
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
    join: Callable[[Integers], str]  # tokens into text
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
def english_text() -> english.Corpus:
    """Real English, without the ends of our texts: they can be chosen, and no model knows them."""
    whole = english.load_english()
    kept_back = {line for text in prose().values() for line in _lines(unseen(text))}

    def known(documents: tuple[english.Document, ...]) -> tuple[english.Document, ...]:
        return tuple(one for one in documents if one.text.strip() not in kept_back)

    return replace(whole, learned=known(whole.learned), validation=known(whole.validation))


def _lines(text: str) -> list[str]:
    """Each paragraph as one line."""
    return [" ".join(block.split()) for block in text.split("\n\n")]


@shared_cache
def token_models() -> TokenModels:
    """The tokenizer of English and its counting models; about two seconds."""
    of = english_text()
    return learn_token_models(english.joined(of.learned), english.joined(of.validation))


@shared_cache
def corpus(key: str) -> Corpus:
    """The language `key`: "english" or "grammar"."""
    return _words() if key == GRAMMAR else _tokens()


def _words() -> Corpus:
    language = grammar()

    def split(text: str) -> Split:
        return Split(*language.tokenize(text))

    return Corpus(
        GRAMMAR,
        "word",
        language.words,
        language.boundary,
        language.sample(LEARNED, seed=1),
        language.sample(HELD_OUT, seed=2),
        split,
        language.text,
        word_shape(language.vocabulary_size),
        WORDS,
        language.truths,
        language.entropy_rate(),
    )


def _tokens() -> Corpus:
    tokenizer, text = token_models().tokenizer, english_text()
    size = tokenizer.vocabulary_size

    def split(text: str) -> Split:
        tokens = tokenizer.encode(text)
        return Split(tokenizer.pieces(tokens), np.ones(len(tokens), np.bool_), tokens, ())

    return Corpus(
        ENGLISH,
        "token",
        tokenizer.pieces(np.arange(size)),
        tokenizer.start,
        tokenizer.encode(english.joined(text.learned)),
        tokenizer.encode(english.joined(text.held_out)),
        split,
        tokenizer.decode,
        token_shape(size),
        TOKENS,
    )


@shared_cache
def counted(key: str, name: str) -> LanguageModel:
    """The counting model of that name."""
    if key == ENGLISH:
        return token_models().models[name]
    of = corpus(key)
    return NGram.fit(ORDERS[name], of.learned, of.held_out, len(of.labels))


@shared_cache
def byte_model() -> NGram:
    """The same English, byte by byte: to compare with the models over tokens."""
    text = english.joined(english_text().learned)
    return Smoothed.kneser_ney(BYTES, characters.encode(text), characters.VOCABULARY_SIZE)


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
    return training_job(key).model if name == "neural" else counted(key, name)
