"""What a first visit costs: requests, bytes on the wire, and seconds until the board stands.

    python -m benchmarks.first_visit [--page /softmax] [--rounds 3] [--json] [--list]

Each visit has an empty cache, and Chromium slows its own network: 10 Mbit/s with 40 ms, and
1.6 Mbit/s with 150 ms. An empty Streamlit page is measured beside it, by turns. What arrives after
the board stands is not counted.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession

from benchmarks.opening import EMPTY_PAINTED, VIEW, empty_page
from tools.chromium import chromium
from tools.serve import WARM_UP, running_app

EMPTY = "empty Streamlit page"
STANDS = """() => document.querySelector('.xv-board')?.dataset.source === "core" """
# Each network: megabits a second, milliseconds until a request is answered, the aim in seconds.
NETWORKS = {"fast": (10.0, 40, 1.5), "slow": (1.6, 150, 6.0)}
MOST_BYTES = 1_000_000
MORE_REQUESTS = 10  # at most so many more than the empty page


@dataclass
class Traffic:
    """What one page has fetched so far: files in the order of asking, bytes as they came."""

    urls: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    socket: int = 0

    def watch(self, session: CDPSession) -> None:
        """Hear of every request, of its size when it has come, and of the websocket's frames."""
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.dataReceived", self._part)
        session.on("Network.loadingFinished", self._came)
        session.on("Network.webSocketFrameReceived", self._frame)

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if url.startswith("http"):
            self.urls[event["requestId"]] = url

    def _part(self, event: dict[str, Any]) -> None:
        key = event["requestId"]
        self.sizes[key] = self.sizes.get(key, 0) + int(event["encodedDataLength"])

    def _came(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.urls:
            self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        self.socket += len(event["response"]["payloadData"]) * 3 // 4  # it is shown as base64

    def bytes(self) -> int:
        return sum(self.sizes.values()) + self.socket

    def table(self) -> str:
        """Size and path of each file, largest first."""
        rows = sorted(
            ((self.sizes.get(key, 0), url) for key, url in self.urls.items()), reverse=True
        )
        files = "\n".join(f"{size:>9}  {urlsplit(url).path}" for size, url in rows)
        return f"{files}\n{self.socket:>9}  (websocket)"


def visit(
    browser: Browser, url: str, stands: str, mbit: float, latency: float
) -> tuple[float, Traffic]:
    """Open `url` with an empty cache; seconds until it stands, and what was fetched by then."""
    context = browser.new_context(viewport=VIEW)
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic = Traffic()
    traffic.watch(session)
    speed = mbit * 1e6 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": speed,
            "uploadThroughput": speed,
        },
    )
    began = time.monotonic()
    page.goto(url, wait_until="commit")
    page.wait_for_function(stands, timeout=60_000)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    took = time.monotonic() - began
    context.close()
    return took, traffic


def measure(path: str, rounds: int, options: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Per network and page: the medians, and the last visit's traffic."""
    found: dict[str, dict[str, Any]] = {}
    with running_app(options=options) as app, empty_page() as empty, chromium() as browser:
        time.sleep(WARM_UP)
        asked = {EMPTY: (empty.url, EMPTY_PAINTED), path: (app.url + path, STANDS)}
        for network, (mbit, latency, _) in NETWORKS.items():
            visits: dict[str, list[tuple[float, Traffic]]] = {name: [] for name in asked}
            for _ in range(rounds):
                for name, (url, stands) in asked.items():
                    visits[name].append(visit(browser, url, stands, mbit, latency))
            found[network] = {name: _summary(each) for name, each in visits.items()}
    return found


def _summary(visits: list[tuple[float, Traffic]]) -> dict[str, Any]:
    last = visits[-1][1]
    return {
        "seconds_median": statistics.median(took for took, _ in visits),
        "seconds_worst": max(took for took, _ in visits),
        "requests": statistics.median(len(traffic.urls) for _, traffic in visits),
        "bytes": statistics.median(traffic.bytes() for _, traffic in visits),
        "files": last.table(),
    }


def _print(found: dict[str, dict[str, Any]], *, files: bool) -> None:
    for network, pages in found.items():
        mbit, latency, aim = NETWORKS[network]
        print(f"{mbit:g} Mbit/s, {latency} ms, empty cache (aim {aim} s)")
        for name, one in pages.items():
            print(
                f"  {name:<22}{one['seconds_median']:6.2f} s (worst {one['seconds_worst']:.2f})"
                f"{one['requests']:>6.0f} requests{one['bytes'] / 1000:>8.0f} kB"
            )
        if files:
            print(list(pages.values())[-1]["files"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", default="/softmax")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--list", action="store_true", help="print each file and its size")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    found = measure(asked.page, asked.rounds)
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        _print(found, files=asked.list)


if __name__ == "__main__":
    main()
