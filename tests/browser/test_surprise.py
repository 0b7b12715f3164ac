"""/surprise under a real finger: the dot rides the curve, six dots share a mean, keys do it all."""

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import everything
from tests.browser.guard import Guard
from tools.chromium import AT_REST
from xentviz.boards.batch import BatchState, average
from xentviz.boards.density import density
from xentviz.boards.surprise import surprise

CHAPTERS = ("curve", "batch", "names", "densities")
VALUES = """() => Object.fromEntries(
  [...document.querySelectorAll('.xv-board:not(.xv-lesson) [data-value][data-testid]')]
    .map((node) => [node.dataset.testid, node.dataset.value]))"""
CHANGED = """([name, old]) =>
  document.querySelector(`[data-testid="${name}"]`).dataset.value !== old"""
# The axis of the loss: its largest number, and whether the dot lies between the ends of the axis.
AXIS = """() => {
  const chart = document.querySelector(".xv-plot svg");
  const texts = [...chart.querySelectorAll(".xv-axis[text-anchor=end]")];
  const [axes, dot] = [".xv-axes", ".xv-dot"].map((part) =>
    chart.querySelector(part).getBoundingClientRect());
  const middle = dot.top + dot.height / 2;
  const isInside = middle >= axes.top - 1 && middle <= axes.bottom + 1;
  return [Math.max(...texts.map((text) => Number(text.textContent))), isInside];
}"""


class Lesson:
    """One chapter's whole board, at rest when a method returns."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_function(AT_REST)

    def value(self, name: str) -> str:
        return self.page.get_by_test_id(name).get_attribute("data-value") or ""

    def number(self, name: str) -> float:
        return float(self.value(name).replace("Infinity", "inf"))

    def values(self) -> dict[str, str]:
        found: dict[str, str] = self.page.evaluate(VALUES)
        return found

    def press(self, name: str) -> None:
        self.page.get_by_test_id(name).click()
        self.settled()

    def type(self, name: str, text: str) -> None:
        self.page.get_by_test_id(name).fill(text)
        self.page.get_by_test_id(name).press("Enter")
        self.settled()

    def key(self, name: str, keys: str) -> None:
        """One key on one handle, and the core's answer to it."""
        before = self.value(name)
        self.page.get_by_test_id(name).focus()
        self.page.keyboard.press(keys)
        self.page.wait_for_function(CHANGED, arg=[name, before])
        self.settled()

    def middle(self, name: str) -> tuple[float, float]:
        node = self.page.get_by_test_id(name)
        node.scroll_into_view_if_needed()
        box = node.bounding_box()
        assert box, f"{name} is not on screen"
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, name: str, watch: str, steps: list[tuple[float, float]]) -> list[float]:
        """Pull a dot by `steps` from where it is; what `watch` showed after each, button down."""
        x, y = self.middle(name)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        seen = []
        for dx, dy in steps:
            before = self.value(watch)
            self.page.mouse.move(x + dx, y + dy)
            self.page.wait_for_function(CHANGED, arg=[watch, before])
            seen.append(self.number(watch))
        self.page.mouse.up()
        return seen


@pytest.fixture
def lesson(visit: Callable[..., Page]) -> Callable[..., Lesson]:
    """lesson("batch", "b=..."): that chapter's board in the state of that link."""

    def lesson(chapter: str = "curve", query: str = "", **how: object) -> Lesson:
        return Lesson(visit(everything("surprise", query, chapter=chapter), **how))

    return lesson


def test_the_dot_rides_the_curve_while_the_pointer_is_down(
    lesson: Callable[..., Lesson], guard: Guard
) -> None:
    page = lesson()
    already = len(guard.reruns)
    seen = page.drag("dot", "loss", [(-4 * i, -12 * i) for i in range(1, 11)])
    assert seen == sorted(seen), "up the curve the loss grows"
    assert seen[-1] > 4, "the finger went to the steep end"
    page.settled()
    core = surprise(page.number("p"))
    assert page.number("loss") == core.loss
    assert page.number("loss-bits") == core.bits
    assert page.number("slope") == core.slope
    assert len(guard.reruns) > already, "the core was never asked"
    assert all(guard.reruns[already:]), "a drag reran the whole page"
    assert page.page.evaluate("scrollY") == 0


