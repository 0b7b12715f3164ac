"""Two distributions: taken whole, or refused in a sentence; the numbers are the core's."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.distributions import DistributionsState, compare
from xentviz.boards.encoding import decode, encode
from xentviz.core import entropy, kl_divergence
from xentviz.data.everyday import PAIRS, Pair

START = DistributionsState.of(PAIRS[0])


def states() -> st.SearchStrategy[DistributionsState]:
    """Any state that the board can be in."""

    def build(k: int) -> st.SearchStrategy[DistributionsState]:
        weights = st.lists(st.floats(0, 1), min_size=k, max_size=k).filter(lambda w: sum(w) > 1e-9)
        shares = weights.map(lambda w: tuple(x / math.fsum(w) for x in w))
        locks = st.lists(st.integers(0, k - 1), unique=True).map(tuple)
        return st.builds(
            DistributionsState,
            names=st.just(tuple("ABCDEFGH"[:k])),
            p=shares,
            q=shares,
            smoothing=st.floats(0, 0.5),
            locked_p=locks,
            locked_q=locks,
        )

    return st.integers(2, 8).flatmap(build)


@given(states())
def test_a_state_survives_link_and_browser(state: DistributionsState) -> None:
    params: dict[str, list[str]] = {}
    for key, value in state.to_link(START):
        params.setdefault(key, []).append(value)
    assert DistributionsState.from_link(params, START) == state
    assert DistributionsState.from_browser(json.loads(json.dumps(state.to_browser()))) == state


@given(states())
def test_cross_entropy_is_entropy_plus_kl(state: DistributionsState) -> None:
    found = compare(state)
    assert found.kl >= 0
    if math.isfinite(found.loss):
        assert found.entropy + found.kl == pytest.approx(found.loss, rel=1e-9, abs=1e-12)
    else:
        assert found.kl == math.inf
    assert found.bits == pytest.approx(found.loss / math.log(2), rel=1e-15)


@given(st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=5, max_size=5))
def test_any_name_of_thirty_characters_survives_link_and_browser(names: list[str]) -> None:
    state = replace(START, names=tuple(names))
    texts = [value for key, value in state.to_link(START) if key == "n"]
    assert DistributionsState.from_link({"n": texts}, START) == state
    assert DistributionsState.from_browser(json.loads(json.dumps(state.to_browser()))) == state


def test_the_start_needs_no_link() -> None:
    assert START.to_link(START) == []


def test_a_sum_that_is_nearly_1_is_mended_and_no_other() -> None:
    mended = replace(START, p=(0.2, 0.2, 0.2, 0.2, 0.2000004))
    assert math.fsum(mended.p) == pytest.approx(1, abs=1e-15)
    assert mended.p[4] > 0.2
    assert replace(mended).p == mended.p, "mended twice"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("p", [0.5, 0.5, 0, 0, 0.1], "The truth p sums to 1.1, and a distribution sums to 1."),
        ("q", [0.0] * 5, "The prediction q sums to 0, and a distribution sums to 1."),
        ("p", [1.0, 0.0], "The truth p has 2 shares for 5 names."),
        ("p", [math.nan, 0, 0, 0, 1], "A share in the truth p is nan, expected a number from 0"),
        ("q", [1.5, -0.5, 0, 0, 0], "A share in the prediction q is 1.5, expected a number"),
        ("q", ["1", 0, 0, 0, 0], "A share in the prediction q is '1'"),
        ("q", [True, 0, 0, 0, 0], "A share in the prediction q is True"),
        ("p", [10**400, 0, 0, 0, 0], "A share in the truth p is 1000"),
        ("p", [0.0] * 10**6, "The truth p is 1,000,000 entries, expected 2 to 8 entries."),
        ("p", None, "The truth p is None, expected 2 to 8 entries."),
        ("names", ["only"], "The list of names is 1 entries, expected 2 to 8 entries."),
        ("names", ["a", "b", "c", "d", "x" * 31], "A name is 31 characters long"),
        ("smoothing", 0.6, "The label smoothing is 0.6, expected a number from 0 to 0.5."),
        ("smoothing", math.nan, "The label smoothing is nan"),
        ("locked_p", [5], "A lock of p is 5, expected a whole number from 0 to 4."),
        ("locked_q", [0.0], "A lock of q is 0.0"),
        ("locked_q", [0] * 9, "The locks of q is 9 entries, expected 0 to 5 entries."),
    ],
)
def test_what_is_out_of_range_is_refused_in_a_sentence(
    field: str, value: object, sentence: str
) -> None:
    with pytest.raises(ValueError, match=r"expected|sums|shares|long") as refused:
        DistributionsState.from_browser({**START.to_browser(), field: value})
    assert str(refused.value).startswith(sentence)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("sent", [None, 7, "state", [1, 2], {}])
def test_what_is_no_state_is_refused(sent: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        DistributionsState.from_browser(sent)


def test_a_perfect_prediction_costs_the_entropy_and_a_swap_is_another_question() -> None:
    found = compare(START.perfect())
    assert found.kl == 0
    assert found.loss == found.entropy == entropy(START.p)
    assert START.swapped().swapped() == START
    assert compare(START.swapped()).kl == kl_divergence(START.q, START.p)


def test_smoothing_spreads_epsilon_over_all_classes_the_right_one_too() -> None:
    label = replace(START.certain(), smoothing=0.1)
    assert label.truth == pytest.approx((0.92, 0.02, 0.02, 0.02, 0.02))
    assert compare(label.perfect()).loss == pytest.approx(entropy(label.truth)) != 0


def test_never_saying_what_happens_is_infinite_and_goes_to_the_browser_as_none() -> None:
    found = compare(START.never(4))
    assert (found.kl, found.loss, found.cost[4]) == (math.inf, math.inf, math.inf)
    assert math.isfinite(found.entropy)
    assert decode(encode(found.cost)) == found.cost
    assert "Infinity" not in json.dumps(encode(found.cost))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.key)
def test_the_pairs_are_distributions_with_a_source(pair: Pair) -> None:
    state = DistributionsState.of(pair)
    assert np.isclose(sum(state.p), 1)
    assert len(pair.source) > 40


def test_a_positive_test_of_98_in_which_9_are_ill() -> None:
    """Bayes from the stated shares: 1 % ill, 90 % of the ill and 9 % of the healthy positive."""
    ill, healthy = 0.01 * 0.9, 0.99 * 0.09
    assert DistributionsState.of(PAIRS[-1]).p[0] == pytest.approx(ill / (ill + healthy), rel=0.01)
