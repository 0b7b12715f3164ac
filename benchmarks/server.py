"""The server's time for one rerun after a commit, measured inside a real server.

python -m benchmarks.server [--page "/softmax?step=7" --handle logit-0] [--commits 100] [--json]
"""

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.web import cli

from tools.chromium import AT_REST, chromium
from tools.serve import WARM_UP, running_app

RECORD = "XENTVIZ_RERUN_TIMES"


def serve() -> None:
    """`streamlit`, with a stopwatch around each run of a script."""
    run = ScriptRunner._run_script
    record = Path(os.environ[RECORD])

    def timed(self: ScriptRunner, rerun_data: RerunData) -> None:
        began, cpu = time.perf_counter(), time.thread_time()
        run(self, rerun_data)
        took = time.perf_counter() - began
        with record.open("a") as out:
            row = {
                "fragment": bool(rerun_data.fragment_id or rerun_data.fragment_id_queue),
                "ms": 1000 * took,
                "cpu_ms": 1000 * (time.thread_time() - cpu),
            }
            print(json.dumps(row), file=out, flush=True)

    ScriptRunner._run_script = timed  # type: ignore[method-assign]
    cli.main()


def measure(path: str, commits: int, handle: str) -> list[dict[str, Any]]:
    """Each run of the script that a commit from the board caused."""
    with TemporaryDirectory() as folder:
        record = Path(folder) / "times"
        os.environ[RECORD] = str(record)
        launcher = (sys.executable, "-m", "benchmarks.server", "--serve")
        with running_app(launcher) as app, chromium() as browser:
            time.sleep(WARM_UP)
            page = browser.new_page()
            page.goto(app.url + path)
            page.wait_for_function(AT_REST)
            opened = len(record.read_text().splitlines())
            page.locator(f'[data-testid="{handle}"]').focus()
            for i in range(commits):
                page.keyboard.press("ArrowRight" if i // 20 % 2 else "ArrowLeft")
                page.wait_for_function(AT_REST)
        rows = [json.loads(line) for line in record.read_text().splitlines()]
    return rows[opened:]


def _summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    wall, cpu = [row["ms"] for row in rows], [row["cpu_ms"] for row in rows]
    return {
        "reruns": len(rows),
        "of_a_fragment": sum(row["fragment"] for row in rows),
        "median_ms": statistics.median(wall),
        "p95_ms": statistics.quantiles(wall, n=20)[-1],
        "cpu_median_ms": statistics.median(cpu),
        "cpu_p95_ms": statistics.quantiles(cpu, n=20)[-1],
    }


def main() -> None:
    if "--serve" in sys.argv:
        sys.argv = ["streamlit", *sys.argv[sys.argv.index("--serve") + 1 :]]
        serve()
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", default="/softmax?step=7", help="here its whole board")
    parser.add_argument("--handle", default="logit-0")
    parser.add_argument("--commits", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    asked = parser.parse_args()
    found = _summary(measure(asked.page, asked.commits, asked.handle))
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    print(f"{found['reruns']} reruns after a commit, {found['of_a_fragment']} of a fragment alone")
    print(f"server time: median {found['median_ms']:.2f} ms (aim 5), p95 {found['p95_ms']:.2f} ms")
    print(f"of that CPU: median {found['cpu_median_ms']:.2f} ms, p95 {found['cpu_p95_ms']:.2f} ms")


if __name__ == "__main__":
    main()
