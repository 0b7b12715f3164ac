"""What a drag shows: numbers painted under the finger, beside the same drag on a bare page.

    python -m benchmarks.live [--boards logits,strip] [--slow 4] [--drags 6] [--json]
    python -m benchmarks.live --page "/softmax?step=7" --handle logit-0 --watch prob-0,loss,grad-0

All boards that have a slider, each on the last step of a chapter, which shows the whole board.
`--slow 4` has Chromium slow its processor four times, for both pages: a cheap phone.
"""

import argparse
import asyncio
import json
import math
import statistics
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from playwright.async_api import Browser, CDPSession, FloatRect, Page, async_playwright

from benchmarks.opening import VIEW
from tools.chromium import AT_REST, IDLE, LEARNING_MS, QUIET, find_browser
from tools.serve import WARM_UP, running_app
from xentviz.lessons.pages import PAGES

SECONDS = 2.0
DRAGS = 6
POINTER_S = 0.008  # a mouse reports 125 times a second, whatever the page is doing
BARE = """<!doctype html><title>bare</title>
<body style="margin:0"><input id=r type=range min=%(min)s max=%(max)s step=%(step)s
  data-testid=bare-handle
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
class Case:
    """A slider of a page, and the numbers that follow it.

    A slider of few places is swept several times, so that each frame of the display has a new one;
    then paints are counted, where otherwise different values are.
    """

    page: str
    handle: str
    watch: tuple[str, ...]
    sweeps: int = 1


def _whole(path: str, chapter: str, handle: str, *watch: str) -> Case:
    """A chapter's last step."""
    steps = len(PAGES[path].chapter(chapter).all_steps())
    return Case(f"/{path}?chapter={chapter}&step={steps}", handle, watch)


# 400 points of five classes and a decision field of 64 x 64 for each of 101 frames.
RUN = "d=blobs&K=5&n=400&L=2&w=32&T=200"


def _training() -> Case:
    whole = _whole("training", "downhill", "step-handle", "field", "loss", "step")
    return Case(f"{whole.page}&{RUN}", whole.handle, whole.watch, sweeps=4)


def cases() -> dict[str, Case]:
    """By board. The overflow board has no slider; the worksheet's numbers all wait for the core."""
    return {
        "rain": _whole("", "rain", "rain", "loss", "given", "total"),
        "surprise": _whole("surprise", "curve", "p", "loss", "slope", "formula-loss"),
        "batch": _whole("surprise", "batch", "batch-p-0", "batch-loss-0", "mean"),
        "pipeline": _whole("surprise", "names", "score", "cross_entropy", "log_loss"),
        "density": _whole("surprise", "densities", "sigma", "density-loss", "density-value"),
        "logits": _whole("softmax", "scores", "logit-0", "prob-0", "loss", "grad-0"),
        "twice": _whole("softmax", "twice", "twice-p", "twice-loss", "once"),
        "distributions": _whole("distributions", "two", "q-0", "q-value-0", "loss", "kl"),
        "proper_score": _whole("calibration", "forecast", "said", "loss", "kl"),
        "training": _training(),
        "strip": _whole("language", "next", "what-if", "token-loss", "loss", "perplexity"),
        "learning": _whole("language", "learning", "step-handle", "loss", "training-loss"),
        "worksheet": _whole("language", "averages", "first_loss", "first_loss-value"),
        "vocabulary": _whole("scale", "vocabulary", "classes", "loss", "float32"),
        "scaling_law": _whole("scale", "law", "params", "law-loss", "compute"),
    }


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


async def _sweep(page: Page, session: CDPSession, box: FloatRect, sweeps: int) -> None:
    """Press in the middle and go from a fifth to four fifths of the track, steadily, and back.

    The moves are sent as a mouse sends them. `page.mouse.move` waits for the page's answer, which
    comes after the frame is made: a frame of 8 ms would then halve the rate of the pointer itself.
    """
    y = box["y"] + box["height"] / 2
    await page.mouse.move(box["x"] + box["width"] * 0.2, y)
    await page.mouse.down()
    began = time.monotonic()
    moves = []
    while (part := (time.monotonic() - began) / SECONDS) < 1:
        there = abs((part * sweeps + 1) % 2 - 1)
        x = box["x"] + box["width"] * (0.2 + 0.6 * there)
        move = {"type": "mouseMoved", "x": x, "y": y, "button": "left", "buttons": 1}
        moves.append(asyncio.create_task(session.send("Input.dispatchMouseEvent", move)))
        await asyncio.sleep(POINTER_S)
    await asyncio.gather(*moves)


