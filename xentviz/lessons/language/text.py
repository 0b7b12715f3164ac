"""The token strip of the language lesson: its texts, what its models say of them, its code."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from xentviz.boards.strip import (
    LONGEST,
    MODELS_OF,
    OWN,
    TEXTS_OF,
    StripState,
    strip_board,
    tally,
    what_if,
)
from xentviz.data import english
from xentviz.data.automaton import Doubles, Integers
from xentviz.data.prose import VOICES
from xentviz.lessons.elements import Snippets
from xentviz.lessons.steps import Table
from xentviz.models.language_model import next_token_pairs
from xentviz.models.reading import Reading, read_text
from xentviz.server import corpora
from xentviz.server.corpora import Corpus, corpus, training_job
from xentviz.server.shared_cache import shared_cache

LECTURE = "The students really like this lecture."
START = StripState(at=9)  # " this"
GRAMMAR = StripState(corpus="grammar", text="short", model="trigram", at=7)
UNTIL = {"english": "4-gram", "grammar": "trigram"}  # stand in for a model that is still learning
NAMED = 8  # unknown words that are named one by one
SHORT, LONG = (40, 8), (500, 5)  # tokens and seed of the grammar's texts
EXCERPT = 700  # characters of prose
PRINTED = 40  # tokens in a snippet
_NAMES = {
    "uniform": "uniform: guesses blindly",
    "unigram": "unigram: how common each token is",
    "bigram": "bigram: looks at the last token",
    "trigram": "trigram: looks at the last 2",
    "4-gram": "4-gram: looks at the last 3",
    "memory": "memory: the last 3, and the text so far",
    "neural": "neural: looks at the last {}",
}


@shared_cache
def texts() -> dict[str, str]:
    """The texts to pick from; no model has learned from any of them."""
    made_up = {key: _sentences(*how) for key, how in (("short", SHORT), ("long", LONG))}
    held_out = english.joined(corpora.english_text().held_out)
    own = {key: _excerpt(corpora.unseen(text)) for key, text in corpora.prose().items()}
    return {"lecture": LECTURE, "docs": _excerpt(held_out), **own, **made_up}


def _excerpt(text: str) -> str:
    """The first sentences, EXCERPT characters or a few fewer; one line."""
    line = " ".join(text[: EXCERPT + 1].split())
    return line[: line.rindex(". ") + 1]


def _sentences(n: int, seed: int) -> str:
    """Whole sentences of the grammar, n tokens or a few fewer."""
    language = corpora.grammar()
    tokens = language.sample(n, seed)
    ends = np.flatnonzero(tokens == language.boundary)
    return language.text(tokens[: ends[-1] + 1])


def _text(state: StripState) -> str:
    return state.typed if state.text == OWN else texts()[state.text]


def reading_of(state: StripState) -> Reading:
    """The numbers of a state; another model stands in, and it is said, for one still learning."""
    asked, until = (state.model, state.versus), UNTIL[state.corpus]
    ready = tuple(until if name and _learning(state.corpus, name) else name for name in asked)
    found = _read(state.corpus, _text(state), *ready)
    if ready == asked:
        return found
    words = f"The neural model is still learning. Until it is done, you see the {until}."
    return replace(found, sentences=(words, *found.sentences))


def _learning(key: str, name: str) -> bool:
    return name == "neural" and training_job(key).model is None


@functools.lru_cache(maxsize=48)
def _read(key: str, text: str, name: str, versus: str) -> Reading:
    of = corpus(key)
    split = of.split(text)
    sentences = list(_unknown(of, split.unknown, int((~split.known).sum())))
    if len(split.tokens) > LONGEST:
        sentences = [
            f"That is {len(split.tokens):,} {of.unit}s, and a strip holds {LONGEST:,}. "
            "Shorten the text to see its numbers."
        ]
        split = of.split("")
    inputs, targets = next_token_pairs(split.tokens, of.start)
    return read_text(
        text,
        split.pieces,
        of.labels,
        split.known,
        targets,
        _logits(key, name, inputs),
        key=f"{key}/{name}/{versus}/{text}",
        wide=of.unit == "word",
        other=_logits(key, versus, inputs) if versus else None,
        truths=of.true_distributions(inputs) if of.true_distributions else None,
        floor=of.floor,
        sentences=sentences,
    )


def _logits(key: str, name: str, inputs: Integers) -> Doubles:
    model = corpora.model(key, name)
    assert model is not None, "a model that still learns is stood in for"
    return model.logits(inputs)


def _unknown(of: Corpus, unknown: tuple[str, ...], count: int) -> Iterator[str]:
    """One sentence that names what the models do not know, or none."""
    if not unknown:
        return
    names = ", ".join(f"“{named(word)}”" for word in unknown[:NAMED])
    more = f" and {len(unknown) - NAMED:,} more" if len(unknown) > NAMED else ""
    yield (
        f"Not among the {len(of.labels)} words of this language, so not scored: {names}{more} "
        f"({count:,} in all, with a dashed border)."
    )


def named(piece: str) -> str:
    """A piece as a sentence can show it: by its number where it is not to be seen."""
    return piece[:30] if piece.isprintable() else f"U+{ord(piece[0]):04X}"


def choices(state: StripState) -> dict[str, Any]:
    """What there is to choose, and how far the neural model is."""
    asked = "neural" in (state.model, state.versus)
    one = training_job(state.corpus) if asked else None  # asking for it starts the training
    learning = one is not None and one.model is None and not one.failed
    models = [[key, model_name(state.corpus, key)] for key in MODELS_OF[state.corpus]]
    texts_here = (*TEXTS_OF[state.corpus], OWN)
    if state.text not in texts_here:
        texts_here = (state.text, *texts_here)
    return {
        "text": [[key, _TEXT_NAMES[key]] for key in texts_here],
        "corpus": CORPUS_NAMES,
        "model": models,
        "versus": [["", "no second model"], *models],
        "learning": learning,
        "progress": _progress(one) if learning and one is not None else "",
    }


def model_name(key: str, model: str) -> str:
    """A model's name in the menu, with how far it looks back."""
    return _NAMES[model].format(corpus(key).shape.context)


