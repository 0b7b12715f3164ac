"""Long rows of numbers as text that JSON can carry; assets/packed.js reads it."""

import base64
import zlib

import numpy as np
from numpy.typing import ArrayLike, NDArray


def pack(numbers: ArrayLike, kind: str) -> str:
    """base64 of little-endian numbers of that kind: "f8", "f4", "u2" or "u1"."""
    return base64.b64encode(np.asarray(numbers).astype(f"<{kind}").tobytes()).decode("ascii")


def pack_frames(frames: NDArray[np.uint8]) -> str:
    """base64 of compressed bytes (F, ...): each frame but the first less the one before."""
    changes = frames.copy()
    changes[1:] -= frames[:-1]
    return base64.b64encode(zlib.compress(changes.tobytes(), 1)).decode("ascii")
