"""One row of logits: a question, the gradient by nudging, softmax twice, and the code."""

from dataclasses import replace

import numpy as np

from xentviz.boards.logits import LogitsState, predict
from xentviz.core import cross_entropy, softmax
from xentviz.lessons.elements import Question, Snippets, Suggestion

START = LogitsState.of(2.1, 0.4, -1.0, 0.9)
_ROSE, _SAME, _FELL = "It rises", "It stays the same", "It falls"


def _moved(before: float, after: float) -> str:
    if abs(after - before) <= 1e-12 * abs(before):
        return _SAME
    return _ROSE if after > before else _FELL


def tries() -> tuple[Suggestion[LogitsState], ...]:
    """What to try on the board."""
    return (
        Suggestion("Shift every score by 3", "Only the scores move.", START.shifted(3)),
        Suggestion("Temperature 0.1", "Almost argmax.", replace(START, temperature=0.1)),
        Suggestion("Temperature 10", "Almost uniform.", replace(START, temperature=10.0)),
    )


def double_every_score(state: LogitsState = START) -> Question:
    """What does the loss do when every logit doubles?"""

    def reveal() -> tuple[str, str]:
        before, after = predict(state), predict(state.scaled(2))
        top = state.names[state.target]
        return _moved(before.loss, after.loss), (
            f"The loss goes from {before.loss:.3g} to {after.loss:.3g} nats: doubling the scores "
            f"doubles every gap, and p of {top} goes from {before.probs[state.target]:.3g} to "
            f"{after.probs[state.target]:.3g}. Being surer pays when you are right."
        )

    scores = ", ".join(f"{n} {z:+.3g}" for n, z in zip(state.names, state.logits, strict=True))
    return Question(
        "double",
        f"Scores {scores}; {state.names[state.target]} is true. Double every score: the loss …",
        (_ROSE, _SAME, _FELL),
        reveal,
    )


NUDGE = 1e-4
NUDGES_HEADER = ("class", "slope, by nudging z", "gradient, by the core", "p", "y")


def nudges(state: LogitsState) -> list[tuple[str, ...]]:
    """Each score pushed a little both ways: the slope measured, beside the gradient computed."""
    now = predict(state)
    z = np.asarray(state.logits)
    steps = NUDGE * np.vstack([np.eye(len(z)), -np.eye(len(z))])
    losses = cross_entropy(
        z + steps,
        np.full(2 * len(z), state.target),
        temperature=state.temperature,
        label_smoothing=state.label_smoothing,
        reduction="none",
    )
    up, down = np.split(np.asarray(losses), 2)
    slopes = (up - down) / (2 * NUDGE)
    columns = zip(state.names, slopes, now.grad, now.probs, now.y, strict=True)
    return [(n, f"{s:+.5f}", f"{g:+.5f}", f"{p:.5f}", f"{y:.5f}") for n, s, g, p, y in columns]


TWICE_HEADER = ("classes K", "best loss, softmax once", "best loss, softmax twice", "best p, twice")


def softmax_twice(*sizes: int) -> list[tuple[str, ...]]:
    """The lowest loss there is when probabilities are fed to a loss that expects logits."""
    rows: list[tuple[str, ...]] = []
    for k in sizes:
        perfect = np.eye(1, k)[0]
        once = cross_entropy(1000 * perfect, 0)
        rows.append(
            (
                f"{k:,}",
                f"{once:.3g}",
                f"{cross_entropy(perfect, 0):.4g}",
                f"{softmax(perfect)[0]:.3g}",
            )
        )
    return rows


def in_code(state: LogitsState) -> Snippets:
    """Softmax, cross-entropy and the gradient p − y for one row of logits."""
    z = ", ".join(repr(value) for value in state.logits)
    warm = "" if state.temperature == 1 else f" / {state.temperature!r}"
    smooth = state.label_smoothing
    y = (
        "np.eye(len(z))[t]"
        if not smooth
        else f"(1 - {smooth!r}) * np.eye(len(z))[t] + {smooth!r} / len(z)"
    )
    option = "" if not smooth else f", label_smoothing={smooth!r}"
    numpy = f"""import numpy as np

z = np.array([{z}])  # logits
t = {state.target}  # the true class: {state.names[state.target]!a}
y = {y}
d = (z - z.max()){warm}  # the shift changes nothing but keeps exp from overflowing
log_p = d - np.log(np.exp(d).sum())  # log_softmax
loss = -(y * log_p).sum()  # nats
grad = (np.exp(log_p) - y){warm}  # p - y
print(loss, grad)
"""
    torch = f"""import torch
import torch.nn.functional as F

z = torch.tensor([{z}], dtype=torch.float64, requires_grad=True)
loss = F.cross_entropy(z{warm}, torch.tensor({state.target}){option})  # takes logits
loss.backward()
print(loss.item(), z.grad)
"""
    return Snippets(numpy, torch)
