"""Compares the mirror that a page has loaded with the core, on random and extreme cases."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

from xentviz.core import cross_entropy_and_grad, log_softmax, softmax

CASES = 1_200
SMALLEST_NORMAL = float(np.finfo(np.float64).tiny)
Floats = NDArray[np.float64]

MIRROR = """async (cases) => {
  const served = performance.getEntriesByType("resource").map(({ name }) => name);
  const mirror = await import(served.find((name) => name.includes("mirror.js")));
  return cases.map(({ z, t, T, s }) => ({
    ...mirror.crossEntropyAndGrad(z, t, { temperature: T, labelSmoothing: s }),
    softmax: mirror.softmax(z, T), logs: mirror.logSoftmax(z, T),
  }));
}"""


def _logits(rng: np.random.Generator, case: int) -> Floats:
    """One row of 2 to 50 scores: near, far, at ±1e4, all equal, or with classes masked out."""
    size = int(rng.integers(2, 51))
    kind = case % 6
    if kind == 0:
        return rng.uniform(-8, 8, size)
    if kind == 1:
        return rng.uniform(-1e4, 1e4, size)
    if kind == 2:
        return np.full(size, rng.uniform(-1e4, 1e4))
    if kind == 3:
        return rng.choice([-1e4, 0.0, 1e4], size) + rng.normal(0, 1, size)
    if kind == 4:
        return np.asarray(rng.normal(0, 10.0 ** rng.integers(-6, 3), size))
    z = rng.normal(0, 5, size)
    z[rng.random(size) < 0.3] = -np.inf
    if np.isinf(z).all():
        z[0] = 0.0
    return z


def mirror_cases() -> list[dict[str, Any]]:
    """Reproducible cases, as the page takes them."""
    rng = np.random.default_rng(20_240_601)
    cases = []
    for i in range(CASES):
        z = _logits(rng, i)
        alive = np.flatnonzero(np.isfinite(z))
        heat = 1.0 if i % 3 else float(10 ** rng.uniform(-1, 1))
        smooth = 0.0 if i % 4 or np.isinf(z).any() else float(rng.uniform(0, 0.3))
        cases.append({"z": z.tolist(), "t": int(rng.choice(alive)), "T": heat, "s": smooth})
    return cases


def _error(mirror: object, core: object) -> float:
    """The worst relative error; values under the smallest normal number compare absolutely."""
    a, b = np.atleast_1d(np.asarray(mirror, float)), np.atleast_1d(np.asarray(core, float))
    assert a.shape == b.shape
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    with np.errstate(all="ignore"):
        off = np.abs(a - b) / np.maximum(np.abs(b), SMALLEST_NORMAL)
    off[~same & ~np.isfinite(off)] = math.inf
    off[same] = 0.0
    off[(np.abs(a) < SMALLEST_NORMAL) & (np.abs(b) < SMALLEST_NORMAL)] = 0.0
    return float(off.max())


def worst_errors(page: Page) -> dict[str, float]:
    """The worst relative error of the page's mirror against the core, for each result."""
    cases = mirror_cases()
    worst: dict[str, float] = {}
    for case, got in zip(cases, page.evaluate(MIRROR, cases), strict=True):
        z = np.array(case["z"])
        loss, grad = cross_entropy_and_grad(
            z, case["t"], temperature=case["T"], label_smoothing=case["s"]
        )
        probs = softmax(z, temperature=case["T"])
        found = {
            "loss": _error(got["loss"], loss),
            "probs": max(_error(got["probs"], probs), _error(got["softmax"], probs)),
            "grad": _error(got["grad"], grad),
            "log": _error(got["logs"], log_softmax(z, temperature=case["T"])),
        }
        worst = {name: max(value, worst.get(name, 0.0)) for name, value in found.items()}
    return worst
