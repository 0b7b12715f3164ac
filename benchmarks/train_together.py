"""Fifty visitors train a network at the same moment: who waits how long, and who else notices.

    python -m benchmarks.train_together [--visitors 50] [--others 5] [--url URL]

Each visitor of /training commits settings of their own (400 points of 5 classes, 2-32-32-5, 200
steps of Adam), and asks again once a second while the run waits its turn, as the board does. The
others move the board of /softmax twice a second, before and meanwhile. Ends with 1 for any error, a
refusal, or where one of twenty answers on /softmax takes longer than 0.5 s.
"""

import argparse
import asyncio
import statistics
import sys
import time
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from typing import Any

from benchmarks.visitors import whole_board
from tools.serve import WARM_UP, running_app
from tools.visitor import Visitor, main_board, visiting

LIMIT = 0.5  # seconds
ASK = 1.0  # seconds between two questions of a board whose run waits
CALM = 5.0  # seconds in which only the others are there
NETWORK = {"layers": 2, "width": 32, "optimizer": "adam", "rate": 0.01}


@dataclass
class Found:
    """Seconds until each run was there, and of each answer to the others."""

    runs: list[float] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def _wanted(state: Any, number: int) -> Any:  # noqa: ANN401 - a board's state is JSON
    run = {**state["run"], **NETWORK}
    return {**state, "plane": "overlap", "classes": 5, "seed": 100 + number, "run": run, "have": []}


async def _train(visitor: Visitor, number: int, found: Found) -> None:
    board = main_board(visitor)
    state = _wanted(board.data["state"], number)
    began = time.perf_counter()
    try:
        while True:
            before = visitor.received
            if not await visitor.commit(board, state):
                found.errors.append(str(board.data["sentence"]))
                return
            (run,) = board.data["numbers"]["runs"]
            if not run["waiting"]:
                found.bytes.append(visitor.received - before)
                found.runs.append(time.perf_counter() - began)
                return
            await asyncio.sleep(ASK)
    except Exception as error:  # whatever went wrong is one error of this run
        found.errors.append(repr(error)[:200])


async def _move(visitor: Visitor, times: list[list[float]], until: asyncio.Event) -> None:
    """Move the board of /softmax twice a second; the times go into the last of the lists."""
    board, number = main_board(visitor), 0
    while not until.is_set():
        number += 1
        state = {**board.data["state"], "temperature": 1.0 + 0.01 * (number % 50)}
        began = time.perf_counter()
        await visitor.commit(board, state)
        times[-1].append(time.perf_counter() - began)
        await asyncio.sleep(0.5)


async def together(url: str, visitors: int, others: int) -> Found:
    """Open all pages, then have everybody train at once."""
    found, over = Found(), asyncio.Event()
    times = [found.calm]
    async with AsyncExitStack() as stack:

        async def opened(page: str, count: int) -> list[Visitor]:
            return [await stack.enter_async_context(visiting(url, page)) for _ in range(count)]

        movers = await opened(whole_board("/softmax"), others)
        learners = await opened(whole_board("/training"), visitors)
        moving = [asyncio.create_task(_move(one, times, over)) for one in movers]
        await asyncio.sleep(CALM)
        times.append(found.meanwhile)
        await asyncio.gather(*(_train(one, k, found) for k, one in enumerate(learners)))
        over.set()
        await asyncio.gather(*moving)
    return found


def _said(name: str, seconds: list[float]) -> str:
    late = sorted(seconds)[int(0.95 * (len(seconds) - 1))]
    return (
        f"{name}: {len(seconds)}, median {statistics.median(seconds):.3f} s, "
        f"95 % within {late:.3f} s, longest {max(seconds):.3f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--others", type=int, default=5)
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    with ExitStack() as stack:
        url = asked.url
        if not url:
            url = stack.enter_context(running_app()).url
            time.sleep(WARM_UP)
        found = asyncio.run(together(url, asked.visitors, asked.others))
    print(_said("runs", found.runs))
    print(_said("answers on /softmax before", found.calm))
    print(_said("answers on /softmax meanwhile", found.meanwhile))
    print(f"an answer with a run: {max(found.bytes, default=0):,} bytes at most")
    print(f"errors: {len(found.errors)} {found.errors[:3]}")
    late = sorted(found.meanwhile)[int(0.95 * (len(found.meanwhile) - 1))]
    sys.exit(bool(found.errors) or late > LIMIT or len(found.runs) < asked.visitors)


if __name__ == "__main__":
    main()
