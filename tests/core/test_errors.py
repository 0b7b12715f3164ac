"""What is refused, and that the message says what the argument must be and what it is."""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

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
    reliability_curve,
    softmax,
)

X = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 2.0]])
T = np.array([0, 2])
P = np.array([[0.5, 0.5, 0.0], [0.2, 0.3, 0.5]])


def refused(
    error: type[Exception],
    message: str,
    call: Callable[..., object],
    *args: object,
    **kwargs: object,
) -> None:
    with pytest.raises(error, match=re.escape(message)):
        call(*args, **kwargs)


@pytest.mark.parametrize("loss", [cross_entropy, cross_entropy_and_grad])
@pytest.mark.parametrize(
    ("logits", "targets", "options", "error", "message"),
    [
        (X, [0, 3], {}, ValueError, "targets must lie in 0..2, got 3"),
        (X, [0, -1], {}, ValueError, "targets must lie in 0..2, got -1"),
        (X, [-1, -1], {"ignore_index": -100}, ValueError, "targets must lie in 0..2, got -1"),
        (
            X,
            np.array([0, 2**63], np.uint64),
            {},
            ValueError,
            "targets must lie in 0..2, got 9223372036854775808",
        ),
        (X[0], 3, {}, ValueError, "targets must lie in 0..2, got 3"),
        (X[0], -1, {}, ValueError, "targets must lie in 0..2, got -1"),
        (X, [0.0, 1.0], {}, TypeError, "targets must be integer class indices, got dtype float64"),
        (X[0], 1.0, {}, TypeError, "targets must be integer class indices, got dtype float64"),
        (X, [True, False], {}, TypeError, "targets must be an array of real numbers, got dtype b"),
        (X[0], True, {}, TypeError, "targets must be an array of real numbers, got dtype bool"),
        (X[0], None, {}, TypeError, "targets must be an array of real numbers, got dtype object"),
        (X, ["a", "b"], {}, TypeError, "targets must be an array of real numbers, got dtype <U1"),
        (X, [0], {}, ValueError, "targets as class indices needs shape (2,), got shape (1,)"),
        (X, 0, {}, ValueError, "targets as class indices needs shape (2,), got shape ()"),
        (X, [[1, 0, 0]] * 2, {}, ValueError, "indices needs shape (2,), got shape (2, 3)"),
        (X, P[:1], {}, ValueError, "targets as probabilities needs shape (2, 3), got shape (1, 3)"),
        (X, P * 0.9, {}, ValueError, "targets must sum to 1 within 1e-06 in each row, got 0.9"),
        (X, P + 1e-4, {}, ValueError, "targets must sum to 1 within 1e-06 in each row, got 1.000"),
        (X, [[1.5, -0.5, 0.0]] * 2, {}, ValueError, "targets must not be negative, got -0.5"),
        (X, P, {"ignore_index": 1}, ValueError, "ignore_index goes with class indices, not with"),
        (X, T, {"ignore_index": 1.0}, TypeError, "ignore_index must be an integer, got 1.0"),
        (X, T, {"ignore_index": True}, TypeError, "ignore_index must be an integer, got True"),
        (
            X,
            T,
            {"label_smoothing": -0.1},
            ValueError,
            "label_smoothing must lie in [0, 1], got -0.",
        ),
        (X, T, {"label_smoothing": 1.1}, ValueError, "label_smoothing must lie in [0, 1], got 1.1"),
        (X, T, {"label_smoothing": math.nan}, ValueError, "must lie in [0, 1], got nan"),
        (
            X,
            T,
            {"label_smoothing": "a"},
            TypeError,
            "label_smoothing must be a real number, got 'a'",
        ),
        (
            X,
            T,
            {"label_smoothing": None},
            TypeError,
            "label_smoothing must be a real number, got N",
        ),
        (X, T, {"temperature": 0}, ValueError, "temperature must be finite and > 0, got 0"),
        (X, T, {"temperature": -1.0}, ValueError, "temperature must be finite and > 0, got -1.0"),
        (
            X,
            T,
            {"temperature": math.nan},
            ValueError,
            "temperature must be finite and > 0, got nan",
        ),
        (
            X,
            T,
            {"temperature": math.inf},
            ValueError,
            "temperature must be finite and > 0, got inf",
        ),
        (X, T, {"temperature": [1, 2]}, TypeError, "temperature must be a real number, got [1, 2]"),
        (X, T, {"temperature": True}, TypeError, "temperature must be a real number, got True"),
        (
            X,
            T,
            {"reduction": "avg"},
            ValueError,
            "reduction must be one of none, sum, mean, got 'a",
        ),
        (
            X,
            T,
            {"reduction": None},
            ValueError,
            "reduction must be one of none, sum, mean, got None",
        ),
        (X, T, {"reduction": []}, ValueError, "reduction must be one of none, sum, mean, got []"),
        (
            X,
            T,
            {"class_weights": [1, 2]},
            ValueError,
            "class_weights needs shape (3,), got shape (2",
        ),
        (X, T, {"class_weights": 2.0}, ValueError, "class_weights needs shape (3,), got shape ()"),
        (X, T, {"class_weights": [1, -2, 1]}, ValueError, "must be finite and >= 0, got -2"),
        (X, T, {"class_weights": [1, math.nan, 1]}, ValueError, "finite and >= 0, got nan"),
        (X, T, {"class_weights": [1, math.inf, 1]}, ValueError, "finite and >= 0, got inf"),
        (
            X,
            T,
            {"class_weights": [True] * 3},
            TypeError,
            "class_weights must be an array of real n",
        ),
        (X + 0j, T, {}, TypeError, "logits must be an array of real numbers, got dtype complex128"),
        (X > 0, T, {}, TypeError, "logits must be an array of real numbers, got dtype bool"),
        (
            X.astype(object),
            T,
            {},
            TypeError,
            "logits must be an array of real numbers, got dtype o",
        ),
        (
            [["1", "2"]],
            [0],
            {},
            TypeError,
            "logits must be an array of real numbers, got dtype <U1",
        ),
        ([[1, 2], [3]], T, {}, ValueError, "logits must be a rectangular array of numbers"),
        (1.0, 0, {}, ValueError, "logits needs shape (..., V) with V >= 1, got shape ()"),
        (np.zeros((2, 0)), T, {}, ValueError, "(..., V) with V >= 1, got shape (2, 0)"),
    ],
)
def test_cross_entropy_refuses(
    loss: Callable[..., object],
    logits: object,
    targets: object,
    options: dict[str, object],
    error: type[Exception],
    message: str,
) -> None:
    refused(error, message, loss, logits, targets, **options)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"upstream": [1.0, 2.0]}, ValueError, "upstream needs shape (), got shape (2,)"),
        (
            {"upstream": [1.0], "reduction": "none"},
            ValueError,
            "upstream needs shape () or (2,), got shape (1,)",
        ),
        ({"upstream": "a"}, TypeError, "upstream must be an array of real numbers, got dtype <U1"),
        ({"out": [0.0]}, TypeError, "out must be a NumPy array, got list"),
        (
            {"out": np.zeros(6)},
            ValueError,
            "out needs shape (2, 3) and dtype float64, got shape (6,) and dtype float64",
        ),
        ({"out": np.zeros((2, 3), np.float32)}, ValueError, "got shape (2, 3) and dtype float32"),
        ({"out": np.zeros((3, 2)).T}, ValueError, "out must be C-contiguous and writeable"),
        ({"out": np.frombuffer(bytes(48)).reshape(2, 3)}, ValueError, "and writeable"),
    ],
)
def test_cross_entropy_and_grad_refuses(
    options: dict[str, Any], error: type[Exception], message: str
) -> None:
    refused(error, message, cross_entropy_and_grad, X, T, **options)


