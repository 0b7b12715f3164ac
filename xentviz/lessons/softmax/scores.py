"""From logits to probabilities: exp, share, shift, doubling, temperature; and the loss."""

from dataclasses import replace

from xentviz.boards.logits import LogitsState, predict
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.numerals import nearest, num3, percent, signed
from xentviz.lessons.steps import Goal, Options, Step

START = LogitsState.of(2.1, 0.4, -1.0, 0.9)
A_GAP_OF_1 = LogitsState.of(2.0, 1.0, -1.0, 0.0)
SURE = 0.9  # the goal of the first step
SHIFT = 5
_MOVES = ("rises", "stays the same", "falls")


def steps() -> tuple[Step[LogitsState], ...]:
    """The chapter's steps."""
    return (_photo(), _share(), _shift(), _right_class(), _doubled(), _temperature())


def moved(before: float, after: float) -> int:
    """0 where it rises, 1 where it stays the same, 2 where it falls."""
    if abs(after - before) <= 1e-12 * abs(before):
        return 1
    return 0 if after > before else 2


def _p(state: LogitsState) -> float:
    """The probability of the right class."""
    return predict(state).probs[state.target]


def _photo() -> Step[LogitsState]:
    return Step(
        "A model looks at the photo of a cat",
        (
            "It gives each class a score, called a logit. Any number is allowed.",
            "Softmax turns the logits into probabilities, which sum to 100 %.",
        ),
        START,
        show=("probs",),
        question=Goal(
            f"Drag logits until the model gives cat at least {100 * SURE:.0f} %.",
            lambda state: _p(state) >= SURE and state.names[state.target] == "cat",
            lambda: (
                "You can raise cat's logit, or lower the others. What one class gains, "
                "the others lose."
            ),
            replace(START, logits=(5.0, *START.logits[1:])),
        ),
        remember="Logits are any numbers. Softmax makes probabilities of them.",
    )


def _share() -> Step[LogitsState]:
    cat, dog = predict(A_GAP_OF_1).probs[:2]
    z = A_GAP_OF_1.logits
    ratios = (2.0, 2.718, 1.0)
    return Step(
        "How does a logit become a share?",
        (
            "Softmax takes e to the power of each logit, so that nothing is below 0.",
            "Then it divides each by the sum of all.",
        ),
        A_GAP_OF_1,
        show=("probs", "share"),
        cover=("probs", "share"),
        question=Options(
            f"Cat's logit is {z[0]:g}, dog's is {z[1]:g}. Cat is …",
            (
                "2 times as likely as dog",
                "2.72 times as likely as dog",
                "as likely as dog",
            ),
            lambda: nearest(cat / dog, ratios),
            lambda: (
                f"{percent(cat)} / {percent(dog)} = {num3(cat / dog)}, which is e. "
                "Only the gap of 1 counts."
            ),
        ),
        notice="The line below the classes is the sum with the numbers of the moment.",
        remember="A gap of 1 between two logits is a factor of 2.72 between their probabilities.",
    )


def _shift() -> Step[LogitsState]:
    before, after = _p(START), _p(START.shifted(SHIFT))
    return Step(
        "What if every logit grows by the same amount?",
        (
            f"Cat has the logit {signed(START.logits[0], 1)}, and softmax gives it "
            f"{percent(before)}.",
        ),
        START,
        show=("probs", "share", "shift"),
        cover=("probs", "share"),
        question=Options(
            f"Add {SHIFT} to every logit. The probability of cat …",
            _MOVES,
            lambda: moved(before, after),
            lambda: f"It is {percent(after)} before and after. The gaps have not changed.",
        ),
        notice="Press *Add 1 to every logit*: only the logits move.",
        remember="Only the gaps between logits matter.",
        suggestions=(
            Suggestion(
                f"Add {SHIFT} to every logit", "Only the logits move.", START.shifted(SHIFT)
            ),
        ),
    )


def _right_class() -> Step[LogitsState]:
    swapped = replace(START, logits=(START.logits[0], *START.logits[2:0:-1], START.logits[3]))
    before, after = predict(START), predict(swapped)
    return Step(
        "The loss looks at the right class only",
        (
            "The photo shows a cat, so *cat* is the right class. "
            "It is called the label, or ground truth.",
            f"The loss is −ln of what cat got: −ln {num3(_p(START))} = {num3(before.loss)} nats.",
        ),
        START,
        show=("probs", "curve", "loss", "label"),
        question=Options(
            "Exchange the logits of dog and fox. The loss …",
            _MOVES,
            lambda: moved(before.loss, after.loss),
            lambda: (
                f"It is still {num3(after.loss)} nats: cat has {percent(after.probs[0])} "
                "either way. How the others share the rest makes no difference."
            ),
        ),
        notice="Choose another right class on the left: the loss changes, the bars do not.",
        remember="loss = −ln of the right class's probability",
        suggestions=(Suggestion("Exchange dog and fox", "The loss stays.", swapped),),
    )


def _doubled() -> Step[LogitsState]:
    before, after = predict(START), predict(START.scaled(2))
    return Step(
        "What if every logit doubles?",
        (
            "Now every logit becomes twice as large. Cat keeps the largest one.",
            f"So far cat has {percent(before.probs[0])}, and the loss is {num3(before.loss)} nats.",
        ),
        START,
        show=("probs", "curve", "loss", "share", "label", "shift"),
        cover=("probs", "curve", "loss", "share"),
        question=Options(
            "Double every logit. The loss …",
            _MOVES,
            lambda: moved(before.loss, after.loss),
            lambda: (
                f"It goes from {num3(before.loss)} to {num3(after.loss)} nats. Every gap doubles, "
                f"and cat gets {percent(after.probs[0])}."
            ),
        ),
        notice="Make dog the right class and double again: now the loss rises.",
        remember="Larger logits mean a surer model. That pays only if it is right.",
        suggestions=(Suggestion("Double every logit", "Surer of the cat", START.scaled(2)),),
    )


def _temperature() -> Step[LogitsState]:
    half = replace(START, temperature=0.5)
    same = (START.scaled(2), START.scaled(0.5), START.shifted(-0.5))
    gaps = [abs(_p(half) - _p(one)) for one in same]
    return Step(
        "Temperature: one number for how sure the model is",
        (
            "The temperature T divides every logit before softmax.",
            "T = 1 changes nothing. Now set T to 0.5.",
        ),
        START,
        show=("probs", "curve", "loss", "share", "temperature"),
        cover=("probs", "curve", "loss", "share"),
        question=Options(
            "T = 0.5 does the same as …",
            ("doubling every logit", "halving every logit", "taking 0.5 off every logit"),
            lambda: gaps.index(min(gaps)),
            lambda: (
                f"Dividing by 0.5 doubles every logit, so cat goes from {percent(_p(START))} to "
                f"{percent(_p(half))}."
            ),
        ),
        remember="Low temperature: surer. High temperature: less sure. The order stays.",
        suggestions=(
            Suggestion("T = 0.1", "Almost only the largest", replace(START, temperature=0.1)),
            Suggestion("T = 10", "Almost all the same", replace(START, temperature=10.0)),
        ),
    )


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
t = {state.target}  # the right class: {state.names[state.target]!a}
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
