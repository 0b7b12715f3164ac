"""From the losses of tokens to the numbers that are quoted about texts."""

import math
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._arrays import as_floats
from xentviz.core._checks import as_mask, as_number


@np.errstate(all="ignore")
def perplexity(token_losses: ArrayLike, *, mask: ArrayLike | None = None) -> float:
    """exp of the mean loss: as unsure as when choosing among that many equally likely tokens.

    Arguments
        token_losses  any shape, in nats.
        mask          the same shape; True (or 1) where a token counts.
    Returns
        Number of equally likely choices, a Python float: nan if nothing counts or a counted loss is
        nan, inf for a mean loss above 709.
    Raises
        ValueError for a mask of another shape or with other numbers; TypeError for losses that are
        not real and a mask that is not of numbers. The message names the argument.
    Source
        Jelinek et al., Journal of the Acoustical Society of America 62 (1977), S63.
    Example
        >>> round(perplexity([np.log(2), np.log(8)]), 4)
        4.0
    """
    losses = as_floats("token_losses", token_losses).astype(np.float64)
    if mask is not None:
        losses = losses[as_mask(mask, losses.shape)]
    if losses.size == 0:
        return math.nan
    mean = losses.mean()
    if not math.isfinite(mean):  # the sum may have overflowed where the mean does not
        mean = (losses / losses.size).sum()
    return float(np.exp(mean))


@np.errstate(all="ignore")
def bits_per_byte(total_nats: float, n_bytes: SupportsIndex | float) -> float:
    """The total loss of a text in bits, over its length in bytes: comparable between tokenizers.

    Arguments
        total_nats  sum of the losses of all tokens, one number, in nats.
        n_bytes     length of the text, a whole number >= 1, in bytes.
    Returns
        Bits per byte, a Python float.
    Raises
        ValueError unless `n_bytes` is a whole number >= 1; TypeError for what is not one real
        number. The message names the argument.
    Source
        Gao et al., The Pile, arXiv:2101.00027 (2020), section 3.1.
    Example
        >>> bits_per_byte(16 * np.log(2), 8)
        2.0
    """
    nats, length = as_number("total_nats", total_nats), as_number("n_bytes", n_bytes)
    if not (length >= 1 and length.is_integer()):
        raise ValueError(f"n_bytes must be a whole number of at least 1, got {length:g}")
    return nats / (length * math.log(2.0))
