"""The honesty board's state and scores: what a stranger may say, and which score is proper."""

import math

import numpy as np
import pytest

from xentviz.boards.proper_score import ProperScoreState, scores
from xentviz.core import brier_score, entropy

SHARES = [i / 20 for i in range(21)]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (None, "The board's state is None"),
        ({"chance": math.nan, "said": 0.5}, "The true chance c is nan"),
        ({"chance": 0.5, "said": 1.01}, "The stated chance q is 1.01"),
        ({"chance": -1, "said": 0.5}, "The true chance c is -1"),
        ({"chance": 0.5, "said": "0.5"}, "The stated chance q is '0.5'"),
        ({"chance": True, "said": 0.5}, "The true chance c is True"),
        ({"said": 0.5}, "The true chance c is None"),
        ({"chance": 10**400, "said": 0.5}, "The true chance c is 1000"),
    ],
)
def test_a_strangers_word_is_refused_with_a_sentence(sent: object, says: str) -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        ProperScoreState.from_browser(sent)
    assert str(refused.value).startswith(says)


def test_a_link_and_the_browser_give_the_state_back() -> None:
    start, state = ProperScoreState(), ProperScoreState(0.25, 0.125)
    assert ProperScoreState.from_browser(state.to_browser()) == state
    link = state.to_link(start)
    assert link == [("c", "0.25"), ("q", "0.125")]
    assert ProperScoreState.from_link({k: [v] for k, v in link}, start) == state
    assert start.to_link(start) == []


@pytest.mark.parametrize("c", SHARES)
def test_log_loss_and_squared_error_are_least_at_the_truth(c: float) -> None:
    paid = [scores(ProperScoreState(c, q)) for q in SHARES]
    assert SHARES[int(np.argmin([one.loss for one in paid]))] == c
    assert SHARES[int(np.argmin([one.squared for one in paid]))] == c


@pytest.mark.parametrize("c", [x for x in SHARES if x != 0.5])
def test_absolute_error_is_least_at_an_end(c: float) -> None:
    paid = [scores(ProperScoreState(c, q)).absolute for q in SHARES]
    assert SHARES[int(np.argmin(paid))] == round(c)


def test_the_loss_is_entropy_and_kl() -> None:
    for c in SHARES:
        for q in SHARES[1:-1]:
            one = scores(ProperScoreState(c, q))
            assert one.loss == pytest.approx(one.entropy + one.kl, abs=1e-14)
            assert one.kl >= 0
    assert scores(ProperScoreState(0.3, 0.3)).loss == pytest.approx(entropy([0.3, 0.7]), rel=1e-15)


def test_squared_and_absolute_error_of_a_coin_called_certain() -> None:
    one = scores(ProperScoreState(0.5, 1.0))
    assert (one.squared, one.absolute, one.loss, one.bits) == (0.5, 0.5, math.inf, math.inf)


@pytest.mark.parametrize("c", SHARES)
def test_squared_error_is_half_of_briers_score(c: float) -> None:
    for q in SHARES:
        brier = c * brier_score([[q, 1 - q]], [0]) + (1 - c) * brier_score([[q, 1 - q]], [1])
        assert scores(ProperScoreState(c, q)).squared == pytest.approx(brier / 2, abs=1e-15)
