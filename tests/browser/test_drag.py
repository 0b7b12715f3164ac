"""The promise of the board: numbers move under the finger, and the core has the last word."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.board import Board
from tests.browser.guard import Guard
from tests.browser.socket_gate import Gate

# Every change of three numbers, with who painted it and whether the button was down.
WATCH = """() => {
  window.seen = [];
  window.down = false;
  addEventListener("pointerdown", () => { window.down = true; }, true);
  addEventListener("pointerup", () => { window.down = false; }, true);
  const board = document.querySelector('[data-testid="board"]');
  const look = (changes) => changes.forEach(({ target }) => window.seen.push({
    name: target.dataset.testid, value: Number(target.dataset.value),
    source: board.dataset.source, down: window.down, scroll: window.scrollY,
  }));
  for (const name of ["logit-0", "prob-0", "loss", "grad-0"]) {
    new MutationObserver(look).observe(
      document.querySelector(`[data-testid="${name}"]`), { attributeFilter: ["data-value"] });
  }
  document.querySelector("h1").dataset.mark = "mine";
}"""
CHANGED = """([name, old]) =>
  document.querySelector(`[data-testid="${name}"]`).dataset.value !== old"""


def _sweep(board: Board, moves: int = 12) -> None:
    """Drag logit-0 to the right, each move seen on screen before the next."""
    with board.holding("logit-0") as move:
        for i in range(1, moves + 1):
            before = board.part("prob-0").get_attribute("data-value")
            move(0.5 + 0.03 * i)
            board.until(CHANGED, ["prob-0", before])


def test_numbers_change_while_the_pointer_is_down_and_the_page_stays_still(
    open_board: Callable[..., Board], guard: Guard
) -> None:
    board = open_board()
    board.page.evaluate(WATCH)
    already = len(guard.reruns)
    _sweep(board)
    board.settled()
    seen = board.page.evaluate("window.seen")
    for name in ("prob-0", "loss", "grad-0"):
        previews = {
            change["value"]
            for change in seen
            if change["name"] == name and change["down"] and change["source"] == "preview"
        }
        assert len(previews) >= 10, f"{name} was painted {len(previews)} times under the finger"
    assert {change["scroll"] for change in seen} == {0}
    assert board.page.locator("h1").get_attribute("data-mark") == "mine"
    assert len(guard.reruns) > already, "the core was never asked"
    assert all(guard.reruns[already:]), "a drag reran the whole page"


def test_the_core_settles_every_number_once_the_finger_rests(
    open_board: Callable[..., Board],
) -> None:
    board = open_board()
    _sweep(board)
    board.settled()
    board.is_as_the_core_says()
    assert board.source() != "preview"


def test_a_late_answer_never_yanks_a_handle_that_is_held(
    visit: Callable[..., Page],
) -> None:
    gate = Gate()
    board = Board(visit(prepare=gate.install))
    board.settled()
    board.page.evaluate(WATCH)
    with board.holding("logit-0") as move:
        move(0.6)
        gate.close()
        board.until("() => window.seen.length > 0")
        gate.wait_for_commit(board.page)
        move(0.7)
        board.until("() => window.seen.filter((c) => c.name === 'logit-0').length > 1")
        gate.open()
        move(0.8)
        board.until("() => window.seen.filter((c) => c.name === 'logit-0').length > 2")
    board.settled()
    path = [c["value"] for c in board.page.evaluate("window.seen") if c["name"] == "logit-0"]
    assert all(earlier <= later for earlier, later in pairwise(path)), path
    board.is_as_the_core_says()


@pytest.mark.parametrize("path", ["/softmax", "/softmax?present=1&chapter=scores&step=7"])
def test_a_board_keeps_its_size_while_it_is_held(
    open_board: Callable[..., Board], path: str
) -> None:
    board = open_board(path)
    height = (
        "() => document.querySelector('[data-testid=\"board\"]').getBoundingClientRect().height"
    )
    free = board.page.evaluate(height)
    with board.holding("logit-0") as move:
        move(0.6)
        assert board.page.evaluate(height) == pytest.approx(free, abs=1)
    board.settled()
    assert board.page.evaluate(height) == pytest.approx(free, abs=1)
