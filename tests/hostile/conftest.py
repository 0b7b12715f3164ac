"""One server for all attacks, and its log since the test began."""

from collections.abc import Callable, Iterator

import pytest

from tools.serve import App, running_app


@pytest.fixture(scope="package")
def server() -> Iterator[App]:
    with running_app() as started:
        yield started


@pytest.fixture
def logged(server: App) -> Callable[[], str]:
    """What the server has logged since the test began."""
    before = len(server.log())
    return lambda: server.log()[before:]
