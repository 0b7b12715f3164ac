"""One loss under three names, which differ in the input that they take."""

import math
from dataclasses import replace

from xentviz.boards.pipeline import PipelineState, pipeline
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.numerals import fixed, nearest, num3, percent
from xentviz.lessons.steps import Goal, Options, Step, Table

START = PipelineState(1.4)
FOUR_TO_ONE = PipelineState(math.log(4))
FED_PROBS = replace(FOUR_TO_ONE, feed="probs")
FED_LOGS = replace(FOUR_TO_ONE, feed="log_probs")
FED_LOGITS = replace(FOUR_TO_ONE, feed="logits")
EVEN = PipelineState(0.0)
SURE = 0.8  # the goal of the first step


def steps() -> tuple[Step[PipelineState], ...]:
    """The chapter's steps."""
    return (_three_inputs(), _three_names(), _nll_of_probabilities(), _log_probs_as_logits())


def _three_inputs() -> Step[PipelineState]:
    return Step(
        "The same prediction, written in three ways",
        (
            "A model gives each of two classes a score, its logit. Any number is allowed.",
            "The function log_softmax turns logits into log-probabilities. "
            "The function exp turns these into probabilities.",
        ),
        EVEN,
        show=("stages",),
        question=Goal(
            f"Move the logit until the right class has at least {100 * SURE:.0f} %.",
            lambda state: pipeline(state).probs[0] >= SURE,
            lambda: (
                f"It takes a logit of ln 4 = {fixed(math.log(4))}: four times as likely as "
                "the other class."
            ),
            START,
        ),
        remember="Logits, log-probabilities and probabilities say the same thing.",
    )


def _three_names() -> Step[PipelineState]:
    told = pipeline(START)
    return Step(
        "Three names: three losses?",
        (
            "*Cross-entropy* takes the logits. *NLL*, the negative log-likelihood, takes the "
            "log-probabilities. *Log loss* takes the probabilities.",
        ),
        START,
        show=("stages", "inputs", "functions"),
        cover=("functions",),
        question=Options(
            "The three functions give …",
            ("three different numbers", "the same number", "NLL gives the others' negative"),
            lambda: _same_or_not(told.cross_entropy, told.nll, told.log_loss),
            lambda: f"All three say {num3(told.loss)} nats, each from its own input.",
        ),
        notice="Move the logit: the three numbers stay equal.",
        remember="Cross-entropy, NLL and log loss: one loss, three inputs.",
    )


def _same_or_not(one: float, two: float, three: float) -> int:
    """Which option is right: 0 different, 1 the same, 2 the second is the others' negative."""
    if math.isclose(one, two, rel_tol=1e-9) and math.isclose(two, three, rel_tol=1e-9):
        return 1
    return 2 if math.isclose(one, -two) and math.isclose(one, three) else 0


def _nll_of_probabilities() -> Step[PipelineState]:
    told = pipeline(FED_PROBS)
    answers = (told.loss, told.nll)
    return Step(
        "What if NLL is given probabilities?",
        (
            f"The right class has {percent(told.probs[0])}. The loss is {fixed(told.loss, 3)}.",
            "By mistake all three functions now get probabilities. "
            "NLL expects log-probabilities: it picks one and changes its sign.",
        ),
        FED_PROBS,
        show=("stages", "inputs", "functions", "verdicts"),
        cover=("functions", "verdicts"),
        question=Options(
            "NLL answers …",
            (fixed(told.loss, 3), fixed(-told.probs[0], 3), "an error message"),
            lambda: nearest(told.nll, answers),
            lambda: (
                f"It cannot know that {num3(told.probs[0])} is no logarithm, and answers "
                f"{fixed(told.nll, 3)}."
            ),
        ),
        notice="A loss of classes below 0 is a sign of the wrong input.",
        remember="A wrong input gives a wrong number, not an error message.",
        suggestions=(
            Suggestion("Its own input again", f"{fixed(told.loss, 3)} three times", FOUR_TO_ONE),
        ),
    )


def _log_probs_as_logits() -> Step[PipelineState]:
    told = pipeline(FED_LOGS)
    options = ("rises", "stays the same", "falls below 0")
    return Step(
        "What if cross-entropy is given log-probabilities?",
        (
            "Cross-entropy expects logits and applies softmax. Now it gets log-probabilities.",
            f"With logits it said {num3(told.loss)} nats.",
        ),
        FED_LOGS,
        show=("stages", "inputs", "functions", "verdicts", "feed"),
        cover=("functions", "verdicts"),
        question=Options(
            "The result of cross-entropy …",
            options,
            lambda: _moved(told.cross_entropy, told.loss),
            lambda: (
                f"It is {num3(told.cross_entropy)} again: e to the log-probabilities already "
                "sums to 1, so softmax changes nothing."
            ),
        ),
        notice="Now feed all three *probabilities* or *logits*.",
        remember="Ask of every loss function what it takes. Its name does not say.",
        suggestions=(
            Suggestion(
                "All three get probabilities",
                f"Softmax twice: {num3(pipeline(FED_PROBS).cross_entropy)}.",
                FED_PROBS,
            ),
            Suggestion("All three get logits", "Only cross-entropy takes them.", FED_LOGITS),
        ),
    )


def _moved(now: float, before: float) -> int:
    """0 where it rises, 1 where it stays the same, 2 where it falls below 0."""
    if math.isclose(now, before, rel_tol=1e-9):
        return 1
    return 0 if now > before else 2


# What the documentation of each library says its function takes.
FUNCTIONS = (
    ("PyTorch", "F.cross_entropy", "logits"),
    ("PyTorch", "F.nll_loss", "log-probabilities"),
    ("PyTorch", "F.binary_cross_entropy", "probabilities"),
    ("PyTorch", "F.binary_cross_entropy_with_logits", "logits"),
    ("scikit-learn", "metrics.log_loss", "probabilities"),
    ("Keras", "losses.CategoricalCrossentropy()", "probabilities"),
    ("Keras", "losses.CategoricalCrossentropy(from_logits=True)", "logits"),
    ("Optax", "losses.softmax_cross_entropy", "logits"),
)


def deeper(_state: PipelineState) -> tuple[Table, ...]:
    """Which function of which library takes what."""
    return (
        Table(
            "Which function takes what",
            "The same loss in four libraries. Only the input differs.",
            ("library", "function", "takes"),
            FUNCTIONS,
        ),
    )


def in_code(state: PipelineState) -> Snippets:
    """One number by three functions."""
    numpy = f"""import numpy as np

z = np.array([{state.score!r}, 0.0])  # logits; the right class is the first
log_p = z - np.logaddexp.reduce(z)  # log_softmax
p = np.exp(log_p)
loss = np.logaddexp.reduce(z) - z[0]  # cross-entropy, from logits
print(loss, -log_p[0], -np.log(p[0]))  # cross-entropy, NLL, log loss
"""
    torch = f"""import torch
import torch.nn.functional as F

z = torch.tensor([[{state.score!r}, 0.0]], dtype=torch.float64)
label = torch.tensor([0])
log_p = F.log_softmax(z, dim=1)
p = log_p.exp()
print(F.cross_entropy(z, label))  # takes logits
print(F.nll_loss(log_p, label))  # takes log-probabilities
print(F.binary_cross_entropy(p[:, 0], torch.ones(1, dtype=torch.float64)))  # probabilities
"""
    return Snippets(numpy, torch)
