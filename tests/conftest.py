"""What every test shares."""

import os
from collections.abc import Iterator
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
def _nobody_learns() -> Iterator[None]:
    """No page starts a training in this process: half a minute of a core that nobody waits for."""
    from xentviz.server import corpora

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpora, "_learn", lambda job, key: None)
        yield


# What begins first, by the beginning of its path, and with what it shares a worker: models that are
# trained once a process, figures that are drawn once. The longest first, browsers last.
ORDER = (
    ("test_house.py::test_a_checker", None),
    ("models/", "models"),
    ("pages/", "lessons"),
    ("lessons/", "lessons"),
    ("frame/", "lessons"),
    ("", None),
    ("browser/", None),
)


def _place(item: pytest.Item) -> int:
    """Where in ORDER a test belongs: the longest beginning that fits."""
    name = item.nodeid.removeprefix("tests/")
    fits = [i for i, (beginning, _) in enumerate(ORDER) if name.startswith(beginning)]
    return max(fits, key=lambda i: len(ORDER[i][0]))


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in a hook of the same name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests, put tests in order, and keep together what shares a worker."""
    items.sort(key=_place)
    for item in items:
        group = ORDER[_place(item)][1]
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            # The first visit of this page starts half a minute of training: on one server.
            group = "language" if "language" in item.nodeid else None
        if group:
            item.add_marker(pytest.mark.xdist_group(group))
