"""A step's words and its board fit one laptop screen, before and after its answer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.walk import walk
from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import EVERYTHING

# Where words and boards end, from the top of the page. A section without a board may be longer.
ENDS = """() => {
  const scrolled = document.querySelector('[data-testid="stMain"]').scrollTop;
  return [...document.querySelectorAll(".xv-lesson .xv-way, .xv-board:not(.xv-lesson)")]
    .filter((node) => node.checkVisibility())
    .map((node) => node.getBoundingClientRect().bottom + scrolled);
}"""


@pytest.mark.parametrize("path", PAGES)
def test_each_step_fits_one_screen_before_and_after_its_answer(
    visit: Callable[..., Page], path: str
) -> None:
    """*Everything* is the whole board with all its controls, and may scroll."""
    page = visit(f"/{path}?step=1", width=1366, height=768)
    longer = []
    for place, when in walk(page, path):
        ends = page.evaluate(ENDS)
        assert ends
        if place.step is not EVERYTHING and max(ends) > 768:
            longer.append((place.name, when, max(ends)))
    assert longer == []


def test_on_a_phone_the_chapters_are_one_line_that_opens(visit: Callable[..., Page]) -> None:
    page = visit("/language?step=1", width=390, height=844, touch=True)
    opener = page.get_by_test_id("chapters")
    opener.wait_for()
    assert not page.get_by_test_id("chapter-text").is_visible()
    opener.click()
    assert opener.get_attribute("aria-expanded") == "true"
    page.get_by_test_id("chapter-text").click()
    page.wait_for_function("() => document.querySelector('.xv-lesson').dataset.place === 'text/1'")
    assert not page.get_by_test_id("chapter-text").is_visible(), "the list closes after a choice"


def test_on_a_narrow_screen_the_menu_closes_after_a_choice(visit: Callable[..., Page]) -> None:
    """1366 px at 200 % zoom."""
    page = visit("/softmax?step=1", width=683, height=384)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").nth(3).click()
    page.wait_for_function("() => location.pathname === '/distributions'")
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 1"
    )


def test_on_paper_nothing_stands_on_the_title(visit: Callable[..., Page]) -> None:
    page = visit("/softmax?step=1")
    page.get_by_test_id("step-title").wait_for()
    page.emulate_media(media="print")
    assert not page.get_by_test_id("stHeader").is_visible()
    assert page.get_by_test_id("step-title").is_visible()
