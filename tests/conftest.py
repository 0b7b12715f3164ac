"""What every test shares."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

# Two workers share two cores: threads of BLAS beyond that only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent

# A time limit for each example fails on a busy machine, and tells nothing about the code.
hypothesis.settings.register_profile("xentviz", deadline=None)
hypothesis.settings.load_profile("xentviz")


@pytest.fixture(scope="session", autouse=True)
def learn() -> Iterator[Callable[..., None]]:
    """No page starts a training in this process: half a minute of a core that nobody waits for.

    Gives the function that trains, for the tests that want it.
    """
    from xentviz.server import corpora

    in_earnest = corpora._learn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpora, "_learn", lambda job, key: None)
        yield in_earnest


# What begins first, by the beginning of its path, and with what it shares a worker: models that are
# trained once a process, figures that are drawn once. The longest first, browsers last.
ORDER = (
    ("test_house.py::test_a_checker", "checkers"),
    ("models/", "models"),
    ("pages/", "lessons"),
    ("lessons/", "lessons"),
    ("frame/", "lessons"),
    # Real servers: as few of them as need be, on two workers.
    ("hostile/", "attacked"),
    ("test_wheel.py", "attacked"),
    ("", None),
    ("browser/", None),
)


def _place(nodeid: str) -> int:
    """Where in ORDER a test belongs: the longest beginning that fits."""
    name = nodeid.removeprefix("tests/")
    fits = [i for i, (beginning, _) in enumerate(ORDER) if name.startswith(beginning)]
    return max(fits, key=lambda i: len(ORDER[i][0]))


def worker_group(nodeid: str) -> str:
    """Tests of one group run on one worker: those of a file, or of a group in ORDER."""
    file = nodeid.partition("::")[0]
    if "/browser/" in file:
        # The first visit of /language starts half a minute of training: on one server.
        return "language" if "language" in nodeid else nodeid
    return ORDER[_place(nodeid)][1] or file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Hand the tests out by `worker_group`; xdist's own groups do nothing under pytest 9.2."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return worker_group(nodeid)

    return ByGroup(config, log)


def _known_failures() -> dict[str, pytest.MarkDecorator]:
    """Browser tests that are known to fail, at times or always, with what is known of the cause.

    A third column says "not run": what such a test leaves behind would fail its end, too.
    """
    lines = (ROOT / "tests/browser/known_failures.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines]
    return {name: pytest.mark.xfail(reason=why, run=not rest) for name, why, *rest in rows}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and the known failures, and put all tests in order."""
    known = _known_failures()
    items.sort(key=lambda item: _place(item.nodeid))
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
        for name in {item.nodeid, item.nodeid.partition("[")[0]} & set(known):
            item.add_marker(known[name])
