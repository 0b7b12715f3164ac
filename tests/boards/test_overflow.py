"""The overflow board: one loss in five ways, and which of them a computer gets wrong."""

import math
from decimal import Decimal

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.overflow import (
    OverflowState,
    exact_loss,
    is_right,
    losses,
    naive_loss,
    torch_loss,
)
from xentviz.core import cross_entropy

rows = st.lists(st.floats(-1000, 1000), min_size=2, max_size=6).map(tuple)


@given(rows)
def test_fifty_digits_agree_with_mpmath(z: tuple[float, ...]) -> None:
    """What is called the exact loss is one."""
    with mpmath.workdps(1000):
        others = mpmath.fsum(mpmath.exp(mpmath.mpf(x) - mpmath.mpf(z[0])) for x in z[1:])
        truth = mpmath.log1p(others)
    ratio = Decimal(mpmath.nstr(truth, 60)) / exact_loss(z)
    assert abs(ratio - 1) < Decimal("1e-25")


def test_the_loss_as_it_is_written_fails_in_three_ways() -> None:
    """nan, inf and 0, where the core has the digits."""
    assert math.isnan(naive_loss((800.0, 0.0), np.float64).loss)
    assert math.isinf(naive_loss((0.0, 800.0), np.float64).loss)
    assert naive_loss((50.0, 0.0), np.float64).loss == 0
    assert cross_entropy((50.0, 0.0), 0) == pytest.approx(math.exp(-50), rel=1e-15)


def test_each_step_of_the_loss_as_it_is_written_is_shown() -> None:
    told = naive_loss((1.0, 0.0), np.float64)
    assert told.power == math.e
    assert told.total == pytest.approx(math.e + 1)
    assert told.share == pytest.approx(math.e / (math.e + 1))
    assert told.loss == pytest.approx(math.log1p(math.exp(-1)))


def test_taking_the_largest_logit_off_loses_what_is_small_beside_1() -> None:
    told = torch_loss((1.0, 3.0), np.float64)
    assert told.gap == 1 - 3
    assert told.log_total == pytest.approx(math.log1p(math.exp(-2)))
    assert told.loss == told.log_total - told.gap
    assert torch_loss((0.0, 800.0), np.float32).loss == 800
    assert torch_loss((50.0, 0.0), np.float64).loss == 0
    assert torch_loss((20.0, 0.0), np.float32).loss == 0 < torch_loss((20.0, 0.0), np.float64).loss


@given(rows)
def test_a_loss_is_marked_right_within_1_per_cent_of_the_exact_one(z: tuple[float, ...]) -> None:
    told, exact = losses(OverflowState(z)), exact_loss(z)
    found = [told.naive32["loss"], told.naive64["loss"], told.torch32["loss"],
             told.torch64["loss"], told.core]  # fmt: skip
    assert told.right == [is_right(loss, exact) for loss in found]
    assert told.right[-1], "the core is wrong"
    assert told.exact == float(exact)
    assert float(told.exact_text) == pytest.approx(float(exact), rel=1e-5, abs=1e-300)


def test_one_per_cent_is_the_border() -> None:
    assert is_right(1.0099, Decimal(1))
    assert is_right(0.9901, Decimal(1))
    assert not is_right(1.0101, Decimal(1))
    assert not is_right(0.9899, Decimal(1))
    assert not is_right(math.nan, Decimal(1))
    assert not is_right(math.inf, Decimal(10) ** 400)
    assert is_right(0.0, Decimal("1e-400")), "no double is nearer"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"logits": [1.0]}, "The list of logits is 1 entries, expected 2 to 10 entries."),
        ({"logits": [0.0] * 11}, "The list of logits is 11 entries"),
        ({"logits": [math.nan, 0]}, "A logit is nan, expected a number from -1e+09 to 1e+09."),
        ({"logits": [1e10, 0]}, "A logit is 10000000000.0"),
        ({"logits": ["1", 0]}, "A logit is '1'"),
        (None, "The board's state is None"),
    ],
)
def test_a_strangers_word_is_refused_in_a_sentence(sent: object, sentence: str) -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        OverflowState.from_browser(sent)
    assert str(refused.value).startswith(sentence)


# What overflows, what underflows, what is lost next to 1, what float32 cannot tell apart.
FAILS: dict[tuple[float, ...], tuple[str, ...]] = {
    (800.0, 0.0): ("naive32", "naive64"),
    (0.0, 800.0): ("naive32", "naive64"),
    (88.0, 90.0): ("naive32",),
    (50.0, 0.0): ("naive32", "naive64", "torch32", "torch64"),
    (20.0, 0.0): ("naive32", "torch32"),
    (1e8 + 30, 1e8): ("naive32", "naive64", "torch32"),
    (2.0, 1.0): (),
}


@pytest.mark.parametrize("logits", FAILS)
def test_each_way_fails_where_its_arithmetic_does(logits: tuple[float, ...]) -> None:
    ways = ("naive32", "naive64", "torch32", "torch64", "core")
    right = losses(OverflowState(logits)).right
    assert tuple(way for way, good in zip(ways, right, strict=True) if not good) == FAILS[logits]
