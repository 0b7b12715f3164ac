"""The server dies, or forgets the reader: what was done on a board stays, and reaches the new one.

Every scene is open in a browser of its own while the server is away, once for each way to be away.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.restarting import AWAY, BACK, Line, drag, server, without_dialogs
from tests.browser.whole_boards import whole
from tools.chromium import AT_REST

# All addresses that the page gives itself, and all values of the handle.
WATCH = """(handle) => {
  window.written = [];
  window.values = [];
  for (const name of ["replaceState", "pushState"]) {
    const own = history[name].bind(history);
    history[name] = (...said) => { own(...said); window.written.push(location.search); };
  }
  const node = document.querySelector(`[data-testid="${handle}"]`);
  new MutationObserver(() => window.values.push(node.dataset.value)).observe(
    node, { attributeFilter: ["data-value"] });
}"""
HAS = "(part) => location.search.includes(part)"
LINE = "() => getComputedStyle(document.querySelector('.stApp'), '::after').content"
SCROLLED = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop"
TTL = 1  # seconds for which the server keeps the session of a lost connection


def _no_more(_page: Page) -> None:
    """Nothing is done before the first drag."""


def _answer_and_go_on(page: Page) -> None:
    """Answer the second step of the lesson, and open the third."""
    page.get_by_test_id("option-0").check()
    page.get_by_test_id("check").click()
    page.get_by_test_id("next").click()
    expect(page.get_by_test_id("step-count")).to_contain_text("Step 3")
    page.wait_for_function(AT_REST)


def _open_another_chapter(page: Page) -> None:
    """Open the whole board of a chapter that the link did not name."""
    page.get_by_test_id("chapter-batch").click()
    page.get_by_test_id("batch").wait_for()
    page.wait_for_function(AT_REST)
    page.get_by_test_id("everything").click()
    page.get_by_test_id("batch-reset").wait_for()
    page.wait_for_function(AT_REST)


def _run_it_all(page: Page) -> None:
    """Run the whole page again: Streamlit then asks for no run when the server is back."""
    page.keyboard.press("r")
    page.wait_for_function("() => document.querySelector('.stApp').dataset.testScriptState !== ''")
    page.wait_for_timeout(300)
    page.wait_for_function(AT_REST)


@dataclass(frozen=True)
class Scene:
    """A page as it is opened, a handle on it, and the link key that holds its number."""

    path: str
    handle: str
    key: str
    prepare: Callable[[Page], None] = _no_more
    drags: bool = True


SCENES = {
    "with a query": Scene(whole("/softmax?z=3,1,-1,0.5&T=2"), "logit-0", "z"),
    "without a query": Scene("/softmax", "logit-0", "z"),
    "another chapter": Scene("/surprise", "batch-p-0", "b", _open_another_chapter),
    "a lesson": Scene("/?step=2", "rain", "r", _answer_and_go_on),
    "untouched": Scene(whole("/softmax?z=3,1,-1,0.5"), "logit-0", "z", _run_it_all, drags=False),
}
DRAGGED = [name for name, scene in SCENES.items() if scene.drags]


@dataclass
class Reader:
    """One reader: the page, and what was seen of it."""

    scene: Scene
    page: Page
    seen: dict[str, Any] = field(default_factory=dict)

    def value(self) -> str:
        return self.page.get_by_test_id(self.scene.handle).get_attribute("data-value") or ""

    def rest(self) -> None:
        self.page.wait_for_function(AT_REST)

    def before(self) -> None:
        self.page.bring_to_front()
        self.rest()
        self.scene.prepare(self.page)
        if self.scene.drags:
            drag(self.page, self.scene.handle, 0.7)
            self.rest()
        self.seen["address before"] = self.page.url

    def during(self) -> None:
        self.page.bring_to_front()
        self.page.wait_for_function(AWAY)
        if self.scene.drags:
            drag(self.page, self.scene.handle, 0.8)
        self.page.evaluate(WATCH, self.scene.handle)
        self.seen |= {
            "value": self.value(),
            "scrolled": self.page.evaluate(SCROLLED),
            "address during": self.page.url,
            "line": self.page.evaluate(LINE),
            "dialogs": self.page.locator('[role="dialog"]').count(),
        }

    def after(self) -> None:
        self.page.bring_to_front()
        self.page.wait_for_function(BACK)
        if self.scene.drags:
            self.page.wait_for_function("() => window.written.length > 0")
        else:
            drag(self.page, self.scene.handle, 0.8)
            self.seen["value"] = self.value()
            self.page.wait_for_function(HAS, arg=f"{self.scene.key}={self.value()}")
        self.rest()
        self.seen |= {
            "value after": self.value(),
            "scrolled after": self.page.evaluate(SCROLLED),
            "values": self.page.evaluate("window.values"),
            "written": self.page.evaluate("window.written"),
            "line after": self.page.evaluate(LINE),
        }


@pytest.fixture(scope="module", params=["killed", "expired"])
def readers(request: pytest.FixtureRequest, browser: Browser) -> Iterator[dict[str, Reader]]:
    """Every scene after an absence: the server was killed, or out of reach until it forgot all."""
    killed = request.param == "killed"
    with ExitStack() as stack:
        running = stack.enter_context(server("--server.disconnectedSessionTTL", str(TTL)))
        lines, all_of_them = [], {}
        for name, scene in SCENES.items():
            context = browser.new_context(viewport={"width": 1366, "height": 768})
            stack.callback(context.close)
            context.set_default_timeout(30_000)
            without_dialogs(context)
            if not killed:
                lines.append(Line(context))
            all_of_them[name] = Reader(scene, context.new_page())
            all_of_them[name].page.goto(running.url + scene.path)
        for reader in all_of_them.values():
            reader.before()
        if killed:
            running.kill()
        for line in lines:
            line.cut()
        for reader in all_of_them.values():
            reader.during()
        if killed:
            running.start()
        else:
            next(iter(all_of_them.values())).page.wait_for_timeout(2 * TTL * 1000)
        for line in lines:
            line.mend()
        for reader in all_of_them.values():
            reader.after()
        yield all_of_them


@pytest.mark.parametrize("name", DRAGGED)
def test_what_was_dragged_during_the_absence_stays(readers: dict[str, Reader], name: str) -> None:
    seen = readers[name].seen
    assert seen["value after"] == seen["value"]
    assert seen["values"] == [], "the handle was moved back and forth"


@pytest.mark.parametrize("name", DRAGGED)
def test_the_address_never_goes_back_to_an_older_state(
    readers: dict[str, Reader], name: str
) -> None:
    seen, key = readers[name].seen, readers[name].scene.key
    assert seen["address during"] == seen["address before"], "the core has not accepted that yet"
    before = _held(seen["address before"], key)
    # Another board of the page may write its own keys first, and leaves this one's as they were.
    held = [_held(address, key) for address in seen["written"] if _held(address, key) != before]
    assert held
    assert all(value == seen["value"] for value in held), seen["written"]


def _held(address: str, key: str) -> str:
    """The first number that a link holds under a key."""
    found = parse_qs(urlsplit(address).query).get(key, [""])
    return found[0].split(",")[0]


@pytest.mark.parametrize("name", SCENES)
def test_a_small_line_and_no_veil_says_that_the_server_is_away(
    readers: dict[str, Reader], name: str
) -> None:
    seen = readers[name].seen
    assert seen["dialogs"] == 0
    assert "No connection" in seen["line"]
    assert seen["line after"] == "none"


@pytest.mark.parametrize("name", SCENES)
def test_the_page_does_not_jump_when_the_server_is_back(
    readers: dict[str, Reader], name: str
) -> None:
    seen = readers[name].seen
    assert seen["scrolled after"] == seen["scrolled"]


def test_a_board_that_nobody_touched_can_be_dragged_after_it(readers: dict[str, Reader]) -> None:
    seen = readers["untouched"].seen
    assert seen["value after"] == seen["value"]
    assert seen["written"][-1].endswith(f"z={seen['value']},1,-1,0.5")


def test_a_lesson_stays_at_its_step_and_keeps_its_answers(readers: dict[str, Reader]) -> None:
    page = readers["a lesson"].page
    page.bring_to_front()
    expect(page.get_by_test_id("step-count")).to_contain_text("Step 3")
    assert "step=3" in page.url
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("step-count")).to_contain_text("Step 2")
    assert page.get_by_test_id("verdict").inner_text().startswith("Right.")


def test_the_conversation_goes_on_and_the_link_opens_what_is_seen(
    readers: dict[str, Reader],
) -> None:
    reader = readers["with a query"]
    reader.page.bring_to_front()
    drag(reader.page, reader.scene.handle, 0.4)
    reader.rest()
    last = reader.value()
    reader.page.goto(reader.page.url)
    reader.rest()
    assert reader.value() == last


def test_a_drag_during_a_short_absence_reaches_the_same_session(browser: Browser) -> None:
    with server() as patient:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        without_dialogs(context)
        line, reader = Line(context), Reader(SCENES["without a query"], context.new_page())
        reader.page.goto(patient.url + reader.scene.path)
        reader.rest()
        line.cut()
        reader.during()
        line.mend()
        reader.after()
        assert reader.value() == reader.seen["value"]
        context.close()
