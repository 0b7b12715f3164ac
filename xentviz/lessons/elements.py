"""What a lesson is made of besides its board: questions, suggestions, code. Plain data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its options, and a function that asks the core which is right, and why."""

    key: str
    words: str
    options: tuple[str, ...]
    reveal: Callable[[], tuple[str, str]]


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
