"""The twice board: what a second softmax, or sigmoid, does to a probability and its loss."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.twice import CLASSES, KINDS, TwiceState, twice

states = st.builds(TwiceState, st.floats(0, 1), st.sampled_from(CLASSES), st.sampled_from(KINDS))


@given(states)
def test_the_loss_is_that_of_what_it_sees_and_never_below_the_lowest(state: TwiceState) -> None:
    told = twice(state)
    assert told.loss == pytest.approx(-math.log(told.seen), rel=1e-12)
    assert told.least <= told.seen <= told.most < 1
    assert told.loss >= told.lowest * (1 - 1e-15) > 0
    assert told.once == (pytest.approx(-math.log(state.p)) if state.p else math.inf)


@pytest.mark.parametrize("classes", CLASSES)
def test_a_perfect_prediction_keeps_e_over_e_plus_the_others(classes: int) -> None:
    told = twice(TwiceState(1.0, classes))
    assert told.seen == told.most == pytest.approx(math.e / (math.e + classes - 1), rel=1e-12)
    assert told.lowest == pytest.approx(math.log(math.e + classes - 1) - 1, rel=1e-12)


@given(st.floats(0, 1))
def test_sigmoid_twice_stays_between_a_half_and_0_731(p: float) -> None:
    told = twice(TwiceState(p, 2, "sigmoid"))
    assert told.seen == pytest.approx(1 / (1 + math.exp(-p)), rel=1e-14)
    assert told.least == 0.5
    assert told.most == pytest.approx(0.731, abs=1e-3)


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        ({"p": 1.1}, "The probability is 1.1, expected a number from 0 to 1."),
        ({"p": math.nan}, "The probability is nan"),
        ({"classes": 3}, "The number of classes is 3, expected one of 2, 4, 10"),
        ({"classes": 10**9}, "The number of classes is 1000000000, expected a whole number"),
        ({"classes": 4.0}, "The number of classes is 4.0"),
        ({"kind": "relu"}, "The function is 'relu', expected one of softmax, sigmoid."),
    ],
)
def test_a_strangers_word_is_refused_in_a_sentence(lie: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        TwiceState.from_browser(TwiceState(0.9).to_browser() | lie)
