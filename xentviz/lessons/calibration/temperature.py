"""An overconfident classifier, trained once a server, and what one temperature does for it."""

import functools

import numpy as np
from numpy.typing import NDArray

from xentviz.core import (
    brier_score,
    cross_entropy,
    expected_calibration_error,
    fit_temperature,
    reliability_curve,
    softmax,
)
from xentviz.figures import calibration
from xentviz.figures.calibration import Moment
from xentviz.figures.theme import Figure
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.steps import Options, Step, nearest
from xentviz.models.classifier import Overconfident, overconfident_classifier
from xentviz.server.shared_cache import shared_cache

BINS = (5, 10, 15, 30)
POINTS = 80  # as few as the classifier learns from
# The curves' temperatures, and every eighth of them for the frames.
TEMPERATURES = np.geomspace(0.3, 20.0, 313)
SPOTS = ("logits × 3", "as trained", "least loss", "least ECE")
START = SPOTS[1]


@shared_cache
def trained() -> Overconfident:
    """The one classifier of this server."""
    return overconfident_classifier(seed=4, n_train=POINTS)


@shared_cache
def best() -> float:
    """The temperature at which the validation loss is least."""
    return fit_temperature(trained().logits, trained().labels)


def moment(temperature: float, n_bins: int) -> Moment:
    """The core's numbers for the classifier at one temperature."""
    logits, labels = trained().logits, trained().labels
    probs = softmax(logits, temperature=temperature)
    return Moment(
        temperature,
        reliability_curve(probs, labels, n_bins=n_bins),
        float(cross_entropy(logits, labels, temperature=temperature)),
        float((probs.argmax(axis=1) == labels).mean()),
        expected_calibration_error(probs, labels, n_bins=n_bins),
        brier_score(probs, labels),
    )


@shared_cache
def losses() -> NDArray[np.float64]:
    """The loss at each of TEMPERATURES."""
    logits, labels = trained().logits, trained().labels
    return np.array([cross_entropy(logits, labels, temperature=t) for t in TEMPERATURES])


@shared_cache
def _probabilities() -> tuple[NDArray[np.float64], ...]:
    """The predictions at each of TEMPERATURES: every number of bins sorts the same ones."""
    return tuple(softmax(trained().logits, temperature=t) for t in TEMPERATURES)


@shared_cache
def eces(n_bins: int) -> NDArray[np.float64]:
    """ECE at each of TEMPERATURES."""
    labels = trained().labels
    return np.array([
        expected_calibration_error(probs, labels, n_bins=n_bins) for probs in _probabilities()
    ])  # fmt: skip


def lowest(n_bins: int) -> float:
    """The temperature of least ECE."""
    return float(TEMPERATURES[eces(n_bins).argmin()])


@shared_cache
def named(n_bins: int) -> tuple[Moment, ...]:
    """The moments of SPOTS."""
    return tuple(moment(t, n_bins) for t in (1 / 3, 1.0, best(), lowest(n_bins)))


@shared_cache
def frames(n_bins: int) -> tuple[Moment, ...]:
    """What the slider passes, SPOTS among it."""
    swept = (moment(float(t), n_bins) for t in TEMPERATURES[::8])
    by_temperature = {one.temperature: one for one in (*swept, *named(n_bins))}
    return tuple(by_temperature[t] for t in sorted(by_temperature))


def _place(n_bins: int, spot: str) -> int:
    t = named(n_bins)[SPOTS.index(spot)].temperature
    return [one.temperature for one in frames(n_bins)].index(t)


@shared_cache
def scrubber(n_bins: int) -> Figure:
    """The figure for one number of bins, drawn once a server."""
    return calibration.sweep(
        frames(n_bins), TEMPERATURES, losses(), eces(n_bins), (best(), named(n_bins)[2].loss),
        start=_place(n_bins, START),
    )  # fmt: skip


@functools.lru_cache(maxsize=32)
def opened(n_bins: int, spot: str, presses: int) -> Figure:
    """The scrubber at one of SPOTS, after so many presses of a button that puts it there."""
    if (spot, presses) == (START, 0):
        return scrubber(n_bins)
    return calibration.opened(scrubber(n_bins), _place(n_bins, spot), time=presses)


def tries() -> tuple[Suggestion[dict[str, object]], ...]:
    """What to try on the classifier: the two choices of its section, together."""
    usual = BINS[2]
    other = max(BINS, key=lambda n_bins: abs(lowest(n_bins) - lowest(usual)))
    surer, plain, least, _ = named(usual)
    return (
        Suggestion(
            "Scale the logits × 3",
            f"Loss {plain.loss:.3g} → {surer.loss:.3g} nats, accuracy {_percent(plain)} → "
            f"{_percent(surer)}: validation loss may rise while accuracy stays.",
            {"bins": usual, "at": SPOTS[0]},
        ),
        Suggestion(
            f"Divide them by {best():.3g}",
            f"The least loss, {least.loss:.3g} nats; the diamonds come down to the bars.",
            {"bins": usual, "at": SPOTS[2]},
        ),
        Suggestion(
            f"{other} bins, not {usual}",
            f"The least ECE moves from T = {lowest(usual):.3g} to {lowest(other):.3g}; the least "
            f"loss stays at {best():.3g}.",
            {"bins": other, "at": SPOTS[3]},
        ),
    )


