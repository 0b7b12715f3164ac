"""What opening a link shows first, and what waits: for the board, and for the reader."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.board import Board
from tests.browser.guard import Guard

FIGURES = [("/calibration", 690), ("/distributions", 330)]
# What stood on the page when the board first showed the core's numbers?
FIRST = """() => {
  const seen = () => {
    const board = document.querySelector('[data-testid="board"]');
    if (window.first || board?.dataset.source !== "core") return;
    window.first = { radios: document.querySelectorAll('[data-testid="stRadio"]').length,
      codes: document.querySelectorAll('[data-testid="stCode"]').length, alone: "alone" in board.dataset };
  };
  new MutationObserver(seen).observe(document, { subtree: true, childList: true, attributes: true });
}"""  # noqa: E501
PLACE = """() => {
  const place = document.querySelector('[class*="st-key-figure-"]');
  const { top, height } = place.getBoundingClientRect();
  const scrolled = document.querySelector('[data-testid="stMain"]');
  return { height, after: scrolled.scrollHeight - scrolled.scrollTop - top - height };
}"""
DRAWN = "() => document.querySelector('.js-plotly-plot .main-svg')?.getBoundingClientRect().height"


def _place(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(PLACE)
    return found


@pytest.mark.parametrize("path", ["/", "/calibration"])
def test_the_board_is_painted_before_anything_below_it_comes(
    open_board: Callable[..., Board], guard: Guard, path: str
) -> None:
    board = open_board(path, prepare=lambda page: page.add_init_script(f"({FIRST})()"))
    assert board.page.evaluate("window.first") == {"radios": 0, "codes": 0, "alone": True}
    assert board.page.get_by_test_id("stRadio").count() >= 1
    assert board.page.get_by_test_id("stCode").count() >= 1
    assert guard.reruns[0] == ""
    assert all(guard.reruns[1:]), "the whole page ran again"


@pytest.mark.parametrize(("path", "height"), FIGURES)
def test_a_figure_comes_with_the_reader_and_nothing_jumps(
    open_board: Callable[..., Board], guard: Guard, path: str, height: int
) -> None:
    board = open_board(path)
    assert "PlotlyChart" not in " ".join(guard.requests), "a second of work nobody asked for"
    before = _place(board.page)
    assert before["height"] == height
    place = board.page.get_by_test_id("near")
    assert len(place.inner_text()) > 20, "words stand where the figure will"
    place.scroll_into_view_if_needed()
    board.page.wait_for_function(DRAWN)
    assert board.page.evaluate(DRAWN) == height
    assert place.count() == 0
    assert _place(board.page) == before
    assert all(guard.reruns[1:]), "the whole page ran again"


def test_a_keyboard_brings_a_figure_too(open_board: Callable[..., Board]) -> None:
    board = open_board("/calibration")
    for _ in range(80):
        board.page.keyboard.press("Tab")
        if board.page.get_by_test_id("near").count() == 0:
            break
    board.page.wait_for_function(DRAWN)
