"""The chapter *Learning*: a neural model's way down, as soon as it has gone it."""

import math

from xentviz.boards.learning import LearningNumbers, LearningState, learning_board
from xentviz.core import cross_entropy
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.language.text import CORPUS_NAMES, GRAMMAR, mean_of, reading_of
from xentviz.lessons.language.whole_text import nearest
from xentviz.lessons.steps import Estimate, Goal, Options, Step
from xentviz.models.language_model import token_losses, write
from xentviz.models.neural import Neural
from xentviz.models.training import History
from xentviz.server.corpora import TrainingJob, corpus, counted, training_job
from xentviz.server.shared_cache import shared_cache

START = LearningState()
LATE = LearningState(step=10_000)
MADE_UP = LearningState("grammar", 10_000)
SOON = 400  # tokens that the untrained network is tried on
FAR = 100  # training steps: the goal of the second step


@shared_cache
def _blind(key: str) -> float:
    """ln V"""
    return float(cross_entropy([0.0] * len(corpus(key).labels), 0))


@shared_cache
def trigram(key: str) -> tuple[float, float]:
    """The trigram's mean loss on text that it has counted, and on held-out text."""
    of, model = corpus(key), counted(key, "trigram")
    size = of.plan.checked
    parts = (of.learned[:size], of.held_out[:size])
    first, second = (float(token_losses(model, part, of.start).mean()) for part in parts)
    return first, second


@shared_cache
def _untrained(key: str) -> History:
    """The record before the first step, which needs no training."""
    of, model = corpus(key), Neural(corpus(key).shape, seed=0)
    learned, held_out = (
        float(token_losses(model, part[:SOON], of.start).mean())
        for part in (of.learned, of.held_out)
    )
    sample = write(model, [of.start], of.plan.written, seed=0).tokens
    return History([0], [learned], [held_out], [(0, sample)])


def learning(state: LearningState) -> LearningNumbers:
    """The record of the training, or how far it is."""
    one, of = training_job(state.corpus), corpus(state.corpus)
    history = one.history if one.done.is_set() else None
    shown = history or _untrained(state.corpus)
    return LearningNumbers(
        progress="" if history else _progress(one),
        loss=one.loss if one.step and not (history or one.failed) else None,
        share=one.share,
        steps=shown.steps,
        training=shown.training,
        held_out=shown.held_out,
        samples=[(k, of.join(tokens)) for k, tokens in shown.samples],
        last=one.steps,
        ceiling=_blind(state.corpus),
        floor=of.floor,
        counted=trigram(state.corpus)[1],
    )


def _progress(one: TrainingJob) -> str:
    if one.failed:
        return "The neural model could not be trained on this server. The other models are there."
    if not one.step:
        return "The neural model waits for its turn to learn."
    return f"The model is learning now: step {one.step:,} of {one.steps:,}."


@shared_cache
def steps() -> tuple[Step[LearningState], ...]:
    """The first loss, the way down, held-out text, and the floor."""
    return (_first(), _down(), _held_out(), _floor())


def _first() -> Step[LearningState]:
    blind, size = _blind("english"), len(corpus("english").labels)
    return Step(
        "A model that has learned nothing guesses blindly",
        (
            "A small neural network starts with random numbers as its parameters.",
            f"It has to choose among {size:,} tokens.",
            "It learns in the background, which takes about half a minute.",
        ),
        START,
        show=("loss", "written"),
        cover=("loss",),
        question=Estimate(
            "What will its loss be before the first training step? A calculator may help.",
            "nats",
            lambda: blind,
            0.15,
            lambda: f"About ln {size:,} = {blind:.2f} nats: the loss of guessing blindly.",
        ),
        notice="What it writes at this point is noise.",
        remember="The first loss should be near ln V. If it is not, something is wrong.",
    )


def _down() -> Step[LearningState]:
    return Step(
        "Each training step makes the loss a little smaller",
        (
            "A step takes a few hundred tokens and follows the gradient of their loss downhill.",
            "Drag the handle under the curve and read what the model writes.",
        ),
        START,
        show=("curve", "loss", "written"),
        question=Goal(
            f"Go to training step {FAR} or later.",
            lambda state: state.step >= FAR,
            lambda: "First it learns which tokens are common, then which follow each other.",
            LearningState(step=300),
        ),
        notice="The axis of the steps counts factors: most is learned early.",
        remember="Training is walking down the loss.",
    )


def _held_out() -> Step[LearningState]:
    seen, new = trigram("english")
    return Step(
        "Judge a model by text that it has not learned from",
        (
            "One line is the loss of the text it learns from. The other is held-out text.",
            "The dashed line is the trigram, which only counts.",
        ),
        LATE,
        show=("curve", "counted", "loss", "written"),
        cover=("curve", "loss"),
        question=Options(
            f"The trigram pays {new:.2f} nats on held-out text. On text it has counted it pays …",
            ("less", "the same", "more"),
            lambda: 0 if seen < 0.9 * new else 2 if seen > 1.1 * new else 1,
            lambda: (
                f"It pays {seen:.2f}: it knows that text. "
                "The network’s lines part for the same reason."
            ),
        ),
        notice="The gap between both lines is what the model has learned by heart.",
        remember="Only the loss on held-out text says what a model has understood.",
    )


def _floor() -> Step[LearningState]:
    long = type(GRAMMAR)(corpus="grammar", text="long", model="trigram")
    floor, mean = reading_of(long).floor or math.nan, mean_of(long)
    return Step(
        "Training stops above the floor",
        (
            "Now the network learns the made-up language, whose truth is known.",
            f"Its entropy is {floor:.2f} nats per word. The trigram reaches {mean:.2f}.",
        ),
        MADE_UP,
        show=("curve", "counted", "loss", "written"),
        cover=("curve", "loss"),
        question=Options(
            "With longer and longer training, held-out loss …",
            ("reaches 0", "comes close to the entropy", "stays where the trigram is"),
            lambda: nearest(floor, (1e-3, floor, mean)),
            lambda: f"It ends a little above {floor:.2f} nats. Below that is what nobody can know.",
        ),
        remember="The loss cannot fall to 0: it ends near the entropy of the text.",
        suggestions=(
            Suggestion("English", "Its floor is not known.", LATE),
            Suggestion("The made-up language", f"Its floor is {floor:.2f} nats.", MADE_UP),
        ),
    )


LEARNING = learning_board(learning, CORPUS_NAMES)
