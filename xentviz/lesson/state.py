"""A board's state: in the link for the world, in the session between two answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import streamlit as st

from xentviz.live.wire import BoardState, Conversation, Params

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
        self.link = _link()
        self.state = board(
            self.state, self.conversation, key=self.key, start=self.start, **options
        )
        return self.state

    def put(self, state: S) -> None:
        """Set the board from outside it, as a button of the page does."""
        self.state = state
        self.conversation.interrupt()

    def read(self, link: Params) -> None:
        """Take the state from a link that has not been seen yet; a broken one gives the start."""
        try:
            self.put(type(self.start).from_link(link, self.start))
        except ValueError as error:
            self.put(self.start)
            st.warning(f"This link cannot be read: {_plain(str(error))} So here is the start.")


def hold(key: str, start: S) -> Board[S]:
    """The visitor's board `key`, read from the link where that is new. Called at each page run."""
    board: Board[S] = st.session_state.setdefault(f"held-{key}", Board(key, start, start))
    link = _link()
    if link != board.link and link:
        board.read(link)
    board.link = link
    return board


def _link() -> Params:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _plain(text: str) -> str:
    """Text a stranger wrote, so that Markdown shows it rather than obeys it."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+-.!|<>~:$&" else c for c in text)
