"""What training makes small: cross-entropy, or the squared error of the softmax output."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xentviz.core import cross_entropy, cross_entropy_and_grad, smooth_labels, softmax

Doubles = NDArray[np.float64]
Integers = NDArray[np.intp]
# The core goes over arrays of 2,048 numbers and more in a tenth of the time: 400x5 take 30 us
# instead of 650. Smaller batches get rows of zeros, whose loss is ln K each.
QUICK = 2048


@dataclass(frozen=True)
class Objective:
    """A loss of logits (N, K) and labels (N,), as a mean that class weights may weight.

    `squared`: the sum over classes of (p - y)^2 instead of cross-entropy, y being the smoothed
    label. Both divide by the sum of the labels' weights, as PyTorch does.
    """

    squared: bool = False
    class_weights: tuple[float, ...] = ()
    smoothing: float = 0.0

    def loss(self, logits: Doubles, labels: Integers) -> float:
        """The mean, in nats, or without a unit where it is squared."""
        if self.squared:
            return self._squared(logits, labels)[0]
        return float(
            cross_entropy(
                logits,
                labels,
                class_weights=self.class_weights or None,
                label_smoothing=self.smoothing,
            )
        )

    def loss_and_grad(self, logits: Doubles, labels: Integers) -> tuple[float, Doubles]:
        """The mean, and its gradient in the logits (N, K)."""
        if self.squared:
            return self._squared(logits, labels)
        if self.class_weights or self.smoothing:
            loss, grad = cross_entropy_and_grad(
                logits,
                labels,
                class_weights=self.class_weights or None,
                label_smoothing=self.smoothing,
            )
        else:
            loss, grad = _plain(logits, labels)
        return float(loss), np.asarray(grad, np.float64)

    def _squared(self, logits: Doubles, labels: Integers) -> tuple[float, Doubles]:
        """mean w sum_j (p_j - y_j)^2, and 2 w p_j (r_j - sum_k p_k r_k) for r = p - y."""
        n, k = logits.shape
        p = _softmax(logits)
        y = np.asarray(smooth_labels(np.eye(k), self.smoothing))[labels]
        r = p - y
        w = np.array(self.class_weights)[labels] if self.class_weights else np.ones(n)
        w = w / w.sum() if w.sum() else np.full(n, np.nan)
        loss = float(w @ (r * r).sum(axis=1))
        return loss, 2.0 * w[:, None] * p * (r - (p * r).sum(axis=1, keepdims=True))


def _plain(logits: Doubles, labels: Integers) -> tuple[float, Doubles]:
    n, k = logits.shape
    if n == 0 or logits.size >= QUICK:
        loss, grad = cross_entropy_and_grad(logits, labels)
        return float(loss), np.asarray(grad, np.float64)
    more = -(-QUICK // k) - n
    padded = np.concatenate([logits, np.zeros((more, k))])
    targets = np.concatenate([labels, np.zeros(more, np.intp)])
    total, grad = cross_entropy_and_grad(padded, targets, reduction="sum")
    return (float(total) - more * float(np.log(k))) / n, np.asarray(grad[:n] / n, np.float64)


def _softmax(logits: Doubles) -> Doubles:
    n, k = logits.shape
    more = max(0, -(-(QUICK + 1) // k) - n)
    padded = np.concatenate([logits, np.zeros((more, k))]) if more else logits
    return np.asarray(softmax(padded)[:n], np.float64)


def balanced(labels: Integers, n_classes: int) -> tuple[float, ...]:
    """A weight for each class, so that all classes that occur weigh alike: N / (classes * n_k)."""
    counts = np.bincount(labels, minlength=n_classes)
    share = len(labels) / max(1, int(np.count_nonzero(counts)))
    return tuple(share / count if count else 0.0 for count in counts.tolist())
