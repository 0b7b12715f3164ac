"""The twice board: what a second softmax, or sigmoid, makes of a probability."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.twice import CLASSES, TwiceState, twice
from xentviz.core import cross_entropy

probabilities = st.floats(0, 1)


@given(probabilities, st.sampled_from(CLASSES))
def test_softmax_twice_is_cross_entropy_of_probabilities(p: float, classes: int) -> None:
    told = twice(TwiceState(p, classes))
    assert told.once == (pytest.approx(-math.log(p)) if p else math.inf)
    rest = (1 - p) / (classes - 1)
    if classes <= 1000:
        assert told.loss == pytest.approx(cross_entropy([p] + [rest] * (classes - 1), 0))
    assert told.seen == pytest.approx(math.exp(-told.loss), rel=1e-9)
    assert told.least - 1e-12 <= told.seen <= told.most + 1e-12
    assert told.loss >= told.lowest - 1e-12


@given(probabilities)
def test_sigmoid_twice_lies_between_a_half_and_three_quarters(p: float) -> None:
    told = twice(TwiceState(p, 2, "sigmoid"))
    assert told.seen == pytest.approx(1 / (1 + math.exp(-p)))
    assert told.loss == pytest.approx(math.log1p(math.exp(-p)))
    assert told.least == 0.5
    assert told.most == pytest.approx(1 / (1 + math.exp(-1)))
    assert told.lowest == pytest.approx(math.log1p(math.exp(-1)))


@pytest.mark.parametrize("classes", CLASSES)
def test_a_second_softmax_puts_a_floor_under_the_loss(classes: int) -> None:
    """ln(e + K - 1) - 1: 0.7437 with four classes."""
    told = twice(TwiceState(1.0, classes))
    assert told.once == 0
    assert told.loss == told.lowest == pytest.approx(math.log(math.e + classes - 1) - 1)
    assert told.most == pytest.approx(math.e / (math.e + classes - 1))
    never = twice(TwiceState(0.0, classes))
    assert never.seen == pytest.approx(never.least)


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        ({"p": 1.1}, "The probability is 1.1, expected a number from 0 to 1."),
        ({"p": None}, "The probability is None"),
        ({"classes": 3}, "The number of classes is 3, expected one of 2, 4, 10"),
        ({"classes": 10**9}, "The number of classes is 1000000000, expected a whole number"),
        ({"classes": 4.0}, "The number of classes is 4.0"),
        ({"kind": "relu"}, "The function is 'relu', expected one of softmax, sigmoid."),
    ],
)
def test_a_strangers_word_is_refused_in_a_sentence(lie: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        TwiceState.from_browser({**TwiceState(0.5).to_browser(), **lie})
    assert str(refused.value).startswith(sentence)
