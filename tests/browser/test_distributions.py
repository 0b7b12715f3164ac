"""The distributions board as a hand meets it: bars give way, the sum adds up, infinity is shown."""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from tests.browser.board import Board
from xentviz.core import distribution_cross_entropy, entropy, kl_divergence, nats_to_bits

PATH = "/distributions"
STATES, PAIRS = 1_000, 1_200
TOLERANCE = 1e-12
Floats = NDArray[np.float64]

# A random hand: bars of both sides, and now and then a button. What is read is what is painted.
PLAY = """async (moves) => {
  const part = (name) => document.querySelector(`[data-testid="${name}"]`);
  const said = (name) => [part(name).textContent, part(name).dataset.value];
  const seen = [];
  for (const { press, slide, to } of moves) {
    if (press) part(press)?.click();
    const bar = part(slide);
    if (bar && !bar.disabled) {
      bar.value = to;
      bar.dispatchEvent(new Event("input", { bubbles: true }));
    }
    await new Promise(requestAnimationFrame);
    seen.push([said("loss"), said("entropy"), said("kl")]);
  }
  return seen;
}"""
# What the rectangles take up, in nats: up to -ln p, above it, and what is missing below it.
AREAS = """() => {
  const picture = document.querySelector('[data-testid="area"]');
  const top = Number([...picture.querySelectorAll(":scope > text")][2].textContent);
  const { width, height } = picture.querySelector(".xv-axes").getBBox();
  const scale = top / (width * height);
  const area = (kind) => [...picture.querySelectorAll(`.xv-${kind}`)].reduce((sum, rect) =>
    sum + rect.getAttribute("width") * rect.getAttribute("height") * scale, 0);
  return { own: area("own"), extra: area("extra"), saved: area("saved") };
}"""


def _check(board: Board) -> None:
    """Every number on the board is the core's, computed from the board's own bars."""
    values = board.values()
    p, q = board.numbers("p"), board.numbers("q")
    loss = distribution_cross_entropy(p, q)
    wanted = {"loss": loss, "entropy": entropy(p), "kl": kl_divergence(p, q)}
    wanted["loss-bits"] = nats_to_bits(loss)
    for name, number in wanted.items():
        assert float(values[name]) == pytest.approx(float(number), rel=1e-12, abs=1e-15), name


