"""A teacher's view is a student's view: the link holds the state, and nothing but a good state."""

import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser.board import SOFTMAX, Board, everything

NAMES = ["cat", "ゾウ", "<b>", "a&b=c", "🦊", "O'Hara", "100%", "x,y", "قط", "plus+one", "#1", "é"]
HOSTILE = {
    "one class": "z=1",
    "eleven classes": "z=" + ",".join("1" * 11),
    "ten thousand values": "z=" + ",".join(["1"] * 10_000),
    "nan": "z=nan,1,2",
    "infinity": "z=inf,1,2",
    "1e999": "z=1e999,1,2",
    "out of reach": "z=1e6,1,2",
    "words": "z=one,two",
    "nothing between commas": "z=1,,2",
    "markup": "z=" + quote("<script>alert(1)</script>"),
    "truth out of range": "t=7",
    "truth below 0": "t=-1",
    "truth in between": "t=0.5",
    "temperature 0": "T=0",
    "temperature nan": "T=nan",
    "smoothing 9": "s=9",
    "rate -1": "r=-1",
    "a name of 1000": "z=1,2&n=" + "x" * 1000 + "&n=b",
    "a name too few": "z=1,2,3&n=a&n=b",
    "the same key twice": "T=1&T=2",
    "an empty name": "z=1,2&n=&n=b",
    "digits of another script": "t=" + quote("²"),
}


def _random_state(dice: random.Random) -> dict[str, Any]:
    size = dice.randint(2, 10)
    return {
        "size": size,
        "logits": [round(dice.uniform(-8, 8), dice.choice([0, 1, 2])) for _ in range(size)],
        "names": dice.sample(NAMES, size),
        "truth": dice.randrange(size),
        "temperature": round(dice.uniform(-1, 1), 2),
        "smoothing": round(dice.uniform(0, 0.3), 2),
        "rate": round(dice.uniform(0.1, 5), 1),
    }


# As a hand would, all of it before the core is waited for.
SET = """async (wanted) => {
  const part = (name) => document.querySelector(`[data-testid="${name}"]`);
  const set = (name, value) => {
    part(name).value = value;
    for (const kind of ["input", "change"]) {
      part(name).dispatchEvent(new Event(kind, { bubbles: true }));
    }
  };
  while (part(`logit-${wanted.size}`)) part(`remove-${wanted.size}`).click();
  while (!part(`logit-${wanted.size - 1}`)) part("add").click();
  wanted.logits.forEach((z, k) => set(`logit-${k}`, z));
  wanted.names.forEach((name, k) => set(`name-${k}`, name));
  part(`target-${wanted.truth}`).click();
  for (const dial of ["temperature", "smoothing", "rate"]) set(dial, wanted[dial]);
  await new Promise(requestAnimationFrame);
}"""


def test_twenty_random_states_survive_copy_and_open_in_a_fresh_browser(
    open_board: Callable[..., Board], visit: Callable[..., Page]
) -> None:
    dice = random.Random(7)
    here = open_board()
    home = here.page.url.split("/softmax")[0]
    sent = {}
    for _ in range(20):
        here.page.evaluate(SET, _random_state(dice))
        here.settled()
        here.part("copy-link").click()
        link = here.page.evaluate("() => navigator.clipboard.readText()")
        sent[link] = (here.values(), here.names(), here.truth())
    assert len(sent) == 20
    for links in _by(5, list(sent)):
        # A browser that nobody has used, five tabs: while one is fetched, another is painted.
        first = visit(links[0].removeprefix(home))
        tabs = [first, *(first.context.new_page() for _ in links[1:])]
        for tab, link in zip(tabs[1:], links[1:], strict=True):
            tab.goto(link, wait_until="commit")
        for link, there in zip(links, map(Board, tabs), strict=True):
            there.settled()
            assert (there.values(), there.names(), there.truth()) == sent[link], link
            assert there.page.get_by_test_id("stAlert").count() == 0, "a good link was refused"
        first.context.close()


def _by(size: int, things: list[Any]) -> list[list[Any]]:
    return [things[i : i + size] for i in range(0, len(things), size)]


def test_the_default_state_needs_nothing_in_the_link(open_board: Callable[..., Board]) -> None:
    board = open_board()
    assert board.page.url.endswith(SOFTMAX)
    board.type("logit-value-0", "1.25")
    assert "z=1.25," in board.page.url
    assert "T=" not in board.page.url
    board.press("reset")
    assert board.page.url.endswith(SOFTMAX)


def test_hostile_links_give_the_default_state_and_one_sentence(
    open_board: Callable[..., Board],
) -> None:
    usual = open_board()
    home = usual.page.url.split("/softmax")[0]
    tabs = [Board(usual.page.context.new_page()) for _ in range(4)]
    for tries in _by(len(tabs), list(HOSTILE.items())):
        for tab, (_, query) in zip(tabs, tries, strict=False):
            tab.page.goto(home + everything("softmax", query), wait_until="commit")
        for tab, (what, _) in zip(tabs, tries, strict=False):
            tab.settled()
            assert (tab.values(), tab.names()) == (usual.values(), usual.names()), what
            _says_one_sentence(tab.page, what)


def _says_one_sentence(page: Page, what: str) -> None:
    shown = page.locator('[data-testid="stAlert"], [data-testid="board"] [role="alert"]')
    sentences = [text for text in shown.all_inner_texts() if text.strip()]
    assert len(sentences) == 1, f"{what}: {sentences}"
    assert len(sentences[0]) < 300, what
    assert "Traceback" not in page.locator("body").inner_text(), what
    assert page.locator("main script, main b").filter(has_text="alert").count() == 0, what


def test_a_hostile_link_is_mended_by_the_first_touch(open_board: Callable[..., Board]) -> None:
    board = open_board(everything("softmax", "z=nan,1&t=9"))
    board.type("logit-value-0", "1.25")
    assert "nan" not in board.page.url
    assert "t=9" not in board.page.url
    board.is_as_the_core_says()


@pytest.mark.parametrize(
    ("start", "handle", "places"),
    [(SOFTMAX, "logit-0", (0.2, -0.4, 1.7)), (everything(""), "rain", (0.2, 0.4, 0.9))],
)
def test_back_returns_to_the_board_as_it_was(
    open_board: Callable[..., Board], start: str, handle: str, places: tuple[float, ...]
) -> None:
    board = open_board(start)
    entries = board.page.evaluate("history.length")
    for place in places:
        board.slide(handle, place)
    assert board.page.evaluate("history.length") == entries, "a commit made a history entry"
    before, url = board.values(), board.page.url
    _follow(board.page)
    board.until("(url) => location.href !== url", url)
    board.settled()
    board.page.go_back()
    board.until("(url) => location.href === url", url)
    board.until(
        "(loss) => document.querySelector('[data-testid=\"loss\"]')?.dataset.value === loss",
        before["loss"],
    )
    board.settled()
    assert board.values() == before


def _follow(page: Page) -> None:
    """Go to another lesson by a link on the page, as a reader would."""
    page.locator('main a:not([href^="#"])').first.click()
