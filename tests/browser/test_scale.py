"""/scale under a real finger: V and the dot move, the mirror holds, links and keys do it all."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.board import Board, everything
from tests.browser.guard import Guard
from xentviz.boards.scaling_law import ScalingLawState, scaling_law
from xentviz.boards.vocabulary import VocabularyState, scale
from xentviz.data import costs
from xentviz.data.scaling import HOFFMANN, model

VALUES = """() => Object.fromEntries(
  [...document.querySelectorAll('.xv-board:not(.xv-lesson) [data-value][data-testid]')]
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
    """One chapter's whole board, at rest when a method returns."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.settled()

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
        """Every number on the board is the core's, for the board's own inputs."""
        shown = self.values()
        core: dict[str, float]
        if "params" in shown:
            law = ScalingLawState(self.number("params-value"), self.number("tokens-value"))
            names, core = LAW, asdict(scaling_law(law))
        else:
            classes, sequences, length = (
                int(self.number(name)) for name in ("classes-value", "sequences", "length")
            )
            sizes = VocabularyState(classes, sequences, length, self.number("reported"))
            names, core = BOARD, asdict(scale(sizes))
        for name, key in names.items():
            assert float(shown[name]) == core[key], name


@pytest.fixture
def lesson(visit: Callable[..., Page]) -> Callable[..., Lesson]:
    """lesson("law", "N=1e9"): that chapter's board in the state of that link."""

    def lesson(chapter: str = "vocabulary", query: str = "", **how: object) -> Lesson:
        return Lesson(visit(everything("scale", query, chapter=chapter), **how))

    return lesson


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
    page = lesson("vocabulary", "v=700")
    already = len(guard.reruns)
    seen = page.drag("classes", "loss", [(12.0 * i, 0) for i in range(1, 11)])
    assert seen == sorted(seen), "more classes, more loss"
    page.is_as_the_core_says()
    assert len(guard.reruns) > already, "the core was never asked"
    assert all(guard.reruns[already:]), "a drag reran the whole page"
    assert f"v={int(page.number('classes-value'))}" in page.page.url


def test_the_dot_can_be_dragged_in_the_plane(lesson: Callable[..., Lesson]) -> None:
    page = lesson("law")
    seen = page.drag("law-dot", "law-loss", [(-9.0 * i, 9.0 * i) for i in range(1, 9)])
    assert seen == sorted(seen), "smaller and less read is worse"
    page.is_as_the_core_says()
    assert "N=" in page.page.url
    assert "D=" in page.page.url


def test_both_sliders_of_the_plane_move_the_loss(lesson: Callable[..., Lesson]) -> None:
    page = lesson("law", "N=1e9&D=1e10")
    for handle in ("params", "tokens"):
        seen = page.drag(handle, "law-loss", [(60.0 + 10 * i, 0) for i in range(6)])
        assert seen == sorted(seen, reverse=True), f"more {handle}, less loss"
    page.is_as_the_core_says()


def test_keys_alone_move_every_handle(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    for name, keys, shown, expected in (
        ("classes", "Home", "classes-value", 2),
        ("classes", "ArrowRight", "classes-value", 3),
        ("classes", "Shift+ArrowRight", "classes-value", 30),
        ("classes", "End", "classes-value", 256_000),
        ("length", "ArrowRight", "length", 2_048),
        ("sequences", "End", "sequences", 1_024),
        ("reported", "ArrowLeft", "reported", 3.02),
    ):
        page.key(name, keys)
        assert page.number(shown) == expected, (name, keys)
    page.is_as_the_core_says()
    page.page.goto(urljoin(page.page.url, everything("scale", chapter="law")))
    page.settled()
    page.key("params", "Home")
    assert page.number("params-value") == 1e6
    page.key("tokens", "Shift+ArrowRight")
    assert page.number("tokens-value") == 1.4e13
    page.is_as_the_core_says()


def test_a_loss_is_judged_by_that_of_a_blind_guess(lesson: Callable[..., Lesson]) -> None:
    """0.9 is bad among two and good among ten."""
    page = lesson("vocabulary", "v=2&l=0.9")
    verdict = page.part("reported-verdict")
    assert "is worse than blind guessing" in verdict.inner_text()
    page.press("known-10")
    assert "beats blind guessing" in verdict.inner_text()
    assert "worse" not in verdict.inner_text()


def test_a_published_model_and_the_best_split_of_its_compute(
    lesson: Callable[..., Lesson],
) -> None:
    page = lesson("law")
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


BOTH = "v=1000&b=2&t=64&l=1.5&N=3e8&D=2e11"  # a link with the keys of both boards


@pytest.mark.parametrize(
    ("chapter", "handle", "key", "others"),
    [("vocabulary", "classes", "ArrowRight", "ND"), ("law", "tokens", "ArrowLeft", "vbtl")],
)
def test_a_link_opens_in_the_same_state_and_the_other_board_keeps_its_own(
    lesson: Callable[..., Lesson],
    visit: Callable[..., Page],
    chapter: str,
    handle: str,
    key: str,
    others: str,
) -> None:
    page = lesson(chapter, BOTH)
    kept = page.values()
    page.key(handle, key)
    assert page.values() != kept
    query = parse_qs(urlsplit(page.page.url).query)
    assert not set(query) & set(others), "the other board's keys"
    there = Lesson(visit(page.page.url[page.page.url.index("/scale") :]))
    assert there.values() == page.values()
    assert there.page.get_by_test_id("stAlert").count() == 0


@pytest.mark.parametrize(
    ("chapter", "name", "text"),
    [
        ("vocabulary", "classes-value", "1e9"),
        ("vocabulary", "length-value", ""),
        ("law", "params-value", "seventy"),
    ],
)
def test_what_cannot_be_read_is_said_and_changes_nothing(
    lesson: Callable[..., Lesson], chapter: str, name: str, text: str
) -> None:
    page = lesson(chapter)
    before = page.value(name)
    page.part(name).fill(text)
    page.part(name).press("Enter")
    root = page.page.locator(".xv-board", has=page.part(name))
    assert "Enter a number from" in root.locator('[role="alert"]').inner_text()
    assert page.value(name) == before


def test_measuring_shows_entries_of_p_minus_y(lesson: Callable[..., Lesson]) -> None:
    page = lesson("measure")
    page.page.get_by_role("button", name="Measure it on this server").click()
    page.page.get_by_text("entries of p − y in").or_(page.page.get_by_text("too busy")).wait_for()
    page.settled()
    assert page.page.get_by_text("Traceback").count() == 0
