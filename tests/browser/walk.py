"""A reader's way through a page: every step of every chapter, before and after the answer."""

from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Page

from tests.lessons.test_steps import PLACES, Place
from tools.chromium import AT_REST

When = Literal["before", "after"]
AT = """(place) => document.querySelector(".xv-lesson")?.dataset.place === place"""


def steps_of(path: str) -> list[Place]:
    return [place for place in PLACES if place.lesson.path == path]


def walk(page: Page, path: str) -> Iterator[tuple[Place, When]]:
    """From the page's first step, which is open, to its last; `page` is at rest at each stop."""
    for number, place in enumerate(steps_of(path)):
        if number:
            page.get_by_test_id("next").click()
        page.wait_for_function(AT, arg=f"{place.chapter.key}/{place.number}")
        page.wait_for_function(AT_REST)
        yield place, "before"
        if place.step.question is not None:
            page.get_by_test_id("show-me").click()
            page.locator('.xv-lesson [data-testid="verdict"]').wait_for()
            page.wait_for_function(AT_REST)
            yield place, "after"
