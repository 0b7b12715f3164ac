"""What every test shares."""

from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

# A time limit for each example fails on a busy machine, and tells nothing about the code.
hypothesis.settings.register_profile("xentviz", deadline=None)
hypothesis.settings.load_profile("xentviz")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and run them last: an open Playwright keeps an event loop."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "browser" in item.path.parts)
