"""/calibration in a real browser: the board under the finger, the scrubber, the quiz."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.board import Board, everything
from xentviz.boards.proper_score import ProperScoreState, scores
from xentviz.lessons.calibration import quiz, temperature

PATH = "/calibration"
SOME = (99, 1, 70, 60, 30, 5, 80, 50, 95, 60, 40, 99)
MIRROR = """async (cases) => {
  const served = performance.getEntriesByType("resource").map(({ name }) => name);
  const all = served.find((name) => name.endsWith("/all.js"));
  const mirror = await import(all.replace("all.js", "mirror.js"));
  return cases.map(([c, q]) => [
    mirror.expectedLoss(c, q), mirror.squaredScore(c, q), mirror.absoluteScore(c, q)]);
}"""
CLASSIFIER = everything("calibration", chapter="classifier")
YOURSELF = everything("calibration", chapter="yourself")
READY = """() => document.querySelector('.js-plotly-plot')?._transitionData?._frames?.length > 10"""
# A figure that is set anew is put in the place of the old one: for a moment there is none.
DOT = "() => document.querySelector('.js-plotly-plot')?.data?.[7].x[0]"


def _painted(board: Board, name: str) -> float:
    """The number once the frame that was asked for has been painted."""
    board.page.evaluate("() => new Promise(requestAnimationFrame)")
    return board.number(name)


def _is_as_the_core_says(board: Board) -> None:
    state = ProperScoreState(board.number("chance"), board.number("said"))
    core = scores(state)
    for name in ("loss", "entropy", "kl", "squared", "absolute"):
        assert board.number(name) == pytest.approx(getattr(core, name), rel=1e-12, abs=1e-15)
    assert board.number("loss-bits") == pytest.approx(core.bits, rel=1e-12)


@pytest.mark.parametrize("handle", ["said", "chance"])
def test_the_scores_move_while_the_pointer_is_down_and_the_core_settles_them(
    open_board: Callable[..., Board], handle: str
) -> None:
    board = open_board(PATH)
    seen = set()
    with board.holding(handle) as move:
        for i in range(8):
            move(0.2 + 0.05 * i)
            seen.add(tuple(_painted(board, name) for name in ("loss", "kl", "squared")))
    assert len(seen) >= 6
    board.settled()
    _is_as_the_core_says(board)


def test_a_finger_on_the_chart_says_what_it_points_at(open_board: Callable[..., Board]) -> None:
    board = open_board(PATH)
    box = board.page.locator(".xv-squared svg").bounding_box()
    assert box
    y = box["y"] + box["height"] * 0.7
    board.page.mouse.move(box["x"] + box["width"] * 0.3, y)
    board.page.mouse.down()
    board.page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=4)
    board.page.mouse.up()
    board.settled()
    assert board.number("said") == pytest.approx((0.5 * 300 - 26) / 262, abs=0.006)
    assert board.number("chance") == 0.7, "the truth moved too"
    _is_as_the_core_says(board)


def test_keys_move_both_chances_and_honesty_leaves_no_kl(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(PATH)
    for name, keys, expected in (
        ("said", "ArrowLeft", 0.89),
        ("said", "Shift+ArrowLeft", 0.79),
        ("said", "End", 1.0),
        ("chance", "ArrowUp", 0.71),
    ):
        board.part(name).focus()
        board.page.keyboard.press(keys)
        assert _painted(board, name) == pytest.approx(expected, abs=1e-12)
    board.settled()
    assert board.part("loss").inner_text() == "∞"
    board.press("honest")
    assert board.number("kl") == 0
    _is_as_the_core_says(board)


def test_a_link_opens_the_same_board(open_board: Callable[..., Board]) -> None:
    here = open_board(PATH)
    here.type("said-value", "0.25")
    here.type("chance-value", "0.125")
    url = here.page.url
    assert "q=0.25" in url
    assert "c=0.125" in url
    there = open_board(url[url.index(PATH) :])
    assert there.values() == here.values()
    _is_as_the_core_says(there)


def test_the_mirrors_scores_are_the_cores(open_board: Callable[..., Board]) -> None:
    shares = [0.0, 1e-9, *(i / 25 for i in range(1, 25)), 1 - 1e-9, 1.0]
    cases = [(c, q) for c in shares for q in shares if 0 < q < 1]
    got = open_board(PATH).page.evaluate(MIRROR, cases)
    for (c, q), shown in zip(cases, got, strict=True):
        core = scores(ProperScoreState(c, q))
        assert shown == pytest.approx([core.loss, core.squared, core.absolute], rel=1e-12)


def test_the_temperature_scrubs_without_the_server(visit: Callable[..., Page]) -> None:
    page = visit(CLASSIFIER)
    page.wait_for_function(READY)
    assert page.evaluate(DOT) == 1.0
    figure = page.locator(".js-plotly-plot").first
    figure.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState"
        " === 'notRunning'"
    )
    page.context.set_offline(True)  # what moves now, moves in the browser
    rail = figure.locator(".slider-rail-touch-rect").bounding_box()
    assert rail
    y = rail["y"] + rail["height"] / 2
    page.mouse.move(rail["x"] + rail["width"] * 0.3, y)
    page.mouse.down()
    page.mouse.move(rail["x"] + rail["width"] * 0.9, y, steps=3)
    page.wait_for_function(f"() => ({DOT})() > 5")
    page.mouse.up()
    shown = page.evaluate(DOT)
    words = figure.locator(".annotation-text").first.text_content() or ""
    assert f"{temperature.moment(shown, 15).loss:.3f} nats" in words
    page.context.set_offline(False)


def test_the_answers_are_in_the_copied_link_and_not_in_the_address(
    visit: Callable[..., Page],
) -> None:
    page = visit(f"{YOURSELF}&me={quiz.to_link(SOME)}")
    page.get_by_test_id("copy-with").click()
    page.get_by_text("Copied", exact=True).wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert f"me={quiz.to_link(SOME)}" in copied
    assert "chapter=yourself" in copied, "the rest of the address is left out"
    fresh = visit(YOURSELF)
    fresh.get_by_role("button", name="Score me").click()
    fresh.get_by_test_id("copy-with").wait_for()
    assert "me=" not in fresh.url


def test_what_is_tried_moves_the_scrubber_and_the_diagram_also_after_a_scrub(
    visit: Callable[..., Page],
) -> None:
    page = visit(CLASSIFIER, height=3200)
    page.wait_for_function(READY)
    page.evaluate("() => document.fonts.ready")
    figure = page.locator(".js-plotly-plot").first
    shown = "() => document.querySelector('.js-plotly-plot').data"
    before = figure.bounding_box()
    for one in temperature.tries():
        bins, spot = int(str(one.state["bins"])), str(one.state["at"])
        there = temperature.named(bins)[temperature.SPOTS.index(spot)]
        arrived = f"() => Math.abs(({DOT})() - {there.temperature}) < 1e-9"
        for _ in range(2):
            page.get_by_text(one.label, exact=True).click()
            page.wait_for_function(arrived)
            words = figure.locator(".annotation-text").first
            words.get_by_text(f"T = {there.temperature:.3g}").wait_for()
            assert page.evaluate(f"() => ({shown})()[8].y[0]") == there.ece
            label = figure.locator(".slider-label").first.text_content() or ""
            assert label.endswith(f"{there.temperature:.3g}")
            # The reader scrubs away from it; a second press brings it back.
            rail = figure.locator(".slider-rail-touch-rect").bounding_box()
            assert rail
            page.mouse.click(rail["x"] + rail["width"] * 0.9, rail["y"] + rail["height"] / 2)
            page.wait_for_function(f"() => ({DOT})() > 5")
    assert figure.bounding_box() == before, "the picture jumped"
    assert "at=least" in page.url
