"""A replica dies under its readers: how long until everybody is back, and with which state.

    python -m benchmarks.killed [--browsers 20] [--sockets 100] [--json]

Two replicas; browsers with a board each, and sessions without a browser beside them. The first
replica is killed; its readers' connections go to the other.
"""

import argparse
import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from typing import Any

from playwright.sync_api import Page
from websockets.exceptions import WebSocketException

from tools.chromium import AT_REST, chromium
from tools.replicas import Replicas, replicas
from tools.serve import WARM_UP
from tools.visitor import main_board, visiting

PATIENCE_MS = 30_000
STATE = """() => [...document.querySelectorAll('.xv-board [data-value][data-testid]')]
  .map((node) => [node.dataset.testid, node.dataset.value])"""
CONNECTED = (
    """() => document.querySelector('.stApp')?.dataset.testConnectionState === "CONNECTED" """
)


async def _reader(url: str, number: int, opened: asyncio.Barrier) -> float:
    """Seconds until this session has its state again; 0 where its replica lives."""
    page = f"/softmax?step=7&z={number % 10},1,2"
    async with visiting(url, page) as visitor:
        await opened.wait()
        await opened.wait()
        began = time.monotonic()
        try:
            board = main_board(visitor)
            await visitor.commit(board, board.data["state"])
            return 0.0
        except (WebSocketException, OSError):
            pass
    while True:
        try:
            async with visiting(url, page) as again:
                assert main_board(again).data["state"]["logits"][0] == number % 10
                return time.monotonic() - began
        except (WebSocketException, OSError):
            await asyncio.sleep(0.25)


async def _sockets(url: str, count: int, ready: Barrier) -> list[float]:
    opened = asyncio.Barrier(count + 1)
    readers = [asyncio.create_task(_reader(url, number, opened)) for number in range(count)]
    await opened.wait()
    await asyncio.to_thread(ready.wait)
    await asyncio.to_thread(ready.wait)  # the replica is dead
    await opened.wait()
    return await asyncio.gather(*readers)


def _open(two: Replicas, stack: ExitStack, count: int) -> list[Page]:
    browser = stack.enter_context(chromium())
    pages = []
    for number in range(count):
        page = browser.new_context(viewport={"width": 1000, "height": 700}).new_page()
        page.goto(f"{two.url}/softmax?step=7&z={number % 10},1,2")
        page.wait_for_function(AT_REST, timeout=PATIENCE_MS)
        pages.append(page)
    return pages


def measure(browsers: int, sockets: int) -> dict[str, Any]:
    """Kill one of two replicas under so many browsers and sessions."""
    with ExitStack() as stack:
        two = stack.enter_context(replicas(2, warm_up=WARM_UP))
        pages = _open(two, stack, browsers)
        before = [page.evaluate(STATE) for page in pages]
        ready, pool = Barrier(2), stack.enter_context(ThreadPoolExecutor(1))
        work = pool.submit(lambda: asyncio.run(_sockets(two.url, sockets, ready)))
        ready.wait()
        two.kill(0)
        began = time.monotonic()
        ready.wait()
        pages[0].wait_for_timeout(500)
        for page in pages:
            page.wait_for_function(CONNECTED, timeout=PATIENCE_MS)
            page.wait_for_function(AT_REST, timeout=PATIENCE_MS)
        took = time.monotonic() - began
        after, away = [page.evaluate(STATE) for page in pages], work.result()
    return {
        "browsers_back_s": took,
        "browsers_with_their_state": sum(map(list.__eq__, before, after)),
        "sessions_that_had_to_come_back": sum(one > 0 for one in away),
        "slowest_session_s": max(away),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browsers", type=int, default=20)
    parser.add_argument("--sockets", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    found = measure(asked.browsers, asked.sockets)
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        print(f"{name.replace('_', ' '):<34}{value:.1f}")


if __name__ == "__main__":
    main()
