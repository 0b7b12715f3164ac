"""What a computer makes of -ln softmax(z): overflow, underflow, lost digits."""

import math
from collections.abc import Callable

import numpy as np

from xentviz.boards.overflow import (
    OverflowState,
    exact_loss,
    is_right,
    losses,
    naive_loss,
    torch_loss,
)
from xentviz.core import cross_entropy
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.lessons.numerals import num3, short
from xentviz.lessons.steps import Goal, Options, Step, Table

START = OverflowState((88.0, 90.0))
TOO_LARGE = OverflowState((800.0, 0.0))
TOO_SMALL = OverflowState((0.0, 800.0))
LOST = OverflowState((50.0, 0.0))
TAME = OverflowState((2.0, 1.0))
FOUND = OverflowState((20.0, 0.0))
REACH = 100.0  # how far from 0 the logits of the last step's goal may be

# Each row is shown to fail in its own way: overflow, underflow, lost digits, lost gaps.
CASES: tuple[tuple[float, ...], ...] = (
    (800.0, 0.0),
    (0.0, 800.0),
    (50.0, 0.0),
    (20.0, 0.0, 0.0),
    (150.0, -150.0),
    (1e8 + 30, 1e8),
)


def steps() -> tuple[Step[OverflowState], ...]:
    """The chapter's steps."""
    return (_overflow(), _underflow(), _lost_digits(), _your_own())


def _kind(loss: float) -> int:
    """A finite number, nan, or infinity: 0, 1 or 2."""
    return 1 if math.isnan(loss) else 2 if math.isinf(loss) else 0


def _overflow() -> Step[OverflowState]:
    told = naive_loss(TOO_LARGE.logits, np.float64)
    return Step(
        "A logit of 800 is too much for exp",
        (
            f"A computer holds numbers up to {short(float(np.finfo(np.float64).max))}, in the "
            "format float64. "
            "What is larger becomes infinite. This is called overflow.",
            "The right class has the logit 800, the other has 0. The exact loss is almost 0.",
        ),
        TOO_LARGE,
        show=("naive64", "exact"),
        cover=("naive64",),
        question=Options(
            "−ln(softmax(z)), computed as it is written, gives …",
            ("0, the right loss", "nan: not a number", "infinity"),
            lambda: _kind(told.loss),
            lambda: (
                f"exp(800) is {num3(told.power)}, the sum too, and {num3(told.power)} divided by "
                f"{num3(told.total)} is {num3(told.share)}."
            ),
        ),
        notice="The line below the name shows each step of the computation.",
        remember="Softmax as it is written overflows for large logits.",
    )


def _underflow() -> Step[OverflowState]:
    told = naive_loss(TOO_SMALL.logits, np.float64)
    return Step(
        "A share can also be too small",
        (
            "Now the other class has the logit 800, and the right class has 0.",
            f"The exact loss is {short(float(exact_loss(TOO_SMALL.logits)))} nats: "
            "large, but nothing special.",
        ),
        TOO_SMALL,
        show=("naive64", "torch64", "exact"),
        cover=("naive64", "torch64"),
        question=Options(
            "−ln(softmax(z)), computed as it is written, gives …",
            ("800, the right loss", "nan: not a number", "infinity"),
            lambda: _kind(told.loss),
            lambda: (
                f"1 divided by an infinite sum is {num3(told.share)}, and −ln 0 is infinite. "
                "PyTorch takes the largest logit off first, and gets 800."
            ),
        ),
        remember="Libraries take the largest logit off before exp. Then nothing overflows.",
    )


def _lost_digits() -> Step[OverflowState]:
    told = torch_loss(LOST.logits, np.float64)
    exact = float(exact_loss(LOST.logits))
    options = (0.0, exact)
    return Step(
        "Next to 1, small numbers get lost",
        (
            f"With the logits 50 and 0 the model is almost certain, and right. "
            f"The exact loss is {num3(exact)}.",
            "PyTorch computes ln(1 + exp(−50)). But float64 has 16 digits only.",
        ),
        LOST,
        cover=("naive32", "naive64", "torch32", "torch64", "core"),
        question=Options(
            "PyTorch's cross-entropy in float64 returns …",
            ("0", f"{num3(exact)}, the right loss", "nan: not a number"),
            lambda: 2 if math.isnan(told.loss) else 0 if told.loss == options[0] else 1,
            lambda: (
                f"It returns {num3(told.loss)}: 1 + {num3(exact)} is rounded to 1. "
                f"xentviz adds up the small terms alone, and returns {num3(_core(LOST))}."
            ),
        ),
        notice="For training, 0 is close enough. For comparing good models it is not.",
        remember="A sum next to 1 loses small numbers. The function log1p keeps them.",
    )


