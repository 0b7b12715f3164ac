"""Array types, and the conversion of any argument to an array of real numbers."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xentviz.core._thresholds import DOUBLE, SINGLE

Array: TypeAlias = NDArray[Any]
Doubles: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.intp]
Booleans: TypeAlias = NDArray[np.bool_]

NESTING = 64  # the most axes that a NumPy array can have, and so the deepest list worth a look


def to_array(name: str, value: object) -> Array:
    """The value as an array of any dtype, never masked; the error names the argument."""
    refuse_masked(name, value)
    try:
        return np.asarray(value)
    except MemoryError:
        raise
    except Exception as error:  # NumPy's own, or any that the value's __array__ raises
        if isinstance(value, list | tuple) and isinstance(error, ValueError):
            raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from None
        kind = type(value).__name__
        raise TypeError(f"{name} must be an array of real numbers, got {kind}: {error}") from error


def refuse_masked(name: str, value: object) -> None:
    """Raise TypeError for a masked array, also inside lists: NumPy would drop the mask silently."""
    if _is_masked(value, NESTING):
        raise TypeError(f"{name} must not be a masked array: its mask would be lost")


def _is_masked(value: object, depth: int) -> bool:
    if isinstance(value, np.ma.MaskedArray):
        return True
    if not isinstance(value, list | tuple) or depth == 0:
        return False
    kinds = set(map(type, value))  # a tenth of what np.asarray takes for the same list
    if any(issubclass(kind, np.ma.MaskedArray) for kind in kinds):
        return True
    nested = any(issubclass(kind, list | tuple) for kind in kinds)
    return nested and any(_is_masked(part, depth - 1) for part in value)


def as_array(name: str, value: ArrayLike) -> Array:
    """The value as an array of real numbers; never bool, complex, text or objects."""
    array = to_array(name, value)
    if array.dtype.kind not in "fiu":
        raise TypeError(f"{name} must be an array of real numbers, got dtype {array.dtype}")
    return array


def as_floats(name: str, value: ArrayLike) -> Array:
    """The value as float32 (from float32 and float16) or as float64 (from all other reals)."""
    array = as_array(name, value)
    return array.astype(working_dtype(array), copy=False)


def working_dtype(array: Array) -> np.dtype[Any]:
    """float32 for float32 and float16, float64 for all other reals."""
    return SINGLE if array.dtype.kind == "f" and array.dtype.itemsize <= 4 else DOUBLE


def scalar_or_array(array: Array) -> float | Array:
    """A Python float for a 0-d array; any other array as it is."""
    return float(array) if array.ndim == 0 else array
