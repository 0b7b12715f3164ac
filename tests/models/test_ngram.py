"""Counting models."""

import math

import numpy as np
import pytest

from xentviz.core import cross_entropy, cross_entropy_and_grad, perplexity
from xentviz.models.language_model import next_token_pairs, token_losses, write
from xentviz.models.ngram import MOST, NGram

TEXT = np.random.default_rng(0).integers(0, 5, 400) ** 2 % 5
HELD = np.random.default_rng(1).integers(0, 5, 200) ** 2 % 5


@pytest.mark.parametrize("size", [2, 7, 50_257])
def test_the_perplexity_of_uniform_is_the_size_of_the_vocabulary(size: int) -> None:
    tokens = np.arange(40) % size
    losses = token_losses(NGram(size), tokens, start=0)
    assert perplexity(losses) == pytest.approx(size, rel=1e-12)


@pytest.mark.parametrize("order", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("length", [0, 1, 2, 3, 30])
def test_each_row_is_a_distribution_without_a_zero(order: int, length: int) -> None:
    p = NGram.fit(order, TEXT, HELD, 6).probabilities(HELD[:length])
    assert p.shape == (length, 6)
    np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-12)
    assert (p > 0).all()  # token 5 never occurs, and yet it is possible


def test_an_interpolated_bigram_is_the_formula_written_out() -> None:
    model = NGram.fit(2, TEXT, HELD, 5)
    context, word = 1, 4
    after = TEXT[1:][TEXT[:-1] == context]
    own, all_ = np.mean(after == word), np.mean(word == TEXT)
    one = model.trusts[0][int(math.log2(len(TEXT)))]
    two = model.trusts[1][int(math.log2(len(after)))]
    expected = two * own + (1 - two) * (one * all_ + (1 - one) / 5)
    assert model.probabilities([context])[0, word] == pytest.approx(expected, rel=1e-12)


def test_a_row_depends_on_the_last_tokens_alone() -> None:
    model = NGram.fit(3, TEXT, HELD, 5)
    whole = model.logits(HELD)
    for t in (1, 7, 100):
        np.testing.assert_array_equal(whole[t], model.logits(HELD[t - 1 : t + 1])[-1])


def test_counted_shares_are_where_the_gradient_of_the_loss_vanishes() -> None:
    """The bigram's logits are free for each context: there the sum of p - y is zero."""
    table = NGram.fit(2, TEXT, HELD, 5).tables[1]
    shares = np.zeros((5, 5))
    rows, followers, share = table.spread(np.arange(len(table.contexts)))
    shares[table.contexts[rows], followers] = share
    with np.errstate(divide="ignore"):
        _, grad = cross_entropy_and_grad(np.log(shares)[TEXT[:-1]], TEXT[1:], reduction="sum")
    for context in range(5):
        np.testing.assert_allclose(grad[TEXT[:-1] == context].sum(axis=0), 0.0, atol=1e-10)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_at_the_trust_found_the_held_out_loss_has_no_slope(order: int) -> None:
    model = NGram.fit(order, TEXT, HELD, 5)
    trust = model.trusts[-1]
    inputs, targets = HELD[order - 2 : -1] if order > 1 else HELD, HELD[max(0, order - 1) :]

    def loss() -> float:
        x = inputs if order > 1 else np.zeros(len(targets), np.intp)
        logits = model.logits(HELD[:-1])[max(0, order - 2) :] if order > 1 else model.logits(x)
        return float(cross_entropy(logits, targets))

    for bucket in range(len(trust)):
        found = trust[bucket]
        if not 0.02 < found < MOST:
            continue
        slopes = []
        for nudge in (-1e-4, 1e-4):
            trust[bucket] = found + nudge
            slopes.append(loss())
            trust[bucket] = found
        assert abs(slopes[1] - slopes[0]) / 2e-4 < 1e-2


def test_the_losses_of_a_text_are_cross_entropy_of_its_logits() -> None:
    model = NGram.fit(2, TEXT, HELD, 5)
    inputs, targets = next_token_pairs(HELD, start=0)
    losses = cross_entropy(model.logits(inputs), targets, reduction="none")
    np.testing.assert_allclose(losses, token_losses(model, HELD, start=0), rtol=1e-14)


def test_inputs_and_targets_are_one_apart() -> None:
    inputs, targets = next_token_pairs([5, 6, 7], start=0)
    assert inputs.tolist() == [0, 5, 6]
    assert targets.tolist() == [5, 6, 7]
    assert [len(part) for part in next_token_pairs([], start=0)] == [0, 0]


def test_the_mean_loss_of_what_is_written_is_its_own_entropy() -> None:
    model = NGram.fit(1, TEXT, HELD, 5)
    text = write(model, [0], 4000, seed=3)
    p = text.probabilities[0]
    assert text.losses.mean() == pytest.approx(-(p * np.log(p)).sum(), rel=0.03)
    assert (write(model, [0], 20, seed=3).tokens == text.tokens[:20]).all()
    cold = write(model, [0], 50, temperature=0.001, seed=3)
    assert (cold.tokens == p.argmax()).all()


def test_what_is_no_text_is_refused() -> None:
    model = NGram.fit(2, TEXT, HELD, 5)
    for wrong in ([5], [-1], [[1]]):
        with pytest.raises(ValueError, match="tokens"):
            model.logits(wrong)
    with pytest.raises(TypeError, match="tokens"):
        model.logits([0.5])
    with pytest.raises(ValueError, match="prefix"):
        write(model, [], 3)
    with pytest.raises(ValueError, match="order 3"):
        NGram.fit(3, [1, 2], HELD, 5)
    with pytest.raises(ValueError, match="vocabulary_size"):
        NGram(0)
