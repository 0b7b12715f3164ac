"""Many visitors at once: sessions over real websockets that commit as boards do, once a second.

    python -m benchmarks.load [--page /softmax] [--sessions 100] [--seconds 20] [--replicas 1]
    python -m benchmarks.load --compare        stock Streamlit beside ours, one after the other
    python -m benchmarks.load --arrive 200 --within 20 [--replicas 2]     a class opens one link
    python -m benchmarks.load --come-and-go --seconds 600    sessions that stay half a minute
    python -m benchmarks.load --url http://127.0.0.1:8080    a server that runs already

Everything runs on this machine, the driver included. A commit's time ends when its board has the
core's numbers; in each second every session commits once, at a random moment.
"""

import argparse
import asyncio
import copy
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from tools.fetch import fetch_page
from tools.serve import ROOT, WARM_UP, App, running_app
from tools.visitor import Placed, Visitor, visiting

STAY = 30.0  # seconds a visitor stays where visitors come and go


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


def nudged(state: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any board's
    """The state with one number a little different, as a hand would leave it."""
    new = copy.deepcopy(state)
    if "at" in new:
        new["at"] = chance.randrange(1, 9)
        return new
    for key, value in new.items():
        if isinstance(value, float):
            new[key] = value * chance.uniform(0.9, 1.0)
            return new
        if isinstance(value, list) and value and isinstance(value[0], float):
            mixed = [one * chance.uniform(0.9, 1.1) for one in value]
            if abs(sum(value) - 1) < 1e-9:
                mixed = [one / sum(mixed) for one in mixed]
            new[key] = mixed
            return new
    return new


def main_board(visitor: Visitor) -> Placed:
    """The board of the page's open chapter: the panel with the words has a state too."""
    states = [one for one in visitor.boards.values() if one.data.get("state")]
    return next(one for one in states if one.data["module"] != "lesson")


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
        async with visiting(url, page) as visitor:
            await ready.wait()
            await _commits(visitor, time.monotonic() + seconds, chance, out)
    except Exception as error:  # whatever went wrong is one error of this run
        out.errors.append(repr(error)[:200])
        await ready.abort()


async def _steady(urls: Sequence[str], page: str, sessions: int, seconds: float) -> Measured:
    out, ready = Measured(), asyncio.Barrier(sessions)
    tasks = []
    for i in range(sessions):  # opened one after another: this measures commits
        url = urls[i % len(urls)]
        tasks.append(asyncio.create_task(_session(url, page, i, ready, seconds, out)))
        await asyncio.sleep(0.04)
    await asyncio.gather(*tasks)
    out.seconds = seconds
    return out


async def _arrival(url: str, page: str, at: float, out: Measured) -> None:
    await asyncio.sleep(at)
    began = time.perf_counter()
    try:
        fetched = await fetch_page(url, page)
        out.errors += [f"missing {path}" for path in fetched.missing]
        async with visiting(url, page, opened=False) as visitor:
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


async def _arrivals(urls: Sequence[str], page: str, visitors: int, within: float) -> Measured:
    out, chance = Measured(), random.Random(1)
    times = sorted(chance.uniform(0, within) for _ in range(visitors))
    tasks = [
        asyncio.create_task(_arrival(urls[i % len(urls)], page, at, out))
        for i, at in enumerate(times)
    ]
    await asyncio.gather(*tasks)
    out.seconds = within
    return out


async def _come_and_go(urls: Sequence[str], page: str, sessions: int, seconds: float,
                       pids: Sequence[int]) -> Measured:  # fmt: skip
    """About `sessions` visitors at any time; each stays STAY seconds, then another comes."""
    out, chance, end = Measured(), random.Random(2), time.monotonic() + seconds

    async def seat(number: int) -> None:
        await asyncio.sleep(chance.uniform(0, STAY))
        while time.monotonic() < end - 1:
            until = min(end, time.monotonic() + STAY * chance.uniform(0.5, 1.5))
            try:
                async with visiting(urls[number % len(urls)], page) as visitor:
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


def usage(pids: Sequence[int]) -> dict[str, float]:
    """Megabytes, descriptors and threads of these processes together (Linux)."""
    found = {"mb": 0.0, "descriptors": 0.0, "threads": 0.0, "cpu_s": 0.0}
    for pid in pids:
        status = Path(f"/proc/{pid}/status").read_text()
        values = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        found["mb"] += int(values["VmRSS"].split()[0]) / 1024
        found["threads"] += int(values["Threads"])
        found["descriptors"] += len(list(Path(f"/proc/{pid}/fd").iterdir()))
        times = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        found["cpu_s"] += (int(times[11]) + int(times[12])) / 100
    return found


@contextmanager
def stock_app() -> Iterator[App]:
    """The same pages under Streamlit's own settings and server."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "stock"
        copytree(ROOT / "pages", folder)
        (folder / "navigation.py").rename(folder / "app.py")
        with running_app(folder=folder, options=("--server.headless", "true")) as app:
            yield app


def measure(asked: argparse.Namespace, *, stock: bool = False) -> Measured:
    """Start the servers, or take the one at `--url`, and run what was asked for."""
    with ExitStack() as stack:
        if asked.url:
            urls, pids = [asked.url], asked.pid
        else:
            start = stock_app if stock else running_app
            apps = [stack.enter_context(start()) for _ in range(asked.replicas)]
            urls, pids = [app.url for app in apps], [app.pid for app in apps]
            time.sleep(WARM_UP)
            asyncio.run(_steady(urls, asked.page, 2 * len(urls), 1))  # what the first pays for all
        before = usage(pids)
        return asyncio.run(_run(asked, urls, pids, before))


async def _run(asked: argparse.Namespace, urls: Sequence[str], pids: Sequence[int],
               before: dict[str, float]) -> Measured:  # fmt: skip
    if asked.arrive:
        out = await _arrivals(urls, asked.page, asked.arrive, asked.within)
    elif asked.come_and_go:
        out = await _come_and_go(urls, asked.page, asked.sessions, asked.seconds, pids)
    else:
        peak: dict[str, float] = {}

        async def watch() -> None:
            while True:
                await asyncio.sleep(1)
                peak.update({k: max(v, peak.get(k, 0.0)) for k, v in usage(pids).items()})

        watching = asyncio.create_task(watch())
        out = await _steady(urls, asked.page, asked.sessions, asked.seconds)
        watching.cancel()
        for key in ("mb", "descriptors") if peak else ():
            out.server[f"{key}_per_session"] = (peak[key] - before[key]) / asked.sessions
        out.server["threads"] = peak.get("threads", 0.0)
        out.server["cpu_s"] = peak.get("cpu_s", 0.0) - before["cpu_s"]
    return out


def _percentiles(times: list[float]) -> dict[str, float]:
    if len(times) < 2:
        return {}
    cuts = statistics.quantiles(times, n=100)
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "worst": max(times)}


def summary(out: Measured) -> dict[str, Any]:
    """What is printed."""
    found: dict[str, Any] = {"errors": len(out.errors), "refused": out.refused}
    if out.answers:
        found["commit_ms"] = _percentiles(out.answers)
        found["answers_per_s"] = len(out.answers) / out.seconds
    if out.openings:
        found["opening_ms"] = _percentiles(out.openings)
        found["opened"] = len(out.openings)
    if out.series:
        minute = [one["mb"] for one in out.series[6:13]]
        found["mb_first_minute"] = statistics.mean(minute) if minute else None
        found["mb_last"] = statistics.mean(one["mb"] for one in out.series[-6:])
        found["descriptors_last"] = out.series[-1]["descriptors"]
    return found | {"server": out.server, "first_errors": out.errors[:3]}


def _print(name: str, found: dict[str, Any]) -> None:
    print(name)
    for key, value in found.items():
        if isinstance(value, dict):
            value = "  ".join(f"{k} {v:.1f}" for k, v in value.items())
        elif isinstance(value, float):
            value = f"{value:.1f}"
        print(f"  {key:<18}{value}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--page", default="/softmax")
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--arrive", type=int, default=0, metavar="VISITORS")
    parser.add_argument("--within", type=float, default=20)
    parser.add_argument("--come-and-go", action="store_true")
    parser.add_argument("--compare", action="store_true", help="stock Streamlit first, then ours")
    parser.add_argument("--url", default="", help="a server that runs already")
    parser.add_argument("--pid", type=int, action="append", default=[], help="its process")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    runs = {"stock Streamlit": True, "xentviz": False} if asked.compare else {"xentviz": False}
    found = {name: summary(measure(asked, stock=stock)) for name, stock in runs.items()}
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for name, one in found.items():
        _print(f"{name}: {asked.page}, {' '.join(sys.argv[1:])}", one)


if __name__ == "__main__":
    main()
