"""Witten-Bell and Kneser-Ney against their definitions, written out slowly in fractions."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xentviz.core import perplexity
from xentviz.models.language_model import token_losses
from xentviz.models.smoothing import USUAL, Smoothed, discounts

V = 5
Run = tuple[int, ...]
# Most tokens are 0, so that there are counts of 1, 2, 3, 4 and more in each order.
TEXT: list[int] = (np.random.default_rng(0).integers(0, V, 300) ** 2 % V).tolist()
SHORT = [0, 1, 2, 3, 4]  # no pair comes twice
texts = st.lists(st.integers(0, V - 1), min_size=4, max_size=60)


def _grams(text: list[int], n: int) -> list[Run]:
    return [tuple(text[i : i + n]) for i in range(len(text) - n + 1)]


def _witten_bell(text: list[int], order: int, past: Run, word: int) -> Fraction:
    """P(word | the last order - 1 tokens of the past)."""
    if order == 0:
        return Fraction(1, V)
    if len(past) < order - 1:
        return _witten_bell(text, order - 1, past, word)
    context = past[len(past) - order + 1 :]
    below = _witten_bell(text, order - 1, past, word)
    followers = [gram[-1] for gram in _grams(text, order) if gram[:-1] == context]
    if not followers:
        return below
    n, t = len(followers), len(set(followers))
    return (followers.count(word) + t * below) / (n + t)


def _kneser_ney(text: list[int], top: int, order: int, past: Run, word: int) -> Fraction:
    if order == 0:
        return Fraction(1, V)
    if len(past) < order - 1:
        return _kneser_ney(text, top, order - 1, past, word)
    context = past[len(past) - order + 1 :]
    below = _kneser_ney(text, top, order - 1, past, word)
    counts = _counts(text, top, order)
    followers = {gram[-1]: n for gram, n in counts.items() if gram[:-1] == context}
    if not followers:
        return below
    lost = {w: _discount(counts, n) for w, n in followers.items()}
    own = followers.get(word, 0) - lost.get(word, 0)
    return (own + sum(lost.values()) * below) / sum(followers.values())


def _counts(text: list[int], top: int, order: int) -> Counter[Run]:
    """Of the highest order how often; of the others after how many different tokens."""
    if order == top:
        return Counter(_grams(text, order))
    return Counter(gram[1:] for gram in set(_grams(text, order + 1)))


def _discount(counts: Counter[Run], count: int) -> Fraction:
    """Chen & Goodman, equation 26."""
    n = Counter(counts.values())
    j = min(count, 3)
    usual = Fraction(j, 2)
    if not (n[1] and n[2] and n[3]):
        return usual
    found = j - (j + 1) * Fraction(n[1], n[1] + 2 * n[2]) * Fraction(n[j + 1], n[j])
    return found if 0 < found < j else usual


def _rows(text: list[int], order: int, kind: str) -> list[list[float]]:
    """The slow distribution after each prefix of the text."""
    pasts = [tuple(text[: t + 1]) for t in range(len(text))]
    if kind == "Witten-Bell":
        return [[float(_witten_bell(TEXT, order, p, w)) for w in range(V)] for p in pasts]
    return [[float(_kneser_ney(TEXT, order, order, p, w)) for w in range(V)] for p in pasts]


@pytest.mark.parametrize("order", [0, 1, 2, 3])
@pytest.mark.parametrize("kind", ["Witten-Bell", "Kneser-Ney"])
def test_probabilities_are_the_definition_in_fractions(kind: str, order: int) -> None:
    fit = Smoothed.witten_bell if kind == "Witten-Bell" else Smoothed.kneser_ney
    probe = [4, 4, 1, 0, 0, 3]
    p = fit(order, TEXT, V).probabilities(probe)
    np.testing.assert_allclose(p, _rows(probe, order, kind), rtol=1e-12)


def test_a_text_too_short_for_discounts_gets_the_usual_ones() -> None:
    counts = list(Counter(_grams(SHORT, 2)).values())
    assert discounts(np.array(counts)).tolist() == USUAL.tolist()
    p = Smoothed.kneser_ney(2, SHORT, V).probabilities([0])
    expected = [float(_kneser_ney(SHORT, 2, 2, (0,), w)) for w in range(V)]
    np.testing.assert_allclose(p[0], expected, rtol=1e-12)


@given(texts, texts, st.integers(0, 4))
@settings(max_examples=200)
def test_each_row_is_a_distribution_without_a_zero(
    text: list[int], probe: list[int], order: int
) -> None:
    for fit in (Smoothed.witten_bell, Smoothed.kneser_ney):
        p = fit(order, text, V + 1).probabilities(probe)
        assert p.shape == (len(probe), V + 1)
        np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-12)
        assert (p > 0.0).all()  # token V never occurs, and yet it is possible


@given(st.integers(1, 4))
def test_discounts_lie_between_nothing_and_the_count(order: int) -> None:
    counts = np.array(list(Counter(_grams(TEXT, order)).values()))
    found = discounts(counts)
    assert (found > 0.0).all()
    assert (found < [1.0, 2.0, 3.0]).all()


def test_losses_are_minus_the_logarithms_of_the_fractions() -> None:
    probe = [3, 0, 4, 1]
    losses = token_losses(Smoothed.witten_bell(3, TEXT, V), probe, start=0)
    expected = [_witten_bell(TEXT, 3, (0, *probe[:t]), probe[t]) for t in range(len(probe))]
    np.testing.assert_allclose(np.exp(-losses), [float(p) for p in expected], rtol=1e-12)
    product = np.prod([float(p) for p in expected])
    assert perplexity(losses) == pytest.approx(product ** (-1 / len(probe)), rel=1e-12)


def test_order_0_is_uniform() -> None:
    for fit in (Smoothed.witten_bell, Smoothed.kneser_ney):
        losses = token_losses(fit(0, TEXT, V), TEXT, start=0)
        assert perplexity(losses) == pytest.approx(V, rel=1e-12)


def test_kneser_ney_gives_little_to_a_token_that_follows_only_one() -> None:
    """1 and 2 are equally common; 1 comes after 0 alone, 2 after many."""
    text = [0, 1, 3, 2, 0, 1, 4, 2, 0, 1, 5, 2, 0, 1, 6, 2]
    assert text.count(1) == text.count(2)
    kneser = Smoothed.kneser_ney(2, text, 8).probabilities([7])[0]  # 7 was never there
    witten = Smoothed.witten_bell(2, text, 8).probabilities([7])[0]
    assert kneser[1] < kneser[2]
    assert witten[1] == pytest.approx(witten[2], rel=1e-12)


def test_a_row_depends_on_the_last_tokens_alone() -> None:
    model = Smoothed.kneser_ney(3, TEXT, V)
    whole = model.logits(TEXT)
    for t in (1, 7, 100):
        np.testing.assert_array_equal(whole[t], model.logits(TEXT[t - 1 : t + 1])[-1])
        np.testing.assert_array_equal(whole[t], model.last_logits(TEXT[: t + 1]))
    assert model.logits([]).shape == (0, V)


def test_what_cannot_be_learned_is_refused() -> None:
    for fit in (Smoothed.witten_bell, Smoothed.kneser_ney):
        with pytest.raises(ValueError, match="order 3 needs"):
            fit(3, [1, 2], V)
        with pytest.raises(ValueError, match="at least 0"):
            fit(-1, TEXT, V)
        with pytest.raises(ValueError, match="too high"):
            fit(30, TEXT, V)
        with pytest.raises(ValueError, match="tokens"):
            fit(2, [V], V)
