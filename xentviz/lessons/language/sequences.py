"""What a sequence's loss is divided by, and what is asked of it: the worksheets' numbers."""

import math

import numpy as np

from xentviz.boards.worksheet import (
    LARGEST_LOSS,
    LONGEST_BATCH,
    PADDED,
    SHIFTS,
    AveragesState,
    Cell,
    Grid,
    PaddingState,
    Row,
    Sheet,
    ShiftState,
    UnitsState,
    marks,
    options,
    slider,
    worksheet,
)
from xentviz.core import bits_per_byte, cross_entropy, nats_to_bits, perplexity
from xentviz.data import characters
from xentviz.data.automaton import Doubles
from xentviz.lessons.language.text import LECTURE, START, reading_of, texts
from xentviz.models.language_model import next_token_pairs, token_losses
from xentviz.server.corpora import byte_model, corpus, counted, grammar
from xentviz.server.shared_cache import shared_cache

IGNORED = -100


def number(value: float, digits: int = 2) -> Cell:
    """A number with so many decimals, with a comma at each thousand."""
    return Cell("∞" if value == math.inf else f"{value:,.{digits}f}", value)


# ---- averages ---------------------------------------------------------------------------------


def averages(state: AveragesState) -> Sheet:
    """Two batches of different lengths: the mean per token, and two means that are not it."""
    counts = (state.first, state.second)
    means = (state.first_loss, state.second_loss)
    losses = np.repeat(means, counts)
    both, of_means = float(losses.mean()), float(np.mean(means))
    of_perplexities = float(np.mean([perplexity([mean]) for mean in means]))
    rows = [
        _batch("batches", f"batch {k}", np.full(n, mean))
        for k, n, mean in zip((1, 2), counts, means, strict=True)
    ]
    rows.append(_batch("all", "all tokens", losses, "loss"))
    other = [
        Row("of-means", (Cell("mean of the two means"), Cell(""), Cell(""), number(of_means, 3),
                         number(perplexity([of_means]))), "wrong"),
        Row("of-perplexities", (Cell("mean of the two perplexities"), Cell(""), Cell(""), Cell(""),
                                number(of_perplexities)), "wrong"),
    ]  # fmt: skip
    share = state.first / (state.first + state.second)
    sentence = (
        f"Batch 1 has {100 * share:.0f} % of the tokens. "
        "The mean of the two means gives it half of the weight."
    )
    header = ("", "tokens", "sum, nats", "mean, nats", "perplexity")
    return Sheet(
        number(both, 3),
        "nats per token, over all tokens",
        [Grid("table", header, (*rows, *other))],
        sentence,
    )


def _batch(element: str, name: str, losses: Doubles, kind: str = "") -> Row:
    cells = (
        Cell(name),
        number(len(losses), 0),
        number(float(losses.sum())),
        number(float(losses.mean()), 3),
        number(perplexity(losses)),
    )
    return Row(element, cells, kind)


AVERAGES = worksheet(
    AveragesState,
    "Averages of two batches",
    averages,
    (
        slider("first", "tokens in batch 1", 1, LONGEST_BATCH, 1),
        slider("first_loss", "its mean loss", 0, LARGEST_LOSS, 0.1),
        slider("second", "tokens in batch 2", 1, LONGEST_BATCH, 1),
        slider("second_loss", "its mean loss", 0, LARGEST_LOSS, 0.1),
    ),
    ("main", "batches", "all", "of-means", "of-perplexities", "sentence"),
)


# ---- padding ----------------------------------------------------------------------------------


def padding(state: PaddingState) -> Sheet:
    """The mean over what is left, and what zeros in the place of the ignored would say."""
    of = corpus("english")
    pieces = of.split(LECTURE)
    inputs, targets = next_token_pairs(pieces.tokens[:PADDED], of.start)
    names = tuple(piece.replace(" ", "␣") for piece in pieces.pieces[:PADDED])
    logits = counted("english", START.model).logits(inputs)
    where = list(state.ignored)
    targets = targets.copy()
    targets[where] = IGNORED
    losses = np.asarray(cross_entropy(logits, targets, ignore_index=IGNORED, reduction="none"))
    mean = float(cross_entropy(logits, targets, ignore_index=IGNORED))
    left, total = PADDED - len(where), float(losses.sum())
    rows = [
        Row("tokens", (Cell(name), Cell("ignored" if k in where else "counted"), number(loss)),
            "muted" if k in where else "")
        for k, (name, loss) in enumerate(zip(names, losses.tolist(), strict=True))
    ]  # fmt: skip
    rows.append(Row("total", (Cell("sum"), Cell(f"{left} counted"), number(total))))
    wrong = Row(
        "zeros",
        (Cell("sum ÷ all 8"), Cell("as if padding cost 0"), number(total / PADDED)),
        "wrong",
    )
    sentence = (
        f"The sum, {total:.2f}, is divided by the {left} tokens that count."
        if left
        else "Nothing is left to divide by. 0 ÷ 0 is nan, “not a number”, and not 0."
    )
    return Sheet(
        number(mean) if left else Cell("nan", math.nan),
        "nats per counted token",
        [Grid("table", ("token", "target", "loss, nats"), (*rows, wrong))],
        sentence,
        marks=names,
    )


