"""/softmax: what is true of its steps."""

import math
from decimal import Decimal, localcontext

import numpy as np

from tests.lessons.facts.fact import Fact, Facts, loss, rises, softmax_by_hand
from xentviz.boards.logits import LogitsState
from xentviz.boards.overflow import OverflowState

Z = (2.1, 0.4, -1.0, 0.9)
WRONG = (-3.0, 2.0, 0.0, 0.0)


def _scaled(by: float) -> list[float]:
    return [by * z for z in Z]


def _temperature() -> Fact:
    half, doubled = softmax_by_hand([z / 0.5 for z in Z]), softmax_by_hand(_scaled(2))
    others = (softmax_by_hand(_scaled(0.5)), softmax_by_hand([z - 0.5 for z in Z]))
    return Fact(
        holds=[np.allclose(half, p) for p in (doubled, *others)],
        also=(0.5, 10, doubled[0], softmax_by_hand(Z)[0]),
    )


def _nudged() -> Fact:
    slope, before, after = softmax_by_hand(Z)[1], loss(Z), loss([2.1, 0.5, -1.0, 0.9])
    return Fact(truth=after - before, also=(0.1, slope, 0.1 * slope, before, after))


def _squared() -> Fact:
    """The gradient of the squared error, by nudging the first logit."""

    def error(first: float) -> float:
        p = softmax_by_hand([first, *WRONG[1:]])
        return (p[0] - 1) ** 2 + sum(x**2 for x in p[1:])

    slope = (error(WRONG[0] + 1e-5) - error(WRONG[0] - 1e-5)) / 2e-5
    return Fact(truth=slope, also=(softmax_by_hand(WRONG)[0] - 1, -2, -1))


def _tiny() -> float:
    """ln(1 + exp(-50)) with 40 digits."""
    with localcontext() as exact:
        exact.prec = 40
        return float((1 + Decimal(-50).exp()).ln())


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _twice(classes: int) -> tuple[float, float]:
    """What a perfect prediction gets from a second softmax, and its loss."""
    p = math.e / (math.e + classes - 1)
    return p, -math.log(p)


FACTS: Facts = {
    "A model looks at the photo of a cat": lambda: Fact(
        counts=(LogitsState.of(3.7, 0.4, -1.0, 0.9), LogitsState.of(2.1, -5, -5, -5)),
        misses=(LogitsState.of(3.5, 0.4, -1.0, 0.9), LogitsState.of(0, 9, 0, 0, target=1)),
        also=(0.9,),
    ),
    "How does a logit become a share?": lambda: Fact(
        holds=[math.isclose(math.exp(2 - 1), times, rel_tol=0.01) for times in (2, 2.72, 1)],
        also=(math.e, 2),
    ),
    "What if every logit grows by the same amount?": lambda: Fact(
        holds=rises(softmax_by_hand(Z)[0], softmax_by_hand([z + 5 for z in Z])[0]), also=(5,)
    ),
    "The loss looks at the right class only": lambda: Fact(
        holds=rises(loss(Z), loss([2.1, -1.0, 0.4, 0.9]))
    ),
    "What if every logit doubles?": lambda: Fact(holds=rises(loss(Z), loss(_scaled(2)))),
    "Temperature: one number for how sure the model is": _temperature,
    "Which logit should move, and how far?": lambda: Fact(
        truth=softmax_by_hand(Z)[0] - 1, also=(1 - softmax_by_hand(Z)[0],)
    ),
    "What do the gradients sum to?": lambda: Fact(
        holds=[
            math.isclose(math.fsum(softmax_by_hand(Z)) - 1, x, abs_tol=1e-12)
            for x in (0, 1, loss(Z))
        ]
    ),
    "Does it come true if you nudge a logit?": _nudged,
    "Follow the gradient downhill": lambda: Fact(
        counts=(LogitsState.of(4.0, 0, 0, 0), LogitsState.of(0, 0, 5.0, 0, target=2)),
        misses=(LogitsState.of(3.3, 0, 0, 0), LogitsState.of(0, 5.0, 0, 0)),
        also=(0.1, softmax_by_hand(WRONG)[0] - 1),
    ),
    "Why not squared error here?": _squared,
    "A logit of 800 is too much for exp": lambda: Fact(
        holds=(False, math.isnan(math.inf / math.inf), False), also=(1.8e308,)
    ),
    "A share can also be too small": lambda: Fact(
        holds=(False, False, 1 / math.inf == 0), also=(800,)
    ),
    "Next to 1, small numbers get lost": lambda: Fact(
        holds=(math.log(1 + math.exp(-50)) == 0, math.log(1 + math.exp(-50)) > 0, False),
        also=(_tiny(), math.exp(-50), -50, 16),
    ),
    "Find logits at which PyTorch loses the loss": lambda: Fact(
        counts=(OverflowState((20.0, 0.0)), OverflowState((0.0, -30.0))),
        misses=(
            OverflowState((10.0, 0.0)),
            OverflowState((0.0, 20.0)),
            OverflowState((120.0, 0.0)),
            OverflowState((20.0, 0.0, 0.0)),
        ),
        also=(7, -100, 100, 15, 30, 88, 90, 1e8),
    ),
    "What if the loss is given probabilities?": lambda: Fact(truth=_twice(4)[1], also=_twice(4)),
    "And with 1,000 classes?": lambda: Fact(
        truth=_twice(1000)[0],
        also=(*_twice(4), *_twice(1000), 4, 999, math.e, math.log(1000)),
    ),
    "The same with sigmoid, for yes and no": lambda: Fact(
        holds=(_sigmoid(0) == 0.5, False, _sigmoid(0) < 0.3),
        also=(_sigmoid(0), _sigmoid(1), 1 - _sigmoid(1), -math.log(_sigmoid(1))),
    ),
}
