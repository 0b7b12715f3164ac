"""The overflow board: what each way of computing the loss gives, and which of them is right."""

import math
import re
from decimal import Decimal

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

logit_lists = st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=10).map(tuple)
NAIVE32, NAIVE64, TORCH32, TORCH64, CORE = range(5)  # their places in `right`


@given(logit_lists)
def test_the_core_is_right_at_any_logits(logits: tuple[float, ...]) -> None:
    told = losses(OverflowState(logits))
    assert told.core == cross_entropy(np.array(logits), 0)
    assert told.right[CORE]
    assert math.isclose(float(told.exact_text), told.exact, rel_tol=1e-5) or told.exact < 1e-300


@given(logit_lists)
def test_taking_the_largest_logit_off_never_overflows(logits: tuple[float, ...]) -> None:
    for dtype in (np.float32, np.float64):
        told = torch_loss(logits, dtype)
        assert math.isfinite(told.loss)
        assert told.loss >= 0
        assert told.gap <= 0 <= told.log_total


@given(st.lists(st.floats(-20, 20), min_size=2, max_size=10).map(tuple))
def test_ordinary_logits_give_the_loss_in_every_way(logits: tuple[float, ...]) -> None:
    exact = float(exact_loss(logits))
    shifted, naive = torch_loss(logits, np.float64), naive_loss(logits, np.float64)
    assert shifted.loss == pytest.approx(exact, rel=1e-6, abs=1e-13)
    assert shifted.log_total - shifted.gap == shifted.loss
    assert naive.loss == pytest.approx(exact, rel=1e-6, abs=1e-13)
    assert naive.share == pytest.approx(naive.power / naive.total)


FAILS: dict[tuple[float, ...], list[int]] = {
    # What overflows, what underflows, what is lost next to 1, what float32 cannot tell apart.
    (800.0, 0.0): [NAIVE32, NAIVE64],
    (0.0, 800.0): [NAIVE32, NAIVE64],
    (88.0, 90.0): [NAIVE32],
    (50.0, 0.0): [NAIVE32, NAIVE64, TORCH32, TORCH64],
    (20.0, 0.0): [NAIVE32, TORCH32],
    (1e8 + 30, 1e8): [NAIVE32, NAIVE64, TORCH32],
    (2.0, 1.0): [],
}


@pytest.mark.parametrize("logits", FAILS)
def test_each_way_fails_where_its_arithmetic_does(logits: tuple[float, ...]) -> None:
    right = losses(OverflowState(logits)).right
    assert [k for k, good in enumerate(right) if not good] == FAILS[logits]


def test_a_loss_is_right_within_a_hundredth() -> None:
    assert is_right(1.009, Decimal(1))
    assert not is_right(1.011, Decimal(1))
    assert not is_right(math.nan, Decimal(1))
    assert not is_right(math.inf, Decimal("1e400"))
    assert is_right(0.0, Decimal("1e-400")), "no double is closer"


@pytest.mark.parametrize(
    ("logits", "sentence"),
    [
        ([1.0], "The list of logits is 1 entries, expected 2 to 10 entries."),
        ([0.0] * 11, "The list of logits is 11 entries"),
        ([1.0, math.nan], "A logit is nan, expected a number from -1e+09 to 1e+09."),
        ([1.0, 2e9], "A logit is 2000000000.0"),
        ([1.0, "2"], "A logit is '2'"),
        ("88, 90", "The list of logits is '88, 90'"),
    ],
)
def test_a_strangers_word_is_refused_in_a_sentence(logits: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        OverflowState.from_browser({"logits": logits})
