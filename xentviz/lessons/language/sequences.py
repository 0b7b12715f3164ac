"""What a sequence's loss is divided by, and what it is asked for: tables of the language lesson."""

import math
from typing import NamedTuple

import numpy as np

from xentviz.core import bits_per_byte, cross_entropy, nats_to_bits, perplexity
from xentviz.data import characters
from xentviz.data.automaton import Doubles, Integers
from xentviz.models.language_model import next_token_pairs, token_losses
from xentviz.models.ngram import NGram
from xentviz.server.corpora import corpus, counted, grammar
from xentviz.server.shared_cache import shared_cache

IGNORED = -100
Rows = list[tuple[str, ...]]


class Said(NamedTuple):
    """A table, and a sentence that says what to see in it."""

    header: tuple[str, ...]
    rows: Rows
    sentence: str


@shared_cache
def _held_losses() -> tuple[Integers, Doubles]:
    """Held-out words of the grammar and their losses under the bigram model, nats."""
    of = corpus("grammar")
    tokens = of.held_out[:4000]
    return tokens, token_losses(counted("grammar", 2), tokens, of.start)


SHORT = 4


def averages(second: int) -> Said:
    """A short, surprising batch beside one of `second` tokens: four ways to say one number."""
    _, losses = _held_losses()
    means = np.convolve(losses, np.full(SHORT, 1 / SHORT), mode="valid")
    hard = int(means.argmax())
    one, two = losses[hard : hard + SHORT], losses[:second]
    both = np.concatenate([one, two])
    rows = [
        _batch("batch 1", one),
        _batch("batch 2", two),
        _batch("all tokens", both),
    ]
    of_means = (one.mean() + two.mean()) / 2
    of_perplexities = (perplexity(one) + perplexity(two)) / 2
    rows.append(("mean of means", "", "", f"{of_means:.4f}", f"{math.exp(of_means):.4g}"))
    rows.append(("mean of perplexities", "", "", "", f"{of_perplexities:.4g}"))
    sentence = (
        f"The text costs {both.mean():.4f} nats a token, perplexity {perplexity(both):.4g}. "
        f"Averaging batches says {of_means:.4f}, averaging perplexities {of_perplexities:.4g}: "
        "four tokens of batch 1 then weigh as much as all of batch 2."
    )
    return Said(("", "tokens", "total, nats", "mean, nats", "perplexity"), rows, sentence)


def _batch(name: str, losses: Doubles) -> tuple[str, ...]:
    mean = float(losses.mean())
    return name, str(len(losses)), f"{losses.sum():.4f}", f"{mean:.4f}", f"{perplexity(losses):.4g}"


PADDED = 8


@shared_cache
def padded() -> tuple[str, ...]:
    """The words of one held-out piece of text, numbered, to be ignored one by one."""
    tokens, _ = _held_losses()
    return tuple(f"{i + 1} {grammar().words[t]}" for i, t in enumerate(tokens[:PADDED]))


def padding(ignored: tuple[str, ...]) -> Said:
    """The mean over what is left, and what zeros in the place of the ignored would say."""
    of = corpus("grammar")
    tokens, _ = _held_losses()
    inputs, targets = next_token_pairs(tokens[:PADDED], of.start)
    logits = counted("grammar", 2).logits(inputs)
    where = [i for i, word in enumerate(padded()) if word in ignored]
    targets = targets.copy()
    targets[where] = IGNORED
    losses = np.asarray(cross_entropy(logits, targets, ignore_index=IGNORED, reduction="none"))
    mean = cross_entropy(logits, targets, ignore_index=IGNORED)
    left = PADDED - len(where)
    rows: Rows = [
        (word, "ignored" if i in where else "counted", f"{losses[i]:.4f}")
        for i, word in enumerate(padded())
    ]
    rows.append(("mean: total ÷ counted", str(left), f"{mean:.4f}"))
    rows.append(("total ÷ all, padding as zeros", str(PADDED), f"{losses.sum() / PADDED:.4f}"))
    why = (
        f"The total, {losses.sum():.4f}, is divided by the {left} that count. An ignored word is "
        "no target, but as a class it stays in every softmax."
        if left
        else "Nothing is left to divide by: 0/0 is nan, not 0. That is no bug, it is a batch "
        "without targets."
    )
    return Said(("word", "target", "loss, nats"), rows, why)


