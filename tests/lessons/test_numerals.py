"""Numbers in sentences are written as the boards write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lessons.numbers import numbers
from xentviz.lessons.numerals import fixed, nearest, num3, percent, short, signed


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.6931, "0.693"),
        (2.3026, "2.30"),
        (0.05, "0.0500"),
        (-0.25, "−0.250"),
        (999.4, "999"),
        (999.6, "1000"),
        (12345.6, "12346"),
        (999_999.0, "999999"),
        (1e6, "10⁶"),
        (1.8e308, "∞"),
        (1.5e300, "1.5·10³⁰⁰"),
        (1e-4, "0.000100"),
        (9.9e-5, "9.9·10⁻⁵"),
        (1.93e-22, "1.93·10⁻²²"),
        (-1.93e-22, "−1.93·10⁻²²"),
        (0.0, "0"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "nan"),
    ],
)
def test_a_computed_number_has_three_digits(x: float, text: str) -> None:
    assert num3(x) == text


@pytest.mark.parametrize(
    ("x", "text"), [(0.05, "0.05"), (2.3026, "2.3"), (10.0, "10"), (-100.0, "−100"), (0.5, "0.5")]
)
def test_a_number_that_was_set_has_no_zeros_behind_it(x: float, text: str) -> None:
    assert short(x) == text


def test_a_sign_stands_where_it_says_something() -> None:
    assert (signed(0.119), signed(-0.3456), signed(0.0)) == ("+0.119", "−0.346", "+0.000")
    assert (signed(2.1, 1), fixed(-0.8), fixed(1.5, 0)) == ("+2.1", "−0.80", "2")


def test_a_share_is_written_in_per_cent() -> None:
    assert (percent(0.654), percent(0.00271), percent(1.0)) == ("65.4 %", "0.271 %", "100 %")


@given(st.floats(1e-300, 1e300) | st.floats(-1e300, -1e-300))
def test_what_is_written_is_the_number_to_three_digits(x: float) -> None:
    (shown,) = numbers(num3(x))
    assert shown.value == pytest.approx(x, rel=0.005)


@given(st.lists(st.floats(-50, 50) | st.just(math.inf), min_size=2, max_size=4), st.data())
def test_a_value_is_nearest_to_itself(options: list[float], data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(options))
    assert options[nearest(value, tuple(options))] == value


def test_the_nearest_of_several_is_the_one_at_the_least_distance() -> None:
    assert nearest(0.012, (0.011, 0.012, 0.0121)) == 1
    assert nearest(6.6, (2.0, 7.0, 50.0)) == 1
    assert nearest(math.inf, (5.0, math.inf, 1.0)) == 1