def _percent(at: Moment) -> str:
    return f"{100 * at.accuracy:.1f} %"


HEADER = ("", "T", "loss, nats", "accuracy", "ECE", "Brier")


def rows(n_bins: int) -> list[tuple[str, ...]]:
    """The four temperatures worth a name."""
    return [
        (name, f"{m.temperature:.3g}", f"{m.loss:.3f}", _percent(m), f"{m.ece:.3f}",
         f"{m.brier:.3f}")
        for name, m in zip(SPOTS, named(n_bins), strict=True)
    ]  # fmt: skip


def _classifier_that_too_sure() -> Step[None]:
    return Step(
        "A classifier that is too sure of itself",
        (
            f"A small network learned from {POINTS} points until it was sure of everything.",
            "The diagram shows 1,000 new points. Bars: how often it was right. Diamonds: how "
            "sure it was.",
        ),
        question=Options(
            "The diamonds lie above the bars. The model is …",
            ("overconfident", "well calibrated", "not sure enough"),
            lambda: 0 if best() > 1.1 else 2 if best() < 0.9 else 1,
            lambda: (
                f"It is surer than it is right. Dividing its logits by {best():.3g} repairs it."
            ),
        ),
    )


def _rising_loss_need_mean() -> Step[None]:
    surer, now = moment(0.5, BINS[0]), moment(1.0, BINS[0])
    return Step(
        "Rising loss need not mean falling accuracy",
        ("Multiply every logit by 2: the temperature T is 0.5.",),
        cover=("table",),
        question=Options(
            "On the validation set …",
            (
                "loss rises, accuracy falls",
                "loss rises, accuracy stays the same",
                "loss falls, accuracy rises",
            ),
            lambda: _outcome(now, surer),
            lambda: (
                f"The loss goes from {now.loss:.3f} to {surer.loss:.3f} nats. Accuracy stays "
                f"at {_percent(now)}: the order of the classes is the same."
            ),
        ),
        remember="Validation loss can keep rising while accuracy stays the same.",
    )


def _temperature_repairs() -> Step[None]:
    before, after = moment(1.0, BINS[2]), moment(best(), BINS[2])
    return Step(
        "One temperature repairs it",
        ("Divide all logits by a temperature T. Drag the slider under the diagram.",),
        cover=("table",),
        question=Options(
            "At the temperature of least loss, the loss is …",
            (
                f"{after.loss:.3f} nats instead of {before.loss:.3f}",
                f"still {before.loss:.3f} nats",
                "0",
            ),
            lambda: nearest(after.loss, (after.loss, before.loss, 0.0)),
            lambda: f"T = {best():.3g} gives {after.loss:.3f} nats. Not one decision changes.",
        ),
    )


def _ece_depends_on_bins() -> Step[None]:
    places = {n: lowest(n) for n in BINS}
    told = ", ".join(f"{n} bins T = {t:.3g}" for n, t in places.items())
    return Step(
        "ECE depends on the bins",
        (
            "ECE is the expected calibration error: the average gap between bars and diamonds.",
            "Change the number of bins and look where ECE is lowest.",
        ),
        cover=("table",),
        question=Options(
            "Does the temperature of least loss also give the lowest ECE?",
            ("yes, always", "no, and the place moves with the bins"),
            lambda: int(
                len(set(places.values())) > 1
                and any(abs(t / best() - 1) > 0.01 for t in places.values())
            ),
            lambda: f"The loss is lowest at T = {best():.3g}. ECE: {told}.",
        ),
        remember="The loss needs no bins. ECE is not a proper score.",
    )


def steps() -> tuple[Step[None], ...]:
    """A classifier that exaggerates, and the temperature that repairs it."""
    return (
        _classifier_that_too_sure(),
        _rising_loss_need_mean(),
        _temperature_repairs(),
        _ece_depends_on_bins(),
    )


def _outcome(before: Moment, after: Moment) -> int:
    """The place of the option that says what happened to loss and accuracy."""
    if after.loss <= before.loss:
        return 2
    return 1 if after.accuracy == before.accuracy else 0


ALT = (
    "Reliability diagram of the classifier, and under it its loss and its ECE against the "
    "temperature; a slider moves the temperature. The loss is least where fit_temperature says."
)
