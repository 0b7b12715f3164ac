"""From the losses of tokens to numbers people quote about texts."""

import math
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._checks import as_floats, as_number


def perplexity(token_losses: ArrayLike, *, mask: ArrayLike | None = None) -> float:
    """exp of the mean loss of the counted tokens: as unsure as among that many equal choices.

    `perplexity([ln 2, ln 8])` is 4. `token_losses` has any shape, in nats; `mask`, of the same
    shape, is True (or 1) where a token counts. A Python float: nan if nothing counts or a counted
    loss is nan, inf above e^709. Raises ValueError for a mask of another shape or other values.
    Source: Jelinek et al., Journal of the Acoustical Society of America 62 (1977), S63.
    """
    losses = as_floats("token_losses", token_losses).astype(np.float64)
    if mask is not None:
        counts = np.asarray(mask)
        if counts.shape != losses.shape:
            raise ValueError(f"mask needs shape {losses.shape}, got shape {counts.shape}")
        if counts.size and not np.isin(counts, (0, 1)).all():
            raise ValueError(f"mask must hold only True and False, got dtype {counts.dtype}")
        losses = losses[counts.astype(bool)]
    if losses.size == 0:
        return math.nan
    with np.errstate(all="ignore"):
        return float(np.exp(losses.mean()))


def bits_per_byte(total_nats: float, n_bytes: SupportsIndex | float) -> float:
    """Total loss of a text in bits, over its length in bytes: comparable between tokenizers.

    `bits_per_byte(16 * ln 2, 8)` is 2. A Python float. Raises ValueError unless `n_bytes` is a
    whole number >= 1, TypeError for what is not a real number.
    Source: Gao et al., The Pile, arXiv:2101.00027 (2020), section 3.1.
    """
    nats, length = as_number("total_nats", total_nats), as_number("n_bytes", n_bytes)
    if not (length >= 1 and length.is_integer()):
        raise ValueError(f"n_bytes must be a whole number of at least 1, got {length:g}")
    return nats / math.log(2.0) / length
