"""What a board and Python say to each other: the Python end of assets/wire.js."""

import functools
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, Self, TypeVar

import streamlit as st

from xentviz.live.link import Key, Pairs, Params


class BoardState(Protocol):
    """What one board shows: checked when it is made, whoever sent it. LINK has its link's keys."""

    LINK: ClassVar[tuple[Key, ...]]

    @classmethod
    def from_browser(cls, sent: object) -> Self:
        """Read what a browser sent; ValueError with one sentence where it cannot be."""
        ...

    @classmethod
    def from_link(cls, params: Params, start: Self) -> Self:
        """Read the link's own keys, the rest as in `start`; ValueError with one sentence."""
        ...

    def to_link(self, start: Self) -> Pairs:
        """The pairs that make a link open in this state; what equals `start` is left out."""
        ...

    def to_browser(self) -> dict[str, Any]:
        """The same as JSON."""
        ...


S = TypeVar("S", bound="BoardState")


@dataclass
class Conversation:
    """Where one visitor's talk with one board stands.

    `n` is the last commit answered, `generation` changes when Python itself sets the state (it
    starts at random, so that a commit meant for a server since restarted is never taken for a new
    one), and `sentence` says why the last commit was refused. Where `painted` is given, the browser
    is asked to say when it has painted the board, and `painted` is called then.
    """

    n: int = 0
    generation: int = field(default_factory=lambda: secrets.randbelow(2**31))
    sentence: str | None = None
    painted: Callable[[], None] | None = None

    def take(self, key: str, state: S) -> S:
        """The newest state: the board's commit where there is a good one, else `state`."""
        commit = _committed(key)
        if commit is None or commit.generation != self.generation or commit.n == self.n:
            return state
        self.n = commit.n
        self.sentence = None
        try:
            return type(state).from_browser(commit.state)
        except ValueError as error:
            self.sentence = f"{error} The last good state stays."
            return state

    def interrupt(self) -> None:
        """Say that Python sets the state now; commits under way are out of date."""
        self.generation += 1
        self.sentence = None


@dataclass(frozen=True, slots=True)
class _Commit:
    n: int
    generation: int
    state: object


def _committed(key: str) -> _Commit | None:
    """What the browser last sent, if shaped like a commit; its state is still a stranger's."""
    held = st.session_state.get(key)
    sent = held.get("commit") if isinstance(held, Mapping) else None
    if not isinstance(sent, Mapping):
        return None
    n, generation = sent.get("n"), sent.get("generation")
    if type(n) is not int or type(generation) is not int or not 0 <= n < 2**53:
        return None
    return _Commit(n, generation, sent.get("state"))


@functools.cache
def component(name: str) -> Callable[..., object]:
    """The board `name`: assets/NAME.js and NAME.css. Declared when first shown, for only a running
    server knows where the assets are.
    """
    return st.components.v2.component(
        f"xentviz.{name}", js=f"{name}.js", css=f"{name}.css", isolate_styles=False
    )


def mount(
    name: str,
    key: str,
    conversation: Conversation,
    *,
    state: S,
    start: S,
    core: dict[str, Any],
    **extra: object,
) -> None:
    """Put the board on the page: its state, the core's numbers, the link that holds them."""
    component(name)(
        key=key,
        data={
            "n": conversation.n,
            "generation": conversation.generation,
            "sentence": conversation.sentence,
            "awaited": conversation.painted is not None,
            "state": state.to_browser(),
            "start": start.to_browser(),
            "core": core,
            "link": {"owned": [key.name for key in state.LINK], "pairs": state.to_link(start)},
            **extra,
        },
        on_commit_change=ignore,
        on_painted_change=conversation.painted or ignore,
    )


def ignore() -> None:
    """Streamlit keeps only state that has a callback; the next run reads it."""
