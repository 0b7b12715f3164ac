"""What a page must look like to be of use: to everybody, on a phone, in light and in dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Page

from tests.browser.board import Board, everything
from xentviz.lessons.catalogue import LESSONS

PAGES = [f"/{lesson.path}" for lesson in LESSONS]
AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
TEN_CLASSES = everything("softmax", "z=1,2,3,4,5,4,3,2,1,0&t=3&s=0.1")

SERIOUS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
}"""
SMALL_TARGETS = """() => {
  const parts = [...document.querySelectorAll(
    '[data-testid="board"] :is(button, input), [data-testid="copy-link"], [data-testid="qr"]')];
  const box = (node) => (node.closest("label") ?? node).getBoundingClientRect();
  return parts.filter((node) => node.offsetParent !== null && !node.disabled)
    .map((node) => [node.dataset.testid, box(node).width, box(node).height])
    .filter(([, width, height]) => width < 43.9 || height < 43.9);
}"""
LETTERS = """() => {
  const size = (node) => parseFloat(getComputedStyle(node).fontSize);
  const loss = document.querySelector('[data-testid="loss"]');
  const others = [...document.querySelectorAll("body *")].filter((node) => !loss.contains(node)
    && [...node.childNodes].some((child) => child.nodeType === 3 && /\\d/.test(child.data))
    && node.getClientRects().length);
  return [size(loss), Math.max(...others.map(size))];
}"""
WIDER = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
OVERFLOWING = """() => {
  // What scrolls by itself, as a wide table may, makes the page no wider.
  const own = (node) => node && node.tagName !== "MAIN"
    && (["auto", "scroll"].includes(getComputedStyle(node).overflowX) || own(node.parentElement));
  return [...document.querySelectorAll("main *")]
    .filter((node) => node.getClientRects().length && !node.closest(".xv-spoken")
      && node.getBoundingClientRect().right > innerWidth + 1 && !own(node))
    .slice(0, 5).map((node) => node.outerHTML.slice(0, 120));
}"""
BOXES = """(selectors) => selectors.map((selector) => {
  const { top, bottom, width } = document.querySelector(selector).getBoundingClientRect();
  return { selector, top, bottom, width };
})"""


def _boxes(page: Page, *selectors: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(BOXES, list(selectors))
    return found


def _resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def test_every_page_is_a_lesson_and_every_lesson_a_page() -> None:
    files = {path.name for path in (Path(__file__).parents[2] / "pages").glob("*.py")}
    assert files - {"navigation.py", "glossary.py"} == {lesson.file for lesson in LESSONS}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(open_board: Callable[..., Board], path: str, dark: bool) -> None:
    board = open_board(path, dark=dark)
    board.page.evaluate(AXE.read_text(encoding="utf-8"))  # a script tag the policy refuses
    assert board.page.evaluate(SERIOUS) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_follows_the_readers_scheme(open_board: Callable[..., Board], dark: bool) -> None:
    page = open_board(dark=dark).page
    ground = page.evaluate(
        "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    )
    assert ground == ("rgb(14, 17, 23)" if dark else "rgb(255, 255, 255)")


@pytest.mark.parametrize("path", [*PAGES, TEN_CLASSES])
def test_nothing_is_wider_than_the_screen(open_board: Callable[..., Board], path: str) -> None:
    page = open_board(path, width=390, height=844, touch=True).page
    for width in (390, 1024, 1440):
        _resize(page, width, 844)
        assert page.evaluate(WIDER) <= 0, width
        assert page.evaluate(OVERFLOWING) == [], width


@pytest.mark.parametrize("path", [*PAGES, TEN_CLASSES])
def test_touch_targets_are_44_px(open_board: Callable[..., Board], path: str) -> None:
    page = open_board(path, width=390, height=844, touch=True).page
    for width in (390, 1366):
        _resize(page, width, 844)
        assert page.evaluate(SMALL_TARGETS) == [], width


@pytest.mark.parametrize("path", PAGES)
def test_the_loss_is_the_largest_number(open_board: Callable[..., Board], path: str) -> None:
    page = open_board(path).page
    for width in (390, 1366):
        _resize(page, width, 768)
        loss, others = page.evaluate(LETTERS)
        assert loss > others, width


@pytest.mark.parametrize("path", PAGES)
def test_a_laptop_screenful_holds_title_board_and_loss(
    open_board: Callable[..., Board], path: str
) -> None:
    board = open_board(path)
    parts = _boxes(board.page, "h1", '[data-testid="board"]', '[data-testid="loss"]')
    for part in parts:
        assert part["top"] >= 0, part
        assert part["bottom"] <= 768, part
    assert board.page.evaluate("scrollY") == 0, "the page opened scrolled away"


def test_on_a_phone_loss_and_curve_stay_in_sight_while_the_classes_scroll(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(TEN_CLASSES, width=390, height=844, touch=True)
    before = _boxes(board.page, '[data-testid="logit-0"]')[0]["top"]
    for k in range(10):
        board.part(f"logit-{k}").evaluate("(node) => node.scrollIntoView({ block: 'center' })")
        board.page.evaluate("() => new Promise(requestAnimationFrame)")
        loss, dot, row = _boxes(
            board.page, '[data-testid="loss"]', '[data-testid="dot"]', f'[data-testid="logit-{k}"]'
        )
        for part in (loss, dot):
            assert part["top"] >= 0, (k, part)
            assert part["bottom"] <= 844, (k, part)
        assert row["top"] >= loss["bottom"], f"class {k} lies under the loss"
    assert _boxes(board.page, '[data-testid="logit-0"]')[0]["top"] < before, "it did not scroll"


def test_a_number_never_jumps_sideways_as_it_changes(open_board: Callable[..., Board]) -> None:
    board = open_board()
    place = """() => ["loss", "prob-0", "grad-0", "logit-value-0"].map((name) =>
      document.querySelector(`[data-testid="${name}"]`).getBoundingClientRect())
      .map(({ left, right, top }) => [left, right, top].map(Math.round))"""
    before = board.page.evaluate(place)
    for value in (-8, -2.5, 0, 8):
        board.slide("logit-0", value)
        assert board.page.evaluate(place) == before, f"at {value}"


def test_reduced_motion_stops_animation(open_board: Callable[..., Board]) -> None:
    board = open_board(everything("softmax", "z=2,0,-1&t=0&r=5"), still=True)
    board.page.evaluate(
        "() => { window.most = 0; (function look() { "
        "window.most = Math.max(window.most, document.querySelector('[data-testid=\"board\"]')"
        ".getAnimations({ subtree: true }).length); requestAnimationFrame(look); })(); }"
    )
    board.press("preset-wrong")
    board.press("preset-right")
    board.press("step")
    assert board.page.evaluate("window.most") == 0
    board.press("reset")
    board.press("play")
    board.until(
        "() => Number(document.querySelector('[data-testid=\"loss\"]').dataset.value) < 0.01"
    )
    assert board.page.evaluate("window.most") == 0


def test_pointing_at_a_number_lights_its_term_in_the_formula(
    open_board: Callable[..., Board],
) -> None:
    board = open_board()
    lit = """() => [...document.querySelectorAll('[data-testid="board"] .xv-lit')]
      .map((node) => node.dataset.lit)"""
    board.part("prob-1").hover()
    names = board.page.evaluate(lit)
    assert len(names) >= 2, "the number and its term"
    assert set(names) == {"p-1"}, "something else was lit too"
    assert board.page.locator('[data-testid="formula"] .xv-lit').count() >= 1
    board.page.mouse.move(2, 2)
    assert board.page.evaluate(lit) == []
