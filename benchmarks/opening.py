"""How long a link takes to its painted board, every page beside an empty Streamlit page.

    python -m benchmarks.opening [--rounds 5] [--json]

Warm: each page has been opened once in the same browser, whose cache then holds what may be held.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, ViewportSize

from tools.chromium import AT_REST, IDLE, LEARNING_MS, chromium
from tools.serve import ROOT, WARM_UP, App, running_app
from xentviz.lessons.catalogue import LESSONS

VIEW: ViewportSize = {"width": 1366, "height": 768}
AIM = 2000  # milliseconds
EMPTY = "empty Streamlit page"
TITLE = "Hello"
PAINTED = """() => document.querySelector('[data-testid="board"]')?.dataset.source === "core" """
EMPTY_PAINTED = f"() => document.querySelector('h1')?.textContent === '{TITLE}'"


@contextmanager
def empty_page() -> Iterator[App]:
    """An app of one title, under the settings of ours."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        copytree(ROOT / ".streamlit", folder / ".streamlit")
        (folder / "app.py").write_text(f"import streamlit as st\n\nst.title({TITLE!r})\n")
        with running_app(folder=folder) as app:
            yield app


def openings(
    browser: Browser, urls: Mapping[str, str], rounds: int = 6
) -> dict[str, list[tuple[float, float]]]:
    """For each url, milliseconds from its opening to the board painted, and to the whole page.

    By turns, for the machine's speed varies; the first round, which fills the cache, is left out.
    """
    context = browser.new_context(viewport=VIEW)
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in urls}
    for turn in range(rounds):
        for name, url in urls.items():
            page = context.new_page()
            began = time.monotonic()
            page.goto(url, wait_until="commit")
            page.wait_for_function(EMPTY_PAINTED if name == EMPTY else PAINTED)
            page.evaluate("() => new Promise(requestAnimationFrame)")
            painted = 1000 * (time.monotonic() - began)
            if name != EMPTY:
                page.wait_for_function(AT_REST)
            took[name].append((painted, 1000 * (time.monotonic() - began)))
            if turn == 0:
                page.wait_for_function(IDLE, timeout=LEARNING_MS)
            page.close()
    context.close()
    return {name: times[1:] for name, times in took.items()}


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Every page and the empty one."""
    with running_app() as app, empty_page() as empty, chromium() as browser:
        time.sleep(WARM_UP)
        urls = {EMPTY: empty.url} | {f"/{one.path}": f"{app.url}/{one.path}" for one in LESSONS}
        took = openings(browser, urls, rounds)
    return {
        name: {
            "painted_ms_median": statistics.median(painted for painted, _ in times),
            "painted_ms_worst": max(painted for painted, _ in times),
            "whole_ms_median": statistics.median(whole for _, whole in times),
        }
        for name, times in took.items()
    }


def _table(found: dict[str, dict[str, Any]]) -> None:
    bare = found[EMPTY]["painted_ms_median"]
    print(f"{'link opened, warm':<22}{'painted, ms':>12}{'worst':>8}{'beyond empty':>14}"
          f"{'whole page':>12}   (aim {AIM})")  # fmt: skip
    for name, one in found.items():
        print(f"{name:<22}{one['painted_ms_median']:>12.0f}{one['painted_ms_worst']:>8.0f}"
              f"{one['painted_ms_median'] - bare:>14.0f}"
              f"{one['whole_ms_median']:>12.0f}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    found = measure(max(2, asked.rounds))
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        _table(found)


if __name__ == "__main__":
    main()
