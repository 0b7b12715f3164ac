"""The logits board: a logit for each class; softmax, loss and gradient move with the finger."""

import functools
from dataclasses import asdict, dataclass, replace
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState, fields_by_name
from xentviz.core import (
    cross_entropy_and_grad,
    entropy,
    log_softmax,
    nats_to_bits,
    smooth_labels,
    softmax,
)

LIMIT = 1000.0  # of a logit, either way
REACH = 8.0  # of the sliders, either way; beyond it a logit is typed
LEAST, MOST = 2, 10  # classes
TEMPERATURE, RATE = (0.1, 10.0), (0.1, 5.0)
MOST_SMOOTHING = 0.3
SPARE_NAMES = ("cat", "dog", "fox", "owl", "bee", "elk", "hen", "ant", "yak", "cod")


@dataclass(frozen=True, slots=True)
class Preset:
    """A button that gives the right class the probability `p`; None makes all logits equal.

    The rest goes to the other classes in equal parts, or most of it to `one_rival`.
    """

    key: str
    words: str
    p: float | None = None
    one_rival: bool = False


PRESETS = (
    Preset("right", "right: 99 %", 0.99),
    Preset("unsure", "undecided: 50 %", 0.5),
    Preset("wrong", "confidently wrong: 1 %", 0.01, one_rival=True),
    Preset("equal", "all equal"),
)


@dataclass(frozen=True, slots=True)
class LogitsState(FieldState):
    """One prediction: K = 2 to 10 classes with a logit each, and which of them is the right one.

    Raises ValueError, with one sentence that names the value, where a field is out of its range.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.reals("z", "logits", MOST),
        link.whole("t", "target"),
        link.real("T", "temperature"),
        link.real("s", "label_smoothing"),
        link.real("r", "rate"),
        link.texts("n", "names"),
    )

    names: tuple[str, ...]
    logits: tuple[float, ...]
    target: int = 0
    temperature: float = 1.0
    label_smoothing: float = 0.0
    rate: float = 1.0

    def __post_init__(self) -> None:
        names = checks.items(self.names, "The list of names", LEAST, MOST)
        logits = checks.items(self.logits, "The list of logits", LEAST, MOST)
        if len(names) != len(logits):
            raise ValueError(f"There are {len(names)} names for {len(logits)} logits.")
        self.accept(
            names=tuple(checks.label(name, "A name") for name in names),
            logits=tuple(checks.number(z, "A logit", -LIMIT, LIMIT) for z in logits),
            target=checks.index(self.target, "The right class", len(logits)),
            temperature=checks.number(self.temperature, "The temperature", *TEMPERATURE),
            label_smoothing=checks.number(
                self.label_smoothing, "The label smoothing", 0, MOST_SMOOTHING
            ),
            rate=checks.number(self.rate, "The learning rate", *RATE),
        )

    @classmethod
    def of(cls, *logits: float, target: int = 0) -> Self:
        """A state with the usual names: `LogitsState.of(2, 1, 0.1)` is cat, dog and fox."""
        return cls(SPARE_NAMES[: len(logits)], logits, target)

    @classmethod
    def from_link(cls, params: link.Params, start: Self) -> Self:
        """Read `?z=2,1,0.1&t=0&T=1&s=0.1&r=0.5&n=cat&n=dog&n=fox`, the rest as in `start`."""
        fields = link.read(cls.LINK, params)
        usual = _usual_names(start, len(fields.get("logits", start.logits)))
        return cls(**{**fields_by_name(start), "names": usual, **fields})

    def to_link(self, start: Self) -> link.Pairs:
        """The pairs of a link that opens in this state; what equals `start` is left out."""
        usual = {**fields_by_name(start), "names": _usual_names(start, len(self.logits))}
        return link.write(self.LINK, self, usual)

    def shifted(self, by: float) -> Self:
        """The same prediction with `by` added to every logit."""
        return replace(self, logits=tuple(z + by for z in self.logits))

    def scaled(self, by: float) -> Self:
        """Every logit times `by`: the same order of the classes, surer or less sure."""
        return replace(self, logits=tuple(z * by for z in self.logits))


def _usual_names(start: LogitsState, classes: int) -> tuple[str, ...]:
    return start.names if classes == len(start.names) else SPARE_NAMES[:classes]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The core's numbers for one state: the lists have shape (K,), losses are in nats.

    `grad` and `squared` are the gradients of cross-entropy and of the squared error, the sum of
    (p - y)^2, in the logits. `lowest` is the loss of the best logits: the entropy of y.
    """

    probs: list[float]
    log_probs: list[float]
    y: list[float]
    grad: list[float]
    squared: list[float]
    loss: float
    bits: float
    lowest: float


@functools.lru_cache(maxsize=256)
def predict(state: LogitsState) -> Prediction:
    """Everything the board shows, computed by the core; asked for twice a commit."""
    loss, grad = cross_entropy_and_grad(
        state.logits,
        state.target,
        temperature=state.temperature,
        label_smoothing=state.label_smoothing,
    )
    probs = softmax(state.logits, temperature=state.temperature)
    log_probs = log_softmax(state.logits, temperature=state.temperature)
    one_hot = np.eye(len(probs))[state.target]
    y = smooth_labels(one_hot, state.label_smoothing).tolist()
    return Prediction(
        probs.tolist(),
        log_probs.tolist(),
        y,
        grad.tolist(),
        squared_gradient(state, probs, grad),
        float(loss),
        float(nats_to_bits(loss)),
        float(entropy(y)),
    )


def squared_gradient(
    state: LogitsState, probs: NDArray[np.float64], grad: NDArray[np.float64]
) -> list[float]:
    """The gradient of sum (p - y)^2 in the logits: 2 p_j sum_k p_k (r_j - r_k) / T, r = p - y.

    `grad` is the (K,) gradient of cross-entropy, r / T. Two classes that have the same y differ by
    p_j - p_k = p_k (exp(z_j - z_k) - 1), which keeps its digits where p_j is close to p_k.
    """
    z, t = np.asarray(state.logits) / state.temperature, state.target
    r = grad * state.temperature
    gaps = r[:, None] - r[None, :]  # (K, K)
    others = np.arange(len(z)) != t
    alike = others[:, None] & others[None, :]
    with np.errstate(over="ignore", invalid="ignore"):
        exact = probs[None, :] * np.expm1(z[:, None] - z[None, :])
    # Where exp overflows, p_k is 0 beside p_j, and the plain difference is exact.
    gaps = np.where(alike & np.isfinite(exact), exact, gaps)
    slopes = 2 * probs * (probs * gaps).sum(axis=1) / state.temperature
    return [float(slope) for slope in slopes]


LOGITS = Board(
    "logits",
    LogitsState,
    predict,
    {
        "limit": LIMIT,
        "reach": REACH,
        "classes": [LEAST, MOST],
        "names": SPARE_NAMES,
        "longest_name": checks.LONGEST_LABEL,
        "temperature": TEMPERATURE,
        "most_smoothing": MOST_SMOOTHING,
        "rate": RATE,
        "presets": [asdict(preset) for preset in PRESETS],
    },
    elements=(
        "label",
        "probs",
        "gradient",
        "sums",
        "squared",
        "curve",
        "loss",
        "share",
        "loss-line",
        "push",
        "classes",
        "steps",
        "shift",
        "temperature",
        "smoothing",
        "presets",
    ),
)
