"""How soon the token strip of /language answers: a chip pointed at, and a text typed.

    python -m benchmarks.strip [--json]

Hover: from the pointer's event to what was predicted there, painted in the same frame. Typing:
from the last of 2,000 characters to the core's numbers, the 150 ms of rest included.
"""

import argparse
import json
import statistics
import time
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.opening import VIEW
from tools.chromium import AT_REST, IDLE, LEARNING_MS, chromium
from tools.serve import WARM_UP, running_app
from xentviz.boards.strip import LONGEST
from xentviz.data.english import joined, load_english
from xentviz.data.language import Grammar

HOVERS, TYPINGS = 40, 12
BOARD = "chapter=own&step=4"  # the whole strip
HOVER_AIM, TYPED_AIM = 1000 / 60, 300
HOVER = """() => {
  window.took = [];
  let from = 0;
  addEventListener("pointerover", (event) => {
    if (event.target.closest?.(".xv-chip[data-row]")) from = performance.now();
  }, { capture: true });
  new MutationObserver(() => {
    if (from) window.took.push(performance.now() - from);
    from = 0;
  }).observe(document.querySelector('[data-testid="detail"]'),
    { subtree: true, characterData: true, childList: true });
}"""
TYPED = """() => {
  window.took = [];
  const board = document.querySelector('[data-testid="board"]');
  let from = 0;
  board.addEventListener("input", () => { from = performance.now(); }, { capture: true });
  new MutationObserver(() => {
    if (board.dataset.source !== "core" || !from) return;
    window.took.push(performance.now() - from);
    from = 0;
  }).observe(board, { attributeFilter: ["data-source"] });
}"""


def _open(browser: Browser, url: str) -> Page:
    page = browser.new_page(viewport=VIEW)
    page.goto(url)
    page.wait_for_function(AT_REST)
    page.wait_for_function(IDLE, timeout=LEARNING_MS)
    return page


def _hovers(page: Page) -> list[float]:
    """Milliseconds, over chips in sight, there and back."""
    page.evaluate(HOVER)
    chips = page.locator(".xv-chip[data-row]")
    boxes = [box for k in range(chips.count()) if (box := chips.nth(k).bounding_box())]
    seen = [box for box in boxes if box["x"] > 0 and box["x"] + box["width"] < VIEW["width"] - 60]
    for k in range(HOVERS):
        box = seen[k * 5 % len(seen)]
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(60)
    took: list[float] = page.evaluate("window.took")
    return took


def _typings(page: Page, texts: tuple[str, str]) -> list[float]:
    """Milliseconds, two texts by turns: the first of each, which fills the caches, is left out."""
    page.evaluate(TYPED)
    for k in range(TYPINGS):
        page.get_by_test_id("typed").fill(texts[k % 2])
        page.wait_for_function("n => window.took.length > n", arg=k)
    took: list[float] = page.evaluate("window.took")
    return took[2:]


def measure() -> dict[str, Any]:
    """Medians and worst of both, by words and by sub-word tokens of English."""
    grammar, english = Grammar(), joined(load_english().held_out)
    words = " ".join(grammar.text(grammar.sample(600, seed)) for seed in (21, 22))
    with running_app() as app, chromium() as browser:
        time.sleep(WARM_UP)
        page = _open(browser, f"{app.url}/language?{BOARD}&l=grammar&w=long")
        found = {
            "hover": _hovers(page),
            "typed, words": _typings(page, (words[:LONGEST], words[-LONGEST:])),
        }
        page = _open(browser, f"{app.url}/language?{BOARD}&w=docs")
        found["typed, English"] = _typings(page, (english[:LONGEST], english[-LONGEST:]))
    return {
        name: {"times": len(took), "median_ms": statistics.median(took), "worst_ms": max(took)}
        for name, took in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    found = measure()
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for name, one in found.items():
        aim = HOVER_AIM if name == "hover" else TYPED_AIM
        print(f"{name:<14}{one['times']:>4} times: median {one['median_ms']:.1f} ms, "
              f"worst {one['worst_ms']:.1f} ms (aim {aim:.1f})")  # fmt: skip


if __name__ == "__main__":
    main()
