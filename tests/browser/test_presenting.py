"""Presenter mode: what is projected can be read from the back, and a clicker leads through it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.walk import steps_of
from tests.lessons.test_steps import ASKED, Place
from tools.chromium import AT_REST
from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import Options

SMALLEST, LOSS = 24, 120  # px at 1920x1080
# Letters as they are seen: zoomed, and in a chart scaled with it.
SMALL = """(least) => {
  const texts = document.createTreeWalker(document.querySelector(".stMain"), NodeFilter.SHOW_TEXT);
  const seen = [];
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const { width, height, bottom } = range.getBoundingClientRect();
    const isSeen = node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && width >= 1 && height >= 1 && bottom >= 0;
    if (!texts.currentNode.data.trim() || !isSeen) continue;
    if (node.closest(".xv-spoken, style, script, #js-plotly-tester")) continue;
    const { a, b } = node.ownerSVGElement ? node.getScreenCTM() : { a: node.currentCSSZoom, b: 0 };
    const size = parseFloat(getComputedStyle(node).fontSize) * Math.hypot(a, b);
    seen.push([size, texts.currentNode.data.trim().slice(0, 40)]);
  }
  const fields = "input:not([type=range], [type=radio]), select, textarea";
  for (const node of document.querySelectorAll(fields)) {
    if (!node.checkVisibility({ visibilityProperty: true })) continue;
    seen.push([parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom, node.value]);
  }
  return [seen.length, seen.filter(([size]) => size < least)];
}"""
LOSSES = """() => [...document.querySelectorAll(".xv-board:not(.xv-lesson) .xv-loss")]
  .filter((node) => node.checkVisibility())
  .map((node) => parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom)"""
IN_SIGHT = """() => ["step-title", "question"]
  .map((name) => document.querySelector(`[data-testid=${name}]`))
  .filter((node) => node !== null).map((node) => node.getBoundingClientRect())
  .map(({ top, bottom }) => [top, bottom])"""
PRESENTS = "() => document.documentElement.classList.contains('xv-presenting')"
LEFT = "() => !document.documentElement.classList.contains('xv-presenting')"
FIRST = "/softmax?step=3&present=1"


def _open(visit: Callable[..., Page], path: str) -> Page:
    page = visit(path, width=1920, height=1080)
    page.wait_for_function(AT_REST)
    page.wait_for_function(PRESENTS)
    return page


def _press(page: Page, key: str) -> None:
    page.keyboard.press(key)
    page.evaluate("() => new Promise(requestAnimationFrame)")


def _at_step(page: Page, number: int) -> None:
    page.wait_for_function(
        "(place) => document.querySelector('.xv-lesson').dataset.place === place",
        arg=f"scores/{number}",
    )
    page.wait_for_function(AT_REST)


def _first_and_middle(path: str) -> list[Place]:
    places = steps_of(path)
    of_first = [place for place in places if place.chapter is places[0].chapter]
    return [of_first[0], of_first[len(of_first) // 2]]


@pytest.mark.parametrize("path", PAGES)
def test_letters_and_loss_are_large_and_the_question_is_in_sight(
    visit: Callable[..., Page], path: str
) -> None:
    for place in _first_and_middle(path):
        page = _open(visit, f"/{path}?chapter={place.chapter.key}&step={place.number}&present=1")
        count, small = page.evaluate(SMALL, SMALLEST)
        assert count > 10, "nothing is on the screen"
        assert small == [], place.name
        losses = page.evaluate(LOSSES)
        assert losses == [] or min(losses) >= LOSS, place.name
        for top, bottom in page.evaluate(IN_SIGHT):
            assert 0 <= top < bottom <= 1080, place.name


def test_arrows_and_a_clicker_step_also_while_a_handle_has_the_focus(
    visit: Callable[..., Page],
) -> None:
    page = _open(visit, FIRST)
    _press(page, "ArrowRight")
    _at_step(page, 4)
    _press(page, "ArrowLeft")
    _at_step(page, 3)
    handle = page.get_by_test_id("logit-0")
    handle.focus()
    before = handle.input_value()
    _press(page, "PageDown")
    _at_step(page, 4)
    _press(page, "PageUp")
    _at_step(page, 3)
    assert handle.input_value() == before, "the clicker has moved the handle"


def test_b_blanks_and_a_digit_chooses_and_p_leaves(visit: Callable[..., Page]) -> None:
    page = _open(visit, FIRST)
    blank = "() => getComputedStyle(document.documentElement, '::before').backgroundColor"
    _press(page, "b")
    assert page.evaluate(blank) == "rgb(0, 0, 0)"
    _press(page, "b")
    assert page.evaluate(blank) != "rgb(0, 0, 0)"
    place = next(one for one in ASKED if one.name == "/softmax scores 3")
    assert isinstance(place.step.question, Options)
    for digit in range(1, len(place.step.question.options) + 1):
        _press(page, str(digit))
        assert page.get_by_test_id(f"option-{digit - 1}").is_checked()
    assert page.locator('.xv-lesson [data-testid="verdict"]').count() == 0, (
        "a digit must not answer"
    )
    _press(page, "p")
    page.wait_for_function(LEFT)
    page.wait_for_function("() => !location.search.includes('present')")


def test_columns_of_the_board_are_hidden_and_stay_in_their_place(
    visit: Callable[..., Page],
) -> None:
    page = _open(visit, "/softmax?chapter=gradient&step=4&present=1")
    box = page.get_by_test_id("loss").bounding_box()
    _press(page, "h")
    for name, part in {"probs": "prob-0", "logits": "logit-0", "gradient": "grad-0"}.items():
        assert page.get_by_test_id(part).is_visible()
        page.get_by_test_id(f"hide-{name}").click()
        assert not page.get_by_test_id(part).is_visible(), name
    assert page.get_by_test_id("loss").is_visible()
    after = page.get_by_test_id("loss").bounding_box()
    assert box
    assert after
    assert after["x"] == box["x"]
    page.get_by_test_id("hide-probs").click()
    assert page.get_by_test_id("prob-0").is_visible()
    _press(page, "Escape")
    page.wait_for_function(LEFT)
    assert page.get_by_test_id("logit-0").is_visible(), "hidden parts come back with the page"
