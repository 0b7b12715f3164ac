"""A probabilistic finite-state machine: what may follow is known exactly, so is its entropy."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from xentviz.core import entropy

Doubles: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.intp]
Booleans: TypeAlias = NDArray[np.bool_]
S = TypeVar("S", bound=Hashable)
Arcs: TypeAlias = Iterable[tuple[float, str, S]]  # probability, word, state behind it


class Automaton(Generic[S]):
    """States that emit words. A state and a word fix the next state; the state itself is hidden.

    emission   (S, V) float64, P(word | state)
    following  (S, V) the state behind a word, -1 where the word is impossible
    stationary (S,)   float64, the share of time spent in each state in the long run

    Built from a start state and the arcs leaving each state; it must be possible to get from any
    state to any other. Raises ValueError where the arcs of a state do not sum to 1, hold a
    probability <= 0, or lead to two states by one word.
    Source: Rabiner, Proc. IEEE 77 (1989); Crutchfield & Young, Phys. Rev. Lett. 63 (1989), for
    machines in which a word fixes the next state.
    """

    def __init__(self, start: S, arcs: Callable[[S], Arcs[S]]) -> None:
        rows = _explore(start, arcs)
        self.states: tuple[S, ...] = tuple(rows)
        self.words = tuple(sorted({word for row in rows.values() for word in row}))
        number = {state: i for i, state in enumerate(self.states)}
        index = {word: i for i, word in enumerate(self.words)}
        self.emission: Doubles = np.zeros((len(rows), len(index)))
        self.following: Integers = np.full((len(rows), len(index)), -1, np.intp)
        for i, row in enumerate(rows.values()):
            for word, (probability, behind) in row.items():
                self.emission[i, index[word]] = probability
                self.following[i, index[word]] = number[behind]
        self.emission /= self.emission.sum(axis=1, keepdims=True)
        self.stationary = _stationary(self.emission, self.following)

    def entropy_rate(self) -> float:
        """Nats a word, once the past is known: sum over states of share times entropy.

        Exact, since a state and a word fix the next state: sooner or later the words give the
        state away. Source: Cover & Thomas, Elements of Information Theory, theorem 4.2.4.
        """
        return float(self.stationary @ np.asarray(entropy(self.emission)))

    def observe(self, belief: Doubles, word: int) -> Doubles:
        """The forward algorithm's step, (S,) to (S,): P(state) once this word was seen too.

        All zeros if the word was impossible.
        """
        live = np.flatnonzero(belief)
        live = live[self.emission[live, word] > 0.0]
        weight = belief[live] * self.emission[live, word]
        after = np.bincount(self.following[live, word], weight, len(belief))
        total = after.sum()
        return np.asarray(after / total if total > 0.0 else after, np.float64)

    def predict(self, belief: Doubles) -> Doubles:
        """(V,) P(next word) where the state is only believed."""
        live = np.flatnonzero(belief)
        return np.asarray(belief[live] @ self.emission[live], np.float64)

    def follow(self, state: int, words: Integers) -> Integers:
        """The states that these words lead to from a known state, up to an impossible word."""
        states = []
        for word in words.tolist():
            state = int(self.following[state, word])
            if state < 0:
                break
            states.append(state)
        return np.array(states, np.intp)

    def path(self, belief: Doubles, n: int, seed: int) -> tuple[Integers, Integers]:
        """n words and the states that emitted them, both (n,); the first state as believed."""
        draws = np.random.default_rng(seed).random(n + 1)
        cumulative = [_ladder(row) for row in self.emission]
        ladder, live = _ladder(belief)
        state = live[bisect_right(ladder, draws[n])]
        words, states = np.empty(n, np.intp), np.empty(n, np.intp)
        following = self.following.tolist()
        for i, draw in enumerate(draws[:n].tolist()):
            steps, choices = cumulative[state]
            word = choices[bisect_right(steps, draw)]
            words[i], states[i] = word, state
            state = following[state][word]
        return words, states


def _explore(start: S, arcs: Callable[[S], Arcs[S]]) -> dict[S, dict[str, tuple[float, S]]]:
    """Each state that can be reached, with its words."""
    rows: dict[S, dict[str, tuple[float, S]]] = {}
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state in rows:
            continue
        rows[state] = _row(state, arcs(state))
        waiting += [behind for _, behind in rows[state].values()]
    return rows


def _row(state: S, arcs: Arcs[S]) -> dict[str, tuple[float, S]]:
    row: dict[str, tuple[float, S]] = {}
    for probability, word, behind in arcs:
        if not probability > 0.0:
            raise ValueError(f"an arc needs a probability > 0, got {probability} at {state!r}")
        before, known = row.get(word, (0.0, behind))
        if known != behind:
            raise ValueError(f"{word!r} leads from {state!r} to both {known!r} and {behind!r}")
        row[word] = (before + probability, behind)
    total = sum(probability for probability, _ in row.values())
    if abs(total - 1.0) > 1e-9:
        raise ValueError(f"the arcs of {state!r} must sum to 1, got {total}")
    return row


def _stationary(emission: Doubles, following: Integers) -> Doubles:
    """The distribution over states that a step leaves as it is, by repeated steps."""
    source, word = np.nonzero(emission)
    target, weight = following[source, word], emission[source, word]
    share = np.full(len(emission), 1.0 / len(emission))
    for _ in range(20_000):
        # The average with the last one also settles where the machine has a period.
        after = 0.5 * (share + np.bincount(target, share[source] * weight, len(share)))
        after /= after.sum()
        if np.abs(after - share).sum() < 1e-15:
            break
        share = after
    return np.asarray(after, np.float64)


def _ladder(row: Doubles) -> tuple[list[float], list[int]]:
    """Upper ends of the possible words' shares of [0, 1), the last left out; and the words."""
    choices = np.flatnonzero(row)
    return np.cumsum(row[choices])[:-1].tolist(), choices.tolist()
