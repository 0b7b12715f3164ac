"""The board first: what stands below it comes once the browser has painted the board."""

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

_KEY = "below"


@dataclass
class Below:
    """What one visitor's open page holds back, and whether its first board has been painted."""

    path: str
    painted: bool = False
    fragments: list[str] = field(default_factory=list)

    def release(self) -> None:
        """The board is painted: run what was held back, and nothing else."""
        self.painted = True
        if self.fragments:
            st.rerun(self.fragments)


def begin(path: str) -> None:
    """Open a page, or run it again: what has been let through once stays."""
    before = st.session_state.get(_KEY)
    painted = isinstance(before, Below) and before.path == path and before.painted
    st.session_state[_KEY] = Below(path, painted)


def held() -> Below:
    """The page that is open."""
    page: Below = st.session_state[_KEY]
    return page


def below(draw: Callable[[], None]) -> None:
    """Draw this once the page's first board is painted, at once if it is. Also a decorator."""
    page = held()
    if page.painted:
        draw()
        return
    key = f"below-{len(page.fragments)}"
    page.fragments.append(key)

    @st.fragment(key=key)
    def later() -> None:
        if page.painted:
            draw()

    later()
