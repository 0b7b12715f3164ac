"""A first visit is small, asks nobody else, and finds everything it asks for."""

from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tools.serve import App

MOST_BYTES = 1_000_000
STANDS = """() => document.querySelector('.xv-board')?.dataset.source === "core" """
# What came over the network, headers and all; 0 for what the browser had.
FETCHED = """() => [...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource")].map((one) => [one.name, one.transferSize])"""


def fetched(page: Page) -> dict[str, int]:
    page.wait_for_function(STANDS)
    return {name: size for name, size in page.evaluate(FETCHED) if size}


def test_a_first_visit_stays_under_a_megabyte_until_the_board_stands(
    visit: Callable[..., Page],
) -> None:
    sizes = fetched(visit("/softmax"))
    assert len(sizes) > 50
    largest = sorted(sizes.items(), key=lambda one: -one[1])[:5]
    assert sum(sizes.values()) < MOST_BYTES, largest


def test_a_second_visit_fetches_no_file_whose_name_carries_its_content(
    visit: Callable[..., Page],
) -> None:
    page = visit("/softmax")
    assert any("/static/js/" in url for url in fetched(page))
    page.goto(page.url)
    again = fetched(page)
    assert again, "the page itself is asked for again"
    assert [url for url in again if "/static/" in url or "/assets/" in url] == []


@pytest.mark.parametrize("path", ["/", "/softmax"])
def test_title_and_description_are_there_before_any_script(app: App, path: str) -> None:
    with urlopen(app.url + path, timeout=10) as answer:
        text = answer.read().decode()
    assert "<title>Streamlit</title>" not in text
    assert '<meta name="description"' in text


@pytest.mark.parametrize("path", ["/nothing", "/softmax/_stcore/health", "/_stcore/metrics",
                                  "/_stcore/agent/openapi.json", "/static/js/missing.js",
                                  "/component/x/index.html", "/.env"])  # fmt: skip
def test_unknown_paths_are_not_found(app: App, path: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        urlopen(app.url + path, timeout=10)
