"""Score yourself: what twelve stated chances cost, and what honest ones would have."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xentviz.boards import checks
from xentviz.boards.surprise import cost
from xentviz.core import cross_entropy, fit_temperature, reliability_curve
from xentviz.core.calibration import ReliabilityCurve
from xentviz.data.quiz import QUIZ
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.steps import Options, Step

KEY = "me"  # the link's key; only the copied link carries it
# Per cent for the second option. Never 0 or 100: certain and wrong would cost without end.
WORDS = (1, 5, *range(10, 100, 10), 95, 99)
UNDECIDED = 50
LABELS = np.array([one.right for one in QUIZ])


@dataclass(frozen=True, slots=True)
class Score:
    """Nats, the mean over the questions: yours, saying 50 % throughout, and saying on each
    question you decided how often you were right (`share`; None if you decided none).

    `dearest` is the answer that cost most, `temperature` what would mend yours.
    """

    loss: float
    coin: float
    honest: float
    share: float | None
    decided: int
    costs: list[float]
    dearest: int
    temperature: float
    curve: ReliabilityCurve | None


def say(k: int, word: int) -> str:
    """One stated chance in words, as the slider of question k shows it."""
    first, second = QUIZ[k].options
    if word == UNDECIDED:
        return "50 : 50"
    return f"{second}: {word} %" if word > UNDECIDED else f"{first}: {100 - word} %"


def score(words: Sequence[int]) -> Score:
    """What the stated chances, per cent for each second option, cost."""
    p = np.array(words) / 100
    probs = np.stack([1 - p, p], axis=1)
    decided = np.array(words) != UNDECIDED
    picks, labels = probs[decided].argmax(axis=1), LABELS[decided]
    share = float((picks == labels).mean()) if decided.any() else None
    costs = _losses(probs)
    return Score(
        float(costs.mean()),
        float(_losses(np.full_like(probs, 0.5)).mean()),
        float(_losses(_at(probs, decided, share)).mean()),
        share,
        int(decided.sum()),
        costs.tolist(),
        int(costs.argmax()),
        fit_temperature(np.log(probs), LABELS),
        reliability_curve(probs[decided], labels, n_bins=10) if decided.any() else None,
    )


def _losses(probs: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return np.asarray(cross_entropy(np.log(probs), LABELS, reduction="none"), np.float64)


def _at(
    probs: NDArray[np.float64], decided: NDArray[np.bool_], share: float | None
) -> NDArray[np.float64]:
    """The same picks, each stated at `share`."""
    if share is None:
        return probs
    picked = probs == probs.max(axis=1, keepdims=True)
    return np.where(decided[:, None], np.where(picked, share, 1 - share), probs)


def verdict(result: Score) -> str:
    """What the player's temperature says."""
    t = result.temperature
    if result.share is None:
        return "You decided nothing, so you paid exactly what a coin pays."
    if result.share == 1:
        return "All you decided was right: you could have been surer still."
    if t >= 1000:
        return "Your sure answers were wrong so often that 50 : 50 would have been the best word."
    if math.isclose(t, 1, rel_tol=0.1):
        return f"Your temperature is {t:.2g}: you said what you knew."
    much = "more" if t > 1 else "less"
    return f"Your temperature is {t:.2g}: you sounded {much} sure than you were right to be."


def as_sure(words: Sequence[int], share: float) -> tuple[int, ...]:
    """The same picks, each said with the word nearest to `share`; what was undecided stays so."""
    word = min(WORDS, key=lambda one: abs(one / 100 - share))
    return tuple(
        said if said == UNDECIDED else word if said > UNDECIDED else 100 - word for said in words
    )


def tries(own: Sequence[int]) -> tuple[Suggestion[dict[str, object]], ...]:
    """What else the player might have said: the widgets of the questions, set together."""
    share = score(own).share
    if share is None:
        return ()
    sure, honest = as_sure(own, 1.0), as_sure(own, share)
    return (
        Suggestion(f"Claim {max(WORDS)} % on each pick", _paid(sure), widgets(sure)),
        Suggestion(
            f"Say {100 * share:.0f} %: how often you were right", _paid(honest), widgets(honest)
        ),
        Suggestion("What you said yourself", _paid(own), widgets(own)),
    )


def _paid(words: Sequence[int]) -> str:
    return f"{score(words).loss:.3f} nats."


def widgets(words: Sequence[int]) -> dict[str, object]:
    """The answers by the keys of their sliders."""
    return {f"{KEY}-{k}": word for k, word in enumerate(words)}


def _sure_are() -> Step[None]:
    asked, misses, sure = len(QUIZ), 2, max(WORDS) / 100
    paid = ((asked - misses) * cost(sure) + misses * cost(1 - sure)) / asked
    coin = cost(0.5)
    return Step(
        "How sure are you?",
        (
            "Twelve questions with two answers each. Slide towards the one you believe.",
            "99 % is the most you can say: at 100 % one miss would cost infinitely much.",
        ),
        question=Options(
            f"You say 99 % twelve times and are right {asked - misses} times. Compared with "
            "always saying 50 %, you pay …",
            ("less", "the same", "more"),
            lambda: 2 if paid > coin else 0,
            lambda: (
                f"{paid:.2f} nats a question, against {coin:.2f}. Each miss costs "
                f"{cost(1 - sure):.2f}, each hit only {cost(sure):.2f}."
            ),
        ),
        remember="Being right pays. Being honest about how sure you are pays as well.",
    )


def steps() -> tuple[Step[None], ...]:
    """The reader's own confidence."""
    return (_sure_are(),)


def in_code(words: Sequence[int]) -> Snippets:
    """The player's own log loss."""
    given = [word if label else 100 - word for word, label in zip(words, LABELS, strict=True)]
    p = ", ".join(f"{word / 100:g}" for word in given)
    numpy = f"""import numpy as np

p = np.array([{p}])  # what you gave to the right option
losses = -np.log(p)
loss = losses.mean()  # nats
print(loss, np.log(2), losses.argmax())  # yours, the coin's, the answer that cost most
"""
    torch = f"""import torch
import torch.nn.functional as F

p = torch.tensor([{p}], dtype=torch.float64)
print(F.binary_cross_entropy(p, torch.ones_like(p)).item())  # takes probabilities
"""
    return Snippets(numpy, torch)


def to_link(words: Sequence[int]) -> str:
    """The answers as the link holds them: 50,99,..."""
    return ",".join(map(str, words))


def from_link(text: str) -> tuple[int, ...]:
    """The answers of a copied link; ValueError with one sentence."""
    parts = checks.items(text.split(",", len(QUIZ)), "The list of answers", len(QUIZ), len(QUIZ))
    allowed = {str(word): word for word in WORDS}
    strange = [str(part) for part in parts if part not in allowed]
    if strange:
        raise ValueError(f"An answer is “{strange[0][:20]}”, expected one of {to_link(WORDS)}.")
    return tuple(allowed[str(part)] for part in parts)
