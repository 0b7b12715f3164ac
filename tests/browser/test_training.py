"""/training under real hands: a run is played, scrubbed, pointed at, compared, and given points."""

import base64
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page

from tests.browser.board import Board
from tests.browser.guard import Guard
from tests.browser.test_touch import SCROLLED, Hand
from xentviz.boards.training import RunNumbers
from xentviz.boards.training_state import TrainingState
from xentviz.core import cross_entropy, softmax
from xentviz.lessons.pages import PAGES
from xentviz.lessons.training.board import TRAINING

START: TrainingState = PAGES["training"].chapters[0].start  # type: ignore[assignment]
VALUE_IS = """([name, value]) =>
  document.querySelector(`[data-testid="${name}"]`).dataset.value === value"""
PAINTED = """() => {
  const seen = [];
  const look = () => {
    const [step, field] = ["step", "field"].map((name) =>
      document.querySelector(`[data-testid="${name}"]`).dataset.value);
    seen.push([step, field]);
    window.looking = requestAnimationFrame(look);
  };
  window.seen = seen;
  look();
}"""

MIDDLE = """() => document.querySelector('[data-testid="field"]')
  .scrollIntoView({ block: "center" })"""


def _singles(text: str) -> NDArray[np.float32]:
    return np.frombuffer(base64.b64decode(text), "<f4")


def _run(state: TrainingState, which: int = 0) -> RunNumbers:
    return TRAINING.numbers(state).runs[which]  # type: ignore[no-any-return]


def _steps(state: TrainingState) -> NDArray[np.uint16]:
    packed = _run(state)["packed"]
    assert packed
    return np.frombuffer(base64.b64decode(packed["steps"]), "<u2")


class Training(Board):
    """The page's whole board, at rest."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.settled()

    def value(self, name: str) -> str:
        return self.part(name).get_attribute("data-value") or ""

    def press_key(self, name: str, key: str) -> None:
        self.part(name).focus()
        self.page.keyboard.press(key)
        self.page.keyboard.up("Shift")
        self.until("() => document.querySelector('.xv-training').dataset.source === 'core'")
        self.settled()

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where on the screen a place of the plane is."""
        self.part("field").scroll_into_view_if_needed()
        box = self.part("field").bounding_box()
        assert box
        reach = float(TRAINING.constants["reach"])
        across, down = (x + reach) / (2 * reach), (reach - y) / (2 * reach)
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def press_plane(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.place(x, y))
        self.settled()


@pytest.fixture
def training(visit: Callable[..., Page]) -> Callable[..., Training]:
    return lambda query="", **how: Training(visit(f"/training?t=0{query}", **how))


def test_a_run_begins_at_ln_k_and_plays_to_its_end(training: Callable[..., Training]) -> None:
    board = training()
    assert board.number("loss") == pytest.approx(np.log(START.classes), abs=0.02)
    board.part("play").click()
    board.until(VALUE_IS, ["step", str(START.steps)])
    board.settled()
    now = _run(replace(START, step=START.steps))["now"]
    assert now
    assert board.number("loss") == now["training"]
    assert board.number("held-loss") == now["held_out"]
    assert board.number("accuracy") == now["accuracy"]
    shown = [[board.number(f"confusion-{i}-{j}") for j in range(START.classes)]
             for i in range(START.classes)]  # fmt: skip
    assert shown == [list(row) for row in now["confusion"]]
    assert f"t={START.steps}" in board.page.url


def test_readers_who_want_no_motion_get_the_end_at_once(
    training: Callable[..., Training],
) -> None:
    board = training(still=True)
    board.part("play").click()
    board.until(VALUE_IS, ["step", str(START.steps)])
    assert board.part("play").inner_text() == "Play"


def test_scrubbing_paints_picture_and_numbers_of_one_step_and_asks_nobody(
    training: Callable[..., Training], guard: Guard
) -> None:
    board = training()
    steps = {str(one) for one in _steps(START).tolist()}
    board.page.evaluate(PAINTED)
    with board.holding("step-handle") as move:
        before = len(guard.reruns)
        for part in np.linspace(0.1, 0.9, 25).tolist():
            move(part)
        assert len(guard.reruns) <= before + 1, "a hand that moves must not ask"
    board.settled()
    seen = board.page.evaluate("() => window.seen")
    assert len({step for step, _ in seen}) > 10
    assert {step for step, _ in seen} <= steps
    assert all(step == field for step, field in seen), "picture and numbers were of two steps"
    now = _run(replace(START, step=int(board.value("step"))))["now"]
    assert now
    assert board.number("loss") == now["training"]


def test_keys_go_through_the_run(training: Callable[..., Training]) -> None:
    board = training()
    steps = _steps(START).tolist()
    for key, frame in (("ArrowRight", 1), ("Shift+ArrowRight", 11), ("End", -1), ("Home", 0)):
        board.press_key("step-handle", key)
        assert board.value("step") == str(steps[frame]), key
    board.press("forward")
    assert board.value("field") == str(steps[1])
    spoken = board.part("step-handle").get_attribute("aria-valuetext") or ""
    assert spoken.startswith(f"step {steps[1]}, training loss ")


def test_pointing_at_a_curve_reads_its_exact_step_and_loss(
    training: Callable[..., Training],
) -> None:
    board = training()
    packed = _run(START)["packed"]
    assert packed
    steps, losses = _steps(START), _singles(packed["training"])
    box = board.part("curves").bounding_box()
    assert box
    board.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    board.until(
        "() => !document.querySelector('[data-testid=reading]').textContent.includes('step 0:')"
    )
    frame = int(np.flatnonzero(losses == np.float32(board.value("reading")))[0])
    words = board.part("reading").inner_text()
    assert f"step {steps[frame]}:" in words
    assert f"{losses[frame]:#.5g}" in words
    assert board.value("step") == "0", "pointing is not scrubbing"