def test_the_axis_grows_with_the_dot_and_a_drag_goes_on_above_the_chart(
    lesson: Callable[..., Lesson],
) -> None:
    page = lesson()
    assert page.page.evaluate(AXIS) == [5, True]
    seen = page.drag("dot", "loss", [(-60, -100), (-75, -160), (-80, -200), (-80, -240)])
    assert seen == sorted(seen)
    assert seen[-1] > 5, "the dot stuck at the end of the axis"
    page.settled()
    for p in (1e-4, 1e-9, 1e-300):
        page.type("p-value", str(p))
        top, is_inside = page.page.evaluate(AXIS)
        assert page.number("loss") == surprise(p).loss
        assert is_inside, p
        assert top <= page.number("loss") * 2, "the axis is far too long"
    page.press("axis-log")
    assert page.page.evaluate(AXIS)[1]


def test_p_0_can_be_typed_dragged_to_and_linked_and_its_loss_is_infinite(
    lesson: Callable[..., Lesson],
) -> None:
    page = lesson()
    page.type("p-value", "0")
    assert page.number("loss") == page.number("loss-bits") == math.inf
    assert page.page.get_by_test_id("loss").inner_text() == "∞"
    assert page.page.url.endswith("p=0")
    assert page.page.evaluate(AXIS)[1], "the dot left the chart"
    there = lesson("curve", "p=0&x=log")
    assert there.number("loss") == math.inf
    there.key("p-log", "ArrowRight")
    assert there.number("loss") == pytest.approx(surprise(10**-8.9).loss, rel=1e-3)
    page.type("p-value", "0.5")
    page.key("p", "Home")
    assert page.number("loss") == math.inf


def test_what_cannot_be_read_stays_until_reset_and_moves_nothing(
    lesson: Callable[..., Lesson],
) -> None:
    page = lesson("curve", "p=0.25")
    field, alert = page.page.get_by_test_id("p-value"), page.page.locator("main [role=alert]")
    place = page.middle("reset")
    page.type("p-value", "rubbish")
    expect(field).to_have_value("rubbish")
    expect(alert.filter(has_text="rubbish")).to_have_count(1)
    assert page.middle("reset") == place, "the sentence pushed the board apart"
    page.press("reset")
    expect(field).to_have_value("0.1")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(alert.filter(has_text="rubbish")).to_have_count(0)
    page.type("p-value", "0.1234")
    expect(field).to_have_value("0.1234")


def test_a_mark_is_pressed_or_dragged_from(lesson: Callable[..., Lesson]) -> None:
    page = lesson()
    page.press("mark-0.01")
    assert page.number("loss") == pytest.approx(math.log(100), rel=1e-15)
    assert page.page.url.endswith("&p=0.01")
    # The dot now lies under the mark: pulling there moves the dot, and presses nothing.
    page.drag("mark-0.01", "loss", [(10, 60), (30, 120)])
    page.settled()
    assert page.number("p") > 0.02


def test_axis_unit_and_other_losses_change_the_view_and_not_the_loss(
    lesson: Callable[..., Lesson],
) -> None:
    page = lesson("curve", "p=0.02")
    before = {name: page.number(name) for name in ("loss", "loss-bits", "squared", "absolute")}
    page.press("axis-log")
    page.press("unit-bits")
    for name in ("squared", "zero-one", "absolute"):
        page.press(f"show-{name}")
        assert page.page.locator(f".xv-overlays path.xv-{name}").count() == 1
    assert {name: page.number(name) for name in before} == before
    assert page.number("slope") == surprise(0.02).slope_bits
    sizes = page.page.evaluate(
        """() => ["loss", "loss-bits"].map((name) => parseFloat(
          getComputedStyle(document.querySelector(`[data-testid="${name}"]`)).fontSize))"""
    )
    assert sizes[1] > sizes[0], "in bits the bits are large"
    for part in ("p=0.02", "x=log", "u=bits", "o=squared", "o=zero-one", "o=absolute"):
        assert part in page.page.url
    page.press("show-squared")
    assert page.page.locator(".xv-overlays path.xv-squared").count() == 0


def test_keys_reach_a_billionth_and_say_what_it_costs(lesson: Callable[..., Lesson]) -> None:
    page = lesson("curve", "p=0.5&x=log")
    page.key("p-log", "ArrowLeft")
    assert page.number("loss") == pytest.approx(math.log(2) + 0.1 * math.log(10), abs=2e-3)
    page.key("p-log", "Shift+ArrowLeft")
    assert page.number("p") == pytest.approx(0.0397, abs=2e-4)
    page.key("p-log", "Home")
    assert page.number("loss") == surprise(1e-9).loss
    assert page.number("heads") == pytest.approx(29.897, abs=1e-3)
    said = page.page.get_by_test_id("p-log").get_attribute("aria-valuetext")
    assert said == "p 10⁻⁹, loss 20.7 nats"
    page.key("p-log", "End")
    assert page.number("loss") == 0


