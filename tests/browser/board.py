"""The logits board as a user meets it: read it, touch it, and wait for what should follow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page

from tools.chromium import AT_REST
from xentviz.boards.logits import LogitsState, predict
from xentviz.core import cross_entropy_and_grad, nats_to_bits, softmax
from xentviz.lessons.pages import PAGES

ROOT = '[data-testid="board"]'
ALL_VALUES = """() => Object.fromEntries(
  [...document.querySelectorAll('[data-testid="board"] [data-value][data-testid]')]
    .map((node) => [node.dataset.testid, node.dataset.value]))"""


def at(name: str) -> str:
    """The selector of one named part."""
    return f'[data-testid="{name}"]'


def everything(path: str, query: str = "", *, chapter: str = "") -> str:
    """The address of a chapter's last step: its whole board, with all its controls."""
    lesson = PAGES[path]
    number = [one.key for one in lesson.chapters].index(chapter) if chapter else 0
    one = lesson.chapters[number]
    parts = [f"chapter={one.key}"] if number else []
    parts += [f"step={len(one.all_steps())}", *([query] if query else [])]
    return f"/{path}?{'&'.join(parts)}"


SOFTMAX = everything("softmax")


def _same(shown: list[float], computed: object) -> None:
    wanted: NDArray[np.float64] = np.asarray(computed, dtype=np.float64)
    np.testing.assert_allclose(np.array(shown), wanted, rtol=1e-12, atol=1e-300)


class Board:
    """One page with the logits board on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def part(self, name: str) -> Locator:
        return self.page.locator(at(name))

    def settled(self) -> None:
        """Until the core's numbers are in and the server is idle."""
        self.page.wait_for_function(AT_REST)

    def source(self) -> str | None:
        return self.page.locator(ROOT).get_attribute("data-source")

    def values(self) -> dict[str, str]:
        """Every number on the board in full, by the name of the part that shows it."""
        found: dict[str, str] = self.page.evaluate(ALL_VALUES)
        return found

    def number(self, name: str) -> float:
        return float(self.part(name).get_attribute("data-value") or "nan")

    def numbers(self, kind: str) -> list[float]:
        """`numbers("prob")` is [prob-0, prob-1, ...]."""
        values = self.values()
        found: list[float] = []
        while (name := f"{kind}-{len(found)}") in values:
            found.append(float(values[name]))
        return found

    def truth(self) -> int:
        return int(
            self.page.evaluate(
                """() => [...document.querySelectorAll('[data-testid^="target-"]')]
                   .findIndex((radio) => radio.checked)"""
            )
        )

    def names(self) -> list[str]:
        nodes = self.page.locator('[data-testid^="name-"]')
        return [nodes.nth(i).input_value() for i in range(nodes.count())]

    def press(self, name: str) -> None:
        """Click a button or choose a radio, and wait for the core."""
        self.part(name).click()
        self.settled()

    def type(self, name: str, text: str) -> None:
        """Replace what stands in a field and press Enter."""
        self.part(name).fill(text)
        self.part(name).press("Enter")
        self.settled()

    def slide(self, name: str, value: float) -> None:
        """Set a range as its own `input` and `change` events would."""
        self.part(name).evaluate(
            """(node, value) => {
              node.value = value;
              node.dispatchEvent(new Event("input", { bubbles: true }));
              node.dispatchEvent(new Event("change", { bubbles: true }));
            }""",
            value,
        )
        self.settled()

    def until(self, script: str, argument: object = None) -> None:
        self.page.wait_for_function(script, arg=argument)

    @contextmanager
    def holding(self, name: str) -> Iterator[Callable[[float], None]]:
        """The pointer is down on a handle; call with a fraction of its track to move there."""
        box = self.part(name).bounding_box()
        assert box, f"{name} is not on screen"
        middle = box["y"] + box["height"] / 2

        def move(fraction: float) -> None:
            self.page.mouse.move(box["x"] + box["width"] * fraction, middle)

        move(0.5)
        self.page.mouse.down()
        try:
            yield move
        finally:
            self.page.mouse.up()

    def becomes(self, name: str, value: float) -> None:
        """Until that number is on the board, without asking for the core."""
        self.until(
            """([name, value]) => Math.abs(Number(
              document.querySelector(`[data-testid="${name}"]`).dataset.value) - value) < 1e-9""",
            [name, value],
        )

    def is_as_the_core_says(self) -> None:
        """Every number on the board equals what the core computes from the board's own inputs."""
        logits, truth = np.array(self.numbers("logit")), self.truth()
        heat, smoothing = self.number("temperature-value"), self.number("smoothing-value")
        loss, grad = cross_entropy_and_grad(
            logits, truth, temperature=heat, label_smoothing=smoothing
        )
        _same([self.number("loss")], [loss])
        _same([self.number("loss-bits")], [nats_to_bits(loss)])
        _same(self.numbers("prob"), softmax(logits, temperature=heat))
        _same(self.numbers("grad"), grad)
        state = LogitsState.of(*logits.tolist(), target=truth)
        told = predict(replace(state, temperature=heat, label_smoothing=smoothing))
        _same([self.number("cross"), self.number("squared")], [grad[truth], told.squared[truth]])
