"""A real finger: a vertical swipe that begins on a handle scrolls, a sideways drag moves it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from tools.chromium import AT_REST

VALUE = '(name) => document.querySelector(`[data-testid="${name}"]`).dataset.value'
SCROLLED = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop"
PLACES = [("/?step=1", "rain")]


class Hand:
    """One finger on a phone's screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.client: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        touches: list[dict[str, Any]] = [{"x": x, "y": y} for x, y in points]
        self.client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def swipe(self, start: tuple[float, float], by: tuple[float, float], steps: int = 12) -> None:
        """Down at `start`, along `by`, up."""
        self._send("touchStart", start)
        for i in range(1, steps + 1):
            self._send("touchMove", (start[0] + by[0] * i / steps, start[1] + by[1] * i / steps))
        self._send("touchEnd")


def _at(page: Page, name: str, fraction: float) -> tuple[float, float]:
    part = page.get_by_test_id(name)
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] * fraction, box["y"] + box["height"] / 2


@pytest.mark.parametrize(("path", "handle"), PLACES)
def test_a_vertical_swipe_over_a_handle_scrolls_and_changes_nothing(
    visit: Callable[..., Page], path: str, handle: str
) -> None:
    page = visit(path, width=390, height=600, touch=True)
    page.wait_for_function(AT_REST)
    start = _at(page, handle, 0.2)
    value, scrolled, url = page.evaluate(VALUE, handle), page.evaluate(SCROLLED), page.url
    assert scrolled > 100, "there is no room above to scroll to"
    Hand(page).swipe(start, (3, 220))
    page.wait_for_function(f"(before) => ({SCROLLED})() < before - 50", arg=scrolled)
    page.wait_for_function(AT_REST)
    assert page.evaluate(VALUE, handle) == value
    assert page.evaluate("location.href") == url


@pytest.mark.parametrize(("path", "handle"), PLACES)
def test_a_sideways_drag_moves_the_handle_and_a_tap_sets_it(
    visit: Callable[..., Page], path: str, handle: str
) -> None:
    page = visit(path, width=390, height=600, touch=True)
    page.wait_for_function(AT_REST)
    before = float(page.evaluate(VALUE, handle))
    x, y = _at(page, handle, 0.7)
    Hand(page).swipe((x, y), (-120, 4))
    page.wait_for_function(AT_REST)
    dragged = float(page.evaluate(VALUE, handle))
    assert dragged < before - 0.1
    Hand(page).swipe(_at(page, handle, 0.9), (0, 0), steps=1)
    page.wait_for_function(AT_REST)
    assert float(page.evaluate(VALUE, handle)) > dragged + 0.3
