"""What a blind guess costs among V classes, and the work of a large vocabulary."""

from dataclasses import replace

from xentviz.boards.scaling_law import ScalingLawState
from xentviz.boards.vocabulary import VocabularyState, scale
from xentviz.core import perplexity
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.steps import Estimate, Options, Step, nearest

START = VocabularyState(50_257)
LAW = ScalingLawState.of("Chinchilla")
# nanoGPT's readme: GPT-2 124M on OpenWebText, validation loss in nats a token.
GPT2_LOSS, GPT2_CLASSES = 3.12, 50_257
COIN_LOSS = 0.9
FIRST_LOSS = 20.0
COIN = VocabularyState(2, reported=COIN_LOSS)
LLAMA, ONE = VocabularyState(128_256), VocabularyState(128_256, sequences=1, length=1)
SMALL, GOPHER = ScalingLawState(1e8, 1e9), ScalingLawState.of("Gopher")
LLAMA_405B = ScalingLawState.of("Llama 3.1 405B")
SOURCES_HEADER = ("model", "parameters N", "tokens D", "source")


def _guessing_blindly_cost() -> Step[VocabularyState]:
    two = scale(COIN).loss
    return Step(
        "What does guessing blindly cost?",
        (
            "Spam or not: two classes. A model that knows nothing gives each class 50 %.",
            "Drag V, the number of classes, and watch the loss of a blind guess.",
        ),
        COIN,
        show=("loss",),
        cover=("loss",),
        question=Options(
            "Two classes, 50 % each. The loss is …",
            ("0, for it is not wrong", f"{two:.2f} nats", "2 nats"),
            lambda: nearest(two, (0.0, two, 2.0)),
            lambda: f"−ln 0.5 = ln 2 = {two:.2f} nats.",
        ),
        remember="Guessing blindly among V classes costs ln V.",
    )


def _next_word() -> Step[VocabularyState]:
    two = scale(COIN).loss
    many = scale(START).loss
    return Step(
        "The next word is a choice among 50,257",
        ("GPT-2 chooses the next token from a vocabulary of 50,257.",),
        START,
        show=("loss",),
        cover=("loss",),
        question=Estimate(
            "What does a blind guess among 50,257 tokens cost?",
            "nats",
            lambda: many,
            0.5,
            lambda: f"ln 50,257 = {many:.3f} nats: only {many / two:.1f} times the coin.",
        ),
        notice="From 2 to 50,257 classes the loss grows slowly: it counts factors.",
        suggestions=(
            Suggestion("Llama 3: 128,256", f"{scale(LLAMA).loss:.3g} nats", LLAMA),
            Suggestion("Two classes", f"{two:.2f} nats", COIN),
        ),
    )


def _is_above_1_bad() -> Step[VocabularyState]:
    two = scale(COIN).loss
    many = scale(START).loss
    chance = perplexity([GPT2_LOSS])
    return Step(
        "Is a loss above 1 bad?",
        (
            f"A spam filter has a loss of {COIN_LOSS} nats. GPT-2 has {GPT2_LOSS} nats.",
            "Compare each with a blind guess among its own classes.",
        ),
        START,
        show=("loss", "verdict"),
        cover=("verdict",),
        question=Options(
            "Which of the two is worse than a blind guess?",
            ("the spam filter", "GPT-2", "both"),
            lambda: _worse(two < COIN_LOSS, many < GPT2_LOSS),
            lambda: (
                f"A coin costs {two:.2f}, less than {COIN_LOSS}. Among 50,257 tokens a blind "
                f"guess costs {many:.1f}. GPT-2's perplexity is {chance:.3g}."
            ),
        ),
        remember="Compare a loss with ln V. There is no upper limit.",
    )


def _first_loss_of_20() -> Step[VocabularyState]:
    many = scale(START).loss
    return Step(
        "A training run starts with a loss of 20",
        ("The model is new: nobody has trained it. Its first loss is 20 nats.",),
        replace(START, reported=FIRST_LOSS),
        show=("loss", "verdict"),
        cover=("verdict",),
        question=Options(
            "What does a first loss of 20 say?",
            (
                "That is normal: it knows nothing yet",
                "It is sure of wrong answers before it has learned anything",
                "The vocabulary is too small",
            ),
            lambda: 1 if many < FIRST_LOSS else 0,
            lambda: (
                f"Knowing nothing costs {many:.1f}. A loss of {FIRST_LOSS:.0f} is worse: the "
                "first logits are too large. Start with small ones."
            ),
        ),
        remember="A fresh model should start near ln V.",
    )


def _loss_and_work() -> Step[VocabularyState]:
    two = scale(COIN).loss
    return Step(
        "The loss grows slowly, the work grows fast",
        ("Each prediction needs one logit for every token of the vocabulary.",),
        LLAMA,
        show=("loss", "cost", "formula"),
        cover=("cost", "formula"),
        question=Options(
            "From 2 classes to 128,256 the logits grow 64,128 times. The loss grows …",
            (
                "64,128 times",
                "about 1,000 times",
                f"about {scale(LLAMA).loss / two:.0f} times",
            ),
            lambda: nearest(scale(LLAMA).loss / two, (64_128.0, 1_000.0, scale(LLAMA).loss / two)),
            lambda: (
                f"From {two:.2f} to {scale(LLAMA).loss:.1f} nats: the loss counts factors, "
                "the logits are counted one by one."
            ),
        ),
        suggestions=(
            Suggestion(
                "One token", f"{scale(ONE).float32 / 1e3:.0f} kB of logits for one token", ONE
            ),
        ),
    )


def _guessing() -> tuple[Step[VocabularyState], ...]:
    return (
        _guessing_blindly_cost(),
        _next_word(),
        _is_above_1_bad(),
        _first_loss_of_20(),
        _loss_and_work(),
    )


def _worse(coin: bool, words: bool) -> int:
    """The place of the option that names who is worse than a blind guess."""
    return 2 if coin and words else 0 if coin else 1


def in_code(state: VocabularyState) -> Snippets:
    """Knowing nothing among V classes."""
    size = f"{state.sequences} * {state.length}"
    numpy = f"""import numpy as np

V = {state.classes}
z = np.zeros(V)  # knows nothing: all scores equal
loss = np.log(np.exp(z - z.max()).sum()) - (z[0] - z.max())  # ln V, in nats
p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
y = np.eye(1, V)[0]
grad = p - y  # one number a class, their sum is 0
print(loss, np.log(V), grad.sum())
print({size} * V * 4, "bytes of logits in float32")
"""
    torch = f"""import torch
import torch.nn.functional as F

z = torch.zeros(1, {state.classes}, requires_grad=True)
loss = F.cross_entropy(z, torch.tensor([0]))  # the same call for 2 classes and for 256,000
loss.backward()  # z.grad is p - y
print(loss.item(), z.grad.sum().item())
print({size} * z.element_size() * z.numel(), "bytes of logits")
"""
    return Snippets(numpy, torch)
