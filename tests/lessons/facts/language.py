"""/language: what is true of its steps, from the models and the grammar themselves."""

import functools
import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tests.lessons.facts.fact import Fact, Facts
from xentviz.boards.learning import LearningState
from xentviz.boards.strip import StripState
from xentviz.boards.worksheet import AveragesState, PaddingState, WritingState
from xentviz.core import kl_divergence, softmax
from xentviz.data import characters
from xentviz.lessons.language.text import LECTURE, texts
from xentviz.models.language_model import next_token_pairs, token_losses
from xentviz.server import corpora

Doubles = NDArray[np.float64]
START = StripState(at=9)
GRAMMAR = StripState(corpus="grammar", text="short", model="trigram", at=7)
STYLE = "The value of the object is the value of the class."
LETTERS = "asdkjh qwe zxcv lkjq"
V = 1_256
LOG2 = math.log(2)


@functools.cache
def english(text: str, name: str = "4-gram") -> Doubles:
    """What each token of an English text costs a model, nats."""
    of = corpora.corpus("english")
    return token_losses(corpora.counted("english", name), of.split(text).tokens, of.start)


@functools.cache
def made_up(text: str, name: str = "trigram") -> Doubles:
    of = corpora.corpus("grammar")
    return token_losses(corpora.counted("grammar", name), of.split(texts()[text]).tokens, of.start)


@functools.cache
def guess() -> Doubles:
    """(V,) what the 4-gram expects after "The students really like"."""
    of = corpora.corpus("english")
    inputs, _ = next_token_pairs(of.split(LECTURE).tokens, of.start)
    return np.sort(softmax(corpora.counted("english", "4-gram").logits(inputs)[9]))[::-1]


@functools.cache
def truths(text: str) -> tuple[Doubles, Doubles]:
    """(T, V) true distributions of the grammar at each place, and the trigram's."""
    of = corpora.corpus("grammar")
    inputs, _ = next_token_pairs(of.split(texts()[text]).tokens, of.start)
    logits = corpora.counted("grammar", "trigram").logits(inputs)
    return corpora.grammar().truths(inputs), softmax(logits)


def entropy(p: Doubles) -> float:
    return float(-sum(x * math.log(x) for x in p if x > 0))


def per_byte(text: str) -> float:
    return float(english(text).sum() / LOG2 / len(text.encode()))


def _likeliest() -> Fact:
    of, p = corpora.corpus("english"), english(LECTURE)
    inputs, targets = next_token_pairs(of.split(LECTURE).tokens, of.start)
    best = int(corpora.counted("english", "4-gram").logits(inputs)[9].argmax())
    places = (int(targets[9]), best, int(targets[0]))
    return Fact(
        holds=[place == best for place in places],
        also=(14, V, 3, guess()[0], math.exp(-p[9])),
    )


def _its_loss() -> Fact:
    loss = float(english(LECTURE)[9])
    p = math.exp(-loss)
    return Fact(truth=loss, also=(p, 1 / p, 1000 * p))


def _one_in_all() -> Fact:
    losses = english(LECTURE)
    changed = losses.copy()
    changed[losses.argmin()] = -math.log(1e-9)
    before, after = (math.exp(x.mean()) for x in (losses, changed))
    p = math.exp(-losses.min())
    return Fact(truth=after / before, also=(p, before, after, 1e-9, -math.log(1e-9), 14, 1.1, 1e9))


def _smiley() -> Fact:
    cost = float(english("I 😀 this lecture.")[2:6].sum())
    size = len("😀".encode())
    return Fact(holds=(cost == 0, cost > 0 and size == 4, False), also=(size, cost, 256))


def _far() -> Fact:
    docs, ferry = texts()["docs"], texts()["ferry"]
    one, two = per_byte(docs), per_byte(ferry)
    return Fact(
        holds=(one > 1.02 * two, two > 1.02 * one, math.isclose(one, two, rel_tol=0.02)),
        also=(one, two, english(docs).mean(), english(ferry).mean()),
    )