@pytest.mark.parametrize("loss", [cross_entropy, cross_entropy_and_grad])
@pytest.mark.parametrize("wrong", [-1, 3, 2**62])
def test_one_wrong_index_among_many_is_refused(loss: Callable[..., object], wrong: int) -> None:
    x, t = np.zeros((2000, 3)), np.zeros(2000, np.intp)
    t[1234] = wrong
    refused(ValueError, f"targets must lie in 0..2, got {wrong}", loss, x, t)
    refused(ValueError, f"targets must lie in 0..2, got {wrong}", loss, x[0], wrong)
    refused(ValueError, f"targets must lie in 0..2, got {wrong}", loss, x[:1], t[1234:1235])


def test_out_must_not_overlap_an_input_other_than_being_the_logits() -> None:
    buffer = np.zeros(9)
    message = "out may be the logits themselves, but must not overlap another input"
    refused(
        ValueError,
        message,
        cross_entropy_and_grad,
        buffer[:6].reshape(2, 3),
        T,
        out=buffer[3:].reshape(2, 3),
    )
    y = P.copy()
    refused(ValueError, message, cross_entropy_and_grad, X, y, out=y)


@pytest.mark.parametrize("function", [softmax, log_softmax, logsumexp])
def test_softmax_refuses(function: Callable[..., object]) -> None:
    refused(ValueError, "axis must lie in -2..1, got 2", function, X, axis=2)
    refused(TypeError, "axis must be an integer, got 0.5", function, X, axis=0.5)
    message = "logits needs V >= 1 along axis 0, got shape (0, 3)"
    refused(ValueError, message, function, np.zeros((0, 3)), axis=0)
    refused(ValueError, "logits needs shape (..., V) with V >= 1, got shape ()", function, 1.0)
    refused(TypeError, "logits must be an array of real numbers, got dtype bool", function, X > 0)
    if function is not logsumexp:
        refused(ValueError, "temperature must be finite and > 0", function, X, temperature=0.0)


