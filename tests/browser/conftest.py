"""A real app, a real Chromium, and a guard on every page: nothing leaves the machine, no errors."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.board import Board
from tests.browser.guard import Guard
from tools.chromium import chromium
from tools.serve import App, running_app


@pytest.fixture(scope="session")
def app() -> Iterator[App]:
    """`streamlit run app.py`, once for all the scenarios."""
    with running_app() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def guard(app: App) -> Iterator[Guard]:
    """Watches all pages of one scenario; at its end, what they should not have done fails it."""
    seen_before = len(app.log())
    watching = Guard(app.url)
    yield watching
    watching.check()
    said = app.log()[seen_before:]
    assert "Traceback" not in said, f"the server had an exception:\n{said}"


@pytest.fixture
def visit(app: App, browser: Browser, guard: Guard) -> Iterator[Callable[..., Page]]:
    """visit("/softmax?z=1,2", dark=True, width=390): that page in a browser nobody has used."""
    contexts = []

    def visit(
        path: str = "/softmax",
        *,
        dark: bool = False,
        width: int = 1366,
        height: int = 768,
        still: bool = False,
        touch: bool = False,
        prepare: Callable[[Page], None] | None = None,
    ) -> Page:
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        motion: Literal["reduce", "no-preference"] = "reduce" if still else "no-preference"
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion=motion,
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app.url)
        guard.watch(context)
        page = context.new_page()
        if prepare:
            prepare(page)
        page.goto(app.url + path)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def open_board(visit: Callable[..., Page]) -> Callable[..., Board]:
    """As `visit`, and the logits board on that page is painted with the core's numbers."""

    def open_board(path: str = "/softmax", **how: object) -> Board:
        board = Board(visit(path, **how))
        board.settled()
        return board

    return open_board
