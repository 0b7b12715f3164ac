"""The checks of all arguments; each error names the argument, what it must be and what it is."""

import operator
from collections.abc import Sequence
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from xentviz.core._arrays import (
    Array,
    Booleans,
    Doubles,
    as_array,
    refuse_masked,
    to_array,
    working_dtype,
)
from xentviz.core._thresholds import CHECK_ELEMENTS, MAX_BINS, SUM_TOLERANCE

REDUCTIONS = ("none", "sum", "mean")


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
    total = array.sum(axis=-1, dtype=np.float64)
    off = np.abs(total - 1.0)
    if (off > tolerance).any():
        worst = total.flat[np.nanargmax(off)]
        raise ValueError(f"{name} must sum to 1 within {tolerance:g} in each row, got {worst}")
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
    for start in range(0, len(flat), CHECK_ELEMENTS):
        piece = flat[start : start + CHECK_ELEMENTS]
        if piece.dtype == np.int64 and piece.view(np.uint64).max() < n_classes:
            continue  # one pass for both ends: read as unsigned, a negative index is huge
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
    if array.dtype.kind != "f" and array.size and array.shape == shape:
        raise ValueError(
            f"targets as class indices needs shape {shape[:-1]}, got shape {array.shape}, which is "
            f"that of probabilities: they must be floating point, got dtype {array.dtype}"
        )
    if array.dtype.kind != "f" or array.ndim < len(shape) or empty:
        return as_indices("targets", array, shape[:-1], shape[-1], ignored), False
    if array.shape != shape:
        raise ValueError(f"targets as probabilities needs shape {shape}, got shape {array.shape}")
    if ignored is not None:
        raise ValueError(
            f"ignore_index goes with class indices, not with probabilities, got {ignored}"
        )
    rows = array.reshape(-1, shape[-1])
    step = max(1, CHECK_ELEMENTS // shape[-1])
    for start in range(0, len(rows), step):
        as_distributions("targets", rows[start : start + step])
    return array, True


def as_weights(value: ArrayLike | None, n_classes: int) -> Doubles | None:
    """One finite weight >= 0 per class, as float64."""
    if value is None:
        return None
    array = as_array("class_weights", value).astype(np.float64, copy=False)
    if array.shape != (n_classes,):
        raise ValueError(f"class_weights needs shape ({n_classes},), got shape {array.shape}")
    wrong = ~(np.isfinite(array) & (array >= 0))
    if wrong.any():
        raise ValueError(f"class_weights must be finite and >= 0, got {array[wrong][0]:g}")
    return array


def as_mask(value: ArrayLike, shape: tuple[int, ...]) -> Booleans:
    """True and False (or 1 and 0) of the given shape."""
    array = to_array("mask", value)
    if array.dtype.kind not in "bfiu":
        raise TypeError(f"mask must be an array of True and False, got dtype {array.dtype}")
    if array.shape != shape:
        raise ValueError(f"mask needs shape {shape}, got shape {array.shape}")
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        raise ValueError(f"mask must hold only True and False, got {array[wrong][0]}")
    return array.astype(bool)


def as_number(name: str, value: object) -> float:
    """One real number."""
    if type(value) is float:
        return value
    refuse_masked(name, value)
    try:
        array = np.asarray(float(value) if type(value) is int else value)
    except MemoryError:
        raise
    except OverflowError:
        raise ValueError(f"{name} must be below 1.8e308, got a larger integer") from None
    except Exception as error:  # any that the value's __array__ raises
        raise TypeError(f"{name} must be a real number, got {value!r}") from error
    if array.ndim != 0 or array.dtype.kind not in "fiu":
        raise TypeError(f"{name} must be a real number, got {value!r}")
    return float(array)


def as_integer(name: str, value: SupportsIndex) -> int:
    """One integer; True is not one."""
    refuse_masked(name, value)
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        return operator.index(value)
    except Exception:  # any that the value's __index__ raises
        raise TypeError(f"{name} must be an integer, got {value!r}") from None


def as_bins(value: SupportsIndex) -> int:
    """One integer from 1 to the most bins that make sense."""
    number = as_integer("n_bins", value)
    if number < 1:
        raise ValueError(f"n_bins must be at least 1, got {number}")
    if number > MAX_BINS:
        raise ValueError(f"n_bins must be at most {MAX_BINS}, got {number}")
    return number


def as_flag(name: str, value: object) -> bool:
    """True or False; neither 0 and 1 nor anything else that Python counts as true."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def as_temperature(value: object) -> float:
    """One finite number > 0."""
    number = as_number("temperature", value)
    if not 0.0 < number < np.inf:
        raise ValueError(f"temperature must be finite and > 0, got {number}")
    return number


def as_share(name: str, value: object) -> float:
    """One number in [0, 1]."""
    number = as_number(name, value)
    if not 0.0 <= number <= 1.0:
        raise ValueError(f"{name} must lie in [0, 1], got {number}")
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
    """A buffer for the gradient: its shape and dtype, and in memory apart from other inputs."""
    refuse_masked("out", value)
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
