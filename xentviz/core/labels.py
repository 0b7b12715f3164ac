"""Target distributions made from labels."""

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._arrays import Array, working_dtype
from xentviz.core._checks import as_distributions, as_share


@np.errstate(all="ignore")
def smooth_labels(p: ArrayLike, epsilon: float) -> Array:
    """(1 - epsilon) * p + epsilon / V: label smoothing, which makes a target less certain.

    A share epsilon of every row is taken away and given to all V classes alike, also to the right
    one. `cross_entropy(x, t, label_smoothing=epsilon)` is the loss against this target.

    Arguments
        p        (..., V) probabilities, V >= 1; a one-hot row is a label.
        epsilon  share in [0, 1].
    Returns
        (..., V) probabilities: float32 stays float32 (float16 becomes it), all else is float64.
        nan in p gives nan.
    Raises
        ValueError for probabilities that are negative or whose sum is off 1 by more than 1e-6
        (float32 1e-4, float16 1e-2), and for an epsilon outside [0, 1]; TypeError for what is not
        real. The message names the argument.
    Source
        Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 7.
    Example
        >>> smooth_labels([1.0, 0.0, 0.0, 0.0], 0.1).round(4).tolist()
        [0.925, 0.025, 0.025, 0.025]
    """
    given = as_distributions("p", p)
    share = as_share("epsilon", epsilon)
    return smoothed(given.astype(working_dtype(given), copy=False), share, given.shape[-1])


def smoothed(p: Array, epsilon: float, n_classes: int) -> Array:
    """The formula of `smooth_labels` for some of the n_classes columns of p."""
    return (1.0 - epsilon) * p + epsilon / n_classes
