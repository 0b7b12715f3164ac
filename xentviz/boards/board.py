"""What is declared about a board, once: its state, its numbers, what the browser must know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from xentviz.boards.state import BoardState

S = TypeVar("S", bound=BoardState)


def _as_it_is(state: S) -> S:
    return state


@dataclass(frozen=True, slots=True, eq=False)
class Board(Generic[S]):
    """A board: assets/NAME.js and NAME.css are its browser half.

    `state` is a dataclass that checks itself and names its link's keys. `numbers` gives a
    dataclass of what is shown for a state, computed by the core; `fit` may change a state into one
    that can be shown, or raise ValueError with one sentence.
    `elements` are the names of its parts that a step may show or cover.
    `constants` are limits, options, presets and default names: the browser takes them from here.
    """

    name: str
    state: type[S]
    numbers: Callable[[S], Any]
    constants: Mapping[str, Any] = field(default_factory=dict)
    fit: Callable[[S], S] = _as_it_is
    elements: tuple[str, ...] = ()
