"""What every test shares."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, browser last: Playwright keeps an event loop running while it is open."""
    items.sort(key=lambda item: "browser" in item.path.parts)
