"""Runs the code that a page shows, as a stranger would: in a Python of its own."""

import json
import subprocess
import sys
from typing import Any

# Each snippet in a namespace of its own; what it printed is dropped, what it computed is told.
_RUN = """
import contextlib, io, json, sys

def told(value):
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):  # of numbers, or of arrays
        value = [one.tolist() if hasattr(one, "tolist") else one for one in value]
    if isinstance(value, list) and len(value) > 1000:
        return None  # a row of a large vocabulary
    return value if isinstance(value, (int, float, list)) else None

found = []
for code in json.load(sys.stdin):
    names = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "snippet", "exec"), names)
    values = {name: told(value) for name, value in names.items()}
    found.append({**{k: v for k, v in values.items() if v is not None}, "": printed.getvalue()})
json.dump(found, sys.stdout)
"""


def ran(*codes: str) -> list[dict[str, Any]]:
    """For each snippet the numbers that it computed, by name; what it printed under ""."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _RUN],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def last_line(told: dict[str, Any]) -> list[float]:
    """The numbers of the last line that a snippet printed, brackets left out."""
    line = told[""].splitlines()[-1]
    return [float(part) for part in line.replace("[", " ").replace("]", " ").split()]
