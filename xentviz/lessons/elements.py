"""What a lesson is made of besides its steps: suggestions and code. Plain data."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[T]):
    """One thing to try: a button that sets the state, and what to look for then."""

    label: str
    look_for: str
    state: T


@dataclass(frozen=True, slots=True)
class Snippets:
    """The same few lines in NumPy and in PyTorch. A test runs the first and compares its `loss`."""

    numpy: str
    torch: str