@pytest.mark.parametrize("function", [kl_divergence, distribution_cross_entropy])
def test_divergences_refuse(function: Callable[..., object]) -> None:
    refused(ValueError, "p must sum to 1 within 1e-06", function, P * 2, P)
    refused(ValueError, "q must sum to 1 within 1e-06", function, P, P * 2)
    refused(ValueError, "q must not be negative, got -0.5", function, [0.5, 0.5], [1.5, -0.5])
    refused(ValueError, "p and q must have the same classes", function, P, [0.5, 0.5])
    refused(ValueError, "p and q must have the same classes", function, P, np.eye(3))
    refused(TypeError, "p must be an array of real numbers", function, [True], [1.0])


def test_information_refuses() -> None:
    refused(ValueError, "p must sum to 1 within 1e-06 in each row, got 0.7", entropy, [0.5, 0.2])
    refused(ValueError, "p must sum to 1 within 0.0001", entropy, np.array([0.5, 0.49], np.float32))
    refused(ValueError, "p must not be negative, got -0.5", entropy, [1.5, -0.5])
    refused(ValueError, "p needs shape (..., V) with V >= 1, got shape ()", entropy, 1.0)
    refused(TypeError, "p must be an array of real numbers, got dtype obj", entropy, [None, 1.0])
    refused(TypeError, "nats must be an array of real numbers, got dtype <U1", nats_to_bits, "a")


@pytest.mark.parametrize("function", [reliability_curve, expected_calibration_error, brier_score])
def test_calibration_refuses(function: Callable[..., object]) -> None:
    refused(ValueError, "labels must lie in 0..2, got 3", function, P, [0, 3])
    refused(ValueError, "labels must lie in 0..2, got -1", function, P, [0, -1])
    refused(TypeError, "labels must be integer class indices, got dtype f", function, P, [0.0, 1])
    refused(
        ValueError, "labels as class indices needs shape (2,), got shape (3,)", function, P, [0] * 3
    )
    refused(ValueError, "probs must sum to 1 within 1e-06 in each row", function, X, T)
    if function is not brier_score:
        refused(ValueError, "n_bins must be at least 1, got 0", function, P, T, n_bins=0)
        refused(TypeError, "n_bins must be an integer, got 2.5", function, P, T, n_bins=2.5)


def test_fit_temperature_refuses() -> None:
    refused(ValueError, "targets must lie in 0..2, got 3", fit_temperature, X, [0, 3])
    refused(TypeError, "targets must be integer class indices", fit_temperature, X, [0.0, 1.0])
    refused(TypeError, "logits must be an array of real numbers", fit_temperature, X > 0, T)


def test_sequence_refuses() -> None:
    refused(ValueError, "n_bytes must be a whole number of at least 1, got 0", bits_per_byte, 1, 0)
    refused(
        ValueError, "n_bytes must be a whole number of at least 1, got -3", bits_per_byte, 1, -3
    )
    refused(
        ValueError,
        "n_bytes must be a whole number of at least 1, got nan",
        bits_per_byte,
        1,
        math.nan,
    )
    refused(
        ValueError, "n_bytes must be a whole number of at least 1, got 1.5", bits_per_byte, 1, 1.5
    )
    refused(TypeError, "n_bytes must be a real number, got '8'", bits_per_byte, 1.0, "8")
    refused(TypeError, "total_nats must be a real number, got [1.0]", bits_per_byte, [1.0], 8)
    refused(
        ValueError, "mask needs shape (2,), got shape (1,)", perplexity, [1.0, 2.0], mask=[True]
    )
    refused(ValueError, "mask must hold only True and False", perplexity, [1.0, 2.0], mask=[2, 0])
    refused(TypeError, "token_losses must be an array of real", perplexity, ["a"])


def test_the_public_names_are_those_of_the_design() -> None:
    assert set(core.__all__) == {
        *("logsumexp", "log_softmax", "softmax", "cross_entropy", "cross_entropy_and_grad"),
        *("entropy", "kl_divergence", "distribution_cross_entropy", "perplexity", "nats_to_bits"),
        *("bits_per_byte", "reliability_curve", "expected_calibration_error", "brier_score"),
        *("fit_temperature", "ReliabilityCurve", "smooth_labels"),
    }
    assert all(getattr(core, name).__doc__ for name in core.__all__)