_TEXT_NAMES = {
    "lecture": "one sentence",
    "docs": "a page it has not seen",
    **{key: title for key, title, _ in VOICES},
    "short": "made-up language, short",
    "long": "made-up language, long",
    OWN: "my own text",
}
CORPUS_NAMES = [["english", "English"], ["grammar", "the made-up language"]]


def _progress(one: corpora.TrainingJob) -> str:
    if not one.step:
        return "The neural model waits for its turn to learn."
    return (
        f"The neural model is learning: step {one.step:,} of {one.steps:,}, "
        f"loss {one.loss:.2f} nats."
    )


def sources(_state: StripState) -> tuple[Table, ...]:
    """What the models of English learned from, and whose it is."""
    return _sources()


@shared_cache
def _sources() -> tuple[Table, ...]:
    text = corpora.english_text()
    size = len(english.joined(text.learned))
    rows = [
        ("learned from", text.source),
        ("characters", f"{size:,}, and {len(english.joined(text.held_out)):,} held out"),
        ("tokens in the vocabulary", f"{len(corpus('english').labels):,}, learned from that text"),
        ("licence", text.licence),
    ]
    words = "Nothing was downloaded. Another Python has another documentation, and other numbers."
    return (Table("What the models of English learned from", words, ("", ""), rows),)


def in_code(state: StripState) -> Snippets:
    """The first losses of the text on the page, their mean and perplexity."""
    read = reading_of(state)
    losses = what_if(read.losses, state.at, state.given)
    p = ", ".join(repr(float(x)) for x in np.exp(-losses[:PRINTED]))
    which = "each token" if len(losses) <= PRINTED else f"each of the first {PRINTED} tokens"
    numpy = f"""import numpy as np

# The probability that the model gave to {which}.
p = np.array([{p}])
losses = 0 - np.log(p)  # nats; a token given 0 costs infinity
loss = losses.mean()
perplexity = np.exp(loss)  # as many equally likely choices
print(loss, perplexity)
"""
    return Snippets(numpy, _torch(read))


def _torch(read: Reading) -> str:
    v, n = len(read.labels), len(read.losses)
    return f"""import torch
import torch.nn.functional as F

logits = torch.randn({n}, {v})  # the model's logits: row t is for the token at t
targets = torch.randint({v}, ({n},))  # the actual tokens
loss = F.cross_entropy(logits, targets)  # softmax, -log and the mean over tokens in one
print(loss.item(), loss.exp().item())  # nats per token, perplexity
"""


def mean_of(state: StripState) -> float:
    """The mean loss of a state's text, nats per token."""
    return tally(what_if(reading_of(state).losses, state.at, state.given)).mean


STRIP = strip_board(reading_of, choices)