def test_one_confident_mistake_outweighs_five_good_answers(lesson: Callable[..., Lesson]) -> None:
    page = lesson("batch", "b=0.99,0.99,0.99,0.99,0.99,0.6")
    seen = page.drag("batch-dot-5", "mean", [(-60, -20), (-150, -90), (-220, -160)])
    assert seen == sorted(seen)
    page.settled()
    page.key("batch-p-5", "Home")
    core = average(BatchState((0.99,) * 5 + (0.001,)))
    assert page.number("mean") == core.mean
    assert page.number("mean") > math.log(2), "worse than six coin tosses"
    assert page.number("batch-share-5") == core.shares[-1] > 0.99
    assert [page.number(f"batch-loss-{k}") for k in range(6)] == core.losses


def test_each_function_says_the_loss_of_its_own_input_alone(lesson: Callable[..., Lesson]) -> None:
    page = lesson("names")
    names = ("cross_entropy", "nll", "log_loss")
    assert [page.number(name) for name in names] == pytest.approx([page.number("nll")] * 3)
    assert page.page.locator(".xv-wrong").count() == 0
    page.press("feed-probs")
    assert page.number("nll") < 0
    assert page.page.locator(".xv-wrong").count() == 2
    page.press("feed-logits")
    page.key("score", "Home")
    assert page.value("log_loss") == "none", "the logarithm of -8 is no number"
    assert page.number("nll") == 8


def test_a_narrow_bell_costs_less_than_nothing(lesson: Callable[..., Lesson]) -> None:
    page = lesson("densities")
    assert page.number("density-loss") > 0
    page.key("sigma", "Home")
    assert page.number("density-loss") == density(0.1).loss < 0
    # The dot of the loss can be pulled as well: to the left the bell is wide.
    page.drag("density-dot", "density-loss", [(-60, -20), (-120, -60)])
    page.settled()
    assert page.number("sigma") > 0.1
    assert page.number("density-loss") == density(page.number("sigma")).loss


CHANGES: dict[str, list[tuple[str, str]]] = {
    "curve": [("mark-0.99", ""), ("show-absolute", "")],
    "batch": [("batch-p-2", "Shift+ArrowLeft")],
    "names": [("feed-log_probs", ""), ("score", "Shift+ArrowRight")],
    "densities": [("sigma", "ArrowLeft")],
}
RESETS = {"curve": "reset", "batch": "batch-reset", "names": "pipeline-reset"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_link_opens_the_same_numbers_in_a_fresh_browser(
    lesson: Callable[..., Lesson], visit: Callable[..., Page], chapter: str
) -> None:
    here = lesson(chapter)
    home = here.page.url
    for name, keys in CHANGES[chapter]:
        here.key(name, keys) if keys else here.press(name)
    assert here.page.url != home
    there = Lesson(visit(here.page.url[here.page.url.index("/surprise") :]))
    assert there.values() == here.values()
    here.press(RESETS.get(chapter, "density-reset"))
    assert here.page.url == home, "the defaults are left out of the link"


def test_pointing_at_a_loss_lights_its_dot_and_its_term(lesson: Callable[..., Lesson]) -> None:
    page = lesson("batch").page
    page.get_by_test_id("batch-loss-3").hover()
    lit = page.locator('[data-testid="batch"] .xv-lit')
    assert set(lit.evaluate_all("(nodes) => nodes.map((node) => node.dataset.lit)")) == {"one-3"}
    assert page.locator('[data-testid="batch-dot-3"].xv-lit').count() == 1
    assert page.locator('[data-testid="batch-formula"] .xv-lit').count() == 1


@pytest.mark.parametrize(
    ("chapter", "loss", "control"),
    [
        ("curve", "loss", "show-absolute"),
        ("batch", "mean", "batch-p-5"),
        ("densities", "density-loss", "sigma"),
    ],
)
def test_on_a_phone_the_loss_stays_in_sight_while_controls_are_used(
    lesson: Callable[..., Lesson], chapter: str, loss: str, control: str
) -> None:
    page = lesson(chapter, width=390, height=844, touch=True).page
    page.get_by_test_id(control).evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    for name in (loss, control):
        box = page.get_by_test_id(name).bounding_box()
        assert box
        assert 0 <= box["y"] <= 844 - box["height"], name
