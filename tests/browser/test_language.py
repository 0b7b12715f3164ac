"""/language under a real finger: chips, keys, what if, texts of one's own, links."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.guard import Guard
from tools.chromium import AT_REST, LEARNING_MS
from xentviz.boards.strip import StripState, Tally, tally, what_if
from xentviz.core import bits_per_byte
from xentviz.data.automaton import Doubles
from xentviz.lessons.language.text import START, reading_of, texts
from xentviz.lessons.language.two_models import NONE
from xentviz.server import corpora

VALUES = """() => Object.fromEntries(
  [...document.querySelectorAll('[data-testid="board"] [data-value][data-testid]')]
    .map((node) => [node.dataset.testid, node.dataset.value]))"""
CHANGED = """([name, old]) =>
  document.querySelector(`[data-testid="${name}"]`).dataset.value !== old"""
MIRROR = """async (cases) => {
  const served = performance.getEntriesByType("resource").map(({ name }) => name);
  const all = served.find((name) => name.endsWith("/all.js"));
  const m = await import(all.replace("all.js", "mirror_scale.js"));
  return cases.map(([losses, row, p, bytes]) => {
    const { sums, means, perplexities, ...whole } = m.tally(m.whatIf(Float64Array.from(losses), row, p));
    const last = (x) => [...x].map(String);
    return { per_byte: String(m.bitsPerByte(whole.total, bytes)), ...Object.fromEntries(Object.entries(whole).map(([k, v]) => [k, String(v)])),
      sums: last(sums), means: last(means), perplexities: last(perplexities) };
  });
}"""  # noqa: E501
# For each chip in sight: what stands in the detail once the next frame has been painted.
HOVERED = """async () => {
  const { left, right } = document.querySelector(".xv-scroller").getBoundingClientRect();
  const inside = (box) => box.left >= left && box.right <= right;
  const chips = [...document.querySelectorAll(".xv-chip[data-row]")]
    .filter((chip) => inside(chip.getBoundingClientRect()));
  const seen = [];
  for (const chip of chips) {
    await new Promise(requestAnimationFrame);
    chip.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    await new Promise(requestAnimationFrame);
    const value = (name) => document.querySelector(`[data-testid="${name}"]`).dataset.value;
    const pointed = [...document.querySelectorAll(".xv-pointed")]
      .map((chip) => Number(chip.dataset.row));
    seen.push([Number(chip.dataset.row), Number(value("token-loss")), Number(value("top-0-q")),
      Number(value("what-if")), pointed]);
  }
  return seen;
}"""


COLUMNS = ("q", "p", "other")


class Lesson:
    """The page, at rest when a method returns."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_function(AT_REST)

    def number(self, name: str) -> float:
        return float(self.page.get_by_test_id(name).get_attribute("data-value") or "nan")

    def text(self, name: str) -> str:
        return self.page.get_by_test_id(name).inner_text()

    def values(self) -> dict[str, str]:
        found: dict[str, str] = self.page.evaluate(VALUES)
        return found

    def choose(self, name: str, value: str) -> None:
        self.page.get_by_test_id(name).select_option(value)
        self.settled()

    def type(self, text: str) -> None:
        box = self.page.get_by_test_id("typed")
        box.fill(text)
        box.blur()
        self.settled()

    def invites(self) -> bool:
        """An invitation to type stands where the numbers would be."""
        invitation = self.page.locator(".xv-invitation").is_visible()
        assert self.page.get_by_test_id("loss").is_visible() != invitation
        return invitation

    def is_as_the_core_says(self, found: Tally) -> None:
        """Mean, bits, sum and perplexity."""
        for name, value in (
            ("loss", found.mean),
            ("loss-bits", found.bits),
            ("total", found.total),
            ("perplexity", found.perplexity),
        ):
            np.testing.assert_allclose(self.number(name), value, rtol=1e-12, err_msg=name)


EVERYTHING = "chapter=own&step=4"  # the whole strip, with all its controls


@pytest.fixture
def lesson(visit: Callable[..., Page]) -> Callable[[str], Lesson]:
    """The whole strip at a link."""

    def opened(query: str) -> Lesson:
        return Lesson(visit(f"/language?{EVERYTHING}&{query}".rstrip("&")))

    return opened


def losses_of(text: str, model: str = START.model, corpus: str = "english") -> Doubles:
    """What a counting model says that a text costs."""
    state = StripState(corpus=corpus, text="own", typed=text, model=model)
    return reading_of(state).losses


