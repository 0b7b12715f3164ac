"""/surprise under a real finger: the dot rides the curve, six dots share a mean, keys do it all."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.guard import Guard
from xentviz.boards.batch import BatchState, average
from xentviz.boards.density import density
from xentviz.boards.surprise import surprise

ROOTS = ("board", "batch", "pipeline", "density")
AT_REST = """(roots) => roots.every((root) =>
    document.querySelector(`[data-testid="${root}"]`)?.dataset.source === "core")
  && document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning" """
VALUES = """() => Object.fromEntries(
  [...document.querySelectorAll('.xv-board [data-value][data-testid]')]
    .map((node) => [node.dataset.testid, node.dataset.value]))"""
CHANGED = """([name, old]) =>
  document.querySelector(`[data-testid="${name}"]`).dataset.value !== old"""


class Lesson:
    """The page with its four boards, all at rest when a method returns."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_function(AT_REST, arg=list(ROOTS))

    def value(self, name: str) -> str:
        return self.page.get_by_test_id(name).get_attribute("data-value") or ""

    def number(self, name: str) -> float:
        return float(self.value(name))

    def values(self) -> dict[str, str]:
        found: dict[str, str] = self.page.evaluate(VALUES)
        return found

    def press(self, name: str) -> None:
        self.page.get_by_test_id(name).click()
        self.settled()

    def key(self, name: str, keys: str) -> None:
        """One key on one handle, and the core's answer to it."""
        before = self.value(name)
        self.page.get_by_test_id(name).focus()
        self.page.keyboard.press(keys)
        self.page.wait_for_function(CHANGED, arg=[name, before])
        self.settled()

    def middle(self, name: str) -> tuple[float, float]:
        node = self.page.get_by_test_id(name)
        node.scroll_into_view_if_needed()
        box = node.bounding_box()
        assert box, f"{name} is not on screen"
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, name: str, watch: str, steps: list[tuple[float, float]]) -> list[float]:
        """Pull a dot by `steps` from where it is; what `watch` showed after each, button down."""
        x, y = self.middle(name)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        seen = []
        for dx, dy in steps:
            before = self.value(watch)
            self.page.mouse.move(x + dx, y + dy)
            self.page.wait_for_function(CHANGED, arg=[watch, before])
            seen.append(self.number(watch))
        self.page.mouse.up()
        return seen


@pytest.fixture
def lesson(visit: Callable[..., Page]) -> Callable[..., Lesson]:
    return lambda query="", **how: Lesson(visit(f"/surprise{query}", **how))


def _same(shown: dict[str, Any], core: dict[str, Any]) -> None:
    for name, value in core.items():
        if value is None:
            assert shown[name] is None, name
            continue
        np.testing.assert_allclose(
            np.array(shown[name], float), np.array(value, float), rtol=1e-12, atol=1e-300
        )


def test_the_dot_rides_the_curve_while_the_pointer_is_down(
    lesson: Callable[..., Lesson], guard: Guard
) -> None:
    page = lesson()
    already = len(guard.reruns)
    seen = page.drag("dot", "loss", [(-4 * i, -12 * i) for i in range(1, 11)])
    assert seen == sorted(seen), "up the curve the loss grows"
    assert seen[-1] > 4, "the finger went to the steep end"
    page.settled()
    core = surprise(page.number("p"))
    assert page.number("loss") == core.loss
    assert page.number("loss-bits") == core.bits
    assert page.number("slope") == core.slope
    assert len(guard.reruns) > already, "the core was never asked"
    assert all(guard.reruns[already:]), "a drag reran the whole page"
    assert page.page.evaluate("scrollY") == 0