def _context() -> Fact:
    docs = texts()["docs"]
    back, none = english(docs).mean(), english(docs, "unigram").mean()
    saved = float(none - back)
    return Fact(
        holds=(saved < 0.1, 0.1 < saved < 0.9 * none, saved > 0.9 * none), also=(back, none, saved)
    )


def _where_most() -> Fact:
    docs = texts()["docs"]
    back, none = english(docs), english(docs, "unigram")
    most = int(np.abs(none - back).argmax())
    there = StripState(text="docs", versus="unigram", at=most)
    return Fact(
        counts=(there,),
        misses=(
            replace(there, at=most - 1),
            replace(there, versus=""),
            replace(there, text="bell"),
        ),
        also=(back[most], none[most]),
    )


def _memory() -> Fact:
    clock, one = texts()["clock"], LECTURE
    long, short = (
        float(english(text).mean() - english(text, "memory").mean()) for text in (clock, one)
    )
    return Fact(
        holds=(math.isclose(short, long, rel_tol=0.3), abs(short) < 0.01, short < -1),
        also=(long, abs(short)),
    )


def _surprised() -> Fact:
    p, _ = truths("short")
    h = entropy(p[7])
    return Fact(holds=(h < 0.01, 0.01 < h < 0.95 * math.log(215), False), also=(p[7].max(), h))


def _adds_up() -> Fact:
    p, q = (x[7] for x in truths("short"))
    kl = float(kl_divergence(p, q))
    return Fact(
        truth=-sum(a * math.log(b) for a, b in zip(p, q, strict=True)), also=(entropy(p), kl)
    )


def _floor() -> Fact:
    means = [float(made_up("long", name).mean()) for name in ("unigram", "bigram", "trigram")]
    rate = corpora.grammar().entropy_rate()
    nearest = min(means, key=lambda mean: abs(mean - rate))
    assert min(means) > rate
    return Fact(holds=[mean == nearest for mean in means], also=(rate, 500, *means))


def _trigram(seen: bool) -> float:
    """The trigram on text that it has counted, or that it has not."""
    of = corpora.corpus("english")
    part = (of.learned if seen else of.held_out)[: of.plan.checked]
    return float(token_losses(corpora.counted("english", "trigram"), part, of.start).mean())


def _held_out() -> Fact:
    seen, new = _trigram(True), _trigram(False)
    return Fact(
        holds=(seen < 0.9 * new, math.isclose(seen, new, rel_tol=0.1), seen > 1.1 * new),
        also=(seen, new),
    )


def _stops() -> Fact:
    rate, trigram = corpora.grammar().entropy_rate(), float(made_up("long").mean())
    # That a network comes between the two is measured in tests/models/test_neural.py.
    return Fact(holds=(rate < 0.1, 0.1 < rate < trigram, False), also=(rate, trigram))


@functools.cache
def first_token(temperature: float = 1.0) -> float:
    """What the trigram gives the likeliest first token."""
    of = corpora.corpus("english")
    logits = corpora.counted("english", "trigram").logits([of.start])[-1]
    return float(softmax(logits, temperature=temperature).max())


@functools.cache
def own(*, likeliest: bool) -> float:
    """What 40 tokens that the trigram wrote cost it, a token."""
    of, model = corpora.corpus("english"), corpora.counted("english", "trigram")
    text: list[int] = [of.start]
    rng = np.random.default_rng(0)
    for _ in range(40):
        p = softmax(model.logits(text)[-1])
        steps, chance = np.cumsum(p), rng.random()
        text.append(int(p.argmax() if likeliest else np.searchsorted(steps, chance * steps[-1])))
    return float(token_losses(model, text[1:], of.start).mean())


