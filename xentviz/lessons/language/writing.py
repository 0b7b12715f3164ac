"""A model that writes: what it drew, what it will draw from, and what its own words cost."""

import functools
import math

import numpy as np

from xentviz.boards.worksheet import (
    COLDEST,
    HOTTEST,
    LAST_SEED,
    MOST_WRITTEN,
    WRITERS,
    Bar,
    Cell,
    Grid,
    Row,
    Sheet,
    WritingState,
    options,
    slider,
    worksheet,
)
from xentviz.core import perplexity, softmax
from xentviz.data.automaton import Doubles
from xentviz.lessons.language.next_token import label
from xentviz.lessons.language.sequences import UNSEEN, number
from xentviz.lessons.language.text import reading_of
from xentviz.models.language_model import Writing, token_losses, write
from xentviz.server.corpora import corpus, model

SEEN = 8  # of the distribution


def written(state: WritingState) -> Writing | None:
    """What the model writes in that state; None while it is still learning."""
    return None if model("english", state.writer) is None else _written(state)


@functools.lru_cache(maxsize=64)
def _written(state: WritingState) -> Writing:
    writer, of = model("english", state.writer), corpus("english")
    assert writer is not None, "a model that still learns is waited for"
    return write(
        writer, [of.start], state.drawn, temperature=state.temperature, seed=state.seed,
        likeliest=state.picks == "likeliest",
    )  # fmt: skip


def own_losses(state: WritingState) -> Doubles:
    """(n,) what the model without any temperature says that its own words cost, nats."""
    done, writer, of = written(state), model("english", state.writer), corpus("english")
    if done is None or writer is None:
        return np.zeros(0)
    return token_losses(writer, done.tokens, of.start)


def upcoming(state: WritingState) -> Doubles | None:
    """(V,) the probabilities of the next token, temperature applied."""
    done, writer, of = written(state), model("english", state.writer), corpus("english")
    if done is None or writer is None:
        return None
    logits = writer.last_logits(np.concatenate([[of.start], done.tokens]))
    return np.asarray(softmax(logits, temperature=state.temperature), np.float64)


def writing(state: WritingState) -> Sheet:
    """The text so far, the bars of the next token, and its own words beside a given text."""
    done, p, of = written(state), upcoming(state), corpus("english")
    if done is None or p is None:
        return Sheet(Cell("", None), "The neural model is still learning.", [], waiting=True)
    top = np.argsort(-p, kind="stable")[:SEEN]
    bars = [Bar(label(of.labels[i]).strip("“”"), float(p[i]), f"{100 * p[i]:.1f} %") for i in top]
    own = own_losses(state)
    given = _given(state.writer)
    rows = [_row("own", "its own words", own), _row("given", "a page it has not seen", given)]
    header = ("the same model reads", "tokens", "mean, nats", "perplexity")
    main = number(float(own.mean())) if len(own) else Cell("–", None)
    return Sheet(
        main,
        "nats per token, for its own words",
        [Grid("table", header, rows)],
        quote=of.join(done.tokens) or "Nothing written yet.",
        bars=bars,
    )


def _given(writer: str) -> Doubles:
    return reading_of(type(UNSEEN)(text="docs", at=0, model=writer)).losses


def _row(element: str, name: str, losses: Doubles) -> Row:
    if not len(losses):
        return Row(element, (Cell(name), Cell("0", 0.0), Cell("–"), Cell("–")))
    mean = float(losses.mean())
    cells = (Cell(name), number(len(losses), 0), number(mean), number(perplexity(losses), 1))
    return Row(element, cells, "loss" if element == "own" else "")


def likeliest_share(state: WritingState) -> float:
    """The probability of the likeliest next token; nan while the model is learning."""
    p = upcoming(state)
    return math.nan if p is None else float(p.max())


WRITING = worksheet(
    WritingState,
    "A model that writes",
    writing,
    (
        options("writer", "model", {name: name for name in WRITERS}),
        options("picks", "next token", {"draw": "draw it", "likeliest": "always the likeliest"}),
        slider("temperature", "temperature", COLDEST, HOTTEST, 0.1),
        slider("drawn", "tokens written", 0, MOST_WRITTEN, 1),
        slider("seed", "seed", 0, LAST_SEED, 1),
    ),
    ("main", "quote", "bars", "own", "given", "sentence"),
)
