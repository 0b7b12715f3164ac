"""Cross-entropy and its relatives, in NumPy: accurate to the last digits, strict about input.

Which call goes which way
    softmax, log_softmax, logsumexp, entropy, kl_divergence, distribution_cross_entropy and
    fit_temperature work on whole arrays, from the parts in `_softmax_parts`.
    cross_entropy and cross_entropy_and_grad take the first of these that fits:
        `_shortcut`       float array, integer targets, every option at its default, at most 65,536
                          elements: straight to one of the two kernels in `_nll`
        `_arguments`      all other arguments are checked, then `_blocks` cuts the rows into blocks,
                          on two threads from 262,144 elements on, each for one of
        `nll_short_row`   one row of up to 48 classes, default options: Python floats
        `nll_rows`        2,048 elements or more, default options
        `weighted_nll`    everything else: smoothed, weighted or soft targets, a temperature,
                          arrays under 2,048 elements, factors at the ends of the float range

Why there are four ways to one loss
    They are one formula, log(sum of exponentials) - logit, at four prices. Without the shortcut,
    checking the arguments of one row takes eight times as long as computing its loss. NumPy takes
    10 us for a row, Python floats 1. `nll_rows` goes over the array three to five times, in its own
    dtype and without a copy, and so cannot keep what rounding takes from each difference.
    `weighted_nll` keeps it, in float64, in five to ten times the time: for a small array that is
    nothing, and with options something like it is needed anyway.
    `_thresholds` says where each begins and what was measured there.

How accurate each row's loss is
    Rows of up to 48 classes in float64, in arrays under 2,048 elements: within 3 units in the last
    place for class indices, at any temperature; within 5 with smoothing, weights or probabilities.
    (Of 3 million random rows each, the worst were off by 2.8 and 3.7.)
    All others: within (4 + max|x - max x|) eps, relative; eps is 2.2e-16, for float32 1.2e-7.
    The gradient: element j within as many eps of p_j + c_j, where p is the softmax and c the
    target; for class indices, of itself.
    More digits are lost only where exponentials or losses are below 1e-290.
"""

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
