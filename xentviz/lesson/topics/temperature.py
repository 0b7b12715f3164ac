"""An overconfident classifier, trained once a server, and what one temperature does for it."""

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
from xentviz.lesson.challenge import Question
from xentviz.lesson.frame import Snippets
from xentviz.lesson.once import once
from xentviz.models.classifier import Overconfident, overconfident_classifier

BINS = (5, 10, 15, 30)
# The curves' temperatures, and every eighth of them for the frames.
TEMPERATURES = np.geomspace(0.4, 20.0, 313)


@once
def trained() -> Overconfident:
    """The one classifier of this server."""
    return overconfident_classifier(seed=4)


@once
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


@once
def losses() -> NDArray[np.float64]:
    """The loss at each of TEMPERATURES."""
    logits, labels = trained().logits, trained().labels
    return np.array([cross_entropy(logits, labels, temperature=t) for t in TEMPERATURES])


@once
def eces(n_bins: int) -> NDArray[np.float64]:
    """ECE at each of TEMPERATURES."""
    logits, labels = trained().logits, trained().labels
    return np.array([
        expected_calibration_error(softmax(logits, temperature=t), labels, n_bins=n_bins)
        for t in TEMPERATURES
    ])  # fmt: skip


def lowest(n_bins: int) -> float:
    """The temperature of least ECE."""
    return float(TEMPERATURES[eces(n_bins).argmin()])


@once
def named(n_bins: int) -> tuple[Moment, ...]:
    """Logits doubled, as trained, least loss, least ECE."""
    return tuple(moment(t, n_bins) for t in (0.5, 1.0, best(), lowest(n_bins)))


@once
def scrubber(n_bins: int) -> Figure:
    """The figure for one number of bins, drawn once a server."""
    _, plain, least, _ = named(n_bins)
    frames = [plain, least, *(moment(float(t), n_bins) for t in TEMPERATURES[::8])]
    frames.sort(key=lambda one: one.temperature)
    return calibration.sweep(
        frames, TEMPERATURES, losses(), eces(n_bins), (best(), least.loss),
        start=frames.index(plain),
    )  # fmt: skip


HEADER = ("", "T", "loss, nats", "accuracy", "ECE", "Brier")
_ROWS = ("logits doubled", "as trained", "least loss", "least ECE")


def rows(n_bins: int) -> list[tuple[str, ...]]:
    """The four temperatures worth a name."""
    return [
        (name, f"{m.temperature:.3g}", f"{m.loss:.3f}", f"{100 * m.accuracy:.1f} %", f"{m.ece:.3f}",
         f"{m.brier:.3f}")
        for name, m in zip(_ROWS, named(n_bins), strict=True)
    ]  # fmt: skip


def double_every_logit() -> Question:
    """Does a rising validation loss mean that accuracy falls?"""
    same, fell = "Loss rises, accuracy stays", "Loss rises, accuracy falls"

    def reveal() -> tuple[str, str]:
        surer, now = moment(0.5, BINS[0]), moment(1.0, BINS[0])
        stays = surer.accuracy == now.accuracy
        rises = surer.loss > now.loss
        right = (same if stays else fell) if rises else "Loss falls, accuracy rises"
        before, after = 100 * now.accuracy, 100 * surer.accuracy
        return right, (
            f"The loss goes from {now.loss:.3f} to {surer.loss:.3f} nats, accuracy from "
            f"{before:.1f} % to {after:.1f} %: the order of the classes stays, so the same answers "
            "are right, and each wrong one is now twice as sure of itself. A validation loss may "
            "rise for long while accuracy stands still."
        )

    words = "Double every logit of this classifier (T = 0.5). On the validation points …"
    return Question("twice", words, (fell, same, "Loss falls, accuracy rises"), reveal)


def lowest_ece() -> Question:
    """Is the temperature of least loss that of least ECE?"""
    yes, no = "Yes, the same temperature", "No, and its place moves with the bins"

    def reveal() -> tuple[str, str]:
        places = {n: lowest(n) for n in BINS}
        differ = any(abs(t / best() - 1) > 0.01 for t in places.values())
        moves = len(set(places.values())) > 1
        told = ", ".join(f"{n} bins T = {t:.3g}" for n, t in places.items())
        return (no if differ and moves else yes), (
            f"The loss is least at T = {best():.3g}. ECE is least at: {told}. ECE compares "
            "averages within bins you chose, and is no proper score; the loss needs no bins."
        )

    return Question("lowest", "Does the temperature of least loss also give the least ECE?",
                    (yes, no), reveal)  # fmt: skip


ALT = (
    "Reliability diagram of the classifier, and under it its loss and its ECE against the "
    "temperature; a slider moves the temperature. The loss is least where fit_temperature says."
)


def in_code() -> Snippets:
    """The temperature, found by the slope of the loss; eight answers stand for the thousand."""
    wrong = trained().logits.argmax(axis=1) != trained().labels
    chosen = np.sort(np.r_[np.flatnonzero(wrong)[:2], np.flatnonzero(~wrong)[:6]])
    some = np.round(trained().logits[chosen], 2).tolist()
    labels = trained().labels[chosen].tolist()
    numpy = f"""import numpy as np

z = np.array({some})  # logits: six answers are right, two are wrong
t = np.array({labels})

def loss(T):
    d = z / T - (z / T).max(axis=1, keepdims=True)
    log_p = d - np.log(np.exp(d).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(t)), t].mean()

T = min(np.geomspace(0.001, 1000, 20001), key=loss)  # xentviz.core.fit_temperature is exact
print(T, loss(1.0), loss(T))
"""
    torch = f"""import torch
import torch.nn.functional as F

z = torch.tensor({some})
t = torch.tensor({labels})
b = torch.zeros((), requires_grad=True)  # log T
step = torch.optim.LBFGS([b], max_iter=100, line_search_fn="strong_wolfe")

def closure():
    step.zero_grad()
    loss = F.cross_entropy(z / b.exp(), t)
    loss.backward()
    return loss

step.step(closure)
print(b.exp().item())
"""
    return Snippets(numpy, torch)