SHIFTS = {0: "none: itself", 1: "one: the next", 2: "two: the one after"}


@shared_cache
def _after(shift: int) -> tuple[Doubles, float]:
    """log P(the token `shift` places on | this token), (V, V), counted; its held-out loss."""
    of = corpus("grammar")
    size = len(of.labels)
    pairs = of.learned[: len(of.learned) - shift] * size + of.learned[shift:]
    counts = np.bincount(pairs, minlength=size * size).reshape(size, size)
    logits = np.log(counts + 0.01)
    held = of.held_out
    loss = cross_entropy(logits[held[: len(held) - shift]], held[shift:])
    return logits, float(loss)


def alignment(shift: int) -> Said:
    """Inputs over targets for one shift, what was learned from it, and its loss."""
    words = grammar().words
    tokens = corpus("grammar").held_out[: PADDED + shift]
    logits, loss = _after(shift)
    rows: Rows = []
    for i in range(PADDED):
        said = int(logits[tokens[i]].argmax())
        rows.append((words[tokens[i]], words[tokens[i + shift]], words[said]))
    others = {s: f"{_after(s)[1]:.3f}" for s in SHIFTS}
    sentence = {
        0: f"A loss of {others[0]}: it only copies what it is shown and cannot write a word.",
        1: f"{loss:.3f} nats: this is next-token prediction.",
        2: f"{loss:.3f} nats instead of {others[1]}: the labels were shifted by you and once more "
        "by the library, so it learns the token after next.",
    }[shift]
    return Said(("input", "target", "what it says most often"), rows, sentence)


@shared_cache
def _spellers() -> NGram:
    """A model over bytes of the grammar's own text."""
    text = grammar().text(corpus("grammar").learned[:40_000])
    data = characters.encode(text)
    tenth = len(data) // 10
    return NGram.fit(6, data[:-tenth], data[-tenth:], characters.VOCABULARY_SIZE)


@shared_cache
def _two_totals() -> tuple[str, dict[str, tuple[float, int]]]:
    """One held-out text; for each model its total loss in nats and its number of tokens."""
    of = corpus("grammar")
    tokens = of.held_out[:1500]
    text = grammar().text(tokens)
    words = token_losses(counted("grammar", 3), tokens, of.start)
    data = characters.encode(text)
    letters = token_losses(_spellers(), data, characters.START)
    return text, {
        "over words": (float(words.sum()), len(words)),
        "over bytes": (float(letters.sum()), len(letters)),
    }


def denominators() -> Said:
    """The same totals divided by tokens, words, characters and bytes."""
    text, totals = _two_totals()
    words, size = len(text.split()), len(text.encode())
    columns = [
        (
            f"{total:.1f}",
            f"{tokens:,}",
            *(f"{math.exp(total / n):.4g}" for n in (tokens, words, len(text))),
            f"{bits_per_byte(total, size):.4f}",
        )
        for total, tokens in totals.values()
    ]
    (a, an), (b, bn) = totals.values()
    sentence = (
        f"Perplexity a token says {math.exp(a / an):.3g} against {math.exp(b / bn):.3g}, and that "
        "compares nothing: the tokens differ. Bits a byte divide both totals by the same text, "
        f"{bits_per_byte(a, size):.3f} against {bits_per_byte(b, size):.3f}."
    )
    names = (
        "total, nats",
        "tokens",
        "perplexity a token",
        "perplexity a word",
        "perplexity a character",
        "bits a byte",
    )
    return Said(
        ("one text, two models", *totals), list(zip(names, *columns, strict=True)), sentence
    )


BASES = {"nats": math.e, "bits": 2.0}


def bases(unit: str) -> Said:
    """The mean in one unit, raised to the base that matches and to the one that does not."""
    _, losses = _held_losses()
    nats = float(losses.mean())
    mean = nats if unit == "nats" else float(nats_to_bits(nats))
    rows: Rows = [
        (
            f"{name}^{mean:.4f}",
            f"{base**mean:.4g}",
            "right" if base == BASES[unit] else "wrong base",
        )
        for name, base in (("e", math.e), ("2", 2.0))
    ]
    sentence = (
        f"The mean is {mean:.4f} {unit}. The base must match the logarithm; then the perplexity is "
        f"{perplexity(losses):.4g} whatever the unit."
    )
    return Said(("perplexity as", "value", ""), rows, sentence)
