"""What the lessons reveal and show in code is what the core computes."""

import math
import re
from decimal import Decimal

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.batch import average
from xentviz.boards.logits import LogitsState, predict
from xentviz.core import cross_entropy
from xentviz.frame import markdown as text
from xentviz.lessons.softmax import logits, overflow
from xentviz.lessons.surprise import curve

START = LogitsState.of(2.1, 0.4, -1.0, 0.9)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=10), st.integers(0, 9))
def test_doubling_scores_is_judged_by_the_core(z: list[float], target: int) -> None:
    """The right option says which way the core's loss went."""
    state = LogitsState.of(*z, target=target % len(z))
    right, why = logits.double_every_score(state).reveal()
    before, after = predict(state).loss, predict(state.scaled(2)).loss
    if after > before * (1 + 1e-9):
        assert right == "It rises"
    elif after < before * (1 - 1e-9):
        assert right == "It falls"
    assert f"{before:.3g} to {after:.3g} nats" in why


def test_one_confident_mistake_is_dearer_than_being_unsure() -> None:
    """The claim of the batch, as its words have it."""
    assert average(curve.SURE_BUT_ONCE).mean > average(curve.UNSURE).mean
    assert average(curve.LESS_SURE).mean < average(curve.SURE_BUT_ONCE).mean


def test_slopes_by_nudging_are_the_gradient() -> None:
    """Central differences agree with p - y to what they can hold."""
    for name, slope, grad, p, y in logits.nudges(START):
        assert name in START.names
        assert float(slope) == pytest.approx(float(grad), abs=2e-5)
        assert float(grad) == pytest.approx(float(p) - float(y), abs=2e-5)


def test_nudging_at_the_ends_of_the_range_is_allowed() -> None:
    """A score of 1000 is pushed beyond what the board lets anyone type."""
    assert len(logits.nudges(LogitsState.of(1000, -1000))) == 2


@pytest.mark.parametrize("classes", [2, 4, 1000])
def test_a_second_softmax_puts_a_floor_under_the_loss(classes: int) -> None:
    """ln(e + K - 1) - 1: confusion 1, 0.7437 with four classes."""
    ((_, once, twice, _),) = logits.softmax_twice(classes)
    assert float(once) == 0
    assert float(twice) == pytest.approx(math.log(math.e + classes - 1) - 1, rel=1e-3)


@given(st.lists(st.floats(-1000, 1000), min_size=2, max_size=6))
def test_fifty_digits_agree_with_mpmath(z: list[float]) -> None:
    """The column that is called the truth is one."""
    with mpmath.workdps(1000):
        others = mpmath.fsum(mpmath.exp(mpmath.mpf(x) - mpmath.mpf(z[0])) for x in z[1:])
        truth = mpmath.log1p(others)
    ratio = Decimal(mpmath.nstr(truth, 60)) / overflow.exact_loss(z)
    assert abs(ratio - 1) < Decimal("1e-25")


def test_the_textbook_formula_fails_as_the_page_says() -> None:
    """nan, inf and 0, where the core has the digits."""
    assert math.isnan(overflow.naive_loss((800.0, 0.0), np.float64))
    assert math.isinf(overflow.naive_loss((0.0, 800.0), np.float64))
    assert overflow.naive_loss((50.0, 0.0), np.float64) == 0
    assert cross_entropy((50.0, 0.0), 0) == pytest.approx(math.exp(-50), rel=1e-15)
    for scores in overflow.CASES:
        row = overflow.row(scores)
        assert "✗" not in row[3], f"the core is wrong at {scores}"
        assert "✗" in row[1], f"{scores} shows nothing in float32"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "That is 1 score"),
        ("1", "That is 1 score"),
        ("1," * 20, "That is 21 score"),
        ("1, two", "“two” is not a number"),
        ("1, nan", "out of reach"),
        ("1, 1e400", "out of reach"),
        ("<b>, 1", "“<b>” is not a number"),
    ],
)
def test_bad_scores_get_one_sentence(typed: str, sentence: str) -> None:
    """What was typed is named."""
    with pytest.raises(ValueError, match=re.escape(sentence)):
        overflow.parse_scores(typed)


def test_markdown_cannot_be_smuggled_in() -> None:
    """Every character that Markdown or KaTeX obeys is escaped."""
    assert text.escape_markdown("<b>*x*|$y$") == "\\<b\\>\\*x\\*\\|\\$y\\$"
    assert text.escape_markdown("a\nb") == "a b"
    assert text.table(("n", "v"), [("a|b", "1")]) == "| n | v |\n| --- | ---: |\n| a\\|b | 1 |"
    told = text.table(("n", "v", "w"), [("a", "−0.5 B", "so"), ("b", "", "3")]).splitlines()
    assert told[1] == "| --- | ---: | --- |", "words stand left, numbers right"
