"""Draws what `benchmarks/core.py --json FILE` measured, as one SVG for the README.

    python benchmarks/picture.py FILE [docs/core-speed.svg]

One bar a contestant and shape: how many times longer it takes than xentviz for loss and gradient.
"""

import json
import math
import sys
from html import escape
from pathlib import Path
from typing import Any

COLOURS = {  # Okabe-Ito; the name stands beside each bar, so colour carries nothing alone
    "xentviz": "#0072B2",
    "torch, 1 thread": "#D55E00",
    "torch, 2 threads": "#B34E00",
    "optax, jit": "#CC79A7",
    "scipy": "#009E73",
    "textbook NumPy": "#E69F00",
}
WIDTH, LEFT, BAR, GAP, HEAD, MOST = 760, 230, 13, 26, 58, 20.0


def bars(rows: list[dict[str, Any]], dtype: str) -> list[tuple[str, list[tuple[str, float]]]]:
    """For each shape, in the order measured: the contestants' ratios, the slowest last."""
    groups: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        if row["dtype"] == dtype and row["what"] == "both" and row["name"] in COLOURS:
            groups.setdefault(row["shape"], []).append((row["name"], row["ratio"]))
    return [(shape, sorted(found, key=lambda pair: pair[1])) for shape, found in groups.items()]


def length(ratio: float) -> float:
    """Twice as long is the same step everywhere; a hair is left for what is far faster."""
    reach = math.log2(MOST * 4)
    return max(2.0, (math.log2(min(max(ratio, 0.25), MOST)) + 2) / reach * (WIDTH - LEFT - 110))


def draw(rows: list[dict[str, Any]], dtype: str) -> str:
    groups = bars(rows, dtype)
    height = HEAD + sum(GAP + (BAR + 3) * len(found) for _, found in groups) + 12
    one = LEFT + length(1.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img" '
        'aria-label="Time for cross-entropy and its gradient, as a multiple of xentviz">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="16" y="24" font-size="16" font-weight="600" fill="#222">'
        f"Loss and gradient, {dtype}: time, as a multiple of xentviz</text>",
        '<text x="16" y="43" fill="#555">shorter is faster; each doubling is the same step; '
        "the line is xentviz</text>",
        f'<line x1="{one:.1f}" x2="{one:.1f}" y1="{HEAD}" y2="{height - 8}" stroke="#999"/>',
    ]
    y = HEAD
    for shape, found in groups:
        y += GAP
        n, v = shape.split("x")
        parts.append(
            f'<text x="16" y="{y - 7}" font-weight="600" fill="#222">'
            f"{int(n):,} {'row' if n == '1' else 'rows'}, {int(v):,} classes</text>"
        )
        for name, ratio in found:
            end = LEFT + length(ratio)
            parts += [
                f'<text x="{LEFT - 8}" y="{y + 10}" text-anchor="end" fill="#333">'
                f"{escape(name)}</text>",
                f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR}" '
                f'fill="{COLOURS[name]}"/>',
                f'<text x="{end + 6:.1f}" y="{y + 10}" fill="#333">{ratio:.3g}</text>',
            ]
            y += BAR + 3
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["speed"]
    target = Path(sys.argv[2] if len(sys.argv) == 3 else "docs/core-speed.svg")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(draw(rows, "float32"), encoding="utf-8")
    print(f"wrote {target}")


if __name__ == "__main__":
    main()