PADDING = worksheet(
    PaddingState,
    "Padding",
    padding,
    (marks("ignored", "ignore"),),
    ("main", "tokens", "total", "zeros", "sentence"),
)


# ---- shifting ---------------------------------------------------------------------------------


@shared_cache
def after(shift: int) -> tuple[Doubles, float]:
    """log P(the token `shift` places on | this token), (V, V), counted; its held-out loss."""
    of = corpus("grammar")
    size = len(of.labels)
    pairs = of.learned[: len(of.learned) - shift] * size + of.learned[shift:]
    counts = np.bincount(pairs, minlength=size * size).reshape(size, size)
    logits = np.log(counts + 0.01)
    held = of.held_out
    loss = cross_entropy(logits[held[: len(held) - shift]], held[shift:])
    return logits, float(loss)


def alignment(state: ShiftState) -> Sheet:
    """Inputs over targets for one shift, what was learned from it, and its loss."""
    shift = SHIFTS.index(state.shift)
    words = grammar().words
    tokens = corpus("grammar").held_out[: PADDED + shift]
    logits, loss = after(shift)
    rows = [
        Row("pairs", (Cell(words[tokens[i]]), Cell(words[tokens[i + shift]]),
                      Cell(words[int(logits[tokens[i]].argmax())])))
        for i in range(PADDED)
    ]  # fmt: skip
    sentence = (
        "The model learned to repeat what it sees. It cannot write a single new word.",
        "Each input has the next word as its target: this is next-token prediction.",
        "You shifted, and the library shifted again: the model learned the word after next.",
    )[shift]
    header = ("input", "target", "what it says most often")
    return Sheet(
        number(loss, 3), "nats per word, held out", [Grid("table", header, rows)], sentence
    )


SHIFTING = worksheet(
    ShiftState,
    "Shifting the targets",
    alignment,
    (
        options(
            "shift",
            "targets shifted by",
            {"none": "none: itself", "one": "one: the next", "two": "two: the one after"},
        ),
    ),
    ("main", "pairs", "sentence"),
)


# ---- base and denominator ---------------------------------------------------------------------


@shared_cache
def two_totals() -> tuple[str, dict[str, tuple[float, int]]]:
    """One unseen text; for each model its total loss in nats and its number of tokens."""
    text = texts()["docs"]
    tokens = reading_of(UNSEEN).losses
    letters = token_losses(byte_model(), characters.encode(text), characters.START)
    return text, {
        "over tokens": (float(tokens.sum()), len(tokens)),
        "over bytes": (float(letters.sum()), len(letters)),
    }


UNSEEN = type(START)(text="docs", at=0)


def units(state: UnitsState) -> Sheet:
    """The mean in one unit with both bases, and two models' totals over four denominators."""
    text, totals = two_totals()
    total, count = totals["over tokens"]
    nats = total / count
    mean = nats if state.unit == "nats" else float(nats_to_bits(nats))
    bases = [
        Row("right" if name == state.unit else "wrong", (Cell(f"{base} to the {mean:.2f}"),
            number(value**mean, 1)), "" if name == state.unit else "wrong")
        for name, base, value in (("nats", "e", math.e), ("bits", "2", 2.0))
    ]  # fmt: skip
    sizes = {
        "perplexity per word": len(text.split()),
        "perplexity per character": len(text),
    }
    rows = [
        Row("tokens", (Cell("tokens"), *(number(n, 0) for _, n in totals.values()))),
        Row("tokens", (Cell("sum, nats"), *(number(nat, 0) for nat, _ in totals.values()))),
        Row("per-token", (Cell("perplexity per token"),
                          *(number(math.exp(nat / n), 1) for nat, n in totals.values()))),
    ]  # fmt: skip
    rows += [
        Row("same-text", (Cell(name), *(_power(nat / n) for nat, _ in totals.values())))
        for name, n in sizes.items()
    ]
    per_byte = [float(bits_per_byte(nat, len(text.encode()))) for nat, _ in totals.values()]
    rows.append(Row("per-byte", (Cell("bits per byte"), *(number(x, 3) for x in per_byte)), "loss"))
    return Sheet(
        number(mean),
        f"{state.unit} per token, for the model over tokens",
        [
            Grid("bases", ("perplexity as", "value"), bases),
            Grid("models", ("one text, two models", *totals), rows),
        ],
        "The base must match the logarithm: e for nats, 2 for bits.",
    )


def _power(nats: float) -> Cell:
    """e to that many nats."""
    value = math.exp(nats)
    return number(value, 2 if value < 100 else 0)


UNITS = worksheet(
    UnitsState,
    "Base and denominator",
    units,
    (options("unit", "the mean loss in", {"nats": "nats", "bits": "bits"}),),
    ("main", "right", "wrong", "tokens", "per-token", "same-text", "per-byte",
     "sentence"),
)  # fmt: skip
