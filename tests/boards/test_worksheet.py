"""The worksheets and the learning board: what a stranger may send, and what a link holds."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.learning import MOST_STEPS, LearningState
from xentviz.boards.state import FieldState
from xentviz.boards.strip import CORPORA
from xentviz.boards.worksheet import (
    COLDEST,
    HOTTEST,
    LARGEST_LOSS,
    LAST_SEED,
    LONGEST_BATCH,
    MOST_WRITTEN,
    PADDED,
    SHIFTS,
    UNITS,
    WRITERS,
    AveragesState,
    PaddingState,
    ShiftState,
    UnitsState,
    WritingState,
)

BATCH, LOSS = st.integers(1, LONGEST_BATCH), st.floats(0, LARGEST_LOSS)
STATES = st.one_of(
    st.builds(AveragesState, BATCH, LOSS, BATCH, LOSS),
    st.builds(PaddingState, st.lists(st.integers(0, PADDED - 1), max_size=PADDED).map(tuple)),
    st.builds(ShiftState, st.sampled_from(SHIFTS)),
    st.builds(UnitsState, st.sampled_from(UNITS)),
    st.builds(
        WritingState,
        st.sampled_from(WRITERS),
        st.sampled_from(("draw", "likeliest")),
        st.floats(COLDEST, HOTTEST),
        st.integers(0, MOST_WRITTEN),
        st.integers(0, LAST_SEED),
    ),
    st.builds(LearningState, st.sampled_from(CORPORA), st.integers(0, MOST_STEPS)),
)
STARTS: dict[type[FieldState], FieldState] = {
    kind: kind() for kind in (AveragesState, ShiftState, UnitsState, WritingState, LearningState)
}


@given(STATES, st.booleans())
def test_a_state_survives_its_link_and_the_browser(state: FieldState, some: bool) -> None:
    start = STARTS.get(type(state), PaddingState((1, 2) if some else ()))
    params: dict[str, list[str]] = {}
    for key, value in state.to_link(start):
        params.setdefault(key, []).append(value)
    assert type(state).from_link(params, start) == state
    sent = {name: list(x) if isinstance(x, tuple) else x for name, x in state.to_browser().items()}
    assert type(state).from_browser(sent) == state


@pytest.mark.parametrize(
    ("kind", "params", "sentence"),
    [
        (WritingState, {"seed": ["inf"]}, "seed is “inf”, expected a whole number."),
        (WritingState, {"seed": ["99999"]}, "The seed is 99999, expected a whole number from 0"),
        (WritingState, {"warm": ["nan"]}, "The temperature is nan, expected a number from 0.1 to"),
        (WritingState, {"warm": ["0"]}, "The temperature is 0.0, expected"),
        (WritingState, {"drawn": ["1e9"]}, "drawn is “1e9”, expected a whole number."),
        (WritingState, {"drawn": ["41"]}, "The number of tokens is 41, expected"),
        (WritingState, {"writer": ["<b>"]}, "The model is '<b>', expected one of unigram"),
        (WritingState, {"picks": ["best"]}, "The way to pick is 'best', expected one of draw"),
        (AveragesState, {"n1": ["0"]}, "The first batch is 0, expected a whole number from 1"),
        (AveragesState, {"l2": ["-1"]}, "The second loss is -1.0, expected a number from 0"),
        (PaddingState, {"ignore": ["8"]}, "An ignored token is 8, expected a whole number"),
        (PaddingState, {"ignore": [","]}, "A number in ignore is “”, expected a whole number."),
        (ShiftState, {"shift": ["three"]}, "The shift is 'three', expected one of none"),
        (UnitsState, {"unit": ["dits"]}, "The unit is 'dits', expected one of nats, bits."),
        (LearningState, {"k": ["-1"]}, "k is “-1”, expected a whole number."),
        (LearningState, {"l": ["ferry"]}, "What the model learns from is 'ferry', expected"),
    ],
)
def test_a_hostile_link_is_refused_in_a_sentence(
    kind: type[FieldState], params: dict[str, list[str]], sentence: str
) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(sentence)):
        kind.from_link(params, kind())


@pytest.mark.parametrize("sent", [{"ignored": None}, {"ignored": [True]}, {"ignored": [0] * 9}])
def test_a_hostile_commit_is_refused(sent: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="ignored"):
        PaddingState.from_browser(sent)


def test_an_infinite_loss_cannot_be_set() -> None:
    with pytest.raises(ValueError, match="expected a number from 0 to 12"):
        AveragesState(first_loss=math.inf)