def test_pointing_at_a_chip_paints_its_detail_in_the_next_frame(
    lesson: Callable[[str], Lesson], guard: Guard
) -> None:
    page = lesson("w=docs")
    losses = losses_of(page.page.get_by_test_id("typed").input_value())
    assert page.number("count") == len(losses) > 150
    already = len(guard.reruns)
    seen = page.page.evaluate(HOVERED)
    assert len(seen) >= 10
    for row, loss, top, asked, pointed in seen:
        assert loss == pytest.approx(losses[row], rel=1e-12)
        assert np.exp(-loss) <= top * (1 + 1e-12)
        assert asked == pytest.approx(np.exp(-loss)), "what if is about another token"
        assert pointed == [row]
    assert "i=" not in page.page.url, "pointing is not choosing"
    # A model that learns meanwhile is asked for how far it is; the whole page never runs.
    assert all(guard.reruns[already:])


def test_numbers_change_while_a_probability_is_dragged_down_to_impossible(
    lesson: Callable[[str], Lesson], guard: Guard
) -> None:
    page = lesson("")
    box = page.page.get_by_test_id("what-if").bounding_box()
    assert box
    already, seen = len(guard.reruns), []
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] * 0.6, middle)
    page.page.mouse.down()
    for part in (0.5, 0.4, 0.3, 0.2, 0.1, 0.0):
        before = page.page.get_by_test_id("perplexity").get_attribute("data-value")
        page.page.mouse.move(box["x"] + 2 + box["width"] * part, middle)
        page.page.wait_for_function(CHANGED, arg=["perplexity", before])
        seen.append((page.number("loss"), page.number("perplexity")))
    assert seen == sorted(seen), "the smaller p, the dearer"
    assert seen[-1] == (np.inf, np.inf)
    assert page.text("loss") == "∞"
    page.page.mouse.up()
    page.settled()
    assert all(guard.reruns[already:]), "a drag reran the whole page"
    page.is_as_the_core_says(tally(what_if(losses_of(_short(page)), START.at, 0.0)))
    page.page.get_by_test_id("as-it-was").click()
    page.settled()
    page.is_as_the_core_says(tally(losses_of(_short(page))))


def _short(page: Lesson) -> str:
    return page.page.get_by_test_id("typed").input_value()


def test_keys_alone_move_along_the_text_and_ask_what_if(lesson: Callable[[str], Lesson]) -> None:
    page = lesson("i=0")
    losses = losses_of(_short(page))
    page.page.get_by_test_id("chips").focus()
    for key, row in (("ArrowRight", 1), ("End", len(losses) - 1), ("ArrowLeft", len(losses) - 2),
                     ("Home", 0), ("PageDown", 10)):  # fmt: skip
        page.page.keyboard.press(key)
        page.settled()
        assert page.number("token-loss") == pytest.approx(losses[row], rel=1e-12)
        marked = page.page.locator('[role="option"][aria-selected="true"]')
        assert marked.get_attribute("data-row") == str(row)
        active = page.page.get_by_test_id("chips").get_attribute("aria-activedescendant")
        assert active == marked.get_attribute("id")
    page.page.get_by_test_id("what-if").focus()
    page.page.keyboard.press("End")
    page.settled()
    page.is_as_the_core_says(tally(what_if(losses, 10, 1.0)))


def test_two_models_are_compared_position_by_position(lesson: Callable[[str], Lesson]) -> None:
    page = lesson("w=docs&v=unigram")
    text = _short(page)
    one, two = losses_of(text), losses_of(text, "unigram")
    assert page.number("other-mean") == pytest.approx(two.mean(), rel=1e-12)
    assert page.number("saved") == pytest.approx(two.mean() - one.mean(), rel=1e-9)
    page.page.get_by_test_id("most").click()
    page.settled()
    most = int(np.argmax(np.abs(two - one)))
    assert page.number("token-loss") == pytest.approx(one[most], rel=1e-12)
    assert f"i={most}" in page.page.url


UNKNOWN = {
    "the horse sees the zebra and a <b>quagga</b>.": ["“zebra”", "“quagga”", "“<”"],
    "<img src=x onerror=alert(1)>": ["“img”"],
    "the\0horse שלום 👩🏽‍🚀": ["“U+0000”", "“שלום”"],
    "zebra": ["“zebra”"],
}


def test_what_the_models_do_not_know_is_named_and_shown_as_text(
    lesson: Callable[[str], Lesson],
) -> None:
    page = lesson("l=grammar")
    for text, said in UNKNOWN.items():
        page.type(text)
        notes = page.text("notes")
        assert all(words in notes for words in said), notes
        losses = losses_of(text, "trigram", "grammar")
        assert page.number("count") == len(losses)
        assert page.invites() == (len(losses) == 0)
        if len(losses):
            page.is_as_the_core_says(tally(losses))
        of = corpora.corpus("grammar").split(text)
        assert page.page.locator(".xv-unknown").count() == int((~of.known).sum())
        assert page.page.locator("main img, main script").count() == 0
    # The models of English know every sign.
    page.choose("teacher", "english")
    page.type("é 👍\0<i>")
    assert page.number("count") == len(losses_of("é 👍\0<i>"))
    assert page.text("notes") == ""
    assert page.page.locator(".xv-unknown").count() == 0


