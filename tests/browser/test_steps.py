"""The steps of every lesson in a real browser: what is covered is nowhere on the page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.lessons.test_steps import ASKED, Place
from tools.chromium import AT_REST
from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import Goal

# All that a reader or a screen reader could find: text, attributes, the accessibility tree's names.
EVERYTHING_READABLE = """() => {
  const board = document.querySelector('[data-testid="board"], .xv-board:not(.xv-lesson)');
  const attributes = [board, ...board.querySelectorAll("*")].flatMap((node) =>
    [...node.attributes].filter(({ name }) => /^(aria-|data-value|title|alt|value)/.test(name))
      .map(({ name, value }) => [name, value]));
  return { text: board.textContent, attributes };
}"""
COVERED = """(names) => [...document.querySelectorAll("[data-element]")]
  .filter(({ dataset }) => names.includes(dataset.element))
  .flatMap((part) => [part, ...part.querySelectorAll("*")])
  .filter((node) => !(node instanceof HTMLInputElement) && node.dataset?.value !== undefined)
  .map(({ dataset }) => [dataset.testid, dataset.value])"""


def _open(visit: Callable[..., Page], place: Place, page: Page | None = None) -> Page:
    path = f"/{place.lesson.path}?chapter={place.chapter.key}&step={place.number}"
    if page is None:
        page = visit(path)
    else:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
    page.wait_for_function(AT_REST)
    return page


@pytest.mark.parametrize("path", PAGES)
def test_what_is_covered_is_nowhere_until_the_answer(visit: Callable[..., Page], path: str) -> None:
    page: Page | None = None
    for place in (one for one in ASKED if one.lesson.path == path):
        page = _open(visit, place, page)
        if place.chapter.board is None:
            continue
        cover = list(place.step.cover)
        assert page.evaluate(COVERED, cover) == [], place.name
        if isinstance(place.step.question, Goal) or not cover:
            continue
        page.get_by_test_id("show-me").click()
        page.get_by_test_id("verdict").wait_for()
        page.wait_for_function(AT_REST)
        told: list[Any] = page.evaluate(COVERED, cover)
        assert told, f"{place.name}: nothing was uncovered"
        page.reload()
        page.wait_for_function(AT_REST)
        assert page.evaluate(COVERED, cover) == [], f"{place.name}: an answer is in the address"


def test_an_answer_is_not_in_the_address_and_the_step_is(visit: Callable[..., Page]) -> None:
    page = visit("/?step=2")
    page.wait_for_function(AT_REST)
    page.get_by_test_id("option-1").check()
    page.get_by_test_id("check").click()
    page.get_by_test_id("verdict").wait_for()
    assert page.get_by_test_id("verdict").inner_text().startswith("Not quite.")
    page.wait_for_function(AT_REST)
    assert re.search(r"\?step=2$", page.evaluate("location.href"))
    entries = page.evaluate("history.length")
    page.get_by_test_id("next").click()
    page.wait_for_function("() => location.search === '?step=3'")
    assert page.evaluate("history.length") == entries
