"""Language models: texts and models as the strip shows them, questions, and the mean in code."""

import functools
import math
from dataclasses import replace
from typing import Any

import numpy as np

from xentviz.boards.strip import LONGEST, MODELS, OWN, StripState, strip_board, tally, what_if
from xentviz.data.automaton import Doubles, Integers
from xentviz.data.prose import VOICES
from xentviz.lessons.elements import Question, Snippets, Suggestion
from xentviz.models.language_model import next_token_pairs
from xentviz.models.reading import Reading, read_text
from xentviz.server import corpora
from xentviz.server.corpora import Corpus, corpus, training_job
from xentviz.server.shared_cache import shared_cache

START = StripState(at=7)
UNTIL = "trigram"  # stands in for a model that is still learning
NAMED = 8  # unknown words that are named one by one
SHORT, LONG = (40, 8), (500, 5)  # tokens and seed of the grammar's texts
EXCERPT = 700  # characters of prose
PRINTED = 40  # tokens in a snippet
_NAMES = {
    "uniform": "uniform: knows nothing",
    "unigram": "unigram: how often each comes",
    "bigram": "bigram: one token back",
    "trigram": "trigram: two tokens back",
    "neural": "neural: {} tokens back",
}


@shared_cache
def texts() -> dict[str, str]:
    """The texts to pick from; no model has learned from any of them."""
    words = {key: _sentences(*how) for key, how in (("short", SHORT), ("long", LONG))}
    return words | {key: corpora.unseen(t)[:EXCERPT] for key, t in corpora.prose().items()}


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
    asked = (state.model, state.versus)
    ready = tuple(UNTIL if name and _learning(state.corpus, name) else name for name in asked)
    found = _read(state.corpus, _text(state), *ready)
    if ready == asked:
        return found
    words = f"The neural model is still learning: until it is done, here is the {UNTIL}."
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
            f"That is {len(split.tokens):,} {of.unit}s, and a strip holds {LONGEST:,}: "
            "shorten the text to see its numbers."
        ]
        split = of.split("")
    elif not len(split.tokens):
        sentences.append("No token is left to score: the mean over nothing is 0/0, nan.")
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


def _unknown(of: Corpus, unknown: tuple[str, ...], count: int) -> list[str]:
    """One sentence that names what the models do not know, or none."""
    if not unknown:
        return []
    names = ", ".join(f"“{named(word)}”" for word in unknown[:NAMED])
    more = f" and {len(unknown) - NAMED:,} more" if len(unknown) > NAMED else ""
    return [
        f"Not among the {len(of.labels)} words of this language, so not scored and not seen by "
        f"the models: {names}{more} ({count:,} in all, dashed below)."
    ]


def named(piece: str) -> str:
    """A piece as a sentence can show it: by its number where it is not to be seen."""
    return piece[:30] if piece.isprintable() else f"U+{ord(piece[0]):04X}"


def choices(state: StripState) -> dict[str, Any]:
    """What there is to choose, and how far the neural model is."""
    of, one = corpus(state.corpus), training_job(state.corpus)
    learning = one.model is None and not one.failed
    share = f" ({100 * one.share:.0f} % learned)" if learning else ""
    models = [[key, _NAMES[key].format(of.shape.context)] for key in MODELS]
    models[-1][1] += share
    return {
        "text": _TEXT_NAMES,
        "corpus": _CORPUS_NAMES,
        "model": models,
        "versus": [["", "no second model"], *models],
        "learning": learning,
        "progress": _progress(one) if learning else "",
    }


_TEXT_NAMES = [
    ["short", "made-up language, short"],
    ["long", "made-up language, long"],
    *([key, title] for key, title, _ in VOICES),
    [OWN, "my own text"],
]
_CORPUS_NAMES = [
    ["grammar", "the made-up language, by words"],
    *([key, f"{title}, by bytes"] for key, title, _ in VOICES),
]


def _progress(one: corpora.TrainingJob) -> str:
    if not one.step:
        return "The neural model waits for its turn to learn."
    return (
        f"The neural model is learning: step {one.step:,} of {one.steps:,}, "
        f"loss {one.loss:.2f} nats."
    )


def tries() -> tuple[Suggestion[StripState], ...]:
    """What to try on the strip."""
    never = replace(START, at=6, given=0.0)
    return (
        Suggestion("One impossible token", "p = 0 once: mean and perplexity are infinite.", never),
        Suggestion(
            "Where does context help?",
            "Two tokens back beside none: where grey towers over orange, it does.",
            replace(START, text="long", versus="unigram"),
        ),
        Suggestion(
            "Know nothing",
            "Uniform: every token costs ln V, and the die has all its faces.",
            replace(START, model="uniform", versus=""),
        ),
        Suggestion(
            "The wrong teacher",
            "A diary, read by a model of a handbook: domain shift, in nats.",
            replace(START, corpus="clock", text="ferry", versus=""),
        ),
    )


def one_word_in_forty() -> Question:
    """What does a single near-impossible token do to the perplexity of a sequence?"""
    read = reading_of(replace(START, versus=""))
    before = tally(read.losses)
    row = int(np.argmin(read.losses))
    p = 1e-9
    options = {1.1: "About 1.1 times", 2.0: "About 2 times", 10.0: "About 10 times"}

    def reveal() -> tuple[str, str]:
        after = tally(what_if(read.losses, row, p))
        grew = after.perplexity / before.perplexity
        nearest = min(options, key=lambda times: abs(math.log(times / grew)))
        return options[nearest], (
            f"It goes from {before.perplexity:.3g} to {after.perplexity:.3g}, times {grew:.3g}: "
            f"−ln 10⁻⁹ is {after.total - before.total + read.losses[row]:.3g} nats, shared by "
            f"{len(read.losses)} tokens. With p = 0 it would be infinite."
        )

    return Question(
        "once",
        f"A model reads {len(read.losses)} tokens with perplexity {before.perplexity:.3g}. Had "
        "it given just one of them, so far its easiest, p = 10⁻⁹, its perplexity would grow by a "
        "factor of …",
        tuple(options.values()),
        reveal,
    )


def in_code(state: StripState) -> Snippets:
    """The first losses of the text on the page, their mean and perplexity."""
    read = reading_of(state)
    losses = what_if(read.losses, state.at, state.given)
    p = ", ".join(repr(float(x)) for x in np.exp(-losses[:PRINTED]))
    which = "each token" if len(losses) <= PRINTED else f"each of the first {PRINTED} tokens"
    numpy = f"""import numpy as np

# What {which} was given.
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

logits = torch.randn({n}, {v})  # the model's scores: row t is for the token at t
targets = torch.randint({v}, ({n},))  # the tokens that came
loss = F.cross_entropy(logits, targets)  # softmax, -log and the mean over tokens in one
print(loss.item(), loss.exp().item())  # nats a token, perplexity
"""


STRIP = strip_board(reading_of, choices)
