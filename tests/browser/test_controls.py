"""Each control does what it says, and no more."""

import math
from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import expect

from tests.browser.board import SOFTMAX, Board, everything

PRESETS = [
    ("preset-right", "0.0101", -math.log(0.99)),
    ("preset-unsure", "0.693", math.log(2)),
    ("preset-wrong", "4.61", -math.log(0.01)),
]
STRANGE_NAMES = [
    "<img src=x onerror=alert(1)>",
    "قطة صغيرة",
    "👩‍👩‍👧‍👦🐈",
    "ж" * 30,
    "日本語の名前",
    '"; drop & <b>',
]


def test_presets_show_what_a_right_an_unsure_and_a_wrong_answer_cost(
    open_board: Callable[..., Board],
) -> None:
    board = open_board()
    truth = board.truth()
    for button, shown, loss in PRESETS:
        board.press(button)
        assert board.part("loss").inner_text().startswith(shown)
        assert board.number("loss") == pytest.approx(loss, rel=1e-12)
        board.is_as_the_core_says()
    assert board.truth() == truth, "a preset must not change what is true"


def test_presets_hold_for_any_number_of_classes_and_all_equal_costs_ln_k(
    open_board: Callable[..., Board],
) -> None:
    for classes in (2, 7, 10):
        board = open_board(everything("softmax", f"z={','.join('1' * classes)}&t=1&T=2&s=0.1"))
        for button, _, loss in [*PRESETS, ("preset-equal", "", math.log(classes))]:
            board.press(button)
            assert board.number("loss") == pytest.approx(loss, rel=1e-12)
        assert len(board.numbers("prob")) == classes, "a preset must not change the classes"


