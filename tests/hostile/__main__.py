"""A long run by hand: python -m tests.hostile --seconds 600 [--seed 1]"""

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import gettempdir

from tests.hostile.fuzz import Fuzz, unseen
from tools.serve import running_app


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with running_app() as app:
        before = len(app.log())
        found = asyncio.run(Fuzz(app.url, asked.seed, asked.seconds).run())
        log = app.log()[before:]
    (Path(gettempdir()) / "hostile.log").write_text(log)
    print(f"sent: {dict(found.sent)}")
    print(f"a well-behaved visitor: {found.commits} commits, the slowest {found.slowest:.2f} s")
    print(f"log: {len(log):,} characters, {len(log.splitlines())} lines")
    wrong = {
        "leaks": found.leaks,
        "crossed": found.crossed,
        "failures": found.failures,
        "unreadable lines": unseen(log),
    }
    for name, those in wrong.items():
        print(f"{name}: {len(those)}", *those[:5], sep="\n  ")
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
