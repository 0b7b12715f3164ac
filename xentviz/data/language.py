"""A language whose truth is known: what may follow any words, and the loss no model gets under."""

import re
import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core import entropy
from xentviz.data.automaton import Automaton, Booleans, Doubles, Integers
from xentviz.data.lexicon import BOUNDARY
from xentviz.data.rules import State, arcs, first

# Words with inner apostrophes or hyphens; any other visible sign is a piece of its own.
PIECES = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")


class Tokenized(NamedTuple):
    """A text taken apart. What the language does not know is named, never dropped silently."""

    pieces: tuple[str, ...]  # every word and sign, in order, lower case
    known: Booleans  # (len(pieces),) which of them the language has
    tokens: Integers  # (T,) indices of the known ones, in order
    unknown: tuple[str, ...]  # each unknown piece once, in order of appearance


class Grammar:
    """English-like sentences from a finite-state machine, with the exact truth at each position.

    Rows of distributions follow the models: row t of `truths(tokens)` is P(next | tokens[: t + 1]).
    The past before a text is unknown, so a text may begin anywhere; `boundary` in front of it says
    that a sentence starts. The topic stays hidden until a word gives it away.
    """

    def __init__(self) -> None:
        self.automaton: Automaton[State] = Automaton(first(), arcs)
        self.words = self.automaton.words
        self._index = {word: i for i, word in enumerate(self.words)}
        self.boundary = self._index[BOUNDARY]

    @property
    def vocabulary_size(self) -> int:
        """V"""
        return len(self.words)

    def entropy_rate(self) -> float:
        """The floor, in nats a token: the mean entropy of the truth once the past is known."""
        return self.automaton.entropy_rate()

    def next_distribution(self, prefix: ArrayLike = ()) -> Doubles:
        """(V,) P(next | prefix), prefix (T,) tokens; the share of each word in all text if empty.

        nan from a word that cannot stand where it stands to the next boundary.
        Raises TypeError or ValueError unless the prefix holds tokens 0..V-1.
        """
        if np.size(prefix) == 0:
            return self.automaton.predict(self.automaton.stationary)
        return np.asarray(self.truths(prefix)[-1], np.float64)

    def truths(self, tokens: ArrayLike) -> Doubles:
        """(T, V); row t is P(next | tokens[: t + 1]). nan and errors as `next_distribution`."""
        x = self._checked(tokens)
        rows = np.full((len(x), self.vocabulary_size), np.nan)
        belief = self.automaton.stationary
        belief, t = self.automaton.stationary, 0
        while t < len(x):
            belief = self.automaton.observe(belief, int(x[t]))
            if x[t] == self.boundary and not belief.any():
                belief = self._opening()
            if belief.any():
                rows[t] = self.automaton.predict(belief)
            t += 1
            if np.count_nonzero(belief) == 1:  # the state is known: look-ups will do
                path = self.automaton.follow(int(belief.argmax()), x[t:])
                rows[t : t + len(path)] = self.automaton.emission[path]
                t += len(path)
                belief = np.zeros_like(belief)  # where the path ends, the next word is impossible
        return rows

    def entropies(self, tokens: ArrayLike) -> Doubles:
        """(T,) entropy of each row of `truths`, nats; nan where that is."""
        return np.asarray(entropy(self.truths(tokens)), np.float64).reshape(-1)

    def sample(self, n: int, seed: int) -> Integers:
        """(n,) tokens from the beginning of a sentence on; the same for the same seed."""
        return self.automaton.path(self._opening(), n, seed)[0]

    def tokenize(self, text: str) -> Tokenized:
        """Any text into tokens and unknown pieces; "The Horses sleep!" has "!" as unknown."""
        pieces = tuple(PIECES.findall(unicodedata.normalize("NFC", text).lower()))
        known = np.array([piece in self._index for piece in pieces], np.bool_)
        tokens = [self._index[piece] for piece in pieces if piece in self._index]
        unknown = dict.fromkeys(piece for piece in pieces if piece not in self._index)
        return Tokenized(pieces, known, np.array(tokens, np.intp), tuple(unknown))

    def text(self, tokens: ArrayLike) -> str:
        """The words, with spaces between them but none before a full stop."""
        words = " ".join(self.words[i] for i in self._checked(tokens))
        return words.replace(f" {BOUNDARY}", BOUNDARY)

    def _opening(self) -> Doubles:
        """What is believed at the beginning of a sentence, nothing else being known."""
        return self.automaton.observe(self.automaton.stationary, self.boundary)

    def _checked(self, tokens: ArrayLike) -> Integers:
        x = np.asarray(tokens)
        if x.ndim != 1:
            raise ValueError(f"tokens needs shape (T,), got shape {x.shape}")
        if x.size and x.dtype.kind not in "iu":
            raise TypeError(f"tokens must be integers, got dtype {x.dtype}")
        wrong = (x < 0) | (x >= self.vocabulary_size)
        if wrong.any():
            raise ValueError(f"tokens must lie in 0..{len(self.words) - 1}, got {x[wrong][0]}")
        return x.astype(np.intp)
