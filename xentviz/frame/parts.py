"""The parts that sections are built from: suggestions, tables, code."""

from typing import Protocol, TypeVar

import streamlit as st

from xentviz.frame import markdown
from xentviz.frame.component import show_module
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


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A few numbers side by side."""
    st.markdown(markdown.table(header, rows))


def in_code(snippets: Snippets) -> None:
    """The same computation with the numbers on the page, to copy: closed until opened."""
    data = {"module": "details", "code": {"NumPy": snippets.numpy, "PyTorch": snippets.torch}}
    show_module("section-code", {**data, "tables": []})
