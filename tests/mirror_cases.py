"""One table for all boards: what the browser's mirror computes, on which cases, and what is right.

`TABLE` names every function of assets/mirror*.js. Its cases are random and extreme, the same in
every run; `wanted` gives the core's own answer for the arguments of one case.
"""

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xentviz.boards.batch import BatchState, average
from xentviz.boards.density import density
from xentviz.boards.logits import LogitsState, squared_gradient
from xentviz.boards.pipeline import FEEDS, OWN, PipelineState, pipeline
from xentviz.boards.proper_score import ProperScoreState, scores
from xentviz.boards.rain import OUTCOMES, RainState, rain_numbers
from xentviz.boards.state import fields_by_name
from xentviz.boards.strip import tally, what_if
from xentviz.boards.surprise import surprise
from xentviz.boards.twice import CLASSES, KINDS, TwiceState, twice
from xentviz.boards.vocabulary import knowing_nothing
from xentviz.core import (
    bits_per_byte,
    cross_entropy_and_grad,
    distribution_cross_entropy,
    entropy,
    kl_divergence,
    log_softmax,
    smooth_labels,
    softmax,
)
from xentviz.data.costs import between, measured
from xentviz.data.scaling import HOFFMANN, REFIT, Fit

COUNT = 1_000  # cases of each function, at least
Random = np.random.Generator
Args = list[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Mirrored:
    """A function of the mirror: one case of it, by number, and the core's answer."""

    module: str
    name: str
    case: Callable[[Random, int], Args]
    wanted: Callable[..., object]

    def cases(self) -> list[Args]:
        """The arguments of `COUNT` calls."""
        rng = np.random.default_rng(sum(map(ord, self.name)))
        return [self.case(rng, number) for number in range(COUNT)]


# ---- numbers at random and at their ends ----------------------------------------------------


def _logits(rng: Random, case: int) -> Floats:
    """A row of 2 to 50: near, far, at ±1e4, all equal, or with classes masked out."""
    size = int(rng.integers(2, 51))
    kind = case % 6
    if kind == 0:
        return rng.uniform(-8, 8, size)
    if kind == 1:
        return rng.uniform(-1e4, 1e4, size)
    if kind == 2:
        return np.full(size, rng.uniform(-1e4, 1e4))
    if kind == 3:
        return rng.choice([-1e4, 0.0, 1e4], size) + rng.normal(0, 1, size)
    if kind == 4:
        return np.asarray(rng.normal(0, 10.0 ** rng.integers(-6, 3), size))
    z = rng.normal(0, 5, size)
    z[rng.random(size) < 0.3] = -math.inf
    if np.isinf(z).all():
        z[0] = 0.0
    return z


def _heat(rng: Random, case: int) -> float:
    return 1.0 if case % 3 else float(10 ** rng.uniform(-1, 1))


def _shares(rng: Random, case: int) -> Floats:
    """A distribution over 2 to 8: even, lopsided, with zeros, with 1e-300, or certain."""
    size = int(rng.integers(2, 9))
    p = np.asarray(rng.dirichlet(np.full(size, 10.0 ** rng.uniform(-1, 1))))
    if case % 5 == 1:
        p[int(rng.integers(size))] = 0.0
        p = p / p.sum() if p.sum() else np.eye(size)[0]
    if case % 5 == 2:
        p = np.eye(size)[int(rng.integers(size))]
    if case % 5 == 3:
        p = np.full(size, 1e-300)
        p[0] = 1.0
    return p


def _two_shares(rng: Random, case: int) -> Args:
    """Two distributions: unlike, equal, or so near that their KL is about 1e-16."""
    p = _shares(rng, case)
    q = np.asarray(rng.permutation(_shares(rng, case // 5)))
    if len(q) != len(p):
        q = np.asarray(rng.dirichlet(np.full(len(p), 0.5)))
    if case % 7 == 0:
        q = p.copy()
    if case % 7 in (1, 2):
        p = np.asarray(rng.dirichlet(np.full(len(p), 3.0)))
        step = p.min() * 10.0 ** -rng.integers(6, 10)
        q = p.copy()
        q[0] += step
        q[1] -= step
    return [p.tolist(), q.tolist()]


def _probability(rng: Random, case: int, least: float) -> float:
    """From `least` to 1: both ends, on a straight and on a logarithmic scale."""
    ends = (least, 1.0, 0.5, 1.0 - 2.0**-53)
    if case < len(ends):
        return ends[case]
    if case % 2:
        return float(rng.uniform(least, 1))
    return float(10 ** rng.uniform(math.log10(least), 0))


def _chances(rng: Random, case: int) -> Args:
    """A chance c and a forecast q, both from 0 to 1."""
    ends = [0.0, 1.0, 0.5, 1e-9]
    if case < len(ends) ** 2:
        return [ends[case % 4], ends[case // 4]]
    return [float(rng.uniform(0, 1)), float(rng.uniform(0, 1) ** rng.integers(1, 9))]


def _fit(case: int) -> Fit:
    return REFIT if case % 2 else HOFFMANN


def _size(rng: Random) -> float:
    return float(10 ** rng.uniform(6, 14))


def _losses(rng: Random, case: int) -> Args:
    """The losses along a text: none, one, many; some infinite or 0."""
    size = 0 if case == 0 else int(rng.integers(1, 40))
    losses = rng.exponential(3.0, size) if case % 4 else rng.uniform(0, 700, size)
    if case % 9 == 1:
        losses[rng.random(size) < 0.1] = math.inf
    if case % 9 == 2:
        losses[:] = 0.0
    return [losses.tolist()]


# ---- the core's answers ---------------------------------------------------------------------


def _cross_entropy(z: list[float], target: int, options: dict[str, float]) -> dict[str, object]:
    heat, smoothing = options["temperature"], options["labelSmoothing"]
    loss, grad = cross_entropy_and_grad(z, target, temperature=heat, label_smoothing=smoothing)
    return {
        "probs": softmax(z, temperature=heat),
        "log_probs": log_softmax(z, temperature=heat),
        "y": smooth_labels(np.eye(len(z))[target], smoothing),
        "loss": loss,
        "grad": grad,
    }


def _cross_entropy_case(rng: Random, case: int) -> Args:
    z = _logits(rng, case)
    target = int(rng.choice(np.flatnonzero(np.isfinite(z))))
    smoothing = 0.0 if case % 4 or np.isinf(z).any() else float(rng.uniform(0, 0.3))
    return [z.tolist(), target, {"temperature": _heat(rng, case), "labelSmoothing": smoothing}]


def _squared_gradient_case(rng: Random, case: int) -> Args:
    """Logits within the board's limits, with what cross-entropy says of them."""
    size = int(rng.integers(2, 11))
    z = np.clip(rng.normal(0, 10.0 ** rng.uniform(-3, 2.5), size), -1000, 1000)
    target, heat = int(rng.integers(size)), _heat(rng, case)
    _, grad = cross_entropy_and_grad(z, target, temperature=heat)
    of = {"probs": softmax(z, temperature=heat).tolist(), "grad": grad.tolist()}
    return [z.tolist(), target, heat, of]


def _squared_gradient(
    z: list[float], target: int, heat: float, of: dict[str, list[float]]
) -> list[float]:
    names = tuple(f"class {k}" for k in range(len(z)))
    state = LogitsState(names, tuple(z), target, heat)
    return squared_gradient(state, np.array(of["probs"]), np.array(of["grad"]))


def _twice_case(rng: Random, case: int) -> Args:
    p = (0.0, 1.0)[case] if case < 2 else float(rng.uniform(0, 1))
    return [{"p": p, "classes": int(rng.choice(CLASSES)), "kind": str(rng.choice(KINDS))}]


def _surprise(p: float) -> dict[str, float]:
    core = surprise(p)
    return {name: getattr(core, name) for name in ("loss", "bits", "slope", "slope_bits")}


def _other_losses(p: float) -> dict[str, float]:
    core = surprise(p)
    return {name: getattr(core, name) for name in ("squared", "zero_one", "absolute")}


def _tokens_for(fit: dict[str, float], loss: float, n: float) -> float:
    """The D at which `Fit.loss(n, D)` is the loss, by solving the formula for D."""
    left = loss - fit["floor"] - fit["a"] / n ** fit["alpha"]
    return (fit["b"] / left) ** (1 / fit["beta"]) if left > 0 else math.inf


def _tokens_for_case(rng: Random, case: int) -> Args:
    """A loss that data can reach, or one that no number of tokens reaches."""
    fit, n = _fit(case), _size(rng)
    extra = float(rng.uniform(0.05, 5)) * (-1 if case % 8 == 0 else 1)
    return [asdict(fit), fit.floor + fit.from_params(n) + extra, n]


def _fitted(fit: dict[str, float], n: float, d: float) -> dict[str, float]:
    one = Fit(**fit)
    parts = {"from_params": one.from_params(n), "from_tokens": one.from_tokens(d)}
    return {"floor": one.floor, **parts, "loss": one.loss(n, d)}


def _tally(losses: list[float]) -> dict[str, object]:
    return fields_by_name(tally(np.array(losses)))


def _what_if_case(rng: Random, case: int) -> Args:
    (losses,) = _losses(rng, case)
    row = int(rng.integers(max(1, len(losses))))
    given = None if case % 3 == 0 else 0.0 if case % 3 == 1 else float(rng.uniform(0, 1))
    return [losses, row, given]


def _rain(state: dict[str, Any]) -> dict[str, float]:
    return asdict(rain_numbers(RainState(**state)))


def _rain_case(rng: Random, _: int) -> Args:
    names = ("rain", "happened", "rain2", "happened2")
    said = [float(p) for p in rng.uniform(0.01, 0.99, 2)]
    came = [str(one) for one in rng.choice(OUTCOMES, 2)]
    return [dict(zip(names, (said[0], came[0], said[1], came[1]), strict=True))]


TABLE = (
    Mirrored(
        "mirror",
        "logSoftmax",
        lambda rng, k: [_logits(rng, k).tolist(), _heat(rng, k)],
        lambda z, heat: log_softmax(z, temperature=heat),
    ),
    Mirrored(
        "mirror",
        "softmax",
        lambda rng, k: [_logits(rng, k).tolist(), _heat(rng, k)],
        lambda z, heat: softmax(z, temperature=heat),
    ),
    Mirrored(
        "mirror",
        "targetDistribution",
        lambda rng, k: [2 + k % 9, k % 2, 0.0 if k % 3 else float(rng.uniform(0, 0.5))],
        lambda classes, target, eps: smooth_labels(np.eye(classes)[target], eps),
    ),
    Mirrored("mirror", "crossEntropyAndGrad", _cross_entropy_case, _cross_entropy),
    Mirrored("mirror", "surprise", lambda rng, k: [_probability(rng, k, 1e-9)], _surprise),
    Mirrored("mirror", "otherLosses", lambda rng, k: [_probability(rng, k, 1e-9)], _other_losses),
    Mirrored(
        "mirror",
        "average",
        lambda rng, k: [[_probability(rng, k + j, 1e-3) for j in range(6)] if k else [1.0] * 6],
        lambda ps: asdict(average(BatchState(tuple(ps)))),
    ),
    Mirrored(
        "mirror",
        "pipeline",
        lambda rng, k: [float(rng.uniform(-8, 8)), None if k % 4 == 0 else FEEDS[k % 4]],
        lambda score, feed: asdict(pipeline(PipelineState(score, feed or OWN))),
    ),
    Mirrored(
        "mirror",
        "density",
        lambda rng, k: [float(rng.uniform(0.1, 2))],
        lambda sigma: asdict(density(sigma)),
    ),
    Mirrored("mirror", "entropy", lambda rng, k: [_shares(rng, k).tolist()], entropy),
    Mirrored("mirror", "distributionCrossEntropy", _two_shares, distribution_cross_entropy),
    Mirrored("mirror", "klDivergence", _two_shares, kl_divergence),
    Mirrored(
        "mirror",
        "surprises",
        lambda rng, k: [_shares(rng, k).tolist()],
        lambda p: [distribution_cross_entropy([1.0, 0.0], [x, 1.0 - x]) for x in p],
    ),
    Mirrored(
        "mirror",
        "smoothed",
        lambda rng, k: [_shares(rng, k).tolist(), float(rng.uniform(0, 0.5))],
        smooth_labels,
    ),
    Mirrored("mirror", "expectedLoss", _chances, lambda c, q: scores(ProperScoreState(c, q)).loss),
    Mirrored(
        "mirror", "squaredScore", _chances, lambda c, q: scores(ProperScoreState(c, q)).squared
    ),
    Mirrored(
        "mirror", "absoluteScore", _chances, lambda c, q: scores(ProperScoreState(c, q)).absolute
    ),
    Mirrored(
        "mirror",
        "knowingNothing",
        lambda rng, k: [2 + k if k < 50 else int(10 ** rng.uniform(0.31, 5.4))],
        knowing_nothing,
    ),
    Mirrored("mirror", "rain", _rain_case, _rain),
    Mirrored("mirror", "squaredGradient", _squared_gradient_case, _squared_gradient),
    Mirrored("mirror", "twice", _twice_case, lambda state: asdict(twice(TwiceState(**state)))),
    Mirrored(
        "mirror_scale",
        "bitsPerByte",
        lambda rng, _: [float(rng.exponential(500)), int(rng.integers(1, 4000))],
        bits_per_byte,
    ),
    Mirrored(
        "mirror_scale",
        "between",
        lambda rng, k: [measured().loss, 2 + k if k < 50 else int(10 ** rng.uniform(0.31, 5.4))],
        between,
    ),
    Mirrored(
        "mirror_scale",
        "fittedLoss",
        lambda rng, k: [asdict(_fit(k)), _size(rng), _size(rng)],
        _fitted,
    ),
    Mirrored("mirror_scale", "tokensFor", _tokens_for_case, _tokens_for),
    Mirrored(
        "mirror_scale",
        "bestSplit",
        lambda rng, k: [asdict(_fit(k)), float(10 ** rng.uniform(15, 28))],
        lambda fit, compute: Fit(**fit).best_split(compute),
    ),
    Mirrored("mirror_scale", "tally", _losses, _tally),
    Mirrored(
        "mirror_scale",
        "whatIf",
        _what_if_case,
        lambda losses, row, p: what_if(np.array(losses), row, p),
    ),
)
