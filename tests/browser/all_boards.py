"""A Streamlit script with every board on one page, the first one twice. For test_all_boards.py."""

from typing import Any, TypeVar

import streamlit as st

from xentviz.boards.board import Board
from xentviz.boards.conversation import Conversation
from xentviz.boards.state import BoardState
from xentviz.frame.board_session import BoardSession
from xentviz.frame.component import mount, receive
from xentviz.frame.page_style import page_style
from xentviz.lessons.pages import PAGES
from xentviz.server import corpora

S = TypeVar("S", bound=BoardState)


def _all() -> tuple[tuple[str, Board[Any], Any], ...]:
    """Each kind of board once, in the state of its first chapter, and the logits a second time."""
    found: dict[str, tuple[str, Board[Any], Any]] = {}
    for lesson in PAGES.values():
        for chapter in lesson.chapters:
            if chapter.board is not None:
                new = (chapter.board.name, chapter.board, chapter.start)
                found.setdefault(chapter.board.name, new)
    _, logits, start = found["logits"]
    return (*found.values(), ("logits-again", logits, start.shifted(1)))


ALL = _all()
if __name__ == "__main__":  # as Streamlit runs it, and not where a test imports ALL
    # Nothing learns here: how far a training is would make the same board look different.
    corpora._learn = lambda one, key: None


def _board(key: str, board: Board[S], state: S) -> None:
    new = BoardSession(f"all-{key}", Conversation(board, state, state))
    session: BoardSession[S] = st.session_state.setdefault(f"session-{key}", new)

    @st.fragment(key=f"board-{key}")
    def follow() -> None:
        receive(session)
        mount(session)

    follow()


def main() -> None:
    """The boards of ALL, or the one that ?only= names."""
    st.set_page_config(layout="wide")
    st.html(f"<style>{page_style()}</style>")
    only = st.query_params.get("only")
    for key, board, state in ALL:
        if only in (None, key):
            with st.container(key=f"place-{key}"):
                _board(key, board, state)


if __name__ == "__main__":
    main()
