"""What many visitors do at once, over real websockets: benchmarks/load.py measures it."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tools.fetch import fetch_page
from tools.serve import usage
from tools.visitor import Visitor, main_board, nudged, visiting
from xentviz.lessons.pages import PAGES


def route(number: int) -> str:
    """The cookie that brings a visitor to the same replica each time, behind nginx."""
    return f"route={random.Random(number).getrandbits(128):032x}"


STAY = 30.0  # seconds a visitor stays where visitors come and go
KEPT = 125.0  # seconds after which Streamlit has forgotten a session that was closed


@dataclass
class Measured:
    """Milliseconds of each answer, and what went wrong."""

    answers: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    refused: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    server: dict[str, float] = field(default_factory=dict)
    series: list[dict[str, float]] = field(default_factory=list)


def whole_board(page: str) -> str:
    """The page at the first step that shows the whole board, unless its query names another."""
    lesson = PAGES.get(page.strip("/"))
    if lesson is None:
        return page
    chapter = next(one for one in lesson.chapters if one.board is not None)
    return f"{page}?chapter={chapter.key}&step={len(chapter.all_steps())}"


async def _commits(visitor: Visitor, until: float, chance: random.Random, out: Measured) -> None:
    board = main_board(visitor)
    begins = time.monotonic()
    while begins < until:
        await asyncio.sleep(max(0.0, begins + chance.random() - time.monotonic()))
        began = time.perf_counter()
        taken = await visitor.commit(board, nudged(board.data["state"], chance))
        out.answers.append(1000 * (time.perf_counter() - began))
        out.refused += not taken
        begins = max(begins + 1.0, time.monotonic() - 1.0)


async def _session(url: str, page: str, seed: int, ready: asyncio.Barrier, seconds: float,
                   out: Measured) -> None:  # fmt: skip
    chance = random.Random(seed)
    try:
        async with visiting(url, page, cookie=route(seed)) as visitor:
            await ready.wait()
            await _commits(visitor, time.monotonic() + seconds, chance, out)
    except Exception as error:  # whatever went wrong is one error of this run
        out.errors.append(repr(error)[:200])
        await ready.abort()


async def steady(urls: Sequence[str], page: str, sessions: int, seconds: float) -> Measured:
    out, ready = Measured(), asyncio.Barrier(sessions)
    tasks = []
    for i in range(sessions):  # opened one after another: this measures commits
        url = urls[i % len(urls)]
        tasks.append(asyncio.create_task(_session(url, page, i, ready, seconds, out)))
        await asyncio.sleep(0.04)
    await asyncio.gather(*tasks)
    out.seconds = seconds
    return out


async def _arrival(number: int, url: str, page: str, at: float, out: Measured) -> None:
    await asyncio.sleep(at)
    began = time.perf_counter()
    try:
        fetched = await fetch_page(url, page)
        out.errors += [f"missing {path}" for path in fetched.missing]
        async with visiting(url, page, opened=False, cookie=route(number)) as visitor:
            visitor_task = asyncio.create_task(visitor.open())
            while not visitor.boards:
                await asyncio.sleep(0.005)
                if visitor_task.done():
                    break
            out.openings.append(1000 * (time.perf_counter() - began))
            await visitor_task
            await asyncio.sleep(STAY)
    except Exception as error:
        out.errors.append(repr(error)[:200])


async def arrivals(urls: Sequence[str], page: str, visitors: int, within: float) -> Measured:
    out, chance = Measured(), random.Random(1)
    times = sorted(chance.uniform(0, within) for _ in range(visitors))
    tasks = [
        asyncio.create_task(_arrival(i, urls[i % len(urls)], page, at, out))
        for i, at in enumerate(times)
    ]
    await asyncio.gather(*tasks)
    out.seconds = within
    return out


async def come_and_go(urls: Sequence[str], page: str, sessions: int, seconds: float,
                       pids: Sequence[int]) -> Measured:  # fmt: skip
    """About `sessions` visitors at any time; each stays STAY seconds, then another comes."""
    out, chance, end = Measured(), random.Random(2), time.monotonic() + seconds

    async def seat(number: int) -> None:
        await asyncio.sleep(chance.uniform(0, STAY))
        while time.monotonic() < end - 1:
            until = min(end, time.monotonic() + STAY * chance.uniform(0.5, 1.5))
            try:
                async with visiting(
                    urls[number % len(urls)], page, cookie=route(number)
                ) as visitor:
                    await _commits(visitor, until, chance, out)
            except Exception as error:
                out.errors.append(repr(error)[:200])
                await asyncio.sleep(1)

    async def watch() -> None:
        while time.monotonic() < end:
            out.series.append(usage(pids))
            await asyncio.sleep(5)

    await asyncio.gather(watch(), *(seat(i) for i in range(sessions)))
    out.seconds = seconds
    return out


async def open_and_close(urls: Sequence[str], page: str, sessions: int,
                          pids: Sequence[int]) -> Measured:  # fmt: skip
    """One visitor after another, each for one commit; then until no session is kept any more."""
    out, chance, began = Measured(), random.Random(3), time.monotonic()
    out.series.append(usage(pids))
    for number in range(sessions):
        async with visiting(urls[number % len(urls)], page, cookie=route(number)) as visitor:
            board = main_board(visitor)
            out.refused += not await visitor.commit(board, nudged(board.data["state"], chance))
    out.series.append(usage(pids))
    out.seconds = time.monotonic() - began
    await asyncio.sleep(KEPT)
    async with visiting(urls[0], page):
        pass
    await asyncio.sleep(1)
    out.series.append(usage(pids))
    return out