def _core(state: OverflowState) -> float:
    return float(cross_entropy(state.logits, 0))


def _your_own() -> Step[OverflowState]:
    return Step(
        "Find logits at which PyTorch loses the loss",
        (
            "float32 is the usual format in deep learning. It has 7 digits.",
            "Type logits of your own, the right class's first.",
        ),
        TAME,
        question=Goal(
            f"Find two logits from −{REACH:g} to {REACH:g} at which PyTorch's float32 is wrong.",
            _is_lost,
            lambda: (
                f"From a gap of {_first_gap(_is_lost)} on, exp(−gap) loses its digits next to 1. "
                f"From {_first_gap(_is_zero)} on, float32 returns 0."
            ),
            FOUND,
        ),
        remember="The more certain a model is, the fewer digits of its loss are left.",
        suggestions=(
            Suggestion("The logits 88 and 90", "float32 overflows, float64 does not.", START),
            Suggestion(
                "30 apart at 100,000,000",
                "float32 cannot tell such logits apart.",
                OverflowState(CASES[-1]),
            ),
        ),
    )


def _is_lost(state: OverflowState) -> bool:
    """Whether PyTorch's float32 loss of two ordinary logits is off by more than 1 %."""
    near = len(state.logits) == 2 and all(abs(z) <= REACH for z in state.logits)
    return near and not losses(state).right[2]


def _is_zero(state: OverflowState) -> bool:
    return torch_loss(state.logits, np.float32).loss == 0


def _first_gap(fails: Callable[[OverflowState], bool]) -> int:
    """The smallest whole gap between two logits at which float32 fails."""
    return next(gap for gap in range(1, 101) if fails(OverflowState((float(gap), 0.0))))


HEADER = (
    "logits, the right class's first",
    "as written, float32",
    "as written, float64",
    "PyTorch, float32",
    "PyTorch, float64",
    "xentviz",
    "exact",
)


def row(logits: tuple[float, ...]) -> tuple[str, ...]:
    """One line of the table: the same logits in every way, ✗ where more than 1 % is wrong."""
    exact = exact_loss(logits)
    found = (
        naive_loss(logits, np.float32).loss,
        naive_loss(logits, np.float64).loss,
        torch_loss(logits, np.float32).loss,
        torch_loss(logits, np.float64).loss,
        float(cross_entropy(logits, 0)),
    )
    scores = ", ".join(f"{z:.10g}" for z in logits)
    judged = (f"{num3(x)}{'' if is_right(x, exact) else ' ✗'}" for x in found)
    return (f"[{scores}]", *judged, num3(float(exact)))


def deeper(_state: OverflowState) -> tuple[Table, ...]:
    """The cases that fail, each in its own way."""
    return (
        Table(
            "Six sets of logits, and who gets them right",
            "exp overflows at 800 (nan). A share that is too small becomes 0 (∞). Next to 1, small "
            "numbers get lost (0). ✗ marks what is off by more than 1 %.",
            HEADER,
            [row(logits) for logits in CASES],
        ),
    )


def in_code(state: OverflowState) -> Snippets:
    """The loss as it is written, and in a way that neither overflows nor loses small numbers."""
    z = ", ".join(repr(value) for value in state.logits)
    numpy = f"""import numpy as np

z = np.array([{z}])  # logits; the right class is the first
with np.errstate(all="ignore"):
    naive = -np.log(np.exp(z[0]) / np.exp(z).sum())  # as it is written
gaps = np.delete(z, 0) - z[0]
top = max(0.0, gaps.max())
# ln(1 + sum exp(gap)), with the largest term kept out of the sum
terms = np.exp(np.append(gaps, 0.0) - top)
loss = top + np.log1p(np.delete(terms, terms.argmax()).sum())
print(naive, loss)
"""
    torch = f"""import torch
import torch.nn.functional as F

for dtype in (torch.float32, torch.float64):
    z = torch.tensor([{z}], dtype=dtype)
    print(-torch.log(torch.softmax(z, 0)[0]), F.cross_entropy(z, torch.tensor(0)))
"""
    return Snippets(numpy, torch)
