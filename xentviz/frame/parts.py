"""The parts that pages are built from: sections, suggestions, takeaways, tables, code."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from xentviz.frame import markdown
from xentviz.lessons.elements import Snippets, Suggestion

T = TypeVar("T")
State = TypeVar("State", contravariant=True)


class Settable(Protocol[State]):
    """What a button can set: a board, or the widgets of a section."""

    @property
    def key(self) -> str: ...

    def apply(self, state: State) -> None: ...


def suggestions(target: Settable[T], *tries: Suggestion[T]) -> None:
    """Two or three things to try, each a button that sets the state."""
    with st.container(border=True, height="stretch"):
        st.markdown("**Notice**")
        for i, one in enumerate(tries):
            label = f"**{one.label}** · {one.look_for}"
            key = f"{target.key}-try-{i}"
            st.button(label, key=key, on_click=target.apply, args=(one.state,), width="stretch")


def takeaway(sentence: str) -> None:
    """The one sentence to remember."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**Keep**\n\n##### {sentence}")


def section(title: str, *paragraphs: str) -> None:
    """A second thing on the same page: a heading and its words, or a Markdown table.

    All in one element, for each costs a rerun 0.2 ms.
    """
    st.markdown("\n\n".join((f"## {title}", *paragraphs)), anchors=False)


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A few numbers side by side."""
    st.markdown(markdown.table(header, rows))


def in_code(snippets: Snippets) -> None:
    """The same computation with the numbers on the page, to copy."""
    fill(code_tabs(), snippets)


def code_tabs() -> Sequence[DeltaGenerator]:
    """The heading of the code and its two empty tabs."""
    st.subheader("In code", anchor=False)
    return st.tabs(["NumPy", "PyTorch"])


def fill(tabs: Sequence[DeltaGenerator], snippets: Snippets) -> None:
    """Write the snippets into the tabs."""
    for tab, words in zip(tabs, (snippets.numpy, snippets.torch), strict=True):
        tab.code(words, language="python")