def test_a_place_of_the_plane_has_the_distribution_that_the_core_predicts_there(
    training: Callable[..., Training],
) -> None:
    board = training("&t=40")
    board.press_plane(3.1, 3.1)
    title = board.part("look-title").inner_text()
    assert "exact" in title or "rounded" in title
    board.page.mouse.move(2, 2)
    board.until(
        "() => document.querySelector('[data-testid=look-title]').textContent.includes('exact')"
    )
    shown = np.array([board.number(f"look-{k}") for k in range(START.classes)])
    assert shown.sum() == pytest.approx(1.0, abs=1e-12)
    assert "at=3.1" in board.page.url
    board.page.mouse.move(*board.place(3.1, 3.1))
    board.until(
        "() => document.querySelector('[data-testid=look-title]').textContent.includes('rounded')"
    )
    rounded = np.array([board.number(f"look-{k}") for k in range(START.classes)])
    np.testing.assert_allclose(rounded, shown, atol=0.03)


def test_a_point_has_its_whole_chain(training: Callable[..., Training]) -> None:
    board = training("&t=8")
    board.part("pick").focus()
    board.page.keyboard.press("ArrowUp")
    board.until("() => document.querySelector('[data-testid=point-loss]').dataset.value")
    board.settled()
    logits = np.array([board.number(f"logit-{k}") for k in range(START.classes)])
    probs = [board.number(f"p-{k}") for k in range(START.classes)]
    push = np.array([board.number(f"push-{k}") for k in range(START.classes)])
    np.testing.assert_allclose(probs, softmax(logits), rtol=1e-12)
    label = int(np.argmax(push))
    assert push[label] == pytest.approx(1 - probs[label], rel=1e-9)
    assert board.number("point-loss") == pytest.approx(cross_entropy(logits, label), rel=1e-12)
    before = board.number("point-loss")
    board.press_key("step-handle", "End")
    assert board.number("point-loss") != before, "the chain must follow the step"


def test_two_runs_are_scrubbed_together(training: Callable[..., Training]) -> None:
    board = training()
    board.press("compare")
    board.part("loss-choice-2").select_option("squared")
    board.settled()
    board.press_key("step-handle", "Shift+ArrowRight")
    assert board.value("field") == board.value("field-2") != "0"
    state = replace(START, step=int(board.value("step")), other=replace(START.run, loss="squared"))
    for which, suffix in enumerate(("", "-2")):
        now = _run(state, which)["now"]
        assert now
        assert board.number(f"loss{suffix}") == now["training"]
    assert "vs=1" in board.page.url
    board.press("compare")
    assert not board.part("field-2").is_visible()


def test_a_setting_is_answered_with_a_new_run_and_its_link_with_the_same(
    training: Callable[..., Training], visit: Callable[..., Page]
) -> None:
    board = training("&t=200")
    first = board.page.locator(".xv-training").get_attribute("data-run")
    board.type("rate-value", "0.01")
    second = board.page.locator(".xv-training").get_attribute("data-run")
    assert second != first
    there = Training(visit(board.page.url.split("/", 3)[3].join(["/", ""])))
    assert there.page.locator(".xv-training").get_attribute("data-run") == second
    assert there.value("loss") == board.value("loss")
    board.part("rate-value").fill("1e9")
    board.part("rate-value").press("Enter")
    assert "Enter a number from" in board.page.locator(".xv-training .xv-said").inner_text()
    assert board.page.locator(".xv-training").get_attribute("data-run") == second


def test_points_are_added_moved_and_deleted_by_pointer_and_keys(
    visit: Callable[..., Page],
) -> None:
    board = Training(visit("/training?chapter=own&step=4&d=own&n=0&pts=1_1_0*-1_-1_1"))
    board.press("class-1")
    board.press_plane(2, -2)
    assert board.page.url.count("*") == 2
    assert "_1" in board.page.url
    x, y = board.place(1, 1)
    board.page.mouse.move(x, y)
    board.page.mouse.down()
    board.page.mouse.move(*board.place(1.5, 2), steps=6)
    board.page.mouse.up()
    board.settled()
    assert "pts=1_1_0" not in board.page.url
    picked = board.page.locator('[data-testid^="point-"][role="slider"]')
    picked.focus()
    board.page.keyboard.press("Enter")
    board.page.keyboard.press("ArrowDown")
    board.settled()
    board.page.keyboard.press("Enter")
    board.page.keyboard.press("Delete")
    board.settled()
    assert board.page.url.count("*") == 1, "one of three points is gone"


def test_a_vertical_swipe_over_the_picture_scrolls_and_a_tap_looks(
    visit: Callable[..., Page],
) -> None:
    board = Training(visit("/training?t=40", width=390, height=600, touch=True))
    board.page.evaluate(MIDDLE)
    x, y = board.place(0, 0)
    scrolled, url = board.page.evaluate(SCROLLED), board.page.url
    Hand(board.page).swipe((x, y + 60), (3, -160))
    board.page.wait_for_function(f"(before) => ({SCROLLED})() > before + 50", arg=scrolled)
    board.settled()
    assert board.page.url == url
    board.page.evaluate(MIDDLE)
    Hand(board.page).swipe(board.place(3.2, 0), (0, 0), steps=1)
    board.until("() => location.href.includes('at=')")
