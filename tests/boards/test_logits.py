"""What a browser or a link sends is a stranger's word: taken whole, or refused in a sentence."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.logits import LogitsState, predict
from xentviz.core import cross_entropy, softmax

START = LogitsState.of(2.1, 0.4, -1.0, 0.9)


def states() -> st.SearchStrategy[LogitsState]:
    """Any state that the board can be in."""
    texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
    names = texts.filter(lambda name: bool(name.strip()))

    def build(k: int) -> st.SearchStrategy[LogitsState]:
        return st.builds(
            LogitsState,
            names=st.lists(names, min_size=k, max_size=k).map(tuple),
            logits=st.lists(st.floats(-1000, 1000), min_size=k, max_size=k).map(tuple),
            target=st.integers(0, k - 1),
            temperature=st.floats(0.1, 10),
            label_smoothing=st.floats(0, 0.3),
            rate=st.floats(0.1, 5),
        )

    return st.integers(2, 10).flatmap(build)


@given(states())
def test_a_state_survives_its_link(state: LogitsState) -> None:
    """Whatever the board shows, its link opens in the same state, to the last bit."""
    params: dict[str, list[str]] = {}
    for key, value in state.to_link(START):
        params.setdefault(key, []).append(value)
    assert LogitsState.from_link(params, START) == state


@given(states())
def test_a_state_survives_the_browser(state: LogitsState) -> None:
    """JSON there and back changes nothing."""
    assert LogitsState.from_browser(state.to_browser()) == state


def test_the_start_needs_no_link() -> None:
    """Defaults are left out."""
    assert START.to_link(START) == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("logits", [1.0, math.nan, 0, 0], "A logit is nan, expected a number from -1000 to 1000."),
        ("logits", [1.0, math.inf, 0, 0], "A logit is inf"),
        ("logits", [10**400, 0, 0, 0], "A logit is 1000"),
        ("logits", ["1", 0, 0, 0], "A logit is '1'"),
        ("logits", [True, 0, 0, 0], "A logit is True"),
        ("logits", [1.0], "The list of logits is 1 entries, expected 2 to 10 entries."),
        ("logits", [0.0] * 10**6, "The list of logits is 1,000,000 entries"),
        ("logits", "2,1", "The list of logits is '2,1', expected 2 to 10 entries."),
        ("logits", [0, 0], "There are 4 names for 2 logits."),
        ("target", 4, "The right class is 4, expected a whole number from 0 to 3."),
        ("target", -1, "The right class is -1"),
        ("target", 1.0, "The right class is 1.0"),
        ("target", True, "The right class is True"),
        ("temperature", 0, "The temperature is 0, expected a number from 0.1 to 10."),
        ("temperature", None, "The temperature is None"),
        ("label_smoothing", 0.31, "The label smoothing is 0.31, expected a number from 0 to 0.3."),
        ("rate", -1, "The learning rate is -1"),
        ("names", ["a", "b", "c", "d" * 31], "A name is 31 characters long"),
        ("names", ["a", "b", "c", "  "], "A name is 2 characters long, expected a text of 1 to 30"),
        ("names", ["a", "b", "c", "\ud800"], "half of a character pair"),
        ("names", ["a", "b", "c", 7], "A name is 7, expected a text"),
    ],
)
def test_a_strangers_word_is_refused_by_name(field: str, value: object, sentence: str) -> None:
    """Each refusal names the field, the value and what was expected."""
    sent = START.to_browser() | {field: value}
    with pytest.raises(ValueError, match=re.escape(sentence)) as refused:
        LogitsState.from_browser(sent)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("sent", [None, 7, "state", [], {}, {"logits": {}}])
def test_something_that_is_no_state_is_refused(sent: object) -> None:
    """No field may be missing."""
    with pytest.raises(ValueError, match="expected"):
        LogitsState.from_browser(sent)


def test_markup_in_a_name_is_only_text() -> None:
    """Names are kept to the letter; nothing here reads them as anything else."""
    name = "<img src=x onerror=alert(1)>"
    sent = START.to_browser() | {"names": [name, "b", "c", "d"]}
    assert LogitsState.from_browser(sent).names[0] == name


@given(states())
def test_the_board_shows_the_cores_numbers(state: LogitsState) -> None:
    """Every number is cross_entropy's or softmax's, and the truth is a distribution."""
    shown = predict(state)
    assert shown.loss == cross_entropy(
        np.array(state.logits),
        state.target,
        temperature=state.temperature,
        label_smoothing=state.label_smoothing,
    )
    expected = softmax(np.array(state.logits), temperature=state.temperature)
    assert shown.probs == expected.tolist()
    assert math.isclose(math.fsum(shown.y), 1, rel_tol=1e-15)
    assert shown.bits == pytest.approx(shown.loss / math.log(2), rel=1e-15)


@given(states())
def test_squared_error_has_the_slope_that_nudging_finds(state: LogitsState) -> None:
    """The gradient of the sum of (p - y)^2, against central differences."""
    told = predict(state)
    z, y = np.array(state.logits), np.array(told.y)

    def error(at: object) -> float:
        p = softmax(np.asarray(at), temperature=state.temperature)
        return float(((p - y) ** 2).sum())

    step = 1e-4 * min(1.0, state.temperature)
    for j in range(len(z)):
        nudge = step * np.eye(len(z))[j]
        slope = (error(z + nudge) - error(z - nudge)) / (2 * step)
        assert told.squared[j] == pytest.approx(slope, abs=1e-5 / min(1.0, state.temperature))


def test_squared_error_hardly_pulls_where_cross_entropy_pulls_hardest() -> None:
    """Confidently wrong, confusion 15: its gradient has the factor p."""
    told = predict(LogitsState.of(-6.0, 6.0))
    assert told.grad[0] == pytest.approx(-1, abs=1e-5)
    assert abs(told.squared[0]) < 1e-4
    assert told.squared[0] < 0, "still the same direction"


@given(states())
def test_the_lowest_loss_is_the_entropy_of_the_label(state: LogitsState) -> None:
    """No loss is below it, and without smoothing it is 0."""
    told = predict(state)
    assert told.lowest == pytest.approx(
        -sum(share * math.log(share) for share in told.y if share > 0), abs=1e-12
    )
    assert told.loss >= told.lowest - 1e-12
