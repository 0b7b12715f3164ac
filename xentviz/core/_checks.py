"""Every argument of the core is checked here, once; each error names argument, value and wish."""

import operator
from collections.abc import Sequence
from typing import Any, SupportsIndex, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]
Doubles: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.intp]
Booleans: TypeAlias = NDArray[np.bool_]

SINGLE, DOUBLE = np.dtype(np.float32), np.dtype(np.float64)
PIECE = 1 << 16  # elements checked at a time, so that checking allocates little
REDUCTIONS = ("none", "sum", "mean")
# How far a distribution's sum may be from 1, by the bytes a number has: a float32 softmax over
# 50,000 classes is off by 1e-5, a table typed with six digits by 1e-6.
SUM_TOLERANCE = {2: 1e-2, 4: 1e-4, 8: 1e-6}


def as_array(name: str, value: ArrayLike) -> Array:
    """The value as an array of real numbers; never bool, complex, text or objects."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from None
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


def as_logits(value: ArrayLike, name: str = "logits") -> Array:
    """Real numbers as they are, with at least one axis and at least one class."""
    array = as_array(name, value)
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(f"{name} needs shape (..., V) with V >= 1, got shape {array.shape}")
    return array


def as_distributions(name: str, value: ArrayLike) -> Array:
    """Rows of probabilities: none negative, each row summing to 1. Rows with nan stay nan."""
    array = as_logits(value, name)
    tolerance = SUM_TOLERANCE.get(array.dtype.itemsize if array.dtype.kind == "f" else 8, 1e-6)
    if (array < 0).any():
        raise ValueError(f"{name} must not be negative, got {np.nanmin(array)}")
    off = np.abs(array.sum(axis=-1, dtype=np.float64) - 1.0)
    if (off > tolerance).any():
        total = array.sum(axis=-1, dtype=np.float64).flat[np.nanargmax(off)]
        raise ValueError(f"{name} must sum to 1 within {tolerance:g} in each row, got {total}")
    return array


def as_pair(
    p: ArrayLike, q: ArrayLike, from_logits: bool
) -> tuple[Doubles, Doubles, tuple[int, ...]]:
    """Two arrays of rows as (N, V) float64, broadcast over their leading axes; and that shape."""
    first = as_logits(p, "p") if from_logits else as_distributions("p", p)
    second = as_logits(q, "q") if from_logits else as_distributions("q", q)
    message = f"p and q must have the same classes, got shapes {first.shape} and {second.shape}"
    if first.shape[-1] != second.shape[-1]:
        raise ValueError(message)
    try:
        shape = np.broadcast_shapes(first.shape, second.shape)
    except ValueError:
        raise ValueError(message) from None
    p_rows = np.broadcast_to(first, shape).reshape(-1, shape[-1]).astype(np.float64)
    q_rows = np.broadcast_to(second, shape).reshape(-1, shape[-1]).astype(np.float64)
    return p_rows, q_rows, shape[:-1]


def as_indices(
    name: str, value: ArrayLike, shape: tuple[int, ...], n_classes: int, ignored: int | None = None
) -> Array:
    """Class indices of the given shape, each in 0..n_classes-1 or equal to `ignored`."""
    array = as_array(name, value)
    if array.size == 0 and array.shape == shape:
        return np.zeros(shape, np.intp)  # an empty list has no dtype of its own
    if array.dtype.kind == "f":
        raise TypeError(f"{name} must be integer class indices, got dtype {array.dtype}")
    if array.shape != shape:
        raise ValueError(f"{name} as class indices needs shape {shape}, got shape {array.shape}")
    flat = array.reshape(-1)
    for start in range(0, len(flat), PIECE):
        piece = flat[start : start + PIECE]
        if piece.dtype == np.int64 and piece.view(np.uint64).max() < n_classes:
            continue  # one pass for both ends: seen as unsigned, a negative index is huge
        wrong = (piece < 0) | (piece >= n_classes)
        if ignored is not None:
            wrong &= piece != ignored
        if wrong.any():
            raise ValueError(f"{name} must lie in 0..{n_classes - 1}, got {piece[wrong][0]}")
    return array


def as_targets(value: ArrayLike, shape: tuple[int, ...], ignored: int | None) -> tuple[Array, bool]:
    """Class indices (...), or probabilities (..., V); and whether they are probabilities."""
    array = as_array("targets", value)
    empty = array.size == 0 and array.shape != shape
    if array.dtype.kind != "f" or array.ndim < len(shape) or empty:
        return as_indices("targets", array, shape[:-1], shape[-1], ignored), False
    if array.shape != shape:
        raise ValueError(f"targets as probabilities needs shape {shape}, got shape {array.shape}")
    if ignored is not None:
        raise ValueError(
            f"ignore_index goes with class indices, not with probabilities, got {ignored}"
        )
    rows = array.reshape(-1, shape[-1])
    step = max(1, PIECE // shape[-1])
    for start in range(0, len(rows), step):
        as_distributions("targets", rows[start : start + step])
    return array, True


def as_weights(value: ArrayLike | None, n_classes: int) -> Array | None:
    """One finite weight >= 0 a class."""
    if value is None:
        return None
    array = as_array("class_weights", value)
    if array.shape != (n_classes,):
        raise ValueError(f"class_weights needs shape ({n_classes},), got shape {array.shape}")
    wrong = ~(np.isfinite(array) & (array >= 0))
    if wrong.any():
        raise ValueError(f"class_weights must be finite and >= 0, got {array[wrong][0]}")
    return array


def as_number(name: str, value: object) -> float:
    """One real number."""
    if type(value) is float:
        return value
    array = np.asarray(value)
    if array.ndim != 0 or array.dtype.kind not in "fiu":
        raise TypeError(f"{name} must be a real number, got {value!r}")
    return float(array)


def as_integer(name: str, value: SupportsIndex) -> int:
    """One integer; True is not one."""
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, got {value!r}") from None


def as_positive_integer(name: str, value: SupportsIndex) -> int:
    """One integer >= 1."""
    number = as_integer(name, value)
    if number < 1:
        raise ValueError(f"{name} must be at least 1, got {number}")
    return number


def as_temperature(value: object) -> float:
    """One finite number > 0."""
    number = as_number("temperature", value)
    if not 0.0 < number < np.inf:
        raise ValueError(f"temperature must be finite and > 0, got {number}")
    return number


def as_smoothing(value: object) -> float:
    """One number in [0, 1]."""
    number = as_number("label_smoothing", value)
    if not 0.0 <= number <= 1.0:
        raise ValueError(f"label_smoothing must lie in [0, 1], got {number}")
    return number


def as_reduction(value: object) -> str:
    """One of the three names."""
    if not isinstance(value, str) or value not in REDUCTIONS:
        raise ValueError(f"reduction must be one of {', '.join(REDUCTIONS)}, got {value!r}")
    return value


def as_axis(value: SupportsIndex, ndim: int) -> int:
    """An axis in -ndim..ndim-1, counted from the front."""
    axis = as_integer("axis", value)
    if not -ndim <= axis < ndim:
        raise ValueError(f"axis must lie in {-ndim}..{ndim - 1}, got {axis}")
    return axis % ndim


def as_out(value: object, logits: Array, others: Sequence[Array | None]) -> Array:
    """A buffer for the gradient: like the logits will be, and apart from all other inputs."""
    if not isinstance(value, np.ndarray):
        raise TypeError(f"out must be a NumPy array, got {type(value).__name__}")
    dtype = working_dtype(logits)
    if value.shape != logits.shape or value.dtype != dtype:
        raise ValueError(
            f"out needs shape {logits.shape} and dtype {dtype}, "
            f"got shape {value.shape} and dtype {value.dtype}"
        )
    if not (value.flags.c_contiguous and value.flags.writeable):
        raise ValueError("out must be C-contiguous and writeable")
    if any(other is not None and np.may_share_memory(value, other) for other in others) or (
        np.may_share_memory(value, logits) and not _same_place(value, logits)
    ):
        raise ValueError("out may be the logits themselves, but must not overlap another input")
    return value


def _same_place(a: Array, b: Array) -> bool:
    here, there = a.__array_interface__, b.__array_interface__
    return (a.strides, here["data"], a.dtype) == (b.strides, there["data"], b.dtype)


def plain(array: Array) -> float | Array:
    """One number as a Python float, several as the array they are."""
    return float(array) if array.ndim == 0 else array
