"""The rain board: what a forecast gave what happened, and what that costs on two days."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.rain import LEAST, MOST, OUTCOMES, RainState, rain_numbers

forecasts = st.builds(
    RainState,
    st.floats(LEAST, MOST),
    st.sampled_from(OUTCOMES),
    st.floats(LEAST, MOST),
    st.sampled_from(OUTCOMES),
)


@given(forecasts)
def test_the_loss_is_minus_log_of_what_happened_was_given(state: RainState) -> None:
    told = rain_numbers(state)
    first, second = (
        p if happened == "rain" else 1 - p
        for p, happened in ((state.rain, state.happened), (state.rain2, state.happened2))
    )
    assert told.given == pytest.approx(first)
    assert told.given2 == pytest.approx(second)
    assert told.loss == pytest.approx(-math.log(first), rel=1e-9)
    assert told.loss2 == pytest.approx(-math.log(second), rel=1e-9)
    assert told.both == pytest.approx(first * second)
    assert told.total == pytest.approx(told.loss + told.loss2)
    assert told.total == pytest.approx(-math.log(told.both), rel=1e-9)


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        ({"rain": 1.5}, "The probability of rain is 1.5, expected a number from"),
        ({"rain": math.nan}, "The probability of rain is nan"),
        ({"rain2": "0.5"}, "The second probability of rain is '0.5'"),
        ({"happened": "snow"}, "What happened is 'snow', expected one of"),
        ({"happened2": None}, "What happened on the second day is None"),
    ],
)
def test_a_strangers_word_is_refused_in_a_sentence(lie: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        RainState.from_browser({**RainState(0.5).to_browser(), **lie})
    assert str(refused.value).startswith(sentence)
