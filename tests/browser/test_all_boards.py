"""Any boards can share a page, also the same one twice: each looks as it does alone."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.all_boards import ALL
from tests.browser.guard import Guard
from tools.chromium import AT_REST
from tools.serve import App, running_app

SCRIPT = Path(__file__).with_name("all_boards.py")
LOOKS = """(key) => {
  const board = document.querySelector(`.st-key-place-${key} .xv-board`);
  const box = board.getBoundingClientRect();
  return [board, ...board.querySelectorAll("*")].map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const { color, backgroundColor, fontSize, display, fill, stroke } = getComputedStyle(node);
    const kind = [node.tagName, color, backgroundColor, fontSize, display, fill, stroke].join();
    return { kind: kind.replaceAll(/xv-\\d+/g, "xv"),
      place: width || height ? [x - box.x, y - box.y, width, height] : [0, 0, 0, 0] };
  });
}"""
CLOSE_PX = 1.5  # two columns of a grid may share a pixel differently
IDS = "() => [...document.querySelectorAll('.xv-board [id]')].map(({ id }) => id)"
GROUPS = """() => [...document.querySelectorAll('.xv-board')].map((board) =>
  [...new Set([...board.querySelectorAll('input[type=radio]')].map(({ name }) => name))])"""
PART = "document.querySelector(`.st-key-place-${key} [data-testid='%s']`)"
LOSS = f"(key) => {PART % 'loss'}.dataset.value"
FIRST_IS_RIGHT = f"(key) => {PART % 'target-0'}.checked"


@pytest.fixture(scope="module")
def app() -> Iterator[App]:
    """A server whose one page has all boards."""
    with running_app(script=SCRIPT) as started:
        yield started


def _open(browser: Browser, app: App, query: str = "") -> tuple[Page, Guard]:
    guard = Guard(app.url)
    context = browser.new_context(viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    guard.watch(context)
    page = context.new_page()
    page.goto(f"{app.url}/{query}")
    page.wait_for_function(
        "(count) => document.querySelectorAll('.xv-board').length === count",
        arg=1 if query else len(ALL),
    )
    page.wait_for_function(AT_REST)
    page.evaluate("() => document.fonts.ready")
    return page, guard


def test_all_boards_stand_on_one_page_and_each_looks_as_it_does_alone(
    app: App, browser: Browser
) -> None:
    page, guard = _open(browser, app)
    together = {key: page.evaluate(LOOKS, key) for key, _, _ in ALL}
    ids = page.evaluate(IDS)
    assert len(ids) == len(set(ids)), "two boards share an id"
    groups = [name for names in page.evaluate(GROUPS) for name in names]
    assert len(groups) == len(set(groups)), "two boards share a group of radio buttons"
    for key, _, _ in ALL:
        alone, _ = _open(browser, app, f"?only={key}")
        seen = alone.evaluate(LOOKS, key)
        assert [one["kind"] for one in seen] == [one["kind"] for one in together[key]], key
        here, there = ([one["place"] for one in looks] for looks in (seen, together[key]))
        np.testing.assert_allclose(here, there, atol=CLOSE_PX, err_msg=key)
        alone.context.close()
    guard.check()
    page.context.close()


def test_a_board_that_moves_leaves_its_twin_as_it_is(app: App, browser: Browser) -> None:
    page, guard = _open(browser, app)
    first, twin = page.evaluate(LOSS, "logits"), page.evaluate(LOSS, "logits-again")
    page.locator(".st-key-place-logits [data-testid='target-1']").click()
    page.wait_for_function(AT_REST)
    assert page.evaluate(LOSS, "logits") != first
    assert page.evaluate(LOSS, "logits-again") == twin
    assert page.evaluate(FIRST_IS_RIGHT, "logits-again")
    guard.check()
    page.context.close()
