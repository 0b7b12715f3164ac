"""What a drag shows: numbers painted under the finger, beside the same drag on a bare page.

python -m benchmarks.live [--page "/softmax?step=7"] [--handle logit-0]
                          [--watch prob-0,loss,grad-0] [--json]
"""

import argparse
import asyncio
import json
import math
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from playwright.async_api import Browser, CDPSession, FloatRect, Page, async_playwright

from benchmarks.opening import VIEW
from tools.chromium import AT_REST, IDLE, LEARNING_MS, QUIET, find_browser
from tools.serve import WARM_UP, running_app

SECONDS = 2.0
DRAGS = 6
POINTER_S = 0.008  # a mouse reports 125 times a second, whatever the page is doing
BARE = """<!doctype html><title>bare</title>
<body style="margin:0"><input id=r type=range min=-8 max=8 step=0.01 data-testid=bare-handle
  style="position:absolute;left:%(x)spx;top:%(y)spx;width:%(width)spx;height:%(height)spx;margin:0">
<output id=n data-testid=bare-number data-value=0 style="font-size:60px">0</output>
<script>
let waiting = 0;
r.addEventListener("input", () => { waiting ||= requestAnimationFrame(() => {
  waiting = 0; n.dataset.value = r.value; n.textContent = Number(r.value).toPrecision(3); }); });
</script>"""
# Looks once a frame, as an eye would: which value stands there, and is the button still down?
SAMPLER = """(names) => {
  const nodes = names.map((name) => document.querySelector(`[data-testid="${name}"]`));
  const log = { frames: 0, changes: names.map(() => []), up: 0, core: 0 };
  window.sampled = log;
  let down = false;
  let last = nodes.map((node) => node.dataset.value);
  addEventListener("pointerdown", () => { down = true; }, { capture: true, once: true });
  addEventListener("pointerup", () => { down = false; log.up = performance.now(); },
    { capture: true, once: true });
  const look = (now) => {
    if (log.up) return;
    if (down) {
      log.frames += 1;
      nodes.forEach((node, i) => {
        if (node.dataset.value === last[i]) return;
        last[i] = node.dataset.value;
        log.changes[i].push([now, node.dataset.value]);
      });
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const board = nodes[0].closest(".xv-board");
  if (!board) return;
  // A finger that rested before it rose has its answer already.
  addEventListener("pointerup", () => setTimeout(() => {
    if (board.dataset.source === "core") log.core = log.up;
  }), { once: true });
  new MutationObserver((_, observer) => {
    if (!log.up || board.dataset.source !== "core") return;
    log.core = performance.now();
    observer.disconnect();
  }).observe(board, { attributeFilter: ["data-source"] });
}"""
COSTS = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


@dataclass(frozen=True)
class Drag:
    """One drag of two seconds."""

    values: int  # different values painted while down, the least of the watched numbers
    frames: int
    gap_95_ms: float
    cost_ms: float  # script, style and layout a paint
    settle_ms: float  # from release to the core's numbers


def _quantile(numbers: list[float], q: float) -> float:
    ranked = sorted(numbers)
    return ranked[min(len(ranked) - 1, math.ceil(q * len(ranked)) - 1)] if ranked else math.nan


async def _spent(session: CDPSession) -> float:
    metrics = (await session.send("Performance.getMetrics"))["metrics"]
    return float(sum(m["value"] for m in metrics if m["name"] in COSTS))


async def _sweep(page: Page, session: CDPSession, box: FloatRect) -> None:
    """Press in the middle and go from a fifth to four fifths of the track, steadily.

    The moves are sent as a mouse sends them. `page.mouse.move` waits for the page's answer, which
    comes after the frame is made: a frame of 8 ms would then halve the rate of the pointer itself.
    """
    y = box["y"] + box["height"] / 2
    await page.mouse.move(box["x"] + box["width"] * 0.2, y)
    await page.mouse.down()
    began = time.monotonic()
    moves = []
    while (part := (time.monotonic() - began) / SECONDS) < 1:
        x = box["x"] + box["width"] * (0.2 + 0.6 * part)
        move = {"type": "mouseMoved", "x": x, "y": y, "button": "left", "buttons": 1}
        moves.append(asyncio.create_task(session.send("Input.dispatchMouseEvent", move)))
        await asyncio.sleep(POINTER_S)
    await asyncio.gather(*moves)