def test_what_each_model_gives_a_token_stands_on_one_line(lesson: Callable[[str], Lesson]) -> None:
    page = lesson("w=bell&v=unigram")

    def columns() -> set[str]:
        """Which numbers are shown of the likeliest token; all as high as its name."""
        row = page.page.get_by_test_id("top-0")
        name = row.locator(".xv-candidate-name").bounding_box()
        assert name
        shown = {c: page.page.get_by_test_id(f"top-0-{c}").bounding_box() for c in COLUMNS}
        for box in filter(None, shown.values()):
            assert abs(box["y"] + box["height"] / 2 - name["y"] - name["height"] / 2) < 3
            assert box["x"] > name["x"] + name["width"]
        return {c for c, box in shown.items() if box}

    assert columns() == {"q", "other"}
    page.choose("versus", "")
    assert columns() == {"q"}
    page.choose("teacher", "grammar")
    assert page.page.get_by_test_id("text").input_value() == "short", "no text that it can read"
    assert columns() == {"q", "p"}
    page.choose("versus", "unigram")
    assert columns() == {"q", "p", "other"}


def test_too_long_a_text_is_kept_and_refused_in_a_sentence(lesson: Callable[[str], Lesson]) -> None:
    page = lesson("")
    before = page.values()
    page.type("x" * 100_000)
    alert = page.page.locator('[data-testid="board"] [role="alert"]')
    assert "100,000 characters" in alert.inner_text()
    assert len(_short(page)) == 100_000, "what was typed was cut off"
    assert page.values() == before
    page.choose("model", "bigram")
    assert "100,000 characters" in alert.inner_text()
    assert len(_short(page)) == 100_000, "another choice threw the text away"
    page.choose("model", "4-gram")
    page.type("the horse sleeps.")
    assert alert.inner_text() == ""
    page.is_as_the_core_says(tally(losses_of("the horse sleeps.")))


def test_a_link_opens_the_same_numbers_elsewhere(lesson: Callable[[str], Lesson]) -> None:
    text = "the\0horse <b> 👩🏽‍🚀 & שלום +%20 é.\nthe cow"
    page = lesson("m=bigram&v=uniform&y=sum")
    page.type(text)
    page.page.get_by_test_id("chips").focus()
    page.page.keyboard.press("ArrowRight")
    page.settled()
    there = lesson(page.page.url.split(f"{EVERYTHING}&", 1)[1])
    assert there.values() == page.values()
    assert _short(there) == text


def test_the_mirror_never_disagrees_with_the_core(lesson: Callable[[str], Lesson]) -> None:
    rng = np.random.default_rng(11)
    cases = [
        (rng.exponential(3, n).tolist(), int(rng.integers(0, n)), p, int(rng.integers(1, 4 * n)))
        for n in (1, 2, 40, 300)
        for p in (None, 0.0, 1e-300, 1e-9, 0.3, 1.0)
        for _ in range(3)
    ]
    page = lesson("m=uniform")
    found = page.page.evaluate(MIRROR, cases)
    for (losses, row, p, size), got in zip(cases, found, strict=True):
        wanted = tally(what_if(np.array(losses), row, p))
        for name in Tally.__slots__:
            mine = np.asarray(got[name], dtype=np.float64)  # "Infinity" reads as inf
            np.testing.assert_allclose(mine, getattr(wanted, name), rtol=1e-12, err_msg=name)
        per_byte = float(got["per_byte"])
        np.testing.assert_allclose(per_byte, bits_per_byte(wanted.total, size), rtol=1e-12)
    # Uniform lights every face of the die.
    many = len(corpora.corpus("english").labels)
    assert page.number("perplexity") == pytest.approx(many, rel=1e-12)
    assert page.number("faces") == page.number("perplexity")
    assert page.text("perplexity") == str(many)
    assert page.page.get_by_test_id("faces").get_attribute("data-size") == str(many)


def test_an_empty_text_is_an_invitation(lesson: Callable[[str], Lesson]) -> None:
    page = lesson("")
    assert not page.invites()
    for empty in ("", "   "):
        page.type(empty)
        page.choose("teacher", "grammar" if empty else "english")
        assert page.invites()
        assert "nan" not in page.page.get_by_test_id("board").inner_text()


COLOURS = """(losses) => losses.map((loss) => {
  const step = document.querySelectorAll(".xv-step")[loss];
  const pen = document.createElement("canvas").getContext("2d");
  const colour = (name) => {
    pen.fillStyle = getComputedStyle(step)[name];
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const nats = Number(step.querySelector("b").textContent.replace("+", ""));
  return [nats, colour("backgroundColor"), colour("color")];
})"""


