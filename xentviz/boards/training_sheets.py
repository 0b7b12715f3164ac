"""What the worksheets of /training are set to: one step, a weighted mean, two classes."""

from dataclasses import dataclass
from typing import ClassVar

from xentviz.boards import checks, link
from xentviz.boards.state import FieldState
from xentviz.boards.training_settings import LOSSES

WEIGHTS = 12  # numbers in the network of the step that is explained
NUDGES = {"1": 1.0, "0.01": 0.01, "0.0001": 1e-4}
HIGHEST_RATE, MOST_TAKEN = 5.0, 20
HEAVIEST, FARTHEST = 10.0, 8.0  # a class weight, a logit


@dataclass(frozen=True, slots=True)
class OneStepState(FieldState):
    """Which weight of the small network is looked at, how far it is nudged, and the step's size.

    `taken` steps have been taken before. Raises ValueError with one sentence.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.whole("weight", "weight"),
        link.text("nudge", "nudge"),
        link.text("objective", "objective"),
        link.real("size", "rate"),
        link.whole("taken", "taken"),
    )

    weight: int = 0
    nudge: str = "0.01"
    objective: str = LOSSES[0]
    rate: float = 1.0
    taken: int = 0

    def __post_init__(self) -> None:
        self.accept(
            weight=checks.whole(self.weight, "The weight's number", 0, WEIGHTS - 1),
            nudge=checks.choice(self.nudge, "The nudge", tuple(NUDGES)),
            objective=checks.choice(self.objective, "The loss", LOSSES),
            rate=checks.number(self.rate, "The learning rate", 0, HIGHEST_RATE),
            taken=checks.whole(self.taken, "The steps taken", 0, MOST_TAKEN),
        )


@dataclass(frozen=True, slots=True)
class WeightedState(FieldState):
    """Two examples of three classes: their labels, the class weights, and how many are counted."""

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.real("c0", "first"),
        link.real("c1", "second"),
        link.real("c2", "third"),
        link.whole("y1", "upper"),
        link.whole("y2", "lower"),
        link.whole("examples", "examples"),
    )

    first: float = 2.0
    second: float = 4.0
    third: float = 6.0
    upper: int = 2
    lower: int = 1
    examples: int = 2

    def __post_init__(self) -> None:
        self.accept(
            first=checks.number(self.first, "The weight of class 0", 0, HEAVIEST),
            second=checks.number(self.second, "The weight of class 1", 0, HEAVIEST),
            third=checks.number(self.third, "The weight of class 2", 0, HEAVIEST),
            upper=checks.whole(self.upper, "The first label", 0, 2),
            lower=checks.whole(self.lower, "The second label", 0, 2),
            examples=checks.whole(self.examples, "The number of examples", 1, 2),
        )


@dataclass(frozen=True, slots=True)
class LogisticState(FieldState):
    """Two logits and the label, 0 or 1. Raises ValueError with one sentence."""

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.real("z0", "zero"),
        link.real("z1", "one"),
        link.whole("y", "label"),
    )

    zero: float = 0.5
    one: float = 2.0
    label: int = 1

    def __post_init__(self) -> None:
        self.accept(
            zero=checks.number(self.zero, "The logit of class 0", -FARTHEST, FARTHEST),
            one=checks.number(self.one, "The logit of class 1", -FARTHEST, FARTHEST),
            label=checks.whole(self.label, "The label", 0, 1),
        )
