"""One server for all attacks, which may open few files, and its log since the test began."""

import sys
from collections.abc import Callable, Iterator

import pytest

from tools.serve import STREAMLIT, App, running_app

OPEN_FILES = 1000
FEW_FILES = ("sh", "-c", f'ulimit -n {OPEN_FILES}; exec "$0" "$@"', *STREAMLIT)


@pytest.fixture(scope="package")
def server() -> Iterator[App]:
    with running_app(STREAMLIT if sys.platform == "win32" else FEW_FILES) as started:
        yield started


@pytest.fixture
def logged(server: App) -> Callable[[], str]:
    """What the server has logged since the test began."""
    before = len(server.log())
    return lambda: server.log()[before:]