def _dull() -> Fact:
    greedy, drawn = own(likeliest=True), own(likeliest=False)
    return Fact(
        holds=(
            greedy < 0.9 * drawn,
            math.isclose(greedy, drawn, rel_tol=0.1),
            greedy > drawn * 1.1,
        ),
        also=(greedy, drawn),
    )


def _people() -> Fact:
    given, mine = float(english(texts()["docs"], "trigram").mean()), own(likeliest=True)
    return Fact(
        holds=(given < 0.8 * mine, math.isclose(given, mine, rel_tol=0.2), given > 1.5 * mine),
        also=(given, mine),
    )


MEAN = (4 * 6 + 40 * 2) / 44


def _perplexities() -> Fact:
    both = (math.exp(6) + math.exp(2)) / 2
    return Fact(truth=math.exp(MEAN), also=(math.exp(6), math.exp(2), both, MEAN))


def _padding() -> Fact:
    total = float(english(LECTURE)[:4].sum())
    return Fact(truth=total / 4, also=(total, 4, 8, total / 8))


def _shifted(by: int) -> float:
    """The held-out loss of counting which word stands `by` places on."""
    of = corpora.corpus("grammar")
    counts = np.full((len(of.labels),) * 2, 0.01)
    learned, held = of.learned, of.held_out
    np.add.at(counts, (learned[: len(learned) - by], learned[by:]), 1)
    p = counts / counts.sum(axis=1, keepdims=True)
    return float(-np.log(p[held[: len(held) - by], held[by:]]).mean())


def _copies() -> Fact:
    none, one = _shifted(0), _shifted(1)
    return Fact(
        holds=(none < 0.01 * one, math.isclose(none, one, rel_tol=0.1), none > 1.2 * one),
        also=(none, one),
    )


def _after_next() -> Fact:
    one, two = _shifted(1), _shifted(2)
    return Fact(
        holds=(two < 0.95 * one, math.isclose(one, two, rel_tol=0.05), two > 1.05 * one),
        also=(one, two),
    )


@functools.cache
def page() -> tuple[float, int, float, int, int]:
    """One page: nats and tokens of the model over tokens, of the one over bytes, and its bytes."""
    text = texts()["docs"]
    letters = token_losses(corpora.byte_model(), characters.encode(text), characters.START)
    tokens = english(text)
    return float(tokens.sum()), len(tokens), float(letters.sum()), len(letters), len(text.encode())


def _bases() -> Fact:
    total, count, *_ = page()
    nats = total / count
    right, wrong = math.exp(nats), 2.0**nats
    return Fact(
        holds=[math.isclose(x, right) for x in (wrong, right)],
        also=(nats, nats / LOG2, right, wrong, 2),
    )


def _two_tokenizers() -> Fact:
    a, an, b, bn, size = page()
    return Fact(
        holds=(b < 0.98 * a, a < 0.98 * b),
        also=(math.exp(a / an), math.exp(b / bn), a, b, an, bn, a / LOG2 / size, b / LOG2 / size),
    )


def _per_byte() -> Fact:
    a, _, _, _, size = page()
    words = len(texts()["docs"].split())
    return Fact(truth=a / LOG2 / size, also=(a / LOG2, size, words, a / LOG2 / size))


