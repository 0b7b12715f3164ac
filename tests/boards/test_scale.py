"""/scale's two boards: a stranger's word is refused by name, and the numbers are the core's."""

import math
import re
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.link import Pairs, Params
from xentviz.boards.scaling_law import ScalingLawState, scaling_law
from xentviz.boards.vocabulary import (
    BYTE_UNITS,
    SECOND_UNITS,
    VocabularyState,
    knowing_nothing,
    scale,
)
from xentviz.core import cross_entropy, perplexity
from xentviz.data import costs
from xentviz.data.scaling import HOFFMANN

START = VocabularyState(50_257)
CHINCHILLA = ScalingLawState.of("Chinchilla")
VOCABULARIES = st.builds(
    VocabularyState,
    classes=st.integers(2, 256_000),
    sequences=st.integers(1, 1_024),
    length=st.integers(1, 131_072),
    reported=st.floats(0, 25),
)
LAWS = st.builds(ScalingLawState, params=st.floats(1e6, 1e13), tokens=st.floats(1e8, 1e14))


def _params(pairs: Pairs) -> Params:
    return {key: [value] for key, value in pairs}


@given(VOCABULARIES)
def test_a_vocabulary_survives_its_link_and_the_browser(state: VocabularyState) -> None:
    assert VocabularyState.from_link(_params(state.to_link(START)), START) == state
    assert VocabularyState.from_browser(state.to_browser()) == state


@given(LAWS)
def test_a_size_survives_its_link_and_the_browser(state: ScalingLawState) -> None:
    assert ScalingLawState.from_link(_params(state.to_link(CHINCHILLA)), CHINCHILLA) == state
    assert ScalingLawState.from_browser(state.to_browser()) == state


def test_the_starts_need_no_link() -> None:
    assert START.to_link(START) == []
    assert CHINCHILLA.to_link(CHINCHILLA) == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("classes", 1, "The number of classes is 1, expected a whole number from 2 to 256,000."),
        ("classes", 256_001, "The number of classes is 256001"),
        ("classes", 2.0, "The number of classes is 2.0"),
        ("classes", True, "The number of classes is True"),
        ("classes", None, "The number of classes is None"),
        ("classes", "<b>", "The number of classes is '<b>'"),
        ("classes", 10**30, "The number of classes is 1000000"),
        ("sequences", 0, "The number of sequences is 0, expected a whole number from 1 to 1,024."),
        ("sequences", 1_025, "The number of sequences is 1025"),
        ("length", 131_073, "The length of a sequence is 131073"),
        ("length", [8], "The length of a sequence is [8]"),
        ("reported", math.nan, "The reported loss is nan, expected a number from 0 to 25."),
        ("reported", math.inf, "The reported loss is inf"),
        ("reported", -0.1, "The reported loss is -0.1"),
    ],
)
def test_a_strangers_vocabulary_is_refused_by_name(
    field: str, value: object, sentence: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)) as refused:
        VocabularyState.from_browser(START.to_browser() | {field: value})
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("params", 999_999.0, "The number of parameters N is 999999.0, expected a number from"),
        ("params", 1e14, "The number of parameters N is 100000000000000.0"),
        ("params", math.nan, "The number of parameters N is nan"),
        ("params", "7e10", "The number of parameters N is '7e10'"),
        ("tokens", 0, "The number of tokens D is 0, expected a number from 1e+08 to 1e+14."),
        ("tokens", math.inf, "The number of tokens D is inf"),
        ("tokens", 10**400, "The number of tokens D is 1000"),
        ("tokens", None, "The number of tokens D is None"),
    ],
)
def test_a_strangers_size_is_refused_by_name(field: str, value: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)) as refused:
        ScalingLawState.from_browser(CHINCHILLA.to_browser() | {field: value})
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("sent", [None, 7, "state", [], {}])
def test_something_that_is_no_state_is_refused(sent: object) -> None:
    for kind in (VocabularyState, ScalingLawState):
        with pytest.raises(ValueError, match="expected"):
            kind.from_browser(sent)


@pytest.mark.parametrize("classes", [2, 3, 10, 1_000, 50_257, 256_000])
def test_knowing_nothing_is_the_loss_of_equal_scores_and_its_perplexity_is_v(classes: int) -> None:
    """ln V: one against ln(V - 1) is the same as V equal scores."""
    loss = knowing_nothing(classes)
    assert loss == pytest.approx(cross_entropy(np.zeros(classes), 0), rel=1e-14)
    assert loss == pytest.approx(math.log(classes), rel=1e-14)
    assert perplexity([loss]) == pytest.approx(classes, rel=1e-12)


@given(VOCABULARIES)
def test_logits_and_seconds_grow_with_the_tokens(state: VocabularyState) -> None:
    shown, tokens = scale(state), state.sequences * state.length
    assert shown.float32 == np.dtype(np.float32).itemsize * tokens * state.classes
    assert shown.bfloat16 == shown.float32 / 2
    kept = costs.measured()
    assert shown.seconds == tokens * costs.between(kept.both, state.classes)
    assert shown.share == state.reported / knowing_nothing(state.classes)


@given(LAWS)
def test_the_parts_add_up_and_a_hundredth_of_a_nat_is_one_per_cent(state: ScalingLawState) -> None:
    shown = scaling_law(state)
    parts = shown.floor + shown.from_params + shown.from_tokens
    assert shown.loss == pytest.approx(parts, rel=1e-15)
    assert shown.loss == HOFFMANN.loss(state.params, state.tokens)
    assert shown.perplexity == pytest.approx(math.exp(shown.loss), rel=1e-14)
    assert shown.perplexity_less / shown.perplexity == pytest.approx(math.exp(-0.01), rel=1e-12)
    assert shown.best_loss <= shown.loss * (1 + 1e-12)
    assert 6 * shown.best_params * shown.best_tokens == pytest.approx(shown.compute, rel=1e-12)


def test_a_unit_is_as_large_as_its_name_says() -> None:
    powers = {"n": -9, "µ": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15}
    longer = {"h": timedelta(hours=1), "days": timedelta(days=1)}
    for units, unit in ((BYTE_UNITS, "B"), (SECOND_UNITS, "s")):
        for size, name in units:
            if name in longer:
                assert size == longer[name].total_seconds()
            else:
                assert size == float(f"1e{powers[name.removesuffix(unit)]}"), name
