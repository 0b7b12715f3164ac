"""What stands where a board will be: until its module has come, and when it cannot come."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Route, expect

from tools.chromium import AT_REST
from tools.serve import App

# Without the file that has all of them, modules come one by one.
ALL, MODULE = "**/all.js", "**/logits.js"
SOURCES = "() => [...document.querySelectorAll('.xv-board')].map(({ dataset }) => dataset.source)"
RAN = """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
  && document.querySelectorAll('.xv-board').length > 1"""


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    """A page without the guard: a module that cannot be loaded is an error in the console."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(20_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def test_a_page_is_not_at_rest_until_the_module_of_every_board_has_come(
    app: App, browser: Browser
) -> None:
    with _page(browser) as page:
        waiting: list[Route] = []
        page.route(ALL, lambda route: route.abort())
        page.route(MODULE, lambda route: waiting.append(route))
        page.goto(f"{app.url}/softmax", wait_until="commit")
        page.wait_for_function(RAN)
        page.wait_for_function("() => document.querySelector('.xv-lesson')?.dataset.source")
        assert "loading" in page.evaluate(SOURCES)
        assert page.evaluate(AT_REST) is False
        expect(page.locator('.xv-board[data-source="loading"]')).to_be_hidden()
        assert waiting, "the module was not asked for"
        for route in waiting:
            route.continue_()
        page.wait_for_function(AT_REST)
        assert set(page.evaluate(SOURCES)) == {"core"}
        assert page.get_by_test_id("logit-0").is_visible()


def test_a_board_that_cannot_be_loaded_says_so_in_one_sentence_and_all_else_works(
    app: App, browser: Browser
) -> None:
    with _page(browser) as page:
        page.route(ALL, lambda route: route.abort())
        page.route(MODULE, lambda route: route.abort())
        page.goto(f"{app.url}/softmax", wait_until="commit")
        failed = page.locator('.xv-board[data-source="failed"]')
        expect(failed).to_be_visible()
        assert failed.inner_text().count(".") == 2, "one sentence, and what to do"
        assert "Reload the page" in failed.inner_text()
        expect(page.get_by_test_id("step-title")).to_be_visible()
        page.get_by_test_id("qr").click()
        expect(page.get_by_test_id("qr-picture")).to_be_visible()
