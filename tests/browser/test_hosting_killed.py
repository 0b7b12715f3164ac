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


@pytest.fixture
def pages(two: Replicas, browser: Browser) -> Iterator[list[Page]]:
    """A board each for a few readers, each in a state of its own."""
    opened: list[Page] = []
    for i in range(READERS):
        page = browser.new_context().new_page()
        page.goto(f"{two.url}/softmax?step=7&z={i},1,2")
        page.wait_for_function(AT_REST, timeout=30_000)
        opened.append(page)
    yield opened
    for page in opened:
        page.context.close()


def all_back(pages: list[Page], since: float) -> None:
    """Until every reader's board is the core's again; they have BACK seconds for it."""
    for page in pages:
        page.wait_for_timeout(300)
        page.wait_for_function(CONNECTED, timeout=1000 * BACK)
        page.wait_for_function(AT_REST, timeout=1000 * BACK)
    assert time.monotonic() - since < BACK + 1


def test_readers_of_a_replica_that_dies_are_back_with_their_state(
    two: Replicas, pages: list[Page]
) -> None:
    before = [page.evaluate(STATE) for page in pages]
    two.kill(0)
    all_back(pages, time.monotonic())
    assert [page.evaluate(STATE) for page in pages] == before


def test_a_rolling_restart_leaves_every_reader_where_they_were(
    two: Replicas, pages: list[Page]
) -> None:
    before = [page.evaluate(STATE) for page in pages]
    assert len(before[0]) > 5
    for number in range(len(two.apps)):
        two.restart(number)
        all_back(pages, time.monotonic())
        assert [page.evaluate(STATE) for page in pages] == before
    pages[0].get_by_test_id("logit-0").press("ArrowRight")
    pages[0].wait_for_function(AT_REST)
    assert pages[0].evaluate(STATE) != before[0]
