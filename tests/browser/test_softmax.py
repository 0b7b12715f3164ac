"""/softmax: the worked sum, the end of training, nothing that jumps, and its two other boards."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import Board, everything
from xentviz.boards.logits import LogitsState, predict
from xentviz.boards.overflow import OverflowState, losses
from xentviz.boards.twice import TwiceState, twice
from xentviz.lessons.numerals import num3

FORMULA = """() => [...document.querySelectorAll('[data-testid="formula"] [data-element]')]
  .map((line) => line.innerText.replace(/\\s+/g, " "))"""
# Where the dot is and where the line at its height is, px from the top.
DOT_AND_LINE = """() => ["circle.xv-dot", ".xv-side .xv-curve > line.xv-level"].map((part) => {
  const { top, height } = document.querySelector(part).getBoundingClientRect();
  return top + height / 2;
})"""
PLACES = """(names) => names.map((name) => {
  const { x, y, width } = document.querySelector(`[data-testid="${name}"]`).getBoundingClientRect();
  return [x, y, width].map(Math.round);
})"""
BELOW = ["step", "play", "rate", "shift", "temperature", "preset-equal", "add", "reset"]
HEADS = """() => [...document.querySelectorAll(".xv-head > span")]
  .filter((node) => node.textContent && node.getClientRects().length)
  .map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right } = range.getBoundingClientRect();
    return [left, right];
  })"""


def _sum(board: Board) -> list[str]:
    found: list[str] = board.page.evaluate(FORMULA)
    return found


def test_the_worked_sum_is_one_chain_about_the_right_class(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=2,1,0&t=1"))
    told = predict(LogitsState.of(2, 1, 0, target=1))
    p, loss, g = num3(told.probs[1]), num3(told.loss), num3(told.grad[1])
    share, cost, push = _sum(board)
    assert share.startswith("pdog")
    assert share.endswith(p)
    assert f"−ln {p} = {loss} nats" in cost
    assert push == f"gradient of dog = {p} − 1 = {g}"
    # Another class's slider changes the numbers, and not what they are about.
    with board.holding("logit-0") as move:
        move(0.8)
        board.page.evaluate("() => new Promise(requestAnimationFrame)")
        assert _sum(board)[0].startswith("pdog")
    board.settled()
    board.part("prob-2").hover()
    assert [line.split(" =")[0] for line in _sum(board)] == ["pfox", "loss", "gradient of fox"]
    board.page.mouse.move(2, 2)
    assert _sum(board)[0].startswith("pdog")


def test_a_typed_logit_keeps_its_digits(open_board: Callable[..., Board]) -> None:
    board = open_board()
    board.type("logit-value-1", "-0.3567")
    expect(board.part("logit-value-1")).to_have_value("−0.3567")
    expect(board.part("logit-value-0")).to_have_value("+2.1000")
    assert "−0.3567" in _sum(board)[0]
    board.type("logit-value-1", "800")
    expect(board.part("logit-value-1")).to_have_value("+800.0")


@pytest.mark.parametrize("smoothing", ["0", "0.1", "0.3"])
def test_the_dot_never_leaves_its_line(open_board: Callable[..., Board], smoothing: str) -> None:
    board = open_board(everything("softmax", f"s={smoothing}"))
    dot, line = board.page.evaluate(DOT_AND_LINE)
    assert abs(dot - line) <= 1


def test_play_with_smoothing_ends_at_the_lowest_loss_and_says_so(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=2,0,-1,0.9&s=0.1&r=5"), still=True)
    status = board.part("play-status")
    expect(status).to_be_empty()
    board.press("play")
    label = [0.9 + 0.1 / 4, *[0.1 / 4] * 3]
    lowest = -sum(share * math.log(share) for share in label)
    assert board.number("loss") == pytest.approx(lowest, abs=5e-4)
    expect(status).to_contain_text(f"cannot go below {lowest:.3f} nats")
    # p and y differ in digits that can be seen, or the gradient is 0.
    push = _sum(board)[2]
    left, right = push.split(" = ")[1].split(" − ")
    assert left != right, push
    rested = board.values()
    board.press("play")
    assert board.values() == rested
    expect(status).to_contain_text("cannot go below")
    board.press("step")
    expect(status).to_be_empty()


def test_nothing_moves_but_what_was_touched(open_board: Callable[..., Board]) -> None:
    board = open_board(everything("softmax", "r=5"))
    before = board.page.evaluate(PLACES, BELOW)

    def same(what: str) -> None:
        assert board.page.evaluate(PLACES, BELOW) == before, what

    for preset in ("preset-wrong", "preset-right", "preset-unsure", "preset-equal"):
        board.press(preset)
        same(preset)
    board.part("play").click()
    expect(board.part("play")).to_have_attribute("aria-pressed", "true")
    same("while it plays")
    expect(board.part("play")).to_have_attribute("aria-pressed", "false", timeout=20_000)
    board.settled()
    expect(board.part("play-status")).not_to_be_empty()
    same("the end of training")
    board.type("logit-value-0", "rubbish")
    same("an entry that cannot be read")
    board.press("reset")
    same("reset")
    expect(board.part("logit-value-0")).to_have_value("+2.10")
    board.slide("smoothing", 0.2)
    same("label smoothing")


def test_rubbish_goes_when_the_lesson_sets_the_board(visit: Callable[..., Page]) -> None:
    board = Board(visit("/softmax?step=3"))
    board.settled()
    board.press("show-me")
    field = board.part("logit-value-0")
    board.type("logit-value-0", "rubbish")
    expect(field).to_have_attribute("aria-invalid", "true")
    board.press("suggestion-0")
    expect(field).to_have_value("+7.10")
    assert not board.page.locator('[data-testid="board"] [role="alert"]').inner_text()


def test_the_gradients_sum_to_0_whatever_is_dragged(open_board: Callable[..., Board]) -> None:
    board = open_board()
    for value in (-8, 3.3, 8):
        board.slide("logit-2", value)
        assert board.number("sum-probs") == pytest.approx(1, rel=1e-15)
        assert board.number("sum-grads") == pytest.approx(0, abs=1e-15)
        assert board.part("sum-grads").inner_text() == "0.000"


def test_doubling_all_logits_is_what_half_the_temperature_does(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=2.5,-1.25,0.5"))
    board.type("temperature-value", "0.5")
    warm = board.numbers("prob")
    board.type("temperature-value", "1")
    board.press("double")
    assert board.numbers("logit") == [5, -2.5, 1]
    assert board.numbers("prob") == pytest.approx(warm, rel=1e-14)
    board.type("logit-value-0", "600")
    board.press("double")
    assert board.number("logit-0") == 600, "no logit may leave the limit"
    expect(board.page.locator('[data-testid="board"] [role="alert"]')).to_contain_text("1000")


def test_both_chapters_of_the_board_keep_their_numbers_in_the_link(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=1,2,3", chapter="gradient"))
    assert board.numbers("logit") == [1, 2, 3]
    board.type("logit-value-0", "1.25")
    assert "z=1.25,2,3" in board.page.url
    assert "chapter=gradient" in board.page.url
    board.page.reload()
    board.settled()
    assert board.numbers("logit") == [1.25, 2, 3]


@pytest.mark.parametrize("width", [1366, 1110, 1024, 700])
@pytest.mark.parametrize("query", ["", "T=0.5"])
def test_column_heads_never_touch(open_board: Callable[..., Board], width: int, query: str) -> None:
    board = open_board(everything("softmax", query), width=width)
    heads = board.page.evaluate(HEADS)
    assert len(heads) == 4
    for (_, right), (left, _) in pairwise(heads):
        assert right + 4 <= left, width


def test_on_a_phone_bars_have_names_and_the_loss_is_in_sight_at_the_dials(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(width=390, height=844, touch=True)
    names = board.page.locator(".xv-row:first-child .xv-cell > small")
    assert names.all_inner_texts() == ["p", "p − y"]
    for dial in ("temperature", "smoothing", "rate"):
        board.part(dial).evaluate("(node) => node.scrollIntoView({ block: 'center' })")
        board.page.evaluate("() => new Promise(requestAnimationFrame)")
        for name in ("loss", dial):
            box = board.part(name).bounding_box()
            assert box
            assert 0 <= box["y"] <= 844 - box["height"], (name, dial)


def test_logits_of_ones_own_are_computed_in_five_ways(open_board: Callable[..., Board]) -> None:
    board = open_board(everything("softmax", chapter="computer"))
    for logits in ((800.0, 0.0), (50.0, 0.0), (0.5, -1.25, 3.0)):
        board.type("own", ", ".join(f"{z:g}" for z in logits))
        told = losses(OverflowState(logits))
        for name in ("naive32", "naive64", "torch32", "torch64"):
            assert _same(board.number(name), getattr(told, name)["loss"]), (logits, name)
        assert _same(board.number("core"), told.core)
        wrong = board.page.locator(".xv-way.xv-wrong").count()
        assert wrong == told.right.count(False)
    kept = board.page.url
    assert "own=0.5,-1.25,3" in kept
    board.type("own", "1, two")
    alert = board.page.locator('[data-testid="overflow"] [role="alert"]')
    expect(alert).to_contain_text("“two” is no number. Kept 0.5, −1.25, 3.")
    expect(board.part("own")).to_have_value("1, two")
    board.press("overflow-reset")
    expect(board.part("own")).to_have_value("88, 90")
    expect(alert).to_be_empty()


def _same(shown: float, told: float) -> bool:
    """The same number; Infinity is what JavaScript calls inf."""
    return shown == told or (math.isnan(shown) and math.isnan(told))


def test_softmax_twice_follows_the_finger_and_never_reaches_0(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", chapter="twice"))
    seen: list[Any] = []
    with board.holding("twice-p") as move:
        for fraction in (0.2, 0.4, 0.6, 0.8, 0.99):
            before = board.part("twice-loss").get_attribute("data-value")
            move(fraction)
            board.until(
                """(old) => document.querySelector('[data-testid="twice-loss"]')
                  .dataset.value !== old""",
                before,
            )
            seen.append(board.number("twice-loss"))
    board.settled()
    assert seen == sorted(seen, reverse=True)
    told = twice(TwiceState(board.number("twice-p")))
    assert (board.number("twice-loss"), board.number("seen")) == (told.loss, told.seen)
    assert board.number("twice-lowest") == told.lowest > 0
    board.press("kind-sigmoid")
    board.type("twice-p-value", "0")
    assert board.number("seen") == 0.5
    assert board.number("seen-most") == pytest.approx(1 / (1 + math.exp(-1)), rel=1e-15)
