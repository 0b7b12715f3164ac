"""Many visitors at once: sessions over real websockets that commit as boards do, once a second.

    python -m benchmarks.load [--page /softmax] [--sessions 100] [--seconds 20] [--replicas 1]
    python -m benchmarks.load --compare        stock Streamlit beside ours, one after the other
    python -m benchmarks.load --arrive 200 --within 20 [--replicas 2]     a class opens one link
    python -m benchmarks.load --come-and-go --seconds 600    sessions that stay half a minute
    python -m benchmarks.load --open-and-close 300           sessions that stay for one commit
    python -m benchmarks.load --sessions 200 --replicas 2 --nginx      as a class meets it
    python -m benchmarks.load --url http://127.0.0.1:8080    a server that runs already

Everything runs on this machine, the driver included. A commit's time ends when its board has the
core's numbers; in each second every session commits once, at a random moment. A page without a
query is opened at its first chapter's last step, which shows the whole board.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from benchmarks.visitors import (
    Measured,
    arrivals,
    come_and_go,
    open_and_close,
    steady,
    whole_board,
)
from tools.nginx import NO_NGINX, find_nginx, running_nginx
from tools.serve import ROOT, WARM_UP, App, running_app, usage


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
            if asked.nginx:
                nginx = find_nginx() or sys.exit(NO_NGINX)
                ports = [urlsplit(url).port or 0 for url in urls]
                front = stack.enter_context(running_nginx(nginx, ports))
                urls = [f"http://127.0.0.1:{front.port}"]
            time.sleep(WARM_UP)
            asyncio.run(steady(urls, asked.page, 4 * asked.replicas, 1))
        before = usage(pids)
        return asyncio.run(_run(asked, urls, pids, before))


async def _run(asked: argparse.Namespace, urls: Sequence[str], pids: Sequence[int],
               before: dict[str, float]) -> Measured:  # fmt: skip
    if asked.open_and_close:
        out = await open_and_close(urls, asked.page, asked.open_and_close, pids)
    elif asked.arrive:
        out = await arrivals(urls, asked.page, asked.arrive, asked.within)
    elif asked.come_and_go:
        out = await come_and_go(urls, asked.page, asked.sessions, asked.seconds, pids)
    else:
        peak: dict[str, float] = {}

        async def watch() -> None:
            while True:
                await asyncio.sleep(1)
                peak.update({k: max(v, peak.get(k, 0.0)) for k, v in usage(pids).items()})

        watching = asyncio.create_task(watch())
        out = await steady(urls, asked.page, asked.sessions, asked.seconds)
        watching.cancel()
        for key in ("mb", "descriptors") if peak else ():
            out.server[f"{key}_per_session"] = (peak[key] - before[key]) / asked.sessions
        out.server["threads"] = peak.get("threads", 0.0)
        out.server["cpu_s"] = peak.get("cpu_s", 0.0) - before["cpu_s"]
    return out


MOMENTS = ("before", "all closed", "all forgotten")  # of `--open-and-close`


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
    if len(out.series) == len(MOMENTS):
        for moment, used in zip(MOMENTS, out.series, strict=True):
            found[moment] = used
    elif out.series:
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
    parser.add_argument("--nginx", action="store_true", help="before the replicas, as shipped")
    parser.add_argument("--arrive", type=int, default=0, metavar="VISITORS")
    parser.add_argument("--within", type=float, default=20)
    parser.add_argument("--come-and-go", action="store_true")
    parser.add_argument("--open-and-close", type=int, default=0, metavar="SESSIONS")
    parser.add_argument("--compare", action="store_true", help="stock Streamlit first, then ours")
    parser.add_argument("--url", default="", help="a server that runs already")
    parser.add_argument("--pid", type=int, action="append", default=[], help="its process")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    asked.page = asked.page if "?" in asked.page else whole_board(asked.page)
    runs = {"stock Streamlit": True, "xentviz": False} if asked.compare else {"xentviz": False}
    found = {name: summary(measure(asked, stock=stock)) for name, stock in runs.items()}
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for name, one in found.items():
        _print(f"{name}: {asked.page}, {' '.join(sys.argv[1:])}", one)


if __name__ == "__main__":
    main()
