"""A board's state: in the link for the world, in the session between two answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import streamlit as st

from xentviz.lesson.text import plain
from xentviz.live.link import Params
from xentviz.live.wire import BoardState, Conversation

S = TypeVar("S", bound=BoardState)


@dataclass
class Board(Generic[S]):
    """One visitor's board: what it shows, and where its talk with the browser stands."""

    key: str
    start: S
    state: S
    conversation: Conversation = field(default_factory=Conversation)
    link: Params = field(default_factory=dict)

    def show(self, board: Callable[..., S], **options: str) -> S:
        """Draw the board here and return its state, the newest good one."""
        self.link = self.own_link()
        self.state = board(self.state, self.conversation, key=self.key, start=self.start, **options)
        return self.state

    @property
    def fragment(self) -> str:
        """The name of the fragment that shows this board."""
        return f"touch-{self.key}"

    def press(self, state: S) -> None:
        """Set the board as a button of the page does: nothing but its fragment runs again."""
        self.put(state)
        st.rerun(self.fragment)

    def put(self, state: S) -> None:
        """Set the board from outside it."""
        self.state = state
        self.conversation.interrupt()

    def own_link(self) -> Params:
        """The part of the address that is about this board."""
        values = {key.name: st.query_params.get_all(key.name) for key in self.start.LINK}
        return {name: value for name, value in values.items() if value}

    def read_link(self) -> None:
        """Take the state from the address where it is new; a broken one gives the start."""
        link, seen = self.own_link(), self.link
        self.link = link
        if not link or link == seen:
            return
        try:
            self.put(type(self.start).from_link(link, self.start))
        except ValueError as error:
            self.put(self.start)
            st.warning(f"This link cannot be read: {plain(str(error))} So here is the start.")


@dataclass(frozen=True, slots=True)
class Widgets:
    """Widgets that a button sets together, each by its key. `key` names the group."""

    key: str

    def press(self, state: Mapping[str, object]) -> None:
        """Set them as a button beside them does, before its section runs again."""
        st.session_state.update(state)
        st.session_state[self._count] = self.presses + 1

    @property
    def presses(self) -> int:
        """How often that has happened, for a picture that the reader has moved meanwhile."""
        return int(st.session_state.get(self._count, 0))

    @property
    def _count(self) -> str:
        return f"{self.key}-presses"


def hold(key: str, start: S) -> Board[S]:
    """The visitor's board `key`, read from the address where that is new. For each page run."""
    board: Board[S] = st.session_state.setdefault(f"held-{key}", Board(key, start, start))
    board.read_link()
    return board
