"""No warning of NumPy and no floating-point error leaves a public function."""

import math
import warnings
from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.core.calls import CALLS
from xentviz import core
from xentviz.core import cross_entropy, cross_entropy_and_grad

MAX = float(np.finfo(np.float64).max)
TINY = 5e-324
Arrays = list[NDArray[Any]]
LOGITS: Arrays = [
    *map(
        np.array,
        [
            [[1e308, -1e308]] * 3,
            [[MAX, MAX], [-MAX, MAX], [0.0, -MAX]],
            [[math.nan, 0.0], [math.inf, 0.0], [-math.inf, -math.inf]],
            [[math.inf, math.inf], [-math.inf, 0.0], [math.nan, math.nan]],
            [[TINY, 0.0], [1e-310, -1e-310], [TINY, -TINY]],
            [[100.0, 0.0], [745.0, 0.0], [-745.0, 0.0]],
        ],
    ),
    np.array([[3e38, -3e38], [100.0, 0.0], [1e-44, -3e38]], np.float32),
    np.array([[65504, -65504], [6e-8, 0], [15, 0]], np.float16),
    np.array([[2**63 - 1, -(2**63)], [0, 1], [5, 5]]),
    np.array([[2**64 - 1, 0], [0, 1], [5, 5]], np.uint64),
    np.array([["1e400", "-1e400"], ["1e-400", "0"], ["1e308", "-1e308"]]).astype(np.longdouble),
    np.zeros((0, 2)),
    np.tile(np.array([[3e38, -3e38]], np.float32), (3000, 1)),
    np.tile([[1e308, -1e308]], (3000, 1)),
    np.tile(np.array([[100.0, 0.0]], np.float32), (150_000, 1)),
]
DISTRIBUTIONS: Arrays = [
    *map(
        np.array,
        [
            [[1e308, 1e308]] * 3,
            [[MAX, -MAX]] * 3,
            [[1.0, 0.0], [TINY, 1.0], [0.5, 0.5]],
            [[math.nan, 1.0], [0.5, 0.5], [math.nan, math.nan]],
            [[math.inf, 0.0]] * 3,
            [[1e-310, 1.0], [1.0, 1e-300], [1.0 - 1e-16, 1e-16]],
        ],
    ),
    np.array([[1.0, 1e-44], [1e-38, 1.0], [0.5, 0.5]], np.float32),
    np.array([[1.0, 6e-8], [6e-8, 1.0], [0.5, 0.5]], np.float16),
    np.array([["1", "1e-400"]] * 3).astype(np.longdouble),
    np.array([[1, 0]] * 3),
    np.zeros((0, 2)),
]
NUMBERS_OF_ANY_SIZE = [MAX, -MAX, 1.5e308, TINY, 1e-309, 0.0, math.nan, math.inf, -math.inf]


def calls_of(name: str) -> Iterator[dict[str, Any]]:
    """Arguments at the ends of the range for a public function, valid or not."""
    kind = {"logits": LOGITS, "p": DISTRIBUTIONS, "probs": DISTRIBUTIONS}
    first = next(iter(CALLS[name][0]))
    if name in ("nats_to_bits", "perplexity"):
        yield from ({first: v} for v in [*LOGITS, *DISTRIBUTIONS, *NUMBERS_OF_ANY_SIZE])
    elif name == "bits_per_byte":
        sizes = NUMBERS_OF_ANY_SIZE
        yield from ({"total_nats": a, "n_bytes": b} for a in sizes for b in (1, 7, 2**1023, *sizes))
    elif name in ("softmax", "log_softmax"):
        for x in LOGITS:
            yield from ({"logits": x, "temperature": t} for t in NUMBERS_OF_ANY_SIZE)
    elif name == "logsumexp":
        yield from ({"logits": x, "axis": axis} for x in LOGITS if len(x) for axis in (0, 1))
    elif name in ("kl_divergence", "distribution_cross_entropy"):
        for pairs, logits in ((DISTRIBUTIONS, False), (LOGITS, True)):
            few = [x for x in pairs if len(x) == 3]
            yield from ({"p": a, "q": b, "from_logits": logits} for a in few for b in few)
    elif name == "entropy":
        yield from ({"p": x, "from_logits": False} for x in DISTRIBUTIONS)
        yield from ({"p": x, "from_logits": True} for x in LOGITS)
    elif name == "smooth_labels":
        yield from ({"p": p, "epsilon": e} for p in DISTRIBUTIONS for e in NUMBERS_OF_ANY_SIZE)
    elif name.startswith("cross_entropy"):
        yield from losses_of(name)
    else:
        second = list(CALLS[name][0])[1]
        yield from ({first: x, second: np.arange(len(x)) % 2} for x in kind[first])


def losses_of(name: str) -> Iterator[dict[str, Any]]:
    weights = [None, [TINY, 1.0], [MAX, MAX], [1e-310, 1e308], [0.0, 0.0]]
    small: list[dict[str, Any]] = [
        {"temperature": TINY},
        {"temperature": 1e308},
        {"label_smoothing": TINY},
        {"label_smoothing": 0.1, "temperature": 1e-309},
        *({"class_weights": w} for w in weights),
    ]
    for x in LOGITS:
        soft = DISTRIBUTIONS if len(x) == 3 else []
        for targets in (np.zeros(len(x), int), np.arange(len(x)) % 2, *soft):
            for reduction in ("none", "sum", "mean"):
                for options in small if len(x) < 5000 else small[4:5]:
                    yield {"logits": x, "targets": targets, "reduction": reduction, **options}
    if name == "cross_entropy_and_grad":
        for x in LOGITS[:9]:
            for upstream in NUMBERS_OF_ANY_SIZE:
                yield {"logits": x, "targets": [0, 1, 1], "upstream": upstream}


def refused(function: Callable[..., object], arguments: dict[str, Any]) -> str:
    """The first word of the error, if the arguments are refused: the name of one of them."""
    try:
        function(**arguments)
    except (ValueError, TypeError) as error:
        return str(error).split()[0]
    return ""


@pytest.mark.parametrize("setting", ["raise", "warn"])
@pytest.mark.parametrize("name", sorted(CALLS))
def test_no_warning_and_no_floating_point_error_leaks(
    name: str, setting: Literal["raise", "warn"]
) -> None:
    function: Callable[..., object] = getattr(core, name)
    with warnings.catch_warnings(), np.errstate(all=setting):
        warnings.simplefilter("error")
        names = [(refused(function, arguments), arguments) for arguments in calls_of(name)]
    assert [arguments for word, arguments in names if word not in ("", *arguments)] == []
    assert len([word for word, _ in names if not word]) >= 8


def test_a_float32_loss_below_the_smallest_normal_is_no_error() -> None:
    row = np.array([[100.0, 0.0]], np.float32)
    for x, t in ((row, [0]), (row, np.array([0])), (row[0], 0), (np.tile(row, (3000, 1)), None)):
        targets = np.zeros(3000, int) if t is None else t
        with np.errstate(all="raise"):
            losses = np.asarray(cross_entropy(x, targets, reduction="none"))
            mean, grad = cross_entropy_and_grad(x, targets)
        true = math.exp(-100)
        assert losses.flat[0] == pytest.approx(true, rel=0.05)  # a subnormal of float32
        assert float(mean) == pytest.approx(true, rel=1e-6)
        assert grad.dtype == np.float32
