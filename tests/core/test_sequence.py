"""Perplexity and bits per byte."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.core import bits_per_byte, cross_entropy, perplexity

LN2 = math.log(2)


def test_a_model_that_knows_nothing_is_as_perplexed_as_there_are_classes() -> None:
    losses = cross_entropy(np.zeros((3, 50)), [0, 10, 49], reduction="none")
    assert perplexity(losses) == pytest.approx(50)


def test_perplexity_is_the_geometric_mean_of_the_odds() -> None:
    assert perplexity([LN2, math.log(8)]) == pytest.approx(4)
    assert perplexity(9.2104) == pytest.approx(math.exp(9.2104))


@given(st.lists(st.floats(0, 20), min_size=1, max_size=20))
def test_the_logarithm_of_perplexity_is_the_mean_loss(losses: list[float]) -> None:
    assert math.log(perplexity(losses)) == pytest.approx(np.mean(losses), abs=1e-12)


def test_only_counted_tokens_count() -> None:
    losses = np.array([[LN2, math.nan], [math.inf, math.log(8)]])
    assert perplexity(losses, mask=[[True, False], [False, True]]) == pytest.approx(4)
    assert perplexity(losses, mask=[[1, 0], [0, 1]]) == pytest.approx(4)
    assert math.isnan(perplexity(losses, mask=np.zeros((2, 2), bool)))
    assert math.isnan(perplexity([]))
    assert math.isnan(perplexity([1.0, math.nan]))
    assert perplexity([1e4]) == math.inf


def test_bits_per_byte_divides_by_ln_2_and_by_the_bytes() -> None:
    assert bits_per_byte(16 * LN2, 8) == pytest.approx(2)
    assert bits_per_byte(0, 1) == 0.0
    assert math.isnan(bits_per_byte(math.nan, 3))
    assert bits_per_byte(np.float64(1.0), np.int64(2)) == pytest.approx(1 / LN2 / 2)
