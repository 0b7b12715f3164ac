"""/scale under a real finger: V and the dot move, the mirror holds, links and keys do it all."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.board import Board
from tests.browser.guard import Guard
from xentviz.boards.scaling_law import ScalingLawState, scaling_law
from xentviz.boards.vocabulary import VocabularyState, scale
from xentviz.data import costs
from xentviz.data.scaling import HOFFMANN, model

AT_REST = """() => ["board", "law-board"].every((root) =>
    document.querySelector(`[data-testid="${root}"]`)?.dataset.source === "core")
  && document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning" """
VALUES = """() => Object.fromEntries(
  [...document.querySelectorAll('.xv-board [data-value][data-testid]')]
    .map((node) => [node.dataset.testid, node.dataset.value]))"""
CHANGED = """([name, old]) =>
  document.querySelector(`[data-testid="${name}"]`).dataset.value !== old"""
MIRROR = """async ([sizes, points, fit, places]) => {
  const served = performance.getEntriesByType("resource").map(({ name }) => name);
  const all = served.find((name) => name.endsWith("/all.js"));
  const load = (file) => import(all.replace("/all.js", file));
  const m = { ...await load("/mirror.js"), ...await load("/mirror_scale.js") };
  return {
    nothing: sizes.map((v) => m.knowingNothing(v)),
    between: sizes.map((v) => m.between(points, v)),
    law: places.map(([n, d]) => {
      const parts = m.fittedLoss(fit, n, d);
      return [parts.loss, parts.from_params, parts.from_tokens,
        ...m.bestSplit(fit, 6 * n * d), m.tokensFor(fit, parts.loss, n)];
    }),
  };
}"""
BOARD = {
    "loss": "loss", "loss-bits": "bits", "float32": "float32", "bfloat16": "bfloat16",
    "seconds": "seconds", "seconds-loss": "seconds_loss", "reported-verdict": "share",
}  # fmt: skip
LAW = {
    "law-loss": "loss", "law-bits": "bits", "floor": "floor", "from-params": "from_params",
    "from-tokens": "from_tokens", "perplexity": "perplexity", "compute": "compute",
    "perplexity-less": "perplexity_less", "ratio": "ratio", "best-loss": "best_loss",
    "best-split": "best_params",
}  # fmt: skip


class Lesson(Board):
    """The page with its two boards, both at rest when a method returns."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.settled()

    def settled(self) -> None:
        self.until(AT_REST)

    def value(self, name: str) -> str:
        return self.part(name).get_attribute("data-value") or ""

    def values(self) -> dict[str, str]:
        found: dict[str, str] = self.page.evaluate(VALUES)
        return found

    def key(self, name: str, keys: str) -> None:
        """One key on one handle, and the core's answer to it."""
        before = self.value(name)
        self.part(name).focus()
        self.page.keyboard.press(keys)
        self.until(CHANGED, [name, before])
        self.settled()

    def drag(self, name: str, watch: str, steps: list[tuple[float, float]]) -> list[float]:
        """Pull a handle by `steps` from its middle; what `watch` showed after each, button down."""
        node = self.part(name)
        node.scroll_into_view_if_needed()
        box = node.bounding_box()
        assert box, f"{name} is not on screen"
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        seen = []
        for dx, dy in steps:
            before = self.value(watch)
            self.page.mouse.move(x + dx, y + dy)
            self.until(CHANGED, [watch, before])
            seen.append(self.number(watch))
        self.page.mouse.up()
        self.settled()
        return seen

    def is_as_the_core_says(self) -> None:
        """Every number on both boards is the core's, for the boards' own inputs."""
        classes, sequences, length = (
            int(self.number(name)) for name in ("classes-value", "sequences", "length")
        )
        first = VocabularyState(classes, sequences, length, self.number("reported"))
        second = ScalingLawState(self.number("params-value"), self.number("tokens-value"))
        shown = self.values()
        for names, core in ((BOARD, asdict(scale(first))), (LAW, asdict(scaling_law(second)))):
            for name, key in names.items():
                assert float(shown[name]) == core[key], name


@pytest.fixture
def lesson(visit: Callable[..., Page]) -> Callable[..., Lesson]:
    return lambda query="", **how: Lesson(visit(f"/scale{query}", **how))


def test_the_mirror_agrees_with_the_core(lesson: Callable[..., Lesson]) -> None:
    """A thousand sizes and a thousand places of the plane, to 1e-12."""
    dice = np.random.default_rng(5)
    sizes = [
        2,
        256_000,
        *np.exp(dice.uniform(np.log(2), np.log(256_000), 998)).astype(int).tolist(),
    ]
    places = 10 ** dice.uniform([6, 8], [13, 14], (1_000, 2))
    points = costs.measured().both
    got: dict[str, Any] = lesson().page.evaluate(
        MIRROR, [sizes, points, asdict(HOFFMANN), places.tolist()]
    )
    core = [scale(VocabularyState(v, sequences=1, length=1)) for v in sizes]
    np.testing.assert_allclose(got["nothing"], [one.loss for one in core], rtol=1e-12)
    np.testing.assert_allclose(got["between"], [one.seconds for one in core], rtol=1e-12)
    laws = [scaling_law(ScalingLawState(n, d)) for n, d in places.tolist()]
    wanted = [[x.loss, x.from_params, x.from_tokens, x.best_params, x.best_tokens] for x in laws]
    found = np.array(got["law"])
    np.testing.assert_allclose(found[:, :5], wanted, rtol=1e-12)
    # Back from the loss to the tokens: what the floor has swallowed of the digits is gone.
    np.testing.assert_allclose(found[:, 5], places[:, 1], rtol=1e-6)


