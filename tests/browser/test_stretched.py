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
  const boxOf = (node) => node.getBoundingClientRect();
  const overflows = (node, ...kinds) => kinds.includes(getComputedStyle(node).overflowX);
  const skipped = ".xv-spoken, style, script, .xv-meaning, [data-testid=stHeader]";
  const seen = [];
  const texts = document.createTreeWalker(document.querySelector(".stMain"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    const parent = texts.currentNode.parentElement;
    const isSeen = parent.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!text || !isSeen || parent.closest(skipped)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const boxes = [...range.getClientRects()]
      .filter(({ width, height }) => width > 1 && height > 1)
      // A line's box is taller than its letters.
      .map(({ left, right, top, bottom, height }) =>
        ({ left, right, top: top + 0.2 * height, bottom: bottom - 0.2 * height }));
    const name = `${parent.getAttribute("class")} "${text.slice(0, 40)}"`;
    if (boxes.length) seen.push({ parent, boxes, name });
  }
  const isCut = ({ parent, boxes }) => {
    for (let up = parent; !up.matches(".stMain"); up = up.parentElement) {
      if (overflows(up, "auto", "scroll")) return false;
      const { left, right } = boxOf(up);
      const out = boxes.some((box) => box.left < left - 2 || box.right > right + 2);
      if (out && overflows(up, "hidden", "clip")) return true;
    }
    return false;
  };
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 4
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  const overlaps = (one, other) => one.parent !== other.parent
    && one.boxes.some((a) => other.boxes.some((b) => meets(a, b)));
  const pairs = seen.flatMap((one, k) => seen.slice(k + 1).map((other) => [one, other]));
  return [...seen.filter(isCut).map(({ name }) => `cut: ${name}`),
    ...pairs.filter((pair) => overlaps(...pair)).map(([a, b]) => `over: ${a.name} | ${b.name}`)];
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
