"""A replica dies: readers go on with another, with their state."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tools.chromium import AT_REST
from tools.replicas import Replicas, replicas

BACK = 5.0  # seconds until everybody is back
READERS = 3
STATE = """() => [...document.querySelectorAll('.xv-board [data-value][data-testid]')]
  .map((node) => [node.dataset.testid, node.dataset.value])"""
CONNECTED = (
    """() => document.querySelector('.stApp')?.dataset.testConnectionState === "CONNECTED" """
)


@pytest.fixture
def two() -> Iterator[Replicas]:
    with replicas(2) as running:
        yield running


def test_readers_of_a_replica_that_dies_are_back_with_their_state(
    two: Replicas, browser: Browser
) -> None:
    pages: list[Page] = []
    for i in range(READERS):
        page = browser.new_context().new_page()
        page.goto(f"{two.url}/softmax?z={i},1,2")
        page.wait_for_function(AT_REST, timeout=30_000)
        pages.append(page)
    before = [page.evaluate(STATE) for page in pages]
    two.kill(0)
    killed = time.monotonic()
    for page in pages:
        page.wait_for_timeout(300)
        page.wait_for_function(CONNECTED, timeout=1000 * BACK)
        page.wait_for_function(AT_REST, timeout=1000 * BACK)
    assert time.monotonic() - killed < BACK + 1
    assert [page.evaluate(STATE) for page in pages] == before
    for page in pages:
        page.context.close()
