"""The one component through which Streamlit shows a module of boards/assets."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from xentviz.boards.conversation import as_commit
from xentviz.boards.state import BoardState
from xentviz.frame.board_session import BoardSession

S = TypeVar("S", bound=BoardState)


class _Address:
    """Where the browser finds the boards' modules; "" for where it found mount.js."""

    get: Callable[[], str] = staticmethod(lambda: "")


def load_modules_from(address: Callable[[], str]) -> None:
    """Have the browser load the boards' modules from this address, which a server of ours has."""
    _Address.get = staticmethod(address)


@functools.cache
def _component() -> Callable[..., Any]:
    """The entry `board` of pyproject.toml: mount.js loads the module that its data names.

    Declared when first shown, for only a running server knows where the assets are. mount.js links
    the style sheets too, so that all of them are fetched at once.
    """
    return st.components.v2.component("xentviz.board", js="mount.js", isolate_styles=False)


def show_module(key: str, data: Mapping[str, object], **callbacks: Callable[[], None]) -> None:
    """Put a module of boards/assets on the page: `data["module"]` names it.

    `callbacks` are Streamlit's: `on_NAME_change` for each value that the module may send.
    """
    # In a list, for in a dict Streamlit asks of each value in turn whether it is a table, a sixth
    # of what a commit costs.
    _component()(key=key, data=[{**data, "assets": _Address.get()}], **callbacks)


def keep_value() -> None:
    """Streamlit keeps only values that have a callback; the next run reads them."""


def sent_by(key: str, name: str) -> object:
    """What the component `key` last sent under this name: a stranger's word, None for nothing."""
    values = st.session_state.get(key)
    return values.get(name) if isinstance(values, Mapping) else None


def watch_connection() -> None:
    """Have the browser ask for a run of the whole page when the server is back.

    A new server knows no fragment of the page, so that a board alone could not reach it.
    """
    with st.container(key="connection"):
        data = {"module": "reconnection", "unstyled": True}
        show_module("reconnection", data, on_back_change=keep_value)


def show_embedded() -> None:
    """Have the browser show the page as a part of another site's: no ground, as high as it is."""
    with st.container(key="embedded"):
        show_module("embedded-page", {"module": "embedded", "unstyled": True})


def receive(session: BoardSession[S]) -> S:
    """Take what the browser has committed and return the board's state, the newest good one."""
    session.link = session.own_link()
    session.conversation.receive(as_commit(sent_by(session.key, "commit")))
    return session.conversation.state


def mount(session: BoardSession[S], foreign: Sequence[str] = ()) -> None:
    """Put a board on the page.

    `foreign` are keys of the link that belong to nothing on the page now: they are taken out.
    """
    message = session.conversation.message()
    message["link"]["owned"] += foreign
    show_module(
        session.key,
        {**message, "key": session.key, "tell_painted": False},
        on_commit_change=keep_value,
        on_leave_change=keep_value,
    )
