"""One visitor's board: its state lives in the link, and in the session between two answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import streamlit as st

from xentviz.boards.board import Board
from xentviz.boards.conversation import Conversation
from xentviz.boards.link import Params
from xentviz.boards.state import BoardState
from xentviz.frame.markdown import escape_markdown

S = TypeVar("S", bound=BoardState)


@dataclass
class BoardSession(Generic[S]):
    """One visitor's board on one page; `link` is the part of the address it was last read from."""

    key: str
    conversation: Conversation[S]
    link: Params = field(default_factory=dict)

    def own_link(self) -> Params:
        """The part of the address that is about this board."""
        keys = self.conversation.board.state.LINK
        values = {key.name: st.query_params.get_all(key.name) for key in keys}
        return {name: value for name, value in values.items() if value}

    def read_link(self) -> None:
        """Take the state from the address where that is new; a broken one gives the default."""
        link, seen = self.own_link(), self.link
        self.link = link
        if link and link != seen and (sentence := self.conversation.open_link(link)):
            st.warning(escape_markdown(sentence))


def board_session(key: str, board: Board[S], start: S) -> BoardSession[S]:
    """The visitor's board `key`, read from the address where that is new. For each page run."""
    new = BoardSession(key, Conversation(board, start, start))
    session: BoardSession[S] = st.session_state.setdefault(f"board-{key}", new)
    session.read_link()
    return session


@dataclass(frozen=True, slots=True)
class WidgetGroup:
    """Widgets that a button sets together, each by its key. `key` names the group."""

    key: str

    def apply(self, state: Mapping[str, object]) -> None:
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
