"""The machine behind the language, on machines small enough to be solved by hand."""

import math
from itertools import product

import numpy as np
import pytest

from xentviz.data.automaton import Arcs, Automaton

# Golden mean: after "b" there is always an "a". Worked out: pi(free) = 2 / 3, rate = 2/3 ln 2.
GOLDEN = {"free": [(0.5, "a", "free"), (0.5, "b", "held")], "held": [(1.0, "a", "free")]}
# Two topics with a word in common: it leaves the topic hidden.
TOPICS = {
    "sun": [(0.6, "x", "sun"), (0.3, "y", "sun"), (0.1, "z", "rain")],
    "rain": [(0.2, "x", "rain"), (0.8, "y", "sun")],
}


def _golden() -> Automaton[str]:
    def arcs(state: str) -> Arcs[str]:
        return GOLDEN[state]

    return Automaton("free", arcs)


def _topics() -> Automaton[str]:
    def arcs(state: str) -> Arcs[str]:
        return TOPICS[state]

    return Automaton("sun", arcs)


def test_the_golden_mean_machine_is_free_two_thirds_of_the_time() -> None:
    machine = _golden()
    share = dict(zip(machine.states, machine.stationary, strict=True))
    assert share["free"] == pytest.approx(2 / 3, rel=1e-12)


def test_the_entropy_rate_is_the_share_of_free_choices_times_ln_2() -> None:
    assert _golden().entropy_rate() == pytest.approx(2 / 3 * math.log(2), rel=1e-12)


def _enumerated(machine: Automaton[str], words: tuple[str, ...]) -> float:
    """P(words), summed over every sequence of states, likely or not."""
    total = 0.0
    for states in product(TOPICS, repeat=len(words) + 1):
        p = float(machine.stationary[machine.states.index(states[0])])
        for state, word, behind in zip(states, words, states[1:], strict=False):
            p *= sum(q for q, w, s in TOPICS[state] if (w, s) == (word, behind))
        total += p
    return total


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_forward_algorithm_is_the_sum_over_all_state_sequences(length: int) -> None:
    machine = _topics()
    for prefix in product("xyz", repeat=length):
        whole = _enumerated(machine, prefix)
        belief = machine.stationary
        for word in prefix:
            belief = machine.observe(belief, machine.words.index(word))
        if whole == 0.0:
            assert not belief.any()
            continue
        expected = [_enumerated(machine, (*prefix, word)) / whole for word in machine.words]
        np.testing.assert_allclose(machine.predict(belief), expected, atol=1e-12, rtol=0)


def test_a_known_state_is_followed_up_to_an_impossible_word() -> None:
    machine = _golden()
    free, held = machine.states.index("free"), machine.states.index("held")
    a, b = machine.words.index("a"), machine.words.index("b")
    assert machine.follow(free, np.array([a, b, a, b, b, a])).tolist() == [free, held, free, held]


@pytest.mark.parametrize(
    ("arcs", "said"),
    [
        ([(0.5, "a", "s")], "must sum to 1"),
        ([(1.5, "a", "s"), (-0.5, "b", "s")], "probability > 0"),
        ([(0.5, "a", "s"), (0.5, "a", "t")], "leads from 's' to both"),
    ],
)
def test_a_machine_that_is_none_is_refused(arcs: list[tuple[float, str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Automaton("s", lambda state: arcs)
