"""The tables and judgements of /softmax and /surprise are what the core computes."""

import math
from decimal import Decimal

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.batch import average
from xentviz.boards.logits import LogitsState
from xentviz.boards.overflow import exact_loss, naive_loss
from xentviz.core import cross_entropy
from xentviz.lessons.softmax import again, gradient
from xentviz.lessons.surprise import batch

START = LogitsState.of(2.1, 0.4, -1.0, 0.9)


def test_one_confident_mistake_is_dearer_than_being_unsure() -> None:
    """The claim of the batch, as its words have it."""
    assert average(batch.SURE_BUT_ONCE).mean > average(batch.UNSURE).mean
    assert average(batch.LESS_SURE).mean < average(batch.SURE_BUT_ONCE).mean


def test_slopes_by_nudging_are_the_gradient() -> None:
    """Central differences agree with p - y to what they can hold."""
    for name, slope, grad, p, y in gradient.nudges(START):
        assert name in START.names
        assert _number(slope) == pytest.approx(_number(grad), abs=2e-5)
        assert _number(grad) == pytest.approx(_number(p) - _number(y), abs=2e-5)


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_nudging_at_the_ends_of_the_range_is_allowed() -> None:
    """A logit of 1000 is pushed beyond what the board lets anyone type."""
    assert len(gradient.nudges(LogitsState.of(1000, -1000))) == 2


@pytest.mark.parametrize("classes", [2, 4, 1000])
def test_a_second_softmax_puts_a_floor_under_the_loss(classes: int) -> None:
    """ln(e + K - 1) - 1: 0.7437 with four classes."""
    (row,) = again.floors(classes)
    wanted = math.log(math.e + classes - 1) - 1
    assert any(abs(x - wanted) <= 1e-3 * wanted for x in map(_number_or_nan, row))


def _number_or_nan(text: str) -> float:
    try:
        return _number(text.replace(",", ""))
    except ValueError:
        return math.nan


@given(st.lists(st.floats(-1000, 1000), min_size=2, max_size=6))
def test_fifty_digits_agree_with_mpmath(z: list[float]) -> None:
    """The column that is called exact is."""
    with mpmath.workdps(1000):
        others = mpmath.fsum(mpmath.exp(mpmath.mpf(x) - mpmath.mpf(z[0])) for x in z[1:])
        truth = mpmath.log1p(others)
    ratio = Decimal(mpmath.nstr(truth, 60)) / exact_loss(z)
    assert abs(ratio - 1) < Decimal("1e-25")


def test_the_textbook_formula_fails_as_the_page_says() -> None:
    """nan, inf and 0, where the core has the digits."""
    assert math.isnan(naive_loss((800.0, 0.0), np.float64).loss)
    assert math.isinf(naive_loss((0.0, 800.0), np.float64).loss)
    assert naive_loss((50.0, 0.0), np.float64).loss == 0
    assert cross_entropy((50.0, 0.0), 0) == pytest.approx(math.exp(-50), rel=1e-15)
