"""One loss under three names, and why it is not below 0 for classes: questions, tries, code."""

import math

from xentviz.boards.density import DensityState, density
from xentviz.boards.pipeline import PipelineState, pipeline
from xentviz.lessons.elements import Question, Snippets, Suggestion

PIPELINE = PipelineState(1.4)
DENSITY = DensityState(0.8)
HEIGHT_1 = DensityState(1 / math.sqrt(2 * math.pi))
FOUR_TO_ONE = math.log(4)


def wrong_inputs() -> tuple[Suggestion[PipelineState], ...]:
    """What to feed the three functions with."""
    fed = pipeline(PipelineState(PIPELINE.score, "probs"))
    return (
        Suggestion(
            "Feed all three probabilities",
            f"NLL turns {fed.probs[0]:.3g} into {_fixed(fed.nll)}; cross-entropy applies softmax a "
            f"second time and says {fed.cross_entropy:.3g} instead of {fed.loss:.3g}.",
            PipelineState(PIPELINE.score, "probs"),
        ),
        Suggestion(
            "Feed all three logits",
            "Only cross-entropy takes them. NLL falls below 0 without end.",
            PipelineState(PIPELINE.score, "logits"),
        ),
        Suggestion(
            "Feed all three log-probabilities",
            "Cross-entropy is right too: log-probabilities are logits that softmax leaves alone.",
            PipelineState(PIPELINE.score, "log_probs"),
        ),
    )


def widths() -> tuple[Suggestion[DensityState], ...]:
    """Bells to try."""
    narrow = DensityState(0.1)
    told = density(narrow.sigma)
    return (
        Suggestion("Height 1", "Exactly 0 nats: where a probability would have to stop.", HEIGHT_1),
        Suggestion(
            "A narrow bell",
            f"Height {told.density:.3g}, loss {_fixed(told.loss)}: less than nothing.",
            narrow,
        ),
    )


def nll_of_probabilities() -> Question:
    """What does NLL say when it is given probabilities rather than their logarithms?"""

    def reveal() -> tuple[str, str]:
        told = pipeline(PipelineState(FOUR_TO_ONE, "probs"))
        options = {told.loss: _fixed(told.loss), told.nll: _fixed(told.nll)}
        return options[told.nll], (
            f"NLL takes the truth's entry and turns its sign: {_fixed(told.nll)}. It cannot know "
            f"that {told.probs[0]:.2g} was no logarithm. The loss is {_fixed(told.loss)}, from "
            f"the log-probability {_fixed(told.log_probs[0])}."
        )

    told = pipeline(PipelineState(FOUR_TO_ONE))
    return Question(
        "nll",
        f"The truth has probability {told.probs[0]:.2g}. By mistake NLL is given probabilities, "
        "not their logarithms. It answers …",
        (_fixed(told.loss), _fixed(-told.probs[0]), "An error"),
        reveal,
    )


def taller_than_1() -> Question:
    """On which side of 0 is the loss of a density above 1?"""
    below, zero, above = "Below 0", "Exactly 0", "Above 0"
    sigma = HEIGHT_1.sigma / 2

    def reveal() -> tuple[str, str]:
        told = density(sigma)
        side = below if told.loss < 0 else above if told.loss > 0 else zero
        return side, (
            f"−ln {told.density:.3g} is {_fixed(told.loss)}. A probability stops at 1, so its "
            "loss stops at 0. A density has area 1, not height 1."
        )

    return Question(
        "tall",
        f"A model of heights in metres gives the truth the density {density(sigma).density:.3g}. "
        "Its loss is …",
        (below, zero, above),
        reveal,
    )


def _fixed(x: float) -> str:
    return f"{x:.3f}".replace("-", "−")


def pipeline_in_code(state: PipelineState) -> Snippets:
    """One number by three functions."""
    numpy = f"""import numpy as np

z = np.array([{state.score!r}, 0.0])  # logits; the truth is the first
log_p = z - np.logaddexp.reduce(z)  # log_softmax
p = np.exp(log_p)
loss = np.logaddexp.reduce(z) - z[0]  # cross-entropy, from logits
print(loss, -log_p[0], -np.log(p[0]))  # cross-entropy, NLL, log loss
"""
    torch = f"""import torch
import torch.nn.functional as F

z = torch.tensor([[{state.score!r}, 0.0]], dtype=torch.float64)
truth = torch.tensor([0])
log_p = F.log_softmax(z, dim=1)
p = log_p.exp()
print(F.cross_entropy(z, truth))  # takes logits
print(F.nll_loss(log_p, truth))  # takes log-probabilities
print(F.binary_cross_entropy(p[:, 0], torch.ones(1, dtype=torch.float64)))  # probabilities
"""
    return Snippets(numpy, torch)


def density_in_code(state: DensityState) -> Snippets:
    """The loss of a normal density at its middle."""
    numpy = f"""import numpy as np

sigma = {state.sigma!r}
density = 1 / (sigma * np.sqrt(2 * np.pi))  # may pass 1
loss = -np.log(density)  # may fall below 0
print(density, loss)
"""
    torch = f"""import torch

bell = torch.distributions.Normal(0.0, {state.sigma!r})
print(-bell.log_prob(torch.tensor(0.0)))
"""
    return Snippets(numpy, torch)