def test_numbers_move_under_the_finger_and_the_core_settles_them(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(PATH)
    seen = set()
    with board.holding("q-1") as move:
        for i in range(1, 11):
            before = board.part("loss").get_attribute("data-value")
            move(0.5 + 0.03 * i)
            board.until(
                """(old) => document.querySelector('[data-testid="loss"]').dataset.value !== old""",
                before,
            )
            seen.add((board.number("loss"), board.number("kl"), board.number("q-0")))
            assert board.number("entropy") == pytest.approx(1.0997, abs=1e-3), "p was not touched"
    board.settled()
    assert len(seen) == 10
    assert sum(board.numbers("q")) == pytest.approx(1, abs=1e-12)
    _check(board)


def test_entropy_and_kl_add_up_to_the_last_digit_in_a_thousand_states(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(PATH)
    dice = random.Random(11)
    buttons = ["swap", "same", "onehot", "add", "remove-1", "preset-dice", "preset-letters"]
    buttons += ["preset-test", "preset-weather", "p-lock-0", "q-lock-1"]
    moves = [
        {
            "press": dice.choice(buttons) if dice.random() < 0.15 else None,
            "slide": "smoothing"
            if dice.random() < 0.1
            else f"{dice.choice('pq')}-{dice.randrange(6)}",
            "to": dice.choice([0, 1, 0.001, 0.999, dice.random(), dice.random(), dice.random()]),
        }
        for _ in range(STATES)
    ]
    seen = board.page.evaluate(PLAY, moves)
    assert len({tuple(map(tuple, state)) for state in seen}) > STATES / 2, "hardly anything moved"
    infinite = 0
    for state in seen:
        texts = [text.replace("−", "-") for text, _ in state]
        exact = [float(value) for _, value in state]
        if texts[0] == "∞":
            infinite += 1
            assert texts[2] == "∞", state
            continue
        loss, own, kl = map(Decimal, texts)
        assert own + kl == loss, state
        unit = Decimal(1).scaleb(min(0, loss.normalize().adjusted() - 2)) if loss else Decimal(1)
        for text, value in zip((loss, own, kl), exact, strict=True):
            assert abs(float(text) - value) <= float(unit) * 1.0001, state
    assert 0 < infinite < STATES / 2
    board.page.locator('[data-testid="reset"]').click()
    board.settled()
    _check(board)


def test_the_area_is_the_cross_entropy_and_what_is_above_is_the_kl(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(PATH)
    for preset in ("weather", "dice", "letters", "test"):
        board.press(f"preset-{preset}")
        areas = board.page.evaluate(AREAS)
        assert areas["own"] + areas["extra"] == pytest.approx(board.number("loss"), rel=0.02)
        assert areas["own"] <= board.number("entropy") * 1.01
        assert areas["extra"] - areas["saved"] == pytest.approx(board.number("kl"), abs=0.05)


def test_what_cannot_happen_but_does_is_infinite_and_the_picture_holds(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(PATH)
    board.part("q-4").focus()
    board.page.keyboard.press("Home")
    board.becomes("q-4", 0)
    board.settled()
    for name in ("loss", "kl"):
        assert board.part(name).inner_text().strip() == "∞"
        assert board.part(name).get_attribute("data-value") == "Infinity"
    assert board.number("entropy") == pytest.approx(1.09974, abs=1e-5)
    broken = """() => [...document.querySelectorAll('[data-testid="area"] *')].flatMap((node) =>
      [...node.attributes].map(({ value }) => value)).filter((x) => /NaN|Infinity|undef/.test(x))"""
    assert [x for x in board.page.evaluate(broken) if x != "Infinity"] == []
    board.page.keyboard.press("Shift+ArrowRight")
    board.becomes("q-4", 0.1)
    board.settled()
    _check(board)


def test_swap_same_and_one_hot(open_board: Callable[..., Board]) -> None:
    board = open_board(PATH)
    p, q, kl = board.numbers("p"), board.numbers("q"), board.number("kl")
    board.press("swap")
    assert (board.numbers("p"), board.numbers("q")) == (q, p)
    assert board.number("kl") != pytest.approx(kl, rel=1e-3), "KL is not symmetric"
    told = f"KL(p‖q) was {kl:.3f}; swapped it is {board.number('kl'):.3f}: KL is not symmetric."
    assert board.part("hint").inner_text() == told
    board.press("swap")
    board.press("swap")
    assert board.part("hint").inner_text() == told
    board.press("same")
    assert board.number("kl") == 0
    assert board.number("loss") == board.number("entropy") > 0
    board.press("onehot")
    assert sorted(board.numbers("p")) == [0, 0, 0, 0, 1]
    assert board.number("entropy") == 0
    right = board.numbers("p").index(1)
    assert board.number("loss") == pytest.approx(-np.log(board.numbers("q")[right]), rel=1e-12)
    board.slide("smoothing", 0.1)
    assert board.numbers("p")[right] == pytest.approx(0.9 + 0.1 / 5)
    assert board.number("entropy") > 0
    board.press("same")
    assert board.number("loss") == board.number("entropy"), "the floor of a smoothed label"
    _check(board)


def test_a_locked_bar_stays_and_the_others_give_way_in_proportion(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(PATH + "?p=0.4,0.3,0.2,0.1&q=0.25,0.25,0.25,0.25")
    board.press("p-lock-1")
    assert board.part("p-1").is_disabled()
    board.type("p-value-0", "0.1")
    assert board.numbers("p") == pytest.approx([0.1, 0.3, 0.4, 0.2], abs=1e-6)
    board.part("p-0").focus()
    expect(board.page.locator(".xv-side-p.xv-gives")).to_have_count(2)
    board.page.keyboard.press("End")
    board.becomes("p-0", 0.7)
    board.page.keyboard.press("Home")
    board.becomes("p-0", 0)
    assert board.numbers("p") == pytest.approx([0, 0.3, 0.7 * 2 / 3, 0.7 / 3], abs=1e-5), (
        "a way to the end and back loses the proportions"
    )
    board.settled()
    for k in (2, 3):
        board.press(f"p-lock-{k}")
    board.slide("p-0", 0.5)
    assert "locked" in board.page.locator('[data-testid="board"] [role="alert"]').inner_text()
    assert board.number("p-0") == 0
    assert board.part("p-0").input_value() == "0", "the thumb stays where the bar is not"


def test_states_survive_their_link(open_board: Callable[..., Board]) -> None:
    board = open_board(PATH)
    home, entries = board.page.url, board.page.evaluate("history.length")
    steps: list[Callable[[], Any]] = [
        lambda: board.slide("q-0", 0.437),
        lambda: board.press("p-lock-2"),
        lambda: board.slide("smoothing", 0.13),
        lambda: board.press("swap"),
        lambda: board.press("preset-letters"),
        lambda: board.type("q-value-3", "1e-9"),
        lambda: board.press("remove-2"),
        lambda: board.press("add"),
    ]
    for i, step in enumerate(steps):
        step()
        if i not in (3, 7):
            continue
        link = board.page.url
        there = open_board(link[link.index(PATH) :])
        assert there.values() == board.values(), link
        assert there.page.get_by_test_id("stAlert").count() == 0, "a good link was refused"
        there.page.context.close()
    assert board.page.evaluate("history.length") == entries
    board.press("reset")
    assert board.page.url == home


def test_two_to_eight_outcomes(open_board: Callable[..., Board]) -> None:
    board = open_board(PATH)
    for _ in range(3):
        board.press("add")
    assert len(board.numbers("p")) == 8
    assert board.part("add").is_disabled()
    for _ in range(6):
        board.press("remove-0")
        assert sum(board.numbers("p")) == pytest.approx(1, abs=1e-12)
    assert len(board.numbers("q")) == 2
    assert board.part("remove-0").is_disabled()
    _check(board)


NAMES = {  # what is typed: what stands there then
    "مطر": "مطر",
    "🌧️ rain & fog": "🌧️ rain & fog",
    "<img src=x onerror=boom()>": "<img src=x onerror=boom()>",
    "x" * 40: "x" * 30,
    "   ": "drizzle",
}
SHOWN_NAMES = """() => ({
  field: document.querySelector('[data-testid="name-3"]').value,
  term: document.querySelectorAll('[data-testid="formula"] small')[3].textContent,
  slider: document.querySelector('[data-testid="q-3"]').getAttribute("aria-label"),
  images: document.querySelectorAll('[data-testid="board"] img').length,
})"""


def test_a_name_is_typed_where_it_stands_and_is_only_ever_text(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(PATH)
    before, home = board.values(), board.page.url
    there = board.page.context.new_page()
    for typed, name in NAMES.items():
        board.type("name-3", typed)
        wanted = {"field": name, "term": name, "slider": f"prediction of {name}", "images": 0}
        assert board.page.evaluate(SHOWN_NAMES) == wanted
        assert board.values() == before, f"the name {typed!r} changed a number"
        said = board.page.locator('[data-testid="board"] [role="alert"]').inner_text()
        assert said == ("" if typed.strip() else "A name cannot be empty, so “drizzle” stays.")
        link = board.page.url
        assert ("&n=" in link) == (name != "drizzle"), link
        there.goto(link)
        Board(there).settled()
        assert there.evaluate(SHOWN_NAMES) == wanted
        board.press("reset")
        assert board.names()[3] == "drizzle"
        assert board.page.url == home


def test_every_outcome_of_the_picture_has_its_name(open_board: Callable[..., Board]) -> None:
    board = open_board(PATH)
    shown = """() => [...document.querySelectorAll('[data-testid="area"] .xv-column-name')]
      .map((node) => [node.textContent, node.getBoundingClientRect()])
      .filter(([text]) => text)
      .map(([text, { left, right, top }]) => ({ text, left, right, top }))"""
    for preset in ("weather", "dice", "letters", "test"):
        board.press(f"preset-{preset}")
        names = board.page.evaluate(shown)
        assert [one["text"] for one in names] == board.names()
        edge = board.page.locator('[data-testid="area"]').bounding_box()
        assert edge
        assert max(one["right"] for one in names) <= edge["x"] + edge["width"] + 1
        for one in names:
            under = [b for b in names if b["top"] == one["top"] and b["left"] > one["left"]]
            assert all(one["right"] < other["left"] for other in under), "names run together"
