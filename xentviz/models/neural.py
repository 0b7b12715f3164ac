"""A small neural language model: the last tokens' embeddings, one hidden layer, the next token."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xentviz.core import cross_entropy_and_grad
from xentviz.models.language_model import Doubles, Integers, Scored, as_tokens

Array = NDArray[Any]


@dataclass(frozen=True)
class Shape:
    """How large a model is."""

    vocabulary_size: int
    context: int = 12  # tokens it sees
    embedding: int = 16  # numbers that stand for a token
    hidden: int = 192


class Neural(Scored):
    """logits = relu(concat(E[x_{t-n+1}], ..., E[x_t]) W1 + b1) W2 + b2.

    E (V + 1, d), its last row for "nothing there yet"; W1 (n d, h); W2 (h, V). At first W2 is
    small, so the loss starts at ln V. Deterministic from its seed; parameters of `dtype`.
    Source: Bengio et al., A neural probabilistic language model, JMLR 3 (2003).
    """

    def __init__(self, shape: Shape, *, seed: int = 0, dtype: type = np.float32) -> None:
        rng = np.random.default_rng(seed)
        v, d, h = shape.vocabulary_size, shape.embedding, shape.hidden
        wide = shape.context * d
        self.shape = shape
        self.embedding: Array = rng.normal(0.0, 1.0, (v + 1, d)).astype(dtype)
        self.w1: Array = rng.normal(0.0, (2.0 / wide) ** 0.5, (wide, h)).astype(dtype)
        self.b1: Array = np.zeros(h, dtype)
        self.w2: Array = rng.normal(0.0, 0.1 / h**0.5, (h, v)).astype(dtype)
        self.b2: Array = np.zeros(v, dtype)

    @property
    def vocabulary_size(self) -> int:
        """V"""
        return self.shape.vocabulary_size

    @property
    def context(self) -> int:
        """How many of the last tokens count."""
        return self.shape.context

    @property
    def parameters(self) -> list[Array]:
        """What training changes, in place."""
        return [self.embedding, self.w1, self.b1, self.w2, self.b2]

    @property
    def weights(self) -> list[Array]:
        """The parameters that weight decay pulls towards 0: all but the biases."""
        return [self.embedding, self.w1, self.w2]

    def windows(self, tokens: ArrayLike) -> Integers:
        """(T,) tokens to (T, n): the last n tokens at each position, V where there is none."""
        x = as_tokens(tokens, self.vocabulary_size)
        padded = np.concatenate([np.full(self.context - 1, self.vocabulary_size, np.intp), x])
        if len(x) == 0:
            return np.zeros((0, self.context), np.intp)
        return np.lib.stride_tricks.sliding_window_view(padded, self.context)

    def logits(self, tokens: ArrayLike) -> Doubles:
        """(T, V); row t predicts what follows tokens[: t + 1]."""
        return self._forward(self.windows(tokens))[2].astype(np.float64)

    def _forward(
        self, windows: Integers, dropped: tuple[Array, Array] | None = None
    ) -> tuple[Array, Array, Array]:
        inputs = self.embedding[windows].reshape(len(windows), len(self.w1))  # (B, n d)
        if dropped is not None:
            inputs *= dropped[0]
        hidden = inputs @ self.w1
        hidden += self.b1
        np.maximum(hidden, 0.0, out=hidden)  # (B, h)
        if dropped is not None:
            hidden *= dropped[1]
        return inputs, hidden, hidden @ self.w2 + self.b2

    def dropout(self, rows: int, share: float, rng: np.random.Generator) -> tuple[Array, Array]:
        """Factors for (B, n d) inputs and (B, h) hidden numbers: 0 for a share of them.

        The others are 1 / (1 - share), so that the mean stays.
        Source: Srivastava et al., Dropout, JMLR 15 (2014), scaled in training instead of later.
        """
        kept = self.w1.dtype.type(1.0 / (1.0 - share))
        wide, hidden = (
            (rng.random((rows, n), dtype=np.float32) >= share) * kept for n in self.w1.shape
        )
        return wide, hidden

    def loss_and_gradients(
        self, windows: Integers, targets: Integers, dropped: tuple[Array, Array] | None = None
    ) -> tuple[float, list[Array]]:
        """Mean loss over (B, n) windows and (B,) targets, nats; gradients like `parameters`.

        `dropped`, from `dropout`, hides a part of the inputs and of the hidden layer.
        """
        inputs, hidden, logits = self._forward(windows, dropped)
        loss, d_logits = cross_entropy_and_grad(logits, targets)  # (B, V)
        d_hidden = d_logits @ self.w2.T
        d_hidden *= hidden > 0.0
        if dropped is not None:
            d_hidden *= dropped[1]
        d_inputs = d_hidden @ self.w1.T
        if dropped is not None:
            d_inputs *= dropped[0]
        gradients = [
            self._scatter(windows, d_inputs.reshape(*windows.shape, -1)),  # from (B, n, d)
            inputs.T @ d_hidden,
            d_hidden.sum(axis=0),
            hidden.T @ d_logits,
            d_logits.sum(axis=0),
        ]
        return float(loss), gradients

    def _scatter(self, windows: Integers, d_inputs: Array) -> Array:
        """Each token's embedding gathers the gradients of all places where it stood."""
        flat, rows = windows.ravel(), d_inputs.reshape(-1, self.shape.embedding)
        order = np.argsort(flat, kind="stable")
        tokens, starts = np.unique(flat[order], return_index=True)
        gradient = np.zeros_like(self.embedding)
        gradient[tokens] = np.add.reduceat(rows[order], starts, axis=0)
        return gradient
