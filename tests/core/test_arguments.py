"""Kinds of arguments that the core does not take, and the types of what it returns."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.core.calls import ARRAY_ARGUMENTS, CALLS, NUMBER_ARGUMENTS, P, T, X, call
from xentviz import core
from xentviz.core import (
    bits_per_byte,
    brier_score,
    cross_entropy,
    cross_entropy_and_grad,
    distribution_cross_entropy,
    entropy,
    expected_calibration_error,
    fit_temperature,
    kl_divergence,
    log_softmax,
    logsumexp,
    nats_to_bits,
    perplexity,
    softmax,
)


def test_there_is_a_call_of_every_public_function() -> None:
    assert set(CALLS) == set(core.__all__) - {"ReliabilityCurve"}
    for name in CALLS:
        call(name)


@pytest.mark.parametrize(("name", "argument"), ARRAY_ARGUMENTS)
def test_a_masked_array_is_refused_by_name(name: str, argument: str) -> None:
    array = CALLS[name][0][argument]
    masked = np.ma.masked_array(array, np.zeros(array.shape, bool))
    masked[..., 0] = np.ma.masked
    refused: list[object] = [masked, np.ma.masked_array(array)]  # also where nothing is masked
    if argument != "out":
        refused += [list(masked), [1.0, np.ma.masked], [[0.5, 0.5], [0.5, np.ma.masked]]]
    for value in refused:
        with pytest.raises(TypeError, match=f"^{argument} must not be a masked array"):
            call(name, **{argument: value})


@pytest.mark.parametrize(("name", "argument"), NUMBER_ARGUMENTS)
def test_a_masked_number_is_refused_by_name(name: str, argument: str) -> None:
    for value in (np.ma.masked, np.ma.masked_array(1, False)):
        with pytest.raises(TypeError, match=f"^{argument} must not be a masked array"):
            call(name, **{argument: value})


class RequiresGrad:
    """What a torch tensor does that requires a gradient."""

    def __array__(self, dtype: object = None, copy: object = None) -> NDArray[Any]:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")


class BFloat16:
    """What a torch tensor of bfloat16 does."""

    def __array__(self, dtype: object = None, copy: object = None) -> NDArray[Any]:
        raise TypeError("Got unsupported ScalarType BFloat16")


@pytest.mark.parametrize(("name", "argument"), [*ARRAY_ARGUMENTS, *NUMBER_ARGUMENTS])
@pytest.mark.parametrize("value", [RequiresGrad(), BFloat16(), np.zeros((2, 3), "V2")])
def test_what_numpy_cannot_read_is_a_type_error_that_names_the_argument(
    name: str, argument: str, value: object
) -> None:
    if argument == "out" and isinstance(value, np.ndarray):
        return  # an array, and so a ValueError that names dtypes
    with pytest.raises(TypeError, match=f"^{argument} must be a"):
        call(name, **{argument: value})


def test_the_error_of_the_value_itself_is_passed_on() -> None:
    message = (
        r"^logits must be an array of real numbers, got RequiresGrad: Can't call numpy\(\) on "
        r"Tensor that requires grad\.$"
    )
    with pytest.raises(TypeError, match=message):
        softmax(RequiresGrad())


def test_a_shared_buffer_does_not_hide_what_the_targets_are() -> None:
    with pytest.raises(TypeError, match="targets must be an array of real numbers, got Req"):
        cross_entropy_and_grad(X, RequiresGrad(), out=np.empty((2, 3)))


def test_an_array_of_bfloat16_is_refused_by_its_name() -> None:
    ml_dtypes = pytest.importorskip("ml_dtypes")
    with pytest.raises(TypeError, match="logits must be an array of real numbers, got dtype bf"):
        softmax(X.astype(ml_dtypes.bfloat16))


def test_memory_that_runs_out_is_no_type_error() -> None:
    class Huge:
        def __array__(self, dtype: object = None, copy: object = None) -> NDArray[Any]:
            raise MemoryError

    for argument in ("logits", "temperature"):
        with pytest.raises(MemoryError):
            call("softmax", **{argument: Huge()})


@pytest.mark.parametrize("name", ["entropy", "kl_divergence", "distribution_cross_entropy"])
@pytest.mark.parametrize("value", ["no", "", 1, 0, None, np.array([1, 2]), np.array(True), X])
def test_from_logits_is_true_or_false_and_nothing_else(name: str, value: object) -> None:
    with pytest.raises(TypeError, match=r"^from_logits must be True or False, got "):
        call(name, from_logits=value)


@pytest.mark.parametrize("name", ["entropy", "kl_divergence", "distribution_cross_entropy"])
def test_from_logits_may_be_numpys_bool(name: str) -> None:
    function: Callable[..., Any] = getattr(core, name)
    rows = (P,) if name == "entropy" else (P, P[::-1])
    np.testing.assert_array_equal(function(*rows, from_logits=np.False_), function(*rows))
    np.testing.assert_array_equal(
        function(*rows, from_logits=np.True_), function(*rows, from_logits=True)
    )
    assert not np.array_equal(function(*rows, from_logits=np.True_), function(*rows))


@pytest.mark.parametrize("name", ["reliability_curve", "expected_calibration_error"])
@pytest.mark.parametrize("n_bins", [2**24 + 1, 2**63, 2**64])
def test_more_bins_than_make_sense_are_refused(name: str, n_bins: int) -> None:
    with pytest.raises(ValueError, match=f"^n_bins must be at most {2**24}, got {n_bins}$"):
        call(name, n_bins=n_bins)


def test_integer_one_hot_targets_are_told_that_probabilities_are_floating_point() -> None:
    message = r"needs shape \(2,\), got shape \(2, 3\).* must be floating point, got dtype int64$"
    with pytest.raises(ValueError, match=message):
        cross_entropy(X, np.eye(3, dtype=np.int64)[T])
    with pytest.raises(ValueError, match=r"needs shape \(\), got shape \(3,\).* floating point"):
        cross_entropy(X[0], [1, 0, 0])


@pytest.mark.parametrize("function", [softmax, log_softmax, logsumexp])
def test_an_axis_without_classes_is_named_in_the_shape_that_was_given(
    function: Callable[..., object],
) -> None:
    for shape, axis in (((0, 3), 0), ((2, 0, 3), 1), ((2, 0, 3), -2)):
        place = axis % len(shape)
        with pytest.raises(ValueError, match="logits needs V >= 1 along axis") as caught:
            function(np.zeros(shape), axis=axis)
        assert str(caught.value) == f"logits needs V >= 1 along axis {place}, got shape {shape}"
    with pytest.raises(ValueError, match=r"V >= 1, got shape \(3, 0\)"):
        function(np.zeros((3, 0)))


def test_an_integer_beyond_float64_is_refused_as_too_large_and_one_beyond_int64_is_not() -> None:
    for name, argument in (("softmax", "temperature"), ("bits_per_byte", "n_bytes")):
        with pytest.raises(ValueError, match=f"^{argument} must be below 1.8e308, got a larger"):
            call(name, **{argument: 10**400})
    assert bits_per_byte(math.log(2) * 2.0**70, 2**70) == 1.0
    np.testing.assert_array_equal(softmax([0.0, 1.0], temperature=2**70), [0.5, 0.5])


def test_a_mask_of_other_things_is_refused_by_name() -> None:
    for mask, error, message in (
        (["a", "b"], TypeError, "mask must be an array of True and False, got dtype <U1"),
        ([[1], [1, 0]], ValueError, "mask must be a rectangular array of numbers"),
        ([0.5, 1.0], ValueError, "mask must hold only True and False, got 0.5"),
        ([math.nan, 1.0], ValueError, "mask must hold only True and False, got nan"),
    ):
        with pytest.raises(error, match=message):
            perplexity([1.0, 2.0], mask=mask)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("ignored", [None, 1])
@pytest.mark.parametrize("weights", [None, [1.0, 2.0, 3.0], np.array([1, 2, 3], np.float32)])
def test_a_reduced_loss_is_a_python_float(
    weights: list[float] | NDArray[Any] | None, ignored: int | None, soft: bool, reduction: str
) -> None:
    ignored = None if soft else ignored
    options: dict[str, Any] = {
        "class_weights": weights,
        "ignore_index": ignored,
        "reduction": reduction,
    }
    for x in (X, X.astype(np.float32), np.tile(X, (2000, 1))):
        targets = np.tile(P if soft else T, (len(x) // 2, *([1] if soft else [])))
        assert type(cross_entropy(x, targets, **options)) is float
        assert type(cross_entropy_and_grad(x, targets, **options)[0]) is float


def test_every_other_single_number_is_a_python_float() -> None:
    one = np.float64(0.5)
    for number in (
        cross_entropy(np.array([1.0, 2.0]), np.int64(0), reduction="none"),
        cross_entropy(np.array([1.0, 2.0], np.float32), 0, reduction="none"),
        logsumexp(np.array([1.0, 2.0], np.float32)),
        entropy([one, one]),
        kl_divergence([one, one], [one, one]),
        distribution_cross_entropy([one, one], [one, one]),
        nats_to_bits(one),
        nats_to_bits(np.float32(0.5)),
        perplexity([one]),
        bits_per_byte(one, np.int64(3)),
        brier_score([[one, one]], [0]),
        expected_calibration_error([[one, one]], [0]),
        fit_temperature([[one, one]], [0]),
        fit_temperature([[1.0, 0.0], [1.0, 0.0]], [0, 1]),
    ):
        assert type(number) is float
