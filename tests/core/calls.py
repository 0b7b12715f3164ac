"""One valid call of each public function, whose arguments the tests exchange."""

from collections.abc import Callable
from typing import Any

import numpy as np

from xentviz import core

X = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 2.0]])
T = np.array([0, 2])
P = np.array([[0.5, 0.5, 0.0], [0.2, 0.3, 0.5]])

# For each public function: its arguments, and which of them are arrays.
CALLS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "logsumexp": ({"logits": X}, ("logits",)),
    "log_softmax": ({"logits": X, "temperature": 2.0, "axis": 1}, ("logits",)),
    "softmax": ({"logits": X, "temperature": 2.0, "axis": 1}, ("logits",)),
    "cross_entropy": (
        {
            "logits": X,
            "targets": T,
            "class_weights": np.ones(3),
            "ignore_index": 1,
            "label_smoothing": 0.1,
            "temperature": 2.0,
        },
        ("logits", "targets", "class_weights"),
    ),
    "cross_entropy_and_grad": (
        {
            "logits": X,
            "targets": T,
            "class_weights": np.ones(3),
            "ignore_index": 1,
            "label_smoothing": 0.1,
            "temperature": 2.0,
            "reduction": "none",
            "upstream": np.ones(2),
            "out": np.empty((2, 3)),
        },
        ("logits", "targets", "class_weights", "upstream", "out"),
    ),
    "entropy": ({"p": P}, ("p",)),
    "kl_divergence": ({"p": P, "q": P}, ("p", "q")),
    "distribution_cross_entropy": ({"p": P, "q": P}, ("p", "q")),
    "smooth_labels": ({"p": P, "epsilon": 0.1}, ("p",)),
    "nats_to_bits": ({"nats": X}, ("nats",)),
    "perplexity": ({"token_losses": X, "mask": np.ones((2, 3), bool)}, ("token_losses", "mask")),
    "bits_per_byte": ({"total_nats": 1.0, "n_bytes": 2}, ()),
    "reliability_curve": ({"probs": P, "labels": T, "n_bins": 5}, ("probs", "labels")),
    "expected_calibration_error": ({"probs": P, "labels": T, "n_bins": 5}, ("probs", "labels")),
    "brier_score": ({"probs": P, "labels": T}, ("probs", "labels")),
    "fit_temperature": ({"logits": X, "targets": T}, ("logits", "targets")),
}
NUMBERS = {"temperature", "axis", "ignore_index", "label_smoothing", "epsilon", "n_bins"}
NUMBERS |= {"total_nats", "n_bytes"}
ARRAY_ARGUMENTS = [(name, argument) for name, call in CALLS.items() for argument in call[1]]
NUMBER_ARGUMENTS = [
    (name, argument) for name, call in CALLS.items() for argument in call[0] if argument in NUMBERS
]


def call(name: str, **changes: object) -> object:
    function: Callable[..., object] = getattr(core, name)
    return function(**CALLS[name][0] | changes)
