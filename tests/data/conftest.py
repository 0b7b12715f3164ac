"""One grammar for all tests of it: it never changes."""

import pytest

from xentviz.data.language import Grammar


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    return Grammar()
