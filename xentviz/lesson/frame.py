"""The parts of a lesson, in the order in which every page has them."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from xentviz.figures.theme import Figure, dark_css
from xentviz.lesson import text
from xentviz.lesson.below import begin, below, held
from xentviz.lesson.catalogue import LESSONS, lesson, neighbours
from xentviz.lesson.challenge import Question, predict
from xentviz.lesson.state import Board, S
from xentviz.live import near_place, share_button


def claim(path: str, sentence: str) -> None:
    """The title that is the claim, a sentence or two under it, and the ways to share the page."""
    begin(path)
    st.html(f"<style>{_page_css()}</style>")
    with st.container(horizontal=True, vertical_alignment="top"):
        with st.container(gap="xsmall"):
            st.title(lesson(path).claim, anchor=False)
            st.markdown(sentence)
        with st.container(width=250):
            _share()


@functools.cache
def _page_css() -> str:
    own = Path(__file__).parent / "assets" / "page.css"
    return own.read_text(encoding="utf-8") + dark_css()


@st.fragment
def _share() -> None:
    share_button(key="share")


T = TypeVar("T")
State = TypeVar("State", contravariant=True)


@dataclass(frozen=True, slots=True)
class Try(Generic[T]):
    """One thing to try: a button that sets the state, and what to look at then."""

    button: str
    look: str
    state: T


class Settable(Protocol[State]):
    """What a button can set: a board, or the widgets of a section."""

    @property
    def key(self) -> str: ...

    def press(self, state: State) -> None: ...


def notice(board: Settable[T], *tries: Try[T]) -> None:
    """Two or three things to try, each a button that sets the state."""
    with st.container(border=True, height="stretch"):
        st.markdown("**Notice**")
        for i, one in enumerate(tries):
            label = f"**{one.button}** · {one.look}"
            key = f"{board.key}-try-{i}"
            st.button(label, key=key, on_click=board.press, args=(one.state,), width="stretch")


def keep(sentence: str) -> None:
    """The one sentence to take home."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**Keep**\n\n##### {sentence}")


@dataclass(frozen=True, slots=True)
class Snippets:
    """The same few lines in NumPy and in PyTorch. A test runs the first and compares its `loss`."""

    numpy: str
    torch: str


def touch(
    board: Board[S],
    draw: Callable[..., S],
    *,
    ask: Question,
    tries: tuple[Try[S], ...],
    kept: str,
    code: Callable[[S], Snippets],
    then: Callable[[S], None] | None = None,
    **options: str,
) -> None:
    """A board with all that belongs to it: predict, notice and keep under it, then code.

    A commit runs again only what shows the board's numbers: the board, its code, and `then`. The
    page's first board comes alone: the rest is asked for when it has been painted.
    """
    place, page = st.container(), held()
    shown_in: list[DeltaGenerator] = []

    @below
    def rest() -> None:
        asked, looked, taken = st.columns(3)
        with asked:
            predict(ask)
        with looked:
            notice(board, *tries)
        with taken:
            keep(kept)
        shown_in[:] = _places_of_code()

    @st.fragment(key=board.fragment)
    def follow() -> None:
        board.conversation.painted = None if page.painted else page.release
        with place:
            state = board.show(draw, **options)
        if shown_in:
            _fill(shown_in, code(state))
            if then is not None:
                then(state)

    if not page.painted:
        page.fragments.append(board.fragment)
    follow()


def section(title: str, *paragraphs: str) -> None:
    """A second thing on the same page: a heading and its words, or a table as `text.table` has it.

    All in one element, for each costs a rerun 0.2 ms.
    """
    st.markdown("\n\n".join((f"## {title}", *paragraphs)), anchors=False)


_STILL = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


_NEAR = "figures"


def _come_near() -> None:
    """From now on this visitor's browser has what draws figures."""
    st.session_state[_NEAR] = True


@st.fragment
def figure(drawn: Figure, *, alt: str, key: str) -> None:
    """Show a figure of xentviz.figures: its layout gives the height, `alt` says what is seen.

    Plotly would hold the browser up for a second: until the reader is near, its place is kept.
    """
    with st.container(height=drawn.layout.height, border=False, key=f"figure-{key}"):
        if st.session_state.get(_NEAR):
            st.plotly_chart(drawn, theme=None, config=_STILL, alt=alt, key=key)
        else:
            near_place(alt, key=f"near-{key}", come=_come_near)


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A few numbers side by side."""
    st.markdown(text.table(header, rows))


def where_next() -> None:
    """All lessons but this first one, each with its claim."""
    st.header("Where to go next", anchor=False)
    for one in LESSONS[1:]:
        st.page_link(one.file, label=f"**{one.name}** — {one.claim}")


def in_code(snippets: Snippets) -> None:
    """The same computation with the numbers on the page, to copy."""
    _fill(_places_of_code(), snippets)


def _places_of_code() -> Sequence[DeltaGenerator]:
    st.subheader("In code", anchor=False)
    return st.tabs(["NumPy", "PyTorch"])


def _fill(places: Sequence[DeltaGenerator], snippets: Snippets) -> None:
    for place, words in zip(places, (snippets.numpy, snippets.torch), strict=True):
        place.code(words, language="python")


def next_lesson(path: str) -> None:
    """Where to go from here."""
    before, after = neighbours(path)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for one, words in ((before, "Previous"), (after, "Next")):
            if one is not None:
                st.page_link(f"{one.file}", label=f"{words}: {one.name}")
