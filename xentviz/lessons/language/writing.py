"""A model that writes, and one that learns: what the language lesson shows of both."""

import math
import textwrap
from typing import NamedTuple

import numpy as np

from xentviz.core import softmax
from xentviz.figures import language
from xentviz.figures.theme import Figure, escape_labels
from xentviz.models.language_model import write
from xentviz.server.corpora import corpus, grammar, model, training_job
from xentviz.server.shared_cache import shared_cache

MOST = 40  # words drawn
SEEN = 8  # of the distribution
Rows = list[tuple[str, ...]]


class Written(NamedTuple):
    """A text so far, its last draws, and what the next one will be drawn from."""

    text: str
    header: tuple[str, ...]
    rows: Rows
    figure: Figure
    alt: str


def writing(name: str, drawn: int, temperature: float, seed: int) -> Written | None:
    """`drawn` words sampled from the grammar's model `name`; None while that is still learning."""
    of, asked = corpus("grammar"), model("grammar", name)
    if asked is None:
        return None
    done = write(asked, [of.start], drawn, temperature=temperature, seed=seed)
    logits = asked.logits(np.concatenate([[of.start], done.tokens]))[-1]
    after = softmax(logits, temperature=temperature)
    top = np.argsort(-after, kind="stable")[:SEEN]
    words = [f"“{of.labels[i]}”" for i in top]
    rows: Rows = [
        (of.labels[token], f"{math.exp(-loss):.4f}", f"{loss:.3f}")
        for token, loss in zip(done.tokens[-6:], done.losses[-6:], strict=True)
    ]
    alt = f"Bars: the next word is most likely {words[0]}, with probability {after[top[0]]:.2f}."
    figure = language.next_words(words, after[top].tolist())
    text = grammar().text(done.tokens)
    return Written(text, ("drawn", "probability", "its loss, nats"), rows, figure, alt)


@shared_cache
def learning(key: str) -> Figure:
    """How the neural model of that language learned, with what it wrote at each stage."""
    of, history = corpus(key), training_job(key).history
    assert history is not None, "asked for before the training was done"
    say = grammar().text if key == "grammar" else lambda t: "".join(of.labels[i] for i in t)
    samples = [(step, _lines(f"It writes: {say(tokens)}")) for step, tokens in history.samples]
    return language.learning(
        history.steps,
        history.training,
        history.held_out,
        samples,
        ceiling=math.log(len(of.labels)),
        floor=of.floor,
    )


def _lines(text: str) -> str:
    """A few lines no wider than a phone, with nothing in them that Plotly obeys."""
    return "<br>".join(escape_labels(line) for line in textwrap.wrap(text, 46)[:5])
