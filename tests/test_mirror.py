"""The mirror in the browser and the core in Python give the same numbers, on extremes too."""

import json
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.deno import deno
from tests.mirror_cases import COUNT, TABLE, Args, Mirrored
from xentviz.boards.encoding import decode, encode

TOLERANCE = 1e-12  # relative; numbers under the smallest normal one compare absolutely
SMALLEST_NORMAL = float(np.finfo(np.float64).tiny)


class Run(NamedTuple):
    """All cases by function, the mirror's answers to them, and what its modules export."""

    cases: dict[str, list[Args]]
    found: dict[str, list[Any]]
    exported: dict[str, list[str]]


@pytest.fixture(scope="module")
def run() -> Run:
    cases = {one.name: one.cases() for one in TABLE}
    asked = [[one.module, one.name, cases[one.name]] for one in TABLE]
    answer = deno("run", "tests/javascript/run_mirror.js", given=json.dumps(encode(asked)))
    assert answer.returncode == 0, answer.stderr
    told: Any = decode(json.loads(answer.stdout))
    found = dict(zip((one.name for one in TABLE), told["found"], strict=True))
    return Run(cases, found, told["exported"])


def _parts(value: object) -> dict[str, NDArray[np.float64]]:
    """The numbers of an answer, by its field."""
    fields = value if isinstance(value, dict) else {"": value}
    return {name: np.atleast_1d(np.asarray(part, float)) for name, part in fields.items()}


def _error(mirror: NDArray[np.float64], core: NDArray[np.float64]) -> float:
    """The worst error of the mirror, as `TOLERANCE` counts it."""
    assert mirror.shape == core.shape
    same = (mirror == core) | (np.isnan(mirror) & np.isnan(core))
    with np.errstate(all="ignore"):
        off = np.abs(mirror - core) / np.maximum(np.abs(core), SMALLEST_NORMAL)
    off[~np.isfinite(off)] = np.inf
    off[(np.abs(mirror) < SMALLEST_NORMAL) & (np.abs(core) < SMALLEST_NORMAL)] = 0.0
    off[same] = 0.0
    return float(off.max(initial=0.0))


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.name)
def test_the_mirror_never_disagrees_with_the_core(run: Run, one: Mirrored) -> None:
    cases, found = run.cases[one.name], run.found[one.name]
    assert len(cases) == len(found) == COUNT >= 1_000
    for case, answer in zip(cases, found, strict=True):
        mirror, core = _parts(answer), _parts(one.wanted(*case))
        assert mirror.keys() == core.keys()
        worst = max(_error(mirror[name], core[name]) for name in core)
        assert worst <= TOLERANCE, f"off by {worst:.1e}: {case} gives {answer}"


def test_no_function_of_the_mirror_is_left_out(run: Run) -> None:
    named = {(one.module, one.name) for one in TABLE}
    exported = {(module, name) for module, names in run.exported.items() for name in names}
    assert named == exported


def test_the_cases_reach_the_extremes(run: Run) -> None:
    kl = np.array([float(value) for value in run.found["klDivergence"]])
    assert np.isinf(kl).any()
    assert ((kl > 1e-18) & (kl < 1e-12)).sum() > 50, "too few near distributions"
    assert (kl >= 0).all()
    losses = np.array([answer["loss"] for answer in run.found["crossEntropyAndGrad"]])
    assert losses.max() > 1e4
    assert 0 <= losses.min() < 1e-9
    assert any(-np.inf in case[0] for case in run.cases["softmax"]), "no class is masked out"
