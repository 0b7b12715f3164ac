"""The model that looks back at the text so far."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xentviz.models import memory
from xentviz.models.language_model import Doubles, next_token_pairs, token_losses, write
from xentviz.models.memory import BUCKETS, RIGHT, TRIED, Memory
from xentviz.models.smoothing import Smoothed

V = 6
LEARNED = np.random.default_rng(0).integers(0, V - 1, 400) ** 2 % V
# Each stretch of ten comes twice.
TWICE = np.concatenate([np.tile(part, 2) for part in LEARNED.reshape(-1, 10)[::3]])
BELOW = Smoothed.kneser_ney(3, LEARNED, V)
MODEL = Memory.fit(BELOW, TWICE, start=0)
FIXED = Memory(BELOW, (np.array([0.1, 0.2, 0.3, 0.4]), np.array([0.5, 0.6, 0.7, 0.8])))
texts = st.lists(st.integers(0, V - 1), max_size=30)


def _slowly(model: Memory, tokens: list[int], window: int) -> list[Doubles]:
    """Row by row, place by place."""
    rows = []
    for t in range(len(tokens)):
        p = model.below.probabilities(tokens)[t].copy()
        for length, trust in zip((1, 2), model.trusts, strict=True):
            last = tokens[t - length + 1 : t + 1] if t + 1 >= length else None
            followers = [
                tokens[i + 1]
                for i in range(max(length - 1, t - window), t)
                if tokens[i - length + 1 : i + 1] == last
            ]
            if followers:
                weight = trust[min(len(followers).bit_length(), BUCKETS) - 1]
                share = np.bincount(followers, minlength=V) / len(followers)
                p = weight * share + (1.0 - weight) * p
        rows.append(p)
    return rows


@given(texts)
def test_rows_are_the_mixture_written_out(tokens: list[int]) -> None:
    p = FIXED.probabilities(tokens)
    assert p.shape == (len(tokens), V)
    for row, expected in zip(p, _slowly(FIXED, tokens, memory.WINDOW), strict=True):
        np.testing.assert_allclose(row, expected, rtol=1e-12)


@given(texts)
@settings(max_examples=50)
def test_each_row_is_a_distribution_without_a_zero(tokens: list[int]) -> None:
    p = MODEL.probabilities(tokens)
    np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-12)
    assert (p > 0.0).all()


@pytest.mark.parametrize("window", [1, 2, 7])
def test_it_looks_back_so_many_tokens_and_no_further(
    window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "WINDOW", window)
    tokens = TWICE[:60].tolist()
    p = FIXED.probabilities(tokens)
    np.testing.assert_allclose(p, _slowly(FIXED, tokens, window), rtol=1e-12)
    whole = FIXED.logits(tokens)
    assert FIXED.context == window + 2
    for t in range(len(tokens)):
        seen = tokens[max(0, t + 1 - FIXED.context) : t + 1]
        np.testing.assert_allclose(FIXED.logits(seen)[-1], whole[t], rtol=1e-12)
        np.testing.assert_allclose(FIXED.last_logits(tokens[: t + 1]), whole[t], rtol=1e-12)


def test_losses_in_parts_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = token_losses(MODEL, TWICE, start=0)
    monkeypatch.setattr("xentviz.models.language_model.CHUNK", 7)
    np.testing.assert_allclose(token_losses(MODEL, TWICE, start=0), whole, rtol=1e-12)


def test_a_text_of_tokens_that_never_return_costs_what_the_model_below_says() -> None:
    tokens = np.arange(V)
    np.testing.assert_array_equal(MODEL.logits(tokens), BELOW.logits(tokens))


def test_what_is_said_again_is_cheaper() -> None:
    again = np.tile(LEARNED[100:110], 2)
    remembered, forgotten = (token_losses(m, again, start=0) for m in (MODEL, BELOW))
    assert remembered[11:].mean() < forgotten[11:].mean()
    assert token_losses(MODEL, TWICE, 0).mean() < token_losses(BELOW, TWICE, 0).mean()


@pytest.mark.parametrize("bucket", range(BUCKETS))
def test_no_other_trust_makes_the_text_and_its_prior_likelier(bucket: int) -> None:
    inputs, targets = next_token_pairs(TWICE, 0)
    one, two = MODEL.trusts

    def likelihood(trust: float) -> float:
        trusts = np.where(np.arange(BUCKETS) == bucket, trust, two)
        p = Memory(BELOW, (one, trusts)).probabilities(inputs)[np.arange(len(targets)), targets]
        prior = RIGHT * np.log(trusts) + (TRIED - RIGHT) * np.log(1.0 - trusts)
        return float(np.log(p).sum() + prior.sum())

    best = likelihood(two[bucket])
    for other in np.linspace(0.01, 0.99, 99):
        assert likelihood(other) < best + 1e-3


def test_without_a_case_the_trust_is_that_of_the_prior() -> None:
    nothing = Memory.fit(BELOW, np.arange(V), start=V - 1)
    np.testing.assert_allclose(nothing.trusts[1], RIGHT / TRIED, rtol=1e-12)
    assert all((trust < 1.0).all() for trust in MODEL.trusts)


def test_it_writes_token_by_token_as_if_from_the_whole() -> None:
    text = write(MODEL, [0], 40, seed=5)
    inputs, _ = next_token_pairs(text.tokens, 0)
    np.testing.assert_allclose(text.probabilities, MODEL.probabilities(inputs), rtol=1e-12)
