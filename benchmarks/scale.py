"""What a token of loss and of gradient costs from 2 to 256,000 classes: the curves of /scale.

    python -m benchmarks.scale [--write]

With --write the result becomes xentviz/data/costs.json, which the page shows.
"""

import argparse
import json
import os
import platform
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from xentviz.core import cross_entropy, cross_entropy_and_grad
from xentviz.data.costs import FILE

SIZES = (2, 5, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 50_257, 128_256, 256_000)
ELEMENTS = 1 << 20  # so many logits at a time, at most MOST_TOKENS rows of them
MOST_TOKENS = 8_192
ROUNDS = 30


def _seconds(work: Callable[[], object]) -> float:
    """The fastest of a few rounds: what disturbs a round only ever makes it longer."""
    work()
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def row(classes: int) -> dict[str, Any]:
    """Seconds a token for the loss alone and for loss and gradient, float32."""
    tokens = min(MOST_TOKENS, max(1, ELEMENTS // classes))
    rng = np.random.default_rng(classes)
    logits = rng.normal(0, 2, (tokens, classes)).astype(np.float32)
    targets = rng.integers(0, classes, tokens)
    grad = np.empty_like(logits)
    return {
        "classes": classes,
        "tokens": tokens,
        "loss": _seconds(lambda: cross_entropy(logits, targets)) / tokens,
        "both": _seconds(lambda: cross_entropy_and_grad(logits, targets, out=grad)) / tokens,
    }


def _machine() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", info.read_text(), re.M) if info.exists() else None
    name = found[1].strip() if found else platform.processor() or platform.machine()
    cores = os.cpu_count() or 1
    return f"{name}, {cores} core{'s' if cores > 1 else ''}"


def measure() -> dict[str, Any]:
    """The whole curve and where it was measured."""
    np.empty(1 << 21)  # freed at once: glibc then keeps what is freed, as in a server at work
    return {
        "machine": _machine(),
        "software": f"Python {platform.python_version()}, NumPy {np.__version__}",
        "date": datetime.now(UTC).date().isoformat(),
        "dtype": "float32",
        "unit": "seconds a token",
        "rows": [row(classes) for classes in SIZES],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"keep the result in {FILE.name}")
    asked = parser.parse_args()
    found = measure()
    for one in found["rows"]:
        print(
            f"{one['classes']:>8,} classes, {one['tokens']:>5,} tokens: loss {one['loss']:.3g} s, "
            f"loss and gradient {one['both']:.3g} s a token"
        )
    if asked.write:
        FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