def _luminance(rgb: list[int]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    c = np.array(rgb) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("dark", [False, True])
def test_two_and_five_nats_look_different_and_can_be_read(
    visit: Callable[..., Page], dark: bool
) -> None:
    page = visit(f"/language?{EVERYTHING}", dark=dark)
    page.wait_for_function(AT_REST)
    steps = page.evaluate(COLOURS, list(range(7)))
    for _, ground, ink in steps:
        low, high = sorted(_luminance(colour) for colour in (ground, ink))
        assert (high + 0.05) / (low + 0.05) >= 4.5
    for (_, one, _), (_, two, _) in pairwise(steps):
        assert np.abs(np.subtract(one, two)).max() >= 10, "neighbours look the same"
    colours = {nats: np.array(ground) for nats, ground, _ in steps}
    assert np.abs(colours[2] - colours[5]).max() >= 40


def test_bars_are_equally_wide_and_no_number_in_a_chip_is_cut(
    lesson: Callable[[str], Lesson],
) -> None:
    page = lesson("q=" + "Internationalization of a zzzxqj %23%23%23.")
    widths = page.page.evaluate("""() => {
      const path = document.querySelector(".xv-track-bars").getAttribute("d");
      return [...path.matchAll(/M([\\d.]+) [\\d.]+V[\\d.]+H([\\d.]+)V/g)].map(([, a, b]) => b - a);
    }""")
    assert len(widths) == page.number("count")
    assert np.ptp(widths) < 0.11
    cut = page.page.evaluate("""() => [...document.querySelectorAll(".xv-chip small")]
      .filter((node) => !/^(\\d+\\.\\d|\\d{3,}|∞)$/.test(node.textContent)
        || node.scrollWidth > node.parentElement.clientWidth).map((node) => node.textContent)""")
    assert cut == []


def test_a_token_given_0_says_what_the_model_had_said(lesson: Callable[[str], Lesson]) -> None:
    page = lesson("g=0&i=9")
    own = float(np.exp(-losses_of(texts()["lecture"])[9]))
    assert page.number("p") == 0
    assert page.number("model-p") == pytest.approx(own, rel=1e-12)
    facts = page.page.locator(".xv-facts").inner_text()
    assert facts.index("the model said") < facts.index("rank")


def test_a_step_of_two_models_covers_what_it_asks_for(visit: Callable[..., Page]) -> None:
    """Neither chips nor bars nor words tell the losses before the answer."""
    page = visit("/language?chapter=context&step=1")
    page.wait_for_function(AT_REST)
    assert page.locator(".xv-chip[data-value]").count() == 0
    assert page.locator(".xv-track-bars").get_attribute("d") == ""
    saved = reading_of(NONE).other
    assert saved is not None
    assert f"{saved.losses.mean() - reading_of(NONE).losses.mean():.2f}" not in (
        page.get_by_test_id("board").inner_text()
    )
    page.get_by_test_id("show-me").click()
    page.get_by_test_id("verdict").wait_for()
    page.wait_for_function(AT_REST)
    first = reading_of(replace(NONE, versus="")).losses[0]
    value = page.get_by_test_id("chip-0").get_attribute("data-value")
    assert float(value or "nan") == pytest.approx(first, rel=1e-12)


def test_a_worksheet_follows_its_sliders_and_its_link(visit: Callable[..., Page]) -> None:
    page = visit("/language?chapter=averages&step=4&n1=10&l1=3")
    page.wait_for_function(AT_REST)

    def main() -> float:
        return float(page.get_by_test_id("main").get_attribute("data-value") or "nan")

    assert main() == pytest.approx((10 * 3 + 40 * 2) / 50)
    page.get_by_test_id("second-value").fill("10")
    page.get_by_test_id("second-value").press("Enter")
    page.wait_for_function("() => location.search.includes('n2=10')")
    page.wait_for_function(AT_REST)
    assert main() == pytest.approx(2.5)
    assert "Batch 1 has 50 %" in page.get_by_test_id("sentence").inner_text()


def test_training_is_shown_when_it_is_done(visit: Callable[..., Page]) -> None:
    """The network ends below the trigram, and its words are shown."""
    page = visit("/language?chapter=learning&step=5&k=10000")
    page.wait_for_function(AT_REST)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=progress]').textContent === ''",
        timeout=LEARNING_MS,
    )
    page.wait_for_function(AT_REST)
    loss = float(page.get_by_test_id("loss").get_attribute("data-value") or "nan")
    assert 0 < loss < 5
    assert len(page.get_by_test_id("written").inner_text()) > 20
    assert page.locator(".xv-way-held").get_attribute("d")
