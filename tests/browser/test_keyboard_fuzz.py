"""Random keys on every page: no error, no dead end."""

import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tools.chromium import AT_REST
from xentviz.lessons.catalogue import LESSONS

KEYS = (
    *["Tab"] * 6, *["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"] * 2, "Shift+Tab", "Enter",
    "Space", "Home", "End", "PageUp", "PageDown", "Escape", "Backspace", "Delete",
    *"0123456789.-eabhpwxz",
)  # fmt: skip
COUNT = 500
FOCUSED = """() => { const node = document.activeElement;
  return [...document.querySelectorAll("*")].indexOf(node); }"""


@pytest.mark.parametrize("path", [lesson.path for lesson in LESSONS])
def test_500_random_keys_leave_no_error_and_no_dead_end(
    visit: Callable[..., Page], path: str
) -> None:
    """What a key may do is much; that the console stays clean is the guard's test."""
    keys = random.Random(f"keys of /{path}")
    page = visit(f"/{path}?step=2")
    page.wait_for_function(AT_REST)
    for _ in range(COUNT):
        page.keyboard.press(keys.choice(KEYS))
    page.keyboard.press("Escape")
    page.wait_for_function(AT_REST)
    assert page.locator('[data-testid="stException"], [data-source="failed"]').count() == 0
    places = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        places.add(page.evaluate(FOCUSED))
    assert len(places) >= 5, "the focus is held somewhere"
    before = page.locator(".xv-lesson").get_attribute("data-place")
    way = page.locator('[data-testid="next"], [data-testid="show-me"]').first
    way.click()
    page.wait_for_function(
        """(before) => (document.querySelector(".xv-lesson")?.dataset.place ?? before) !== before
          || document.querySelector('.xv-lesson [data-testid="verdict"]') !== null""",
        arg=before,
    )
