"""From gradients to steps: SGD, Adam, and a learning rate that warms up and cools down."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Sgd:
    """Plain gradient descent; with momentum, each step goes on with that share of the last one.

    `parameters` are float arrays of any shape, changed in place by each `step`. Raises ValueError
    for a momentum outside [0, 1), or gradients whose number or shapes differ from the parameters'.
    Source: Sutskever et al., On the importance of initialization and momentum, ICML 2013; the
    velocity is that of PyTorch: v = momentum * v + gradient.
    """

    def __init__(self, parameters: Sequence[Array], *, momentum: float = 0.0) -> None:
        if not 0.0 <= momentum < 1.0:
            raise ValueError(f"momentum must lie in [0, 1), got {momentum}")
        self.parameters = list(parameters)
        self.momentum = momentum
        self._velocity = [np.zeros_like(p) for p in self.parameters] if momentum else []

    def step(self, gradients: Sequence[Array], rate: float) -> None:
        """Move every parameter once, in place."""
        _check_shapes(self.parameters, gradients)
        if not self.momentum:
            for p, g in zip(self.parameters, gradients, strict=True):
                p -= rate * g
            return
        for p, g, v in zip(self.parameters, gradients, self._velocity, strict=True):
            v *= self.momentum
            v += g
            p -= rate * v


def _check_shapes(parameters: Sequence[Array], gradients: Sequence[Array]) -> None:
    if [g.shape for g in gradients] != [p.shape for p in parameters]:
        wish = [p.shape for p in parameters]
        raise ValueError(f"gradients need shapes {wish}, got {[g.shape for g in gradients]}")


class Adam:
    """Steps of about the learning rate in each parameter, whatever its gradient's size.

    `parameters` are float arrays of any shape, changed in place by each `step`. On the first step
    each element moves by the rate against its gradient's sign. Raises ValueError for betas outside
    [0, 1), or gradients whose number or shapes differ from the parameters'.
    Source: Kingma & Ba, Adam, ICLR 2015, algorithm 1 with the order of operations of section 2.
    """

    def __init__(
        self,
        parameters: Sequence[Array],
        *,
        betas: tuple[float, float] = (0.9, 0.99),
        epsilon: float = 1e-8,
    ) -> None:
        if not all(0.0 <= beta < 1.0 for beta in betas):
            raise ValueError(f"betas must lie in [0, 1), got {betas}")
        self.parameters = list(parameters)
        self.betas = betas
        self.epsilon = epsilon
        self.steps = 0
        self._mean = [np.zeros_like(p) for p in self.parameters]
        self._square = [np.zeros_like(p) for p in self.parameters]
        self._scratch = [np.empty_like(p) for p in self.parameters]

    def step(self, gradients: Sequence[Array], rate: float) -> None:
        """Move every parameter once, in place."""
        _check_shapes(self.parameters, gradients)
        self.steps += 1
        first, second = self.betas
        unbias = math.sqrt(1.0 - second**self.steps)
        size = rate * unbias / (1.0 - first**self.steps)
        moments = zip(self.parameters, gradients, self._mean, self._square, self._scratch,
                      strict=True)  # fmt: skip
        for p, g, mean, square, work in moments:
            mean *= first
            mean += np.multiply(g, 1.0 - first, out=work)
            square *= second
            np.multiply(g, g, out=work)
            work *= 1.0 - second
            square += work
            np.sqrt(square, out=work)
            work += self.epsilon * unbias
            np.divide(mean, work, out=work)
            work *= size
            p -= work


def one_cycle(step: int, steps: int, peak: float, *, warmup: float = 0.05) -> float:
    """The rate at a step in 0..steps-1: up in a line to the peak, then down a cosine to zero.

    Half of the peak where the cosine is half done. Source: Loshchilov & Hutter, SGDR, ICLR 2017.
    """
    rising = max(1.0, warmup * steps)
    if step < rising:
        return peak * (step + 1) / rising if step + 1 < rising else peak
    done = (step - rising) / max(1.0, steps - rising)
    return peak * 0.5 * (1.0 + math.cos(math.pi * done))
