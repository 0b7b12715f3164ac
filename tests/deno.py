"""Deno, which formats, lints, type-checks and runs the boards' JavaScript without a browser."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DENO = Path(sys.executable).parent / "deno"


def deno(*command: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run one of its commands in the repository: nothing is fetched, and nothing asks for it."""
    quiet = {"NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1", "DENO_NO_PROMPT": "1"}
    return subprocess.run(
        [str(DENO), *command],
        cwd=ROOT,
        env={**os.environ, **quiet},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
