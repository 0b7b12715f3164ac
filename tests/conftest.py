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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and run them last: Playwright's event loop stays open between them."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "browser" in item.path.parts)
