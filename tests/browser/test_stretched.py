"""With every text twice as long, or turned right to left, nothing is cut and nothing overlaps."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tools.chromium import AT_REST
from xentviz.lessons.catalogue import LESSONS

WIDTHS = (1440, 1024, 683, 390)
STRETCHED = "(kind) => document.documentElement.dataset.stringTest === kind"
WIDER = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
# The visible texts with their boxes; what scrolls by itself may be cut.
FAULTS = """() => {
  const texts = document.createTreeWalker(document.querySelector("main, .stMain"), NodeFilter.SHOW_TEXT);
  const found = [];
  const seen = [];
  const hides = (node) => ["hidden", "clip"].includes(getComputedStyle(node).overflowX);
  const scrolls = (node) => ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(".xv-spoken, style, script, .xv-meaning, [data-testid=stHeader]")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    if (!boxes.length) continue;
    const name = `${parent.className?.baseVal ?? parent.className} "${node.data.trim().slice(0, 40)}"`;
    for (let up = parent; up && up.id !== "root" && up.dataset?.testid !== "stMain"; up = up.parentElement) {
      if (scrolls(up)) break;
      const { left, right } = up.getBoundingClientRect();
      if (hides(up) && boxes.some((box) => box.left < left - 2 || box.right > right + 2)) {
        found.push(`cut: ${name}`);
        break;
      }
    }
    seen.push({ node, parent, boxes, name });
  }
  // A line's box is taller than its letters.
  const [top, bottom] = [(box) => box.top + 0.2 * box.height, (box) => box.bottom - 0.2 * box.height];
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 4
    && Math.min(bottom(a), bottom(b)) - Math.max(top(a), top(b)) > 2;
  seen.forEach((one, k) => seen.slice(k + 1).forEach((other) => {
    if (one.parent === other.parent) return;
    if (one.boxes.some((a) => other.boxes.some((b) => meets(a, b)))) found.push(`over: ${one.name} | ${other.name}`);
  }));
  return found;
}"""


def _settle(page: Page) -> None:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 120)))")


@pytest.mark.parametrize("kind", ["double", "rtl"])
@pytest.mark.parametrize("path", [lesson.path for lesson in LESSONS])
def test_stretched_texts_are_not_cut_and_do_not_overlap(
    visit: Callable[..., Page], path: str, kind: str
) -> None:
    page = visit(f"/{path}?step=1&stringTest={kind}", width=WIDTHS[0], height=900)
    page.wait_for_function(AT_REST)
    page.wait_for_function(STRETCHED, arg=kind)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        _settle(page)
        assert page.evaluate(WIDER) <= 0, width
        assert page.evaluate(FAULTS) == [], width