def test_all_numbers_follow_the_finger_on_v(lesson: Callable[..., Lesson], guard: Guard) -> None:
    page = lesson("?v=700")
    already = len(guard.reruns)
    seen = page.drag("classes", "loss", [(12.0 * i, 0) for i in range(1, 11)])
    assert seen == sorted(seen), "more classes, more loss"
    page.is_as_the_core_says()
    assert all(guard.reruns[already:]), "a drag reran the whole page"
    assert f"v={int(page.number('classes-value'))}" in page.page.url


def test_the_dot_can_be_dragged_in_the_plane(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    seen = page.drag("law-dot", "law-loss", [(-9.0 * i, 9.0 * i) for i in range(1, 9)])
    assert seen == sorted(seen), "smaller and less read is worse"
    page.is_as_the_core_says()
    assert "N=" in page.page.url
    assert "D=" in page.page.url


def test_both_sliders_of_the_plane_move_the_loss(lesson: Callable[..., Lesson]) -> None:
    page = lesson("?N=1e9&D=1e10")
    for handle in ("params", "tokens"):
        seen = page.drag(handle, "law-loss", [(60.0 + 10 * i, 0) for i in range(6)])
        assert seen == sorted(seen, reverse=True), f"more {handle}, less loss"
    page.is_as_the_core_says()


def test_keys_alone_move_every_handle(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    page.key("classes", "Home")
    assert page.number("classes-value") == 2
    page.key("classes", "ArrowRight")
    assert page.number("classes-value") == 3
    page.key("classes", "Shift+ArrowRight")
    assert page.number("classes-value") == 30
    page.key("classes", "End")
    assert page.number("classes-value") == 256_000
    page.key("length", "ArrowRight")
    assert page.number("length") == 2_048
    page.key("sequences", "End")
    assert page.number("sequences") == 1_024
    page.key("reported", "ArrowLeft")
    assert page.number("reported") == 3.02
    page.key("params", "Home")
    assert page.number("params-value") == 1e6
    page.key("tokens", "Shift+ArrowRight")
    assert page.number("tokens-value") == 1.4e13
    page.is_as_the_core_says()


def test_a_loss_is_judged_by_the_baseline(lesson: Callable[..., Lesson]) -> None:
    """0.9 is bad among two and good among ten."""
    page = lesson("?v=2&l=0.9")
    verdict = page.part("reported-verdict")
    assert "worse than knowing nothing" in verdict.inner_text()
    page.press("known-10")
    assert "better than nothing" in verdict.inner_text()
    assert "worse" not in verdict.inner_text()


def test_a_published_model_and_the_best_split_of_its_compute(
    lesson: Callable[..., Lesson],
) -> None:
    page = lesson()
    page.press("model-Gopher")
    gopher = model("Gopher")
    assert page.number("params-value") == gopher.params
    assert page.number("tokens-value") == gopher.tokens
    before, compute = page.number("law-loss"), page.number("compute")
    page.press("best")
    assert page.number("law-loss") < before
    assert page.number("compute") == pytest.approx(compute, rel=0.02)
    page.is_as_the_core_says()
    page.press("law-reset")
    assert "N=" not in page.page.url


def test_a_link_opens_in_the_same_state_and_the_other_board_keeps_its_own(
    lesson: Callable[..., Lesson],
) -> None:
    page = lesson("?v=1000&b=2&t=64&l=1.5&N=3e8&D=2e11")
    page.key("classes", "ArrowRight")
    page.key("tokens", "ArrowLeft")
    query = page.page.url.split("/scale")[1]
    there = lesson(query)
    assert there.values() == page.values()
    assert there.page.get_by_test_id("stAlert").count() == 0


def test_what_cannot_be_read_is_said_and_changes_nothing(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    for name, text in (("classes-value", "1e9"), ("params-value", "seventy"), ("length-value", "")):
        before = page.value(name)
        page.part(name).fill(text)
        page.part(name).press("Enter")
        root = page.page.locator(".xv-board", has=page.part(name))
        assert "Enter a number from" in root.locator('[role="alert"]').inner_text()
        assert page.value(name) == before


def test_measuring_shows_entries_of_p_minus_y(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    page.page.get_by_role("button", name="Measure it on this server").click()
    page.page.get_by_text("entries of p − y in").or_(page.page.get_by_text("too busy")).wait_for()
    page.settled()
    assert page.page.get_by_text("Traceback").count() == 0
