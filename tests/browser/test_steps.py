"""The steps of every lesson in a real browser: what is covered is nowhere on the page."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.lessons.test_steps import ASKED, PLACES, Place
from tools.chromium import AT_REST
from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import Goal

LESSON = ".xv-lesson"
BOARD = ".xv-board:not(.xv-lesson)"
# The numbers of the covered elements; a handle keeps its own.
COVERED = """(names) => [...document.querySelectorAll("[data-element]")]
  .filter(({ dataset }) => names.includes(dataset.element))
  .flatMap((part) => [part, ...part.querySelectorAll("*")])
  .filter((node) => !(node instanceof HTMLInputElement) && node.dataset?.value !== undefined)
  .map((node) => [node.dataset.testid ?? null, node.dataset.value, node.firstChild?.data ?? ""])"""
# All that a reader or a screen reader could find: text and attributes, also of what is hidden.
# How many chips there are, and which one this is, tells nothing.
READABLE = """(board) => [...document.querySelectorAll(`${board} *`)].flatMap((node) => [
  ...[...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE)
    .map((child) => child.data),
  ...[...node.attributes].filter(({ name }) => /^(aria-|data-value|title|alt|value)/.test(name)
    && !/^aria-(setsize|posinset)$/.test(name))
    .map(({ value }) => value)])"""
# The numbers that are given: on handles in sight, and on what is not covered.
GIVEN = """([board, names]) => [...document.querySelector(board).querySelectorAll("[data-value]")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true })
    && !names.includes(node.closest("[data-element]")?.dataset.element ?? ""))
  .map(({ dataset }) => dataset.value)"""
# What a picture draws inside covered elements, besides axes and what can be held: by its kind.
DRAWN = """(names) => [...document.querySelectorAll("[data-element]")]
  .filter(({ dataset }) => names.includes(dataset.element))
  .flatMap((part) => [...part.querySelectorAll("svg *, .xv-fill, .xv-push, .xv-stacked"), part])
  .filter((node) => (node instanceof SVGGeometryElement || node instanceof HTMLElement)
    && node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !(node instanceof HTMLElement && node.matches("[data-element]")))
  .filter((node) => node.getBoundingClientRect().width || node.getBoundingClientRect().height)
  .map((node) => node.getAttribute("class") ?? node.tagName)"""
# Axes, what stands for a given number, samples in a legend, classes' signs, faces of a die, unlit.
SCENERY = {
    "xv-axes",
    "xv-class-sign",
    "xv-grip",
    "xv-zero",
    "xv-stop",
    "xv-chance-line",
    "xv-chance-handle",
    "rect",
}
AT_PLACE = "(place) => document.querySelector('.xv-lesson')?.dataset.place === place"
UNCOVERED = f"(names) => ({COVERED})(names).length > 0"
NUMBER = re.compile(r"[−-]?[\d.,]*\d")


def _walk(visit: Callable[..., Page], path: str) -> Iterator[tuple[Page, Place]]:
    """Each step that asks, of the chapters with a board: the first by its link, then by *Next*."""
    page: Page | None = None
    for place in (one for one in PLACES if one.lesson.path == path):
        if place.chapter.board is None:
            continue
        link = f"/{path}?chapter={place.chapter.key}&step={place.number}"
        if page is None:
            page = visit(link)
        elif place.number == 1:
            page.goto(page.url[: page.url.index("/", len("https://"))] + link)
        else:
            _next(page)
        page.wait_for_function(AT_PLACE, arg=f"{place.chapter.key}/{place.number}")
        page.wait_for_function(AT_REST)
        if place.step.question is not None:
            yield page, place


def _next(page: Page) -> None:
    """The next step; a question that is still open is given up."""
    lesson = page.locator(LESSON)
    if lesson.get_by_test_id("show-me").count():
        lesson.get_by_test_id("show-me").click()
    lesson.get_by_test_id("next").click()


def _show_me(page: Page, cover: list[str]) -> None:
    """Press *Show me*, and wait until what was covered is there."""
    page.locator(LESSON).get_by_test_id("show-me").click()
    page.wait_for_function(UNCOVERED, arg=cover)
    page.locator(LESSON).get_by_test_id("verdict").wait_for()
    page.wait_for_function(AT_REST)


def _readable(page: Page) -> list[str]:
    found: list[str] = page.evaluate(READABLE, BOARD)
    return [*found, page.locator(BOARD).aria_snapshot()]


def _number(text: str) -> float | None:
    try:
        return float(text.replace("−", "-").replace(",", ""))
    except ValueError:
        return None


def _known(page: Page, place: Place, cover: list[str]) -> list[float]:
    """The numbers that the reader is given: in the step's words, and on what is not covered."""
    assert place.step.question is not None
    words = " ".join([place.step.title, *place.step.words, place.step.question.words])
    texts = [*NUMBER.findall(words), *page.evaluate(GIVEN, [BOARD, cover])]
    return [number for text in texts if (number := _number(text)) is not None]


def _secrets(told: list[list[Any]], known: list[float]) -> set[str]:
    """The numbers that the answer has uncovered, in full and as written, of three digits or more.

    A number of fewer digits may stand anywhere: on an axis, in a name.
    """

    def is_known(text: str) -> bool:
        number = _number(text)
        return number is not None and any(math.isclose(number, one) for one in known)

    texts = {text for _, *pair in told if not is_known(pair[0]) for text in pair}
    numbers = {found for text in texts for found in NUMBER.findall(text) if not is_known(found)}
    return {number for number in numbers if len(re.sub(r"\D", "", number).lstrip("0")) >= 3}


def _told_early(secrets: set[str], readable: list[str]) -> list[tuple[str, str]]:
    """Each secret that stands in a text as a number of its own, and that text."""
    return [
        (secret, text[:200])
        for secret in secrets
        for text in readable
        if re.search(rf"(?<![\d.,−-]){re.escape(secret)}(?![\d]|[.,]\d)", text)
    ]


@pytest.mark.parametrize("path", PAGES)
def test_what_is_covered_is_nowhere_until_the_answer(visit: Callable[..., Page], path: str) -> None:
    for page, place in _walk(visit, path):
        cover = list(place.step.cover)
        assert page.evaluate(COVERED, cover) == [], place.name
        if isinstance(place.step.question, Goal) or not cover:
            continue
        assert set(page.evaluate(DRAWN, cover)) <= SCENERY, f"{place.name}: a picture tells"
        readable, known = _readable(page), _known(page, place, cover)
        address = page.url
        _show_me(page, cover)
        told: list[list[Any]] = page.evaluate(COVERED, cover)
        assert _told_early(_secrets(told, known), readable) == [], place.name
        assert page.url == address, f"{place.name}: an answer is in the address"


def test_a_reload_covers_what_an_answer_has_uncovered(visit: Callable[..., Page]) -> None:
    place = next(one for one in ASKED if one.step.cover and one.lesson.path == "softmax")
    page = visit(f"/softmax?step={place.number}")
    page.wait_for_function(AT_REST)
    _show_me(page, list(place.step.cover))
    page.reload()
    page.wait_for_function(AT_REST)
    assert page.evaluate(COVERED, list(place.step.cover)) == []


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