async def _drag(page: Page, handle: str, watch: list[str]) -> Drag:
    box = await _box(page, handle)
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    await page.evaluate(SAMPLER, watch)
    before = await _spent(session)
    await _sweep(page, session, box)
    spent = await _spent(session) - before
    await page.mouse.up()
    if await page.locator(".xv-board").count():
        await page.wait_for_function("() => window.sampled.core > 0")
    log = await page.evaluate("window.sampled")
    await session.detach()
    times = [[moment for moment, _ in changes] for changes in log["changes"]]
    gaps = [b - a for t in times for a, b in pairwise(t)]
    values = min(len({value for _, value in changes}) for changes in log["changes"])
    return Drag(
        values,
        log["frames"],
        _quantile(gaps, 0.95),
        1000 * spent / max(1, len(times[0])),
        log["core"] - log["up"] if log["core"] else math.nan,
    )


async def _box(page: Page, handle: str) -> FloatRect:
    one = page.locator(f'[data-testid="{handle}"]')
    await one.scroll_into_view_if_needed()
    box = await one.bounding_box()
    assert box
    return box


async def _pairs(
    browser: Browser, url: str, handle: str, watch: list[str]
) -> list[tuple[Drag, Drag]]:
    """Each drag of the board beside the same drag, at the same place, of the bare page."""
    page = await browser.new_page(viewport=VIEW)
    await page.goto(url)
    await page.wait_for_function(AT_REST)
    await page.wait_for_function(IDLE, timeout=LEARNING_MS)
    box = await _box(page, handle)
    bare = await browser.new_page(viewport=VIEW)
    await bare.set_content(BARE % box)
    pairs = []
    for _ in range(DRAGS):
        # The page in front is the one that is painted at the display's rate.
        await page.bring_to_front()
        ours = await _drag(page, handle, watch)
        await bare.bring_to_front()
        pairs.append((ours, await _drag(bare, "bare-handle", ["bare-number"])))
    return pairs


async def _drags(url: str, handle: str, watch: list[str]) -> list[tuple[Drag, Drag]]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(playwright), args=QUIET, headless=True
        )
        return await _pairs(browser, url, handle, watch)


def measure(path: str, handle: str, watch: list[str]) -> dict[str, Any]:
    """All figures of one board."""
    with running_app() as app:
        time.sleep(WARM_UP)
        pairs = asyncio.run(_drags(app.url + path, handle, watch))
    ratios = [ours.values / bare.values for ours, bare in pairs]
    return {
        "page": path,
        "drags": [{"board": asdict(ours), "bare": asdict(bare)} for ours, bare in pairs],
        "ratio_median": statistics.median(ratios),
        "ratio_least": min(ratios),
        "gap_95_ms_worst": max(ours.gap_95_ms for ours, _ in pairs),
        "cost_ms_worst": max(ours.cost_ms for ours, _ in pairs),
        "settle_ms_median": statistics.median(ours.settle_ms for ours, _ in pairs),
    }


def _table(found: dict[str, Any], say: Callable[[str], None]) -> None:
    say(f"{'drag':>4} {'values':>7} {'bare':>5} {'ratio':>6} {'gap95':>6} {'bare':>6} "
        f"{'ms/paint':>9} {'bare':>6} {'settle':>7}")  # fmt: skip
    for i, pair in enumerate(found["drags"], 1):
        a, b = pair["board"], pair["bare"]
        say(f"{i:>4} {a['values']:>7} {b['values']:>5} {a['values'] / b['values']:>6.2f} "
            f"{a['gap_95_ms']:>6.1f} {b['gap_95_ms']:>6.1f} {a['cost_ms']:>9.2f} "
            f"{b['cost_ms']:>6.2f} {a['settle_ms']:>7.1f}")  # fmt: skip
    say(f"values against the bare page: median {found['ratio_median']:.2f}, "
        f"least {found['ratio_least']:.2f} (aim 0.8)")  # fmt: skip
    say(f"95 % of gaps within {found['gap_95_ms_worst']:.1f} ms (aim 50)")
    say(f"script, style and layout {found['cost_ms_worst']:.2f} ms a paint (aim 5)")
    say(f"settled {found['settle_ms_median']:.1f} ms after release, median (aim 150)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", default="/softmax?step=7", help="a page, here its whole board")
    parser.add_argument("--handle", default="logit-0")
    parser.add_argument("--watch", default="prob-0,loss,grad-0")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    found = measure(asked.page, asked.handle, asked.watch.split(","))
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        _table(found, print)


if __name__ == "__main__":
    main()