async def _drag(page: Page, handle: str, watch: Sequence[str], slow: float, sweeps: int) -> Drag:
    box = await _box(page, handle)
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    await page.evaluate(SAMPLER, list(watch))
    await session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    before = await _spent(session)
    await _sweep(page, session, box, sweeps)
    spent = await _spent(session) - before
    await page.mouse.up()
    if await page.locator(".xv-board").count():
        await page.wait_for_function("() => window.sampled.core > 0")
    await session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    log = await page.evaluate("window.sampled")
    await session.detach()
    times = [[moment for moment, _ in changes] for changes in log["changes"]]
    gaps = [b - a for t in times for a, b in pairwise(t)]
    seen = [[value for _, value in changes] for changes in log["changes"]]
    values = min(len(one if sweeps > 1 else set(one)) for one in seen)
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
    browser: Browser, url: str, case: Case, slow: float, drags: int
) -> list[tuple[Drag, Drag]]:
    """Each drag of the board beside the same drag, at the same place, of the bare page."""
    page = await browser.new_page(viewport=VIEW)
    await page.goto(url + case.page)
    await page.wait_for_function(AT_REST)
    await page.wait_for_function(IDLE, timeout=LEARNING_MS)
    box = await _box(page, case.handle)
    # The same track: a slider of few steps has few values to show.
    track = await page.locator(f'[data-testid="{case.handle}"]').evaluate(
        "({ min, max, step }) => ({ min, max, step })"
    )
    bare = await browser.new_page(viewport=VIEW)
    await bare.set_content(BARE % {**box, **track})
    pairs = []
    for _ in range(drags):
        # The page in front is the one that is painted at the display's rate.
        await page.bring_to_front()
        ours = await _drag(page, case.handle, case.watch, slow, case.sweeps)
        await bare.bring_to_front()
        theirs = await _drag(bare, "bare-handle", ["bare-number"], slow, case.sweeps)
        pairs.append((ours, theirs))
    await page.close()
    await bare.close()
    return pairs


def _found(case: Case, pairs: list[tuple[Drag, Drag]]) -> dict[str, Any]:
    ratios = [ours.values / bare.values for ours, bare in pairs]
    return {
        "page": case.page,
        "drags": [{"board": asdict(ours), "bare": asdict(bare)} for ours, bare in pairs],
        "ratio_median": statistics.median(ratios),
        "ratio_least": min(ratios),
        "gap_95_ms_median": statistics.median(ours.gap_95_ms for ours, _ in pairs),
        "gap_95_ms_worst": max(ours.gap_95_ms for ours, _ in pairs),
        "cost_ms_median": statistics.median(ours.cost_ms for ours, _ in pairs),
        "settle_ms_median": statistics.median(ours.settle_ms for ours, _ in pairs),
    }


async def drag_all(
    url: str, chosen: Mapping[str, Case], slow: float, drags: int
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """The figures of each board of a running app, as they come."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(playwright), args=QUIET, headless=True
        )
        for name, case in chosen.items():
            yield name, _found(case, await _pairs(browser, url, case, slow, drags))


HEAD = (
    f"{'board':<14} {'values':>7} {'bare':>5} {'ratio':>6} {'least':>6} {'gap95':>6} {'worst':>6} "
    f"{'bare':>6} {'ms/paint':>9} {'settle':>7}"
)


def _line(name: str, found: dict[str, Any]) -> str:
    """Medians over the drags; of the ratio also the least, of the gaps the worst."""

    def of(side: str, key: str) -> float:
        return float(statistics.median(drag[side][key] for drag in found["drags"]))

    return (
        f"{name:<14} {of('board', 'values'):>7.0f} {of('bare', 'values'):>5.0f} "
        f"{found['ratio_median']:>6.2f} {found['ratio_least']:>6.2f} "
        f"{found['gap_95_ms_median']:>6.1f} {found['gap_95_ms_worst']:>6.1f} "
        f"{of('bare', 'gap_95_ms'):>6.1f} {found['cost_ms_median']:>9.2f} "
        f"{found['settle_ms_median']:>7.1f}"
    )


async def _run(chosen: Mapping[str, Case], slow: float, drags: int, *, as_json: bool) -> None:
    found = {}
    with running_app() as app:
        await asyncio.sleep(WARM_UP)
        if not as_json:
            print(f"{drags} drags of {SECONDS:.0f} s each, processor slowed {slow:g} times; aim: ")
            print("ratio 0.85, gaps of 50 ms (slowed: 40), settled 150 ms after release")
            print(HEAD)
        async for name, one in drag_all(app.url, chosen, slow, drags):
            found[name] = one
            if not as_json:
                print(_line(name, one), flush=True)
    if as_json:
        print(json.dumps(found, indent=1))


def main() -> None:
    everything = cases()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", default=",".join(everything))
    parser.add_argument("--page", help="a page instead, with --handle and --watch")
    parser.add_argument("--handle", default="logit-0")
    parser.add_argument("--watch", default="prob-0,loss,grad-0")
    parser.add_argument("--slow", type=float, default=1.0)
    parser.add_argument("--drags", type=int, default=6)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    chosen = {name: everything[name] for name in asked.boards.split(",")}
    if asked.page:
        chosen = {asked.handle: Case(asked.page, asked.handle, tuple(asked.watch.split(",")))}
    asyncio.run(_run(chosen, asked.slow, max(1, asked.drags), as_json=asked.json))


if __name__ == "__main__":
    main()
