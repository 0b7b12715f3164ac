"""Two worksheets: what a weighted mean divides by, and softmax of two classes as the sigmoid."""

import math

import numpy as np

from xentviz.boards.training_sheets import FARTHEST, HEAVIEST, LogisticState, WeightedState
from xentviz.boards.worksheet import Cell, Grid, Row, Sheet, slider, worksheet
from xentviz.core import cross_entropy, cross_entropy_and_grad, softmax
from xentviz.lessons.numerals import fixed

LOGITS = np.array([[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]])


def number(x: float, decimals: int = 4) -> Cell:
    """A number with that many decimals, and in full."""
    return Cell(fixed(x, decimals), x)


def weighted_sheet(state: WeightedState) -> Sheet:
    """Each example's loss, its weight, and the three ways to take them together."""
    labels = np.array([state.upper, state.lower][: state.examples])
    logits, weights = LOGITS[: state.examples], (state.first, state.second, state.third)
    plain = np.asarray(cross_entropy(logits, labels, reduction="none"))
    each = np.asarray(cross_entropy(logits, labels, class_weights=weights, reduction="none"))
    total = float(cross_entropy(logits, labels, class_weights=weights, reduction="sum"))
    mean = float(cross_entropy(logits, labels, class_weights=weights))
    shares = [weights[label] for label in labels]
    rows = [
        Row("each", (Cell(f"example {k + 1}, class {label}"), number(plain[k]),
                     Cell(f"{shares[k]:g}", shares[k]), number(each[k])))
        for k, label in enumerate(labels)
    ]  # fmt: skip
    rows.append(
        Row("total", (Cell("sum"), Cell(""), Cell(f"{sum(shares):g}", sum(shares)), number(total)))
    )
    ways = [
        Row("mean", (Cell("sum ÷ sum of the weights"), number(mean)), "loss"),
        Row("naive", (Cell("sum ÷ number of examples"), number(total / len(labels)))),
    ]
    return Sheet(
        number(mean),
        "nats: the weighted mean, as PyTorch and xentviz take it",
        [
            Grid("each", ("", "loss", "weight", "weighted loss"), rows),
            Grid("ways", ("", "nats"), ways),
        ],
    )


WEIGHTED = worksheet(
    WeightedState,
    "A weighted mean",
    weighted_sheet,
    (
        slider("first", "weight of class 0", 0, HEAVIEST, 0.5),
        slider("second", "weight of class 1", 0, HEAVIEST, 0.5),
        slider("third", "weight of class 2", 0, HEAVIEST, 0.5),
        slider("upper", "label of example 1", 0, 2, 1),
        slider("lower", "label of example 2", 0, 2, 1),
        slider("examples", "examples", 1, 2, 1),
    ),
    ("main", "each", "total", "mean", "naive"),
)


def sigmoid(z: float) -> float:
    """1 / (1 + e^-z), without overflow."""
    e = math.exp(-abs(z))
    return (1.0 if z >= 0 else e) / (1.0 + e)


def logistic_sheet(state: LogisticState) -> Sheet:
    """The same probability, loss and gradient by softmax over two logits and by the sigmoid."""
    logits, y = [state.zero, state.one], state.label
    z = state.one - state.zero
    p = sigmoid(z)
    by_softmax = np.asarray(softmax(logits))
    loss, grad = cross_entropy_and_grad(logits, y)
    binary = math.log1p(math.exp(-abs(z))) + max(z, 0.0) - y * z
    rows = [
        Row("p", (Cell("p of class 1"), number(float(by_softmax[1]), 6), number(p, 6))),
        Row("loss", (Cell("loss, nats"), number(float(loss), 6), number(binary, 6)), "loss"),
        Row("slope", (Cell("slope in z₁, or in z"), number(float(np.asarray(grad)[1]), 6),
                      number(p - y, 6)), "gradient"),
    ]  # fmt: skip
    return Sheet(
        Cell(fixed(z, 2), z),
        "z = z₁ − z₀, the only number that the sigmoid needs",
        [Grid("both", ("", "softmax of z₀, z₁", "sigmoid of z"), rows)],
    )


LOGISTIC = worksheet(
    LogisticState,
    "Two classes, two ways",
    logistic_sheet,
    (
        slider("zero", "z₀, logit of class 0", -FARTHEST, FARTHEST, 0.1),
        slider("one", "z₁, logit of class 1", -FARTHEST, FARTHEST, 0.1),
        slider("label", "label", 0, 1, 1),
    ),
    ("main", "p", "loss", "slope"),
)
