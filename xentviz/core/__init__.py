"""Cross-entropy and its relatives, in NumPy: accurate to the last digits, strict about input."""

from xentviz.core.calibration import (
    ReliabilityCurve,
    brier_score,
    expected_calibration_error,
    fit_temperature,
    reliability_curve,
)
from xentviz.core.cross_entropy import cross_entropy, cross_entropy_and_grad
from xentviz.core.information import (
    distribution_cross_entropy,
    entropy,
    kl_divergence,
    nats_to_bits,
)
from xentviz.core.labels import smooth_labels
from xentviz.core.sequence import bits_per_byte, perplexity
from xentviz.core.softmax import log_softmax, logsumexp, softmax

__all__ = [
    "ReliabilityCurve",
    "bits_per_byte",
    "brier_score",
    "cross_entropy",
    "cross_entropy_and_grad",
    "distribution_cross_entropy",
    "entropy",
    "expected_calibration_error",
    "fit_temperature",
    "kl_divergence",
    "log_softmax",
    "logsumexp",
    "nats_to_bits",
    "perplexity",
    "reliability_curve",
    "smooth_labels",
    "softmax",
]