def test_shifting_all_scores_moves_nothing_but_the_scores(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=2.5,-1.25,0.5&T=2&s=0.1"))
    kinds = ("prob", "grad")
    before = {kind: board.numbers(kind) for kind in kinds}
    logits, loss, texts = board.numbers("logit"), board.number("loss"), _texts(board)
    board.press("shift")
    assert board.numbers("logit") == [z + 1 for z in logits]
    assert {kind: board.numbers(kind) for kind in kinds} == before
    assert board.number("loss") == loss
    assert _texts(board) == texts, "something but a score was written anew"


def _texts(board: Board) -> list[str]:
    names = [f"{kind}-{k}" for kind in ("prob", "grad") for k in range(3)]
    return [board.part(name).inner_text() for name in [*names, "loss", "loss-bits"]]


STEPS = """() => {
  window.steps = [];
  new MutationObserver(() => window.steps.push(performance.now())).observe(
    document.querySelector('[data-testid="loss"]'), { attributeFilter: ["data-value"] });
}"""


def test_play_stops_by_itself_under_a_hundredth_and_paints_at_most_five_steps_a_second(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=2,0,-1&t=0&r=5"))
    board.page.evaluate(STEPS)
    board.part("play").click()
    expect(board.part("play")).to_have_attribute("aria-pressed", "true")
    expect(board.part("play")).to_have_attribute("aria-pressed", "false", timeout=20_000)
    board.settled()
    assert board.number("loss") < 0.01
    steps = board.page.evaluate("window.steps")
    assert len(steps) >= 4
    assert (len(steps) - 2) / (steps[-1] - steps[0]) * 1000 <= 5.5
    board.is_as_the_core_says()
    rested = board.values()
    board.page.evaluate("() => new Promise((done) => setTimeout(done, 450))")
    assert board.values() == rested, "it went on after it stopped"


def test_a_hand_on_the_board_stops_play(open_board: Callable[..., Board]) -> None:
    board = open_board(everything("softmax", "z=0,0,0&r=0.1"))
    board.part("play").click()
    expect(board.part("play")).to_have_attribute("aria-pressed", "true")
    with board.holding("logit-1") as move:
        move(0.7)
    expect(board.part("play")).to_have_attribute("aria-pressed", "false")
    board.settled()
    board.is_as_the_core_says()


def test_classes_are_added_up_to_ten_and_removed_down_to_two(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=2,1,0.1&t=2"))
    for classes in range(4, 11):
        board.press("add")
        assert len(board.numbers("logit")) == classes
        board.is_as_the_core_says()
    expect(board.part("add")).to_be_disabled()
    assert len(set(board.names())) == 10, "two classes have one name"
    for classes in range(9, 1, -1):
        board.press("remove-0" if classes == 9 else f"remove-{classes}")
        assert len(board.numbers("logit")) == classes
        board.is_as_the_core_says()
    expect(board.part("remove-0")).to_be_disabled()
    expect(board.part("remove-1")).to_be_disabled()
    assert board.truth() in (0, 1)


def test_a_name_is_text_whatever_it_holds(open_board: Callable[..., Board]) -> None:
    board = open_board()
    for name in STRANGE_NAMES:
        board.type("name-0", name)
        assert board.names()[0] == name
        assert name in (board.part("logit-0").get_attribute("aria-label") or "")
        assert board.page.locator("main img").count() == 0, "markup came alive"
        board.is_as_the_core_says()


def test_a_name_keeps_thirty_characters_and_never_becomes_empty(
    open_board: Callable[..., Board],
) -> None:
    board = open_board()
    board.type("name-0", "x" * 40)
    assert board.names()[0] == "x" * 30
    board.type("name-0", "   ")
    assert board.names()[0] == "x" * 30


def test_a_number_is_typed_where_it_stands(open_board: Callable[..., Board]) -> None:
    board = open_board()
    board.type("logit-value-0", "-3.25")
    assert board.number("logit-0") == -3.25
    board.is_as_the_core_says()
    board.type("logit-value-1", "123.5")
    assert board.number("logit-value-1") == 123.5
    board.is_as_the_core_says()


def test_what_is_no_number_gives_a_sentence_and_stays_as_typed(
    open_board: Callable[..., Board],
) -> None:
    board = open_board()
    field = board.part("logit-value-0")
    alert = board.page.locator('[data-testid="board"] [role="alert"]')
    for text in ["nan", "1e999", "two", "", "<b>1</b>", "1001", "--1"]:
        before = board.values()
        field.fill(text)
        field.press("Enter")
        expect(alert).to_contain_text("Enter a number from −1000 to 1000")
        assert field.input_value() == text
        expect(field).to_have_attribute("aria-invalid", "true")
        assert board.values() == before, "a bad number moved something"
        board.type("logit-value-0", "1.5")
        expect(alert).to_be_empty()
        assert board.number("logit-0") == 1.5


def test_temperature_and_smoothing_change_the_loss_as_the_core_says(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=3,1,-2,0.5&t=1"))
    logits = board.numbers("logit")
    for temperature, smoothing in product(["0.1", "0.5", "3", "10"], [0.1, 0.3, 0.0]):
        board.type("temperature-value", temperature)
        board.slide("smoothing", smoothing)
        assert board.number("temperature-value") == float(temperature)
        assert sum(board.numbers("target")) == pytest.approx(1)
        assert board.numbers("target")[1] == pytest.approx(1 - smoothing + smoothing / 4)
        board.is_as_the_core_says()
    assert board.numbers("logit") == logits, "the scores are the user's alone"


def test_temperature_slides_on_a_log_scale_from_a_tenth_to_ten(
    open_board: Callable[..., Board],
) -> None:
    board = open_board()
    for place, temperature in ((-1, 0.1), (0, 1), (1, 10), (0.5, 3.16)):
        board.slide("temperature", place)
        assert board.number("temperature-value") == pytest.approx(temperature, rel=1e-9)
        board.is_as_the_core_says()
    board.press("reset")
    assert board.number("temperature-value") == 1


def test_reset_returns_to_the_start_whatever_was_done(open_board: Callable[..., Board]) -> None:
    board = open_board()
    start, names, truth = board.values(), board.names(), board.truth()
    board.press("add")
    board.type("name-0", "someone")
    board.press("target-2")
    board.press("preset-wrong")
    assert board.values() != start
    board.press("reset")
    assert (board.values(), board.names(), board.truth()) == (start, names, truth)
    assert board.page.url.endswith(SOFTMAX), "the defaults are left out of the link"
