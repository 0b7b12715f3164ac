"""Training a neural language model: steps of Adam, with a record that a page can play back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from xentviz.models.language_model import Integers, as_tokens, token_losses, write
from xentviz.models.neural import Neural, Shape
from xentviz.models.optimizers import Adam, one_cycle

# Called with the step, the number of steps and the last batch's loss; False ends the training.
BEGINNING = 8  # one window in so many shows only what has come since a text began
Progress: TypeAlias = Callable[[int, int, float], bool | None]


@dataclass(frozen=True)
class TrainingPlan:
    """How a model is trained."""

    steps: int = 3000
    batch: int = 256
    rate: float = 6e-3  # Adam's, at its peak
    logged: int = 40  # about so many entries in the history, dense at the beginning
    checked: int = 2000  # held-out tokens that each entry is measured on
    stages: tuple[float, ...] = (0.0, 0.01, 0.05, 0.2, 0.5, 1.0)  # of the steps: a sample each
    written: int = 40  # tokens a sample
    dropout: float = 0.0  # share of inputs and hidden numbers that are hidden in each step
    decay: float = 0.0  # each step takes rate * decay of the weights off them


WORDS = TrainingPlan()
CHARACTERS = TrainingPlan(steps=500, batch=128, rate=4e-3, written=160)
# Without dropout and decay it learns its text by heart: 3.0 instead of 1.8 bits a byte held out.
TOKENS = TrainingPlan(steps=1700, batch=512, rate=1e-2, dropout=0.3, decay=0.25)


def word_shape(vocabulary_size: int) -> Shape:
    """Wide enough for a subject, its clause and the verb that agrees with it."""
    return Shape(vocabulary_size, context=12, embedding=16, hidden=256)


def token_shape(vocabulary_size: int) -> Shape:
    """For sub-word tokens: most of what can be learned from 250 kB is in the last three."""
    return Shape(vocabulary_size, context=3, embedding=96, hidden=192)


def character_shape(vocabulary_size: int) -> Shape:
    """Small: a text of 2,000 words is soon known by heart."""
    return Shape(vocabulary_size, context=5, embedding=16, hidden=192)


@dataclass
class History:
    """What a training was like. Losses are means in nats; the first entry is before any step."""

    steps: list[int] = field(default_factory=list)
    training: list[float] = field(default_factory=list)  # over the batches since the last entry
    held_out: list[float] = field(default_factory=list)
    samples: list[tuple[int, Integers]] = field(default_factory=list)  # (step, what it wrote)
    finished: bool = False  # False if the callback ended it


def train(
    model: Neural,
    tokens: ArrayLike,
    held_out: ArrayLike,
    start: int,
    *,
    plan: TrainingPlan = WORDS,
    seed: int = 0,
    progress: Progress | None = None,
) -> History:
    """Change the model in place until it predicts `tokens` (N,), N >= 2; `start` precedes a text.

    The same seed gives the same model. Raises ValueError for fewer than two tokens or none held
    out, TypeError or ValueError for tokens outside 0..V-1.
    """
    text, held = _checked_texts(model, tokens, held_out, plan)
    windows, targets = model.windows(text[:-1]), text[1:]
    adam, rng = Adam(model.parameters), np.random.default_rng(seed)
    logged = set(np.geomspace(1, plan.steps, plan.logged).astype(int).tolist())
    stages = {round(share * plan.steps) for share in plan.stages}
    history, recent = History(), []
    first, _ = model.loss_and_gradients(windows[:256], targets[:256])
    _record(history, model, 0, first, held, start)
    _sample(history, model, 0, start, plan, seed)
    for step in range(1, plan.steps + 1):
        rows = rng.integers(0, len(targets), plan.batch)
        seen = windows[rows]
        _begin(seen[: plan.batch // BEGINNING], start, model.vocabulary_size)
        dropped = model.dropout(plan.batch, plan.dropout, rng) if plan.dropout else None
        loss, gradients = model.loss_and_gradients(seen, targets[rows], dropped)
        rate = one_cycle(step - 1, plan.steps, plan.rate)
        adam.step(gradients, rate)
        for weights in model.weights:  # Loshchilov & Hutter, Decoupled weight decay, ICLR 2019
            weights *= 1.0 - rate * plan.decay
        recent.append(loss)
        if step in logged:
            _record(history, model, step, float(np.mean(recent)), held, start)
            recent = []
        if step in stages:
            _sample(history, model, step, start, plan, seed)
        if progress is not None and progress(step, plan.steps, loss) is False:
            return history
    history.finished = True
    return history


def _checked_texts(
    model: Neural, tokens: ArrayLike, held_out: ArrayLike, plan: TrainingPlan
) -> tuple[Integers, Integers]:
    """Both texts as tokens of the model's vocabulary, long enough to learn from and to test on."""
    text = as_tokens(tokens, model.vocabulary_size)
    held = as_tokens(held_out, model.vocabulary_size)[: plan.checked]
    if len(text) < 2 or len(held) == 0:
        raise ValueError(f"needs 2 tokens and 1 held out, got {len(text)} and {len(held)}")
    return text, held


def _begin(windows: Integers, start: int, nothing: int) -> None:
    """Have these (B, n) windows look as at the beginning of a text: nothing before a `start`."""
    starts = windows == start
    later = starts[:, ::-1].cumsum(axis=1)[:, ::-1] - starts  # starts further right
    windows[later > 0] = nothing


def _record(
    history: History, model: Neural, step: int, loss: float, held: Integers, start: int
) -> None:
    history.steps.append(step)
    history.training.append(loss)
    history.held_out.append(float(token_losses(model, held, start).mean()))


def _sample(
    history: History, model: Neural, step: int, start: int, plan: TrainingPlan, seed: int
) -> None:
    history.samples.append((step, write(model, [start], plan.written, seed=seed).tokens))
