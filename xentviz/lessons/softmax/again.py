"""Softmax, or sigmoid, applied once too often: the loss cannot reach 0."""

import numpy as np

from xentviz.boards.twice import CLASSES, TwiceState, twice
from xentviz.core import cross_entropy, softmax
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.numerals import fixed, nearest, num3, percent
from xentviz.lessons.steps import Options, Step, Table

START = TwiceState(0.9)
PERFECT = TwiceState(1.0)
MANY = TwiceState(1.0, 1000)
SURE_YES = TwiceState(1.0, 2, "sigmoid")
SURE_NO = TwiceState(0.0, 2, "sigmoid")


def steps() -> tuple[Step[TwiceState], ...]:
    """The chapter's steps."""
    return (_perfect(), _many_classes(), _sigmoid())


def _perfect() -> Step[TwiceState]:
    told = twice(PERFECT)
    losses = (told.once, told.loss)
    return Step(
        "What if the loss is given probabilities?",
        (
            "Cross-entropy of most libraries takes logits and applies softmax itself. "
            "A common mistake is to give it probabilities.",
            "Say the model is perfect: 100 % for the right class, 0 % for three others.",
        ),
        PERFECT,
        show=("seen", "range", "curve", "loss"),
        cover=("seen", "range", "curve", "loss"),
        question=Options(
            "The loss that it reports is …",
            ("0: the model is perfect", fixed(told.loss, 3), "an error message"),
            lambda: nearest(told.loss, losses),
            lambda: (
                f"Softmax takes 1, 0, 0, 0 for weak logits. The right class gets "
                f"{percent(told.seen)}, and the loss is {fixed(told.loss, 3)}."
            ),
        ),
        notice="Drag p: the loss hardly moves, and never gets near 0.",
        remember="Give cross-entropy logits. It applies softmax itself.",
    )


def _many_classes() -> Step[TwiceState]:
    few, many = twice(PERFECT), twice(MANY)
    shares = (few.most, many.most, 1.0)
    return Step(
        "And with 1,000 classes?",
        (
            f"With 4 classes, a perfect model gets {percent(few.most)} after the second softmax.",
            "Now it chooses among 1,000 classes.",
        ),
        MANY,
        show=("seen", "range", "curve", "loss", "classes"),
        cover=("seen", "range", "curve", "loss"),
        question=Options(
            "After the second softmax the right class has …",
            (f"{percent(few.most)}, as before", percent(many.most), "100 %"),
            lambda: nearest(many.seen, shares),
            lambda: (
                "999 classes with e⁰ = 1 each outweigh one with e¹ = 2.72. The loss is "
                f"{num3(many.loss)} nats, and guessing blindly costs {num3(np.log(1000))}."
            ),
        ),
        remember="The more classes, the less a model with two softmaxes can learn.",
    )


def _sigmoid() -> Step[TwiceState]:
    yes, no = twice(SURE_YES), twice(SURE_NO)
    lowest = (yes.least, 0.0, 1.0 - yes.most)
    return Step(
        "The same with sigmoid, for yes and no",
        (
            "Sigmoid turns one number into the probability of yes. "
            "A loss *with logits* applies it itself.",
            "By mistake it gets a probability p, from 0 to 1, and applies sigmoid again.",
        ),
        SURE_YES,
        show=("seen", "range", "curve", "loss"),
        cover=("seen", "range", "curve", "loss"),
        question=Options(
            "After the second sigmoid, the probability of yes lies …",
            (
                f"between {num3(yes.least)} and {num3(yes.most)}",
                "between 0 and 1, as before",
                f"between {num3(1 - yes.most)} and {num3(yes.most)}",
            ),
            lambda: nearest(no.seen, lowest),
            lambda: (
                f"Even a sure no, p = 0, becomes {num3(no.seen)}. A sure yes becomes "
                f"{num3(yes.seen)}, and still costs {num3(yes.loss)} nats."
            ),
        ),
        remember="Sigmoid twice can never say no.",
        suggestions=(
            Suggestion("A sure no", f"p = 0 becomes {num3(no.seen)}.", SURE_NO),
            Suggestion("A sure yes", f"p = 1 becomes {num3(yes.seen)}.", SURE_YES),
        ),
    )


HEADER = ("classes", "lowest loss, softmax once", "lowest loss, softmax twice", "highest p, twice")


def floors(*sizes: int) -> list[tuple[str, ...]]:
    """The lowest loss there is when probabilities are fed to a loss that expects logits."""
    rows: list[tuple[str, ...]] = []
    for k in sizes:
        perfect = np.eye(1, k)[0]
        once, again = cross_entropy(1000 * perfect, 0), cross_entropy(perfect, 0)
        highest = percent(float(softmax(perfect)[0]))
        rows.append((f"{k:,}", num3(float(once)), f"{float(again):.4g}", highest))
    return rows


def deeper(_state: TwiceState) -> tuple[Table, ...]:
    """How low the loss can get, for each number of classes."""
    return (
        Table(
            "The lowest loss for each number of classes",
            "A perfect prediction, 1 for the right class and 0 for the others, given as "
            "probabilities. With K classes the loss is ln(e + K − 1) − 1.",
            HEADER,
            floors(*CLASSES),
        ),
    )


def in_code(state: TwiceState) -> Snippets:
    """The loss once, as it should be, and with the second softmax or sigmoid."""
    if state.kind == "sigmoid":
        return _sigmoid_in_code(state)
    rest = f"(1 - {state.p!r}) / {state.classes - 1}"
    numpy = f"""import numpy as np

p = np.full({state.classes}, {rest})
p[0] = {state.p!r}  # the right class
loss = np.log(np.exp(p).sum()) - p[0]  # what cross-entropy makes of probabilities
print(-np.log(p[0]), loss)  # as it should be, and what it is
"""
    torch = f"""import torch
import torch.nn.functional as F

p = torch.full(({state.classes},), {rest}, dtype=torch.float64)
p[0] = {state.p!r}
print(F.nll_loss(p.log(), torch.tensor(0)))  # as it should be
print(F.cross_entropy(p, torch.tensor(0)))  # softmax twice
"""
    return Snippets(numpy, torch)


def _sigmoid_in_code(state: TwiceState) -> Snippets:
    numpy = f"""import numpy as np

p = {state.p!r}  # the probability of yes, and yes is right
loss = np.log1p(np.exp(-p))  # what a loss with logits makes of it
print(-np.log(p), loss)  # as it should be, and what it is
"""
    torch = f"""import torch
import torch.nn.functional as F

p, yes = torch.tensor({state.p!r}), torch.tensor(1.0)
print(F.binary_cross_entropy(p, yes))  # as it should be
print(F.binary_cross_entropy_with_logits(p, yes))  # sigmoid twice
"""
    return Snippets(numpy, torch)
