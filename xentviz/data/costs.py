"""What one token of loss and gradient costs in this core: measured by benchmarks/scale.py."""

import functools
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "costs.json"
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds a token against the number of classes, and where and when they were measured."""

    machine: str
    software: str
    date: str
    dtype: str
    loss: Points
    both: Points


@functools.cache
def measured() -> Costs:
    """The stored measurement."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    about = {name: kept[name] for name in ("machine", "software", "date", "dtype")}
    return Costs(**about, loss=_points(kept["rows"], "loss"), both=_points(kept["rows"], "both"))


def _points(rows: list[dict[str, float]], what: str) -> Points:
    return [(float(row["classes"]), float(row[what])) for row in rows]


def between(points: Points, x: float) -> float:
    """The curve through the points at x, straight where both axes count factors."""
    xs, ys = zip(*points, strict=True)
    return math.exp(float(np.interp(math.log(x), np.log(xs), np.log(ys))))