def test_a_mark_is_pressed_or_dragged_from(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    page.press("mark-0.01")
    assert page.number("loss") == pytest.approx(math.log(100), rel=1e-15)
    assert page.page.url.endswith("?p=0.01")
    # The dot now lies under the mark: pulling there moves the dot, and presses nothing.
    page.drag("mark-0.01", "loss", [(10, 60), (30, 120)])
    page.settled()
    assert page.number("p") > 0.02


def test_axis_unit_and_other_losses_change_the_view_and_not_the_loss(
    lesson: Callable[..., Lesson],
) -> None:
    page = lesson("?p=0.02")
    before = {name: page.number(name) for name in ("loss", "loss-bits", "squared", "absolute")}
    page.press("axis-log")
    page.press("unit-bits")
    for name in ("squared", "zero-one", "absolute"):
        page.press(f"show-{name}")
        assert page.page.locator(f"path.xv-{name}").count() == 1
    assert {name: page.number(name) for name in before} == before
    assert page.number("slope") == surprise(0.02).slope_bits
    sizes = page.page.evaluate(
        """() => ["loss", "loss-bits"].map((name) => parseFloat(
          getComputedStyle(document.querySelector(`[data-testid="${name}"]`)).fontSize))"""
    )
    assert sizes[1] > sizes[0], "in bits the bits are large"
    for part in ("p=0.02", "x=log", "u=bits", "o=squared", "o=zero-one", "o=absolute"):
        assert part in page.page.url
    page.press("show-squared")
    assert page.page.locator("path.xv-squared").count() == 0


def test_keys_reach_a_billionth_and_say_what_it_costs(lesson: Callable[..., Lesson]) -> None:
    page = lesson("?p=0.5&x=log")
    page.key("p-log", "ArrowLeft")
    assert page.number("loss") == pytest.approx(math.log(2) + 0.1 * math.log(10), abs=2e-3)
    page.key("p-log", "Shift+ArrowLeft")
    assert page.number("p") == pytest.approx(0.0397, abs=2e-4)
    page.key("p-log", "Home")
    assert page.number("loss") == surprise(1e-9).loss
    assert page.number("heads") == pytest.approx(29.897, abs=1e-3)
    said = page.page.get_by_test_id("p-log").get_attribute("aria-valuetext")
    assert said == "p 10⁻⁹, loss 20.7 nats"
    page.key("p-log", "End")
    assert page.number("loss") == 0


def test_one_confident_mistake_outweighs_five_good_answers(lesson: Callable[..., Lesson]) -> None:
    page = lesson("?b=0.99,0.99,0.99,0.99,0.99,0.6")
    seen = page.drag("batch-dot-5", "mean", [(-60, -20), (-200, -90), (-320, -200)])
    assert seen == sorted(seen)
    page.settled()
    page.key("batch-p-5", "Home")
    core = average(BatchState((0.99,) * 5 + (0.001,)))
    assert page.number("mean") == core.mean
    assert page.number("mean") > math.log(2), "worse than six coin tosses"
    assert page.number("batch-share-5") == core.shares[-1] > 0.99
    assert [page.number(f"batch-loss-{k}") for k in range(6)] == core.losses


def test_each_function_says_the_loss_of_its_own_input_alone(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    names = ("cross_entropy", "nll", "log_loss")
    assert [page.number(name) for name in names] == pytest.approx([page.number("nll")] * 3)
    assert page.page.locator(".xv-wrong").count() == 0
    page.press("feed-probs")
    assert page.number("nll") < 0
    assert page.page.locator(".xv-wrong").count() == 2
    page.press("feed-logits")
    page.key("score", "Home")
    assert page.value("log_loss") == "none", "the logarithm of -8 is no number"
    assert page.number("nll") == 8


def test_a_narrow_bell_costs_less_than_nothing(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    assert page.number("density-loss") > 0
    page.key("sigma", "Home")
    assert page.number("density-loss") == density(0.1).loss < 0


def test_a_link_opens_the_same_numbers_in_a_fresh_browser(lesson: Callable[..., Lesson]) -> None:
    here = lesson()
    here.press("mark-0.99")
    here.press("show-absolute")
    here.key("batch-p-2", "Shift+ArrowLeft")
    here.press("feed-log_probs")
    here.key("score", "Shift+ArrowRight")
    here.key("sigma", "ArrowLeft")
    path = here.page.url.split("/surprise")[1]
    there = lesson(path)
    assert there.values() == here.values()
    for name in ("reset", "batch-reset", "pipeline-reset", "density-reset"):
        here.press(name)
    assert "?" not in here.page.url


def test_pointing_at_a_loss_lights_its_dot_and_its_term(lesson: Callable[..., Lesson]) -> None:
    page = lesson().page
    page.get_by_test_id("batch-loss-3").hover()
    lit = page.locator('[data-testid="batch"] .xv-lit')
    assert set(lit.evaluate_all("(nodes) => nodes.map((node) => node.dataset.lit)")) == {"one-3"}
    assert page.locator('[data-testid="batch-dot-3"].xv-lit').count() == 1
    assert page.locator('[data-testid="batch-formula"] .xv-lit').count() == 1
