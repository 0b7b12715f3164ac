"""A figure's place, until the reader comes near it."""

from collections.abc import Callable

from xentviz.live.wire import component


def near_place(alt: str, *, key: str, come: Callable[[], None]) -> None:
    """Say in words what will stand here, and call `come` when the reader is half a screen away."""
    component("near")(key=key, data={"alt": alt}, on_near_change=come)
