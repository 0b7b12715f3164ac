"""Softmax regression, and networks with hidden layers: from points to logits, and back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xentviz.models.objective import Integers, Objective

Doubles = NDArray[np.float64]
Floats = NDArray[Any]  # float64, or float32 for a picture
RELU, TANH = "relu", "tanh"
# Multiplications of one product. OpenBLAS gives larger ones to several threads: that takes ten
# times as long where other cores are busy, and the last digits depend on the number of cores.
SLAB = 1 << 18


@dataclass
class Network:
    """logits = a(a(x W1 + b1) W2 + b2) W3 + b3, with a = tanh or max(0, .); float64.

    `sizes` are inputs, hidden units of each layer, classes: (2, 5) is softmax regression.
    `parameters` are W1, b1, W2, b2, ...: W (in, out), b (out,). All zero at first.
    """

    sizes: tuple[int, ...]
    activation: str = TANH
    parameters: list[Doubles] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.activation not in (RELU, TANH):
            raise ValueError(f"activation must be tanh or relu, got {self.activation!r}")
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise ValueError(f"sizes needs two numbers >= 1 or more, got {self.sizes}")
        if not self.parameters:
            for wide, narrow in pairwise(self.sizes):
                self.parameters += [np.zeros((wide, narrow)), np.zeros(narrow)]

    @property
    def weights(self) -> list[Doubles]:
        """W1, W2, ..., without the biases."""
        return self.parameters[::2]

    @property
    def count(self) -> int:
        """How many numbers are trained."""
        return sum(one.size for one in self.parameters)

    def flat(self) -> Doubles:
        """All parameters in one row (P,), copied."""
        return np.concatenate([one.ravel() for one in self.parameters])

    def set_flat(self, row: Doubles) -> None:
        """Take all parameters from a row (P,)."""
        at = 0
        for one in self.parameters:
            one[...] = row[at : at + one.size].reshape(one.shape)
            at += one.size

    def outputs(self, x: Floats) -> list[Floats]:
        """What each layer gives for points x (N, in): the hidden units, then the logits (N, K)."""
        last, given = len(self.weights) - 1, []
        for layer in range(last + 1):
            x = product(x, self.parameters[2 * layer])
            x += self.parameters[2 * layer + 1]
            if layer < last:
                x = np.tanh(x, out=x) if self.activation == TANH else np.maximum(x, 0.0, out=x)
            given.append(x)
        return given

    def logits(self, x: Floats) -> Floats:
        """(N, in) to (N, K)."""
        return self.outputs(x)[-1]

    def backward(self, x: Doubles, outputs: Sequence[Doubles], d_logits: Doubles) -> list[Doubles]:
        """The gradients like `parameters`, from the gradient in the logits (N, K)."""
        inputs, gradients, d = [x, *outputs[:-1]], list[Doubles](), d_logits
        for layer in reversed(range(len(inputs))):
            gradients[:0] = [transposed_product(inputs[layer], d), d.sum(axis=0)]
            if layer:
                d = product(d, self.parameters[2 * layer].T)
                h = inputs[layer]
                d *= 1.0 - h * h if self.activation == TANH else h > 0.0
        return gradients

    def loss_and_gradients(
        self, x: Doubles, labels: Integers, objective: Objective
    ) -> tuple[float, list[Doubles]]:
        """The objective on points x (N, in), and its gradients like `parameters`."""
        outputs = self.outputs(x)
        loss, d_logits = objective.loss_and_grad(outputs[-1], labels)
        return loss, self.backward(x, outputs, d_logits)


def product(a: Floats, b: Floats) -> Floats:
    """a @ b for (N, m) and (m, n), on one thread."""
    rows = max(1, SLAB // (b.shape[0] * b.shape[1]))
    if len(a) <= rows:
        return a @ b
    out = np.empty((len(a), b.shape[1]), a.dtype)
    for start in range(0, len(a), rows):
        np.matmul(a[start : start + rows], b, out=out[start : start + rows])
    return out


def transposed_product(a: Floats, b: Floats) -> Floats:
    """a.T @ b for (N, m) and (N, n), on one thread."""
    rows = max(1, SLAB // (a.shape[1] * b.shape[1]))
    total = a[:rows].T @ b[:rows]
    for start in range(rows, len(a), rows):
        total += a[start : start + rows].T @ b[start : start + rows]
    return total


def logits_of_each(sizes: tuple[int, ...], activation: str, rows: Doubles, x: Floats) -> Floats:
    """Logits (F, N, K) of points x (N, in) under each of F rows of parameters, in x's dtype."""
    network = Network(sizes, activation)
    network.parameters = [one.astype(x.dtype) for one in network.parameters]
    given = np.empty((len(rows), len(x), sizes[-1]), x.dtype)
    for frame, row in enumerate(rows):
        network.set_flat(row)
        given[frame] = network.logits(x)
    return given