FACTS: Facts = {
    "A language model guesses the next piece of a text": _likeliest,
    "A token costs −ln of the probability it was given": _its_loss,
    "All tokens together get exactly 100 %": lambda: Fact(
        truth=100 * float(guess()[10:].sum()),
        also=(guess()[:10].sum(), guess()[10:].sum(), V - 10),
    ),
    "The colour shows how surprised the model was": lambda: Fact(
        counts=(replace(START, at=int(english(LECTURE).argmax())),),
        misses=(replace(START, at=int(english(LECTURE).argmax()) - 1), START),
        also=(english(LECTURE).max(), math.exp(english(LECTURE).max())),
    ),
    "The loss of a text is the mean over its tokens": lambda: Fact(
        truth=float(english(LECTURE).mean()),
        also=(14, english(LECTURE).sum(), english(LECTURE).mean()),
    ),
    "Perplexity turns the loss into a number of choices": lambda: Fact(
        truth=math.exp(english(LECTURE).mean()),
        also=(6, english(LECTURE).mean(), 50, math.exp(english(LECTURE).mean()), V),
    ),
    "A model that knows nothing pays ln V": lambda: Fact(
        holds=[math.isclose(math.exp(math.log(V)), x) for x in (V, 1, math.log(V))],
        also=(V, math.log(V)),
    ),
    "A loss can be worse than knowing nothing": lambda: Fact(
        holds=[sign * (english(LETTERS).mean() - math.log(V)) > 0.1 for sign in (-1, 0, 1)],
        also=(V, math.exp(english(LETTERS).mean())),
    ),
    "One “impossible” token spoils the whole text": _one_in_all,
    "Type any English text": lambda: Fact(
        counts=(StripState(text="own", typed=STYLE),),
        misses=(
            StripState(text="own", typed=LETTERS),
            StripState(text="own", typed="The value"),
            StripState(text="docs"),
        ),
        also=(3.5, english(STYLE).mean()),
    ),
    "No text is unknown": _smiley,
    "Far from the training text, the loss is higher": _far,
    "Looking back makes the next token cheaper": _context,
    "Context helps most inside words and set phrases": _where_most,
    "A longer memory pays only where a text repeats itself": _memory,
    "Even a perfect model is surprised": _surprised,
    "Where only one word can come, the entropy is 0": lambda: Fact(
        truth=entropy(truths("short")[0][16])
    ),
    "The loss is what nobody can know, plus the model’s error": _adds_up,
    "No model gets below the floor": _floor,
    "A model that has learned nothing guesses blindly": lambda: Fact(
        truth=math.log(V), also=(V, math.log(V))
    ),
    "Each training step makes the loss a little smaller": lambda: Fact(
        counts=(LearningState(step=100),), misses=(LearningState(step=99),), also=(100,)
    ),
    "Judge a model by text that it has not learned from": _held_out,
    "Training stops above the floor": _stops,
    "Writing is drawing from the prediction": lambda: Fact(
        counts=(WritingState(drawn=20),), misses=(WritingState(drawn=19),), also=(20, first_token())
    ),
    "A low temperature makes the likeliest likelier": lambda: Fact(
        holds=[sign * (first_token(0.3) - first_token()) > 0.02 for sign in (-1, 0, 1)],
        also=(first_token(), first_token(0.3)),
    ),
    "Always the likeliest: cheap, and dull": _dull,
    "A low loss on its own words proves nothing": _people,
    "Add up all losses, then divide once": lambda: Fact(truth=MEAN, also=(1, 2, 44, 4, 3, MEAN)),
    "The mean of batch means is another number": lambda: Fact(
        counts=(AveragesState(7, 5.0, 7, 1.0),),
        misses=(AveragesState(7, 5.0, 8, 1.0), AveragesState(7, 5.0, 7, 5.0)),
        also=((6 + 2) / 2,),
    ),
    "Perplexities are not averaged either": _perplexities,
    "Padding leaves both the sum and the count": _padding,
    "With nothing left, the mean is nan": lambda: Fact(holds=(False, True, False)),
    "Ignore tokens one by one": lambda: Fact(
        counts=(PaddingState((1, 2, 3, 6)),),
        misses=(PaddingState(), PaddingState(tuple(range(8))), PaddingState((0,))),
        also=(5,),
    ),
    "The target of each token is the next one": lambda: Fact(truth=1.0, also=(_shifted(1),)),
    "Forget to shift, and the model learns to copy": _copies,
    "Shift twice, and it learns the token after next": _after_next,
    "The base must match the logarithm": _bases,
    "Perplexity per token says nothing about two tokenizers": _two_tokenizers,
    "Divide both sums by the same text": _per_byte,
}
