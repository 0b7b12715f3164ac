"""A real app, a real Chromium, and a guard on every page: nothing leaves the machine, no errors."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.board import SOFTMAX, Board
from tests.browser.guard import Guard
from tests.browser.whole_boards import whole
from tools.chromium import QUIET, find_browser, keeping_context
from tools.serve import App, running_app

# Scenarios about a browser that nobody has used: their pages share nothing with others.
FIRST_VISITS = ("fresh_browser", "test_opening.py", "test_hosting")


@pytest.fixture(scope="session")
def app() -> Iterator[App]:
    """`streamlit run app.py`, once for all the scenarios of a worker."""
    with running_app() as started:
        yield started
        said = started.log()
    # What came after the end of the scenario that caused it.
    assert "Traceback" not in said, f"the server had an exception:\n{said}"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium whose every context begins with nothing."""
    started = playwright.chromium.launch(
        executable_path=find_browser(playwright), args=QUIET, headless=True
    )
    yield started
    started.close()


class UsedBrowser:
    """A Chromium that has been here before: a page costs a third less than in a new one.

    Between two scenarios all that a site can store is removed, and what was fetched is kept.
    """

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder
        self.context: BrowserContext | None = None

    def open(self) -> BrowserContext:
        if self.context is None:
            self.context = keeping_context(self.playwright, self.folder)
            self.context.on("close", lambda _: self._closed())
        return self.context

    def _closed(self) -> None:
        self.context = None

    def forget(self, origin: str) -> None:
        """Close all pages, and remove what they have stored or were allowed."""
        if self.context is None:
            return
        _, *opened = self.context.pages  # the first keeps the browser open
        for page in opened:
            page.close()
        self.context.set_offline(False)
        self.context.clear_permissions()
        self.context.clear_cookies()
        session = self.context.new_cdp_session(self.context.pages[0])
        session.send(
            "Storage.clearDataForOrigin",
            {"origin": origin, "storageTypes": "local_storage,indexeddb,service_workers"},
        )
        session.detach()


@pytest.fixture(scope="session")
def used_browser(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[UsedBrowser]:
    used = UsedBrowser(playwright, tmp_path_factory.mktemp("browser"))
    yield used
    if used.context:
        used.context.close()


@pytest.fixture
def guard(app: App) -> Iterator[Guard]:
    """Watches all pages of one scenario; at its end, what they should not have done fails it."""
    seen_before = len(app.log())
    watching = Guard(app.url)
    yield watching
    watching.leave()
    watching.check()
    said = app.log()[seen_before:]
    assert "Traceback" not in said, f"the server had an exception:\n{said}"


@pytest.fixture
def visit(
    app: App,
    browser: Browser,
    used_browser: UsedBrowser,
    guard: Guard,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Page]]:
    """visit("/softmax?z=1,2", dark=True, width=390): that page for a visitor of its own.

    A scenario's first visitor comes with a browser that has been here before, unless `fresh`, or
    on a phone; each further one with a browser that nobody has used.
    """
    contexts: list[BrowserContext] = []
    first_visits = any(part in request.node.nodeid for part in FIRST_VISITS)

    def context(fresh: bool, touch: bool) -> BrowserContext:
        if not contexts and not (fresh or touch):
            return used_browser.open()
        return browser.new_context(has_touch=touch, is_mobile=touch)

    def visit(
        path: str = SOFTMAX,
        *,
        dark: bool = False,
        width: int = 1366,
        height: int = 768,
        still: bool = False,
        touch: bool = False,
        fresh: bool = first_visits,
        prepare: Callable[[Page], None] | None = None,
    ) -> Page:
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        motion: Literal["reduce", "no-preference"] = "reduce" if still else "no-preference"
        opened = context(fresh, touch)
        contexts.append(opened)
        opened.set_default_timeout(20_000)
        opened.grant_permissions(["clipboard-read", "clipboard-write"], origin=app.url)
        guard.watch(opened)
        page = opened.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion=motion)
        if prepare:
            prepare(page)
        page.goto(app.url + whole(path))
        return page

    yield visit
    for opened in contexts:
        if opened is not used_browser.context:
            opened.close()
    used_browser.forget(app.url)


@pytest.fixture
def open_board(visit: Callable[..., Page]) -> Callable[..., Board]:
    """As `visit`, and the logits board on that page is painted with the core's numbers."""

    def open_board(path: str = SOFTMAX, **how: object) -> Board:
        board = Board(visit(path, **how))
        board.settled()
        return board

    return open_board
