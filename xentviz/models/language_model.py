"""What every language model answers: logits for tokens, and what is made of them."""

from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xentviz.core import cross_entropy, softmax

Doubles: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.intp]
CHUNK = 4096  # rows of logits alive at a time where only losses are wanted


class LanguageModel(Protocol):
    """A distribution over the next token, for every prefix of a text."""

    @property
    def vocabulary_size(self) -> int:
        """V"""
        ...

    @property
    def context(self) -> int:
        """How many of the last tokens a prediction can depend on."""
        ...

    def logits(self, tokens: ArrayLike) -> Doubles:
        """(T,) tokens to (T, V) logits; row t predicts what follows tokens[: t + 1]."""
        ...

    def last_logits(self, tokens: ArrayLike) -> Doubles:
        """(T,) tokens, T >= 1, to the (V,) logits of what follows all of them."""
        ...


class Scored(Protocol):
    """The last row alone, for a class that has logits and a context."""

    @property
    def context(self) -> int:
        """How many of the last tokens a prediction can depend on."""
        ...

    def logits(self, tokens: ArrayLike) -> Doubles:
        """(T,) tokens to (T, V) logits."""
        ...

    def last_logits(self, tokens: ArrayLike) -> Doubles:
        """(T,) tokens, T >= 1, to the (V,) logits of what follows all of them."""
        last: Doubles = self.logits(np.asarray(tokens)[-self.context - 1 :])[-1]
        return last


def as_tokens(tokens: ArrayLike, vocabulary_size: int) -> Integers:
    """Token indices (T,) in 0..V-1. Raises TypeError or ValueError for anything else."""
    array = np.asarray(tokens)
    if array.shape == (0,):
        return np.zeros(0, np.intp)
    if array.dtype.kind not in "iu":
        raise TypeError(f"tokens must be integers, got dtype {array.dtype}")
    if array.ndim != 1:
        raise ValueError(f"tokens needs shape (T,), got shape {array.shape}")
    wrong = (array < 0) | (array >= vocabulary_size)
    if wrong.any():
        raise ValueError(f"tokens must lie in 0..{vocabulary_size - 1}, got {array[wrong][0]}")
    return array.astype(np.intp)


def next_token_pairs(tokens: ArrayLike, start: int) -> tuple[Integers, Integers]:
    """Inputs and targets, both (T,): each token is asked for after those before it.

    `next_token_pairs([5, 6, 7], start=0)` is ([0, 5, 6], [5, 6, 7]): the first is predicted from
    `start`, the token that stands at the beginning of a text.
    """
    targets = np.asarray(tokens, np.intp)
    return np.concatenate([[start], targets[:-1]])[: len(targets)].astype(np.intp), targets


def token_losses(model: LanguageModel, tokens: ArrayLike, start: int) -> Doubles:
    """Each token's loss after those before it, (T,) nats, in bounded memory for any T."""
    inputs, targets = next_token_pairs(tokens, start)
    losses = np.empty(len(targets))
    for first in range(0, len(targets), CHUNK):
        stop = min(first + CHUNK, len(targets))
        seen = max(0, first + 1 - max(1, model.context))
        logits = model.logits(inputs[seen:stop])[first - seen :]
        losses[first:stop] = cross_entropy(logits, targets[first:stop], reduction="none")
    return losses


class Writing(NamedTuple):
    """A sampled text, with what stood before each draw."""

    tokens: Integers  # (n,)
    probabilities: Doubles  # (n, V) what each token was drawn from, temperature applied
    losses: Doubles  # (n,) -log of the drawn token's probability there, nats


def write(
    model: LanguageModel,
    prefix: ArrayLike,
    n: int,
    *,
    temperature: float = 1.0,
    seed: int = 0,
    likeliest: bool = False,
) -> Writing:
    """n tokens sampled one by one after a prefix of at least one token.

    With `likeliest` each is the likeliest one instead of a sample; the losses say how likely it
    was. Raises ValueError for an empty prefix, a token outside 0..V-1 or a temperature not above 0.
    """
    text = as_tokens(prefix, model.vocabulary_size).tolist()
    if not text:
        raise ValueError("prefix needs at least one token, got none")
    rng = np.random.default_rng(seed)
    probabilities = np.empty((n, model.vocabulary_size))
    for i in range(n):
        logits = model.last_logits(np.array(text[-model.context - 1 :]))
        p = probabilities[i] = softmax(logits, temperature=temperature)
        text.append(int(p.argmax()) if likeliest else draw(p, rng.random()))
    tokens = np.array(text[len(text) - n :], np.intp)
    return Writing(tokens, probabilities, -np.log(probabilities[np.arange(n), tokens]))


def draw(probabilities: Doubles, chance: float) -> int:
    """The index in whose share of [0, 1) the chance falls; never one of probability 0."""
    steps = np.cumsum(probabilities)
    return int(np.searchsorted(steps, chance * steps[-1], side="right"))
