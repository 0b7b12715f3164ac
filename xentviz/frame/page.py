"""A page: its title, its boards and sections, and what waits until the first board is painted."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from xentviz.boards.board import Board
from xentviz.boards.state import BoardState
from xentviz.figures.theme import dark_css
from xentviz.frame import parts
from xentviz.frame.board_session import BoardSession, board_session
from xentviz.frame.component import show, watch_connection
from xentviz.frame.copy_link import share_buttons
from xentviz.frame.question import ask
from xentviz.lessons.catalogue import LESSONS, entry, neighbours
from xentviz.lessons.elements import Question, Snippets, Suggestion

S = TypeVar("S", bound=BoardState)
_ASSETS = Path(__file__).parent / "assets"
ICON = _ASSETS / "icon.svg"
_PAINTED = "painted-page"  # the path of the page whose first board has been painted


class Page:
    """One visitor's open page.

    A board is sent alone; what is declared after it comes once the browser has painted it. Without
    a board everything comes at once. No two things on a page may own the same key of the link:
    ValueError names both.
    """

    def __init__(self, path: str, lead: str) -> None:
        self.path = path
        self._owners: dict[str, str] = {}  # link key -> the board or section that owns it
        self._waiting: list[str] = []  # fragments that run once the first board is painted
        self._has_board = False
        if not self._painted:
            st.session_state.pop(_PAINTED, None)
        st.html(f"<style>{page_style()}</style>")
        watch_connection()
        with st.container(horizontal=True, vertical_alignment="top"):
            with st.container(gap="xsmall"):
                st.title(entry(path).claim, anchor=False)
                st.markdown(lead)
            with st.container(width=250):
                share_buttons()

    @property
    def _painted(self) -> bool:
        return bool(st.session_state.get(_PAINTED) == self.path)

    def _on_painted(self) -> None:
        st.session_state[_PAINTED] = self.path
        if self._waiting:
            st.rerun(self._waiting)

    def own(self, owner: str, *keys: str) -> None:
        """Say that these keys of the link belong to `owner`; ValueError where one is taken."""
        for key in keys:
            other = self._owners.setdefault(key, owner)
            if other != owner:
                raise ValueError(
                    f"On the page “{entry(self.path).name}” the link key “{key}” belongs to both "
                    f"{other} and {owner}."
                )

    def board(self, key: str, board: Board[S], start: S) -> BoardSession[S]:
        """The visitor's board of this name, with its link keys owned."""
        self.own(f"the board “{key}”", *(one.name for one in board.state.LINK))
        return board_session(key, board, start)

    def section(self, draw: Callable[[], None], *, link_keys: Sequence[str] = ()) -> None:
        """Draw this: at once, or after the first board where there is one before it."""
        self.own(f"the section “{draw.__name__}”", *link_keys)
        if self._painted or not self._has_board:
            draw()
            return
        key = f"waiting-{len(self._waiting)}"
        self._waiting.append(key)

        @st.fragment(key=key)
        def later() -> None:
            if self._painted:
                draw()

        later()

    def board_section(
        self,
        board: BoardSession[S],
        *,
        question: Question,
        suggestions: tuple[Suggestion[S], ...],
        takeaway: str,
        code: Callable[[S], Snippets],
        refresh: Callable[[S], None] | None = None,
    ) -> None:
        """A board with a question, suggestions and a takeaway under it, then code.

        A commit runs again only what shows the board's numbers: the board, its code, `refresh`.
        """
        place = st.container()
        tabs: list[DeltaGenerator] = []
        first = not self._has_board
        self._has_board = True

        def around() -> None:
            left, middle, right = st.columns(3)
            with left:
                ask(question)
            with middle:
                parts.suggestions(board, *suggestions)
            with right:
                parts.takeaway(takeaway)
            tabs[:] = parts.code_tabs()

        self.section(around)

        @st.fragment(key=board.fragment)
        def follow() -> None:
            with place:
                state = show(board, None if self._painted else self._on_painted)
            if tabs:
                parts.fill(tabs, code(state))
                if refresh is not None:
                    refresh(state)

        if first and not self._painted:
            self._waiting.append(board.fragment)
        follow()

    def where_next(self) -> None:
        """All other lessons, each with its claim."""
        st.header("Where to go next", anchor=False)
        for one in LESSONS:
            if one.path != self.path:
                st.page_link(one.file, label=f"**{one.name}** — {one.claim}")

    def next_page(self) -> None:
        """The lessons before and after this one."""
        before, after = neighbours(self.path)
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            for one, words in ((before, "Previous"), (after, "Next")):
                if one is not None:
                    st.page_link(f"{one.file}", label=f"{words}: {one.name}")


@functools.cache
def page_style() -> str:
    """The style sheet of every page: its own, and the figures' colours in the dark."""
    return (_ASSETS / "page.css").read_text(encoding="utf-8") + dark_css()
