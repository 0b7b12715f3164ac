"""Without a pointer: everything the lesson asks for can be done from the keyboard."""

from collections.abc import Callable

from tests.browser.board import Board, everything

FOCUSED = "() => document.activeElement?.dataset?.testid ?? ''"


def _tab_to(board: Board, name: str) -> None:
    for _ in range(80):
        if board.page.evaluate(FOCUSED) == name:
            return
        board.page.keyboard.press("Tab")
    raise AssertionError(f"80 presses of Tab did not reach {name}")


def test_arrows_step_a_tenth_shift_one_and_home_and_end_go_to_the_ends(
    open_board: Callable[..., Board],
) -> None:
    board = open_board()
    at = board.number("logit-1")
    _tab_to(board, "logit-1")
    for keys, step in (("ArrowRight", 0.1), ("ArrowLeft", -0.1), ("Shift+ArrowUp", 1)):
        at += step
        board.page.keyboard.press(keys)
        board.becomes("logit-1", at)
    for keys, end in (("Home", -8), ("ArrowRight", -7.9), ("End", 8), ("ArrowUp", 8)):
        board.page.keyboard.press(keys)
        board.becomes("logit-1", end)
    board.settled()
    board.is_as_the_core_says()
    assert board.page.evaluate(FOCUSED) == "logit-1", "the answer of the core took the focus away"


def test_the_truth_is_chosen_and_the_loss_steps_downhill_by_keys_alone(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=1,2,0&t=0"))
    _tab_to(board, "target-0")
    board.page.keyboard.press("ArrowDown")
    board.until("() => document.querySelector('[data-testid=\"target-1\"]').checked")
    board.settled()
    assert board.truth() == 1
    before = board.number("loss")
    _tab_to(board, "step")
    board.page.keyboard.press("Enter")
    board.until(
        "(old) => Number(document.querySelector('[data-testid=\"loss\"]').dataset.value) < old",
        before,
    )
    board.settled()
    assert board.number("loss") < before
    board.is_as_the_core_says()
    assert board.page.evaluate(FOCUSED) == "step", "the page took the focus away"


def test_a_slider_says_its_class_its_logit_and_its_probability(
    open_board: Callable[..., Board],
) -> None:
    board = open_board(everything("softmax", "z=0,0&n=cat&n=dog"))
    slider = board.part("logit-0")
    assert slider.get_attribute("aria-label") == "logit of cat"
    assert slider.get_attribute("aria-valuetext") == "logit of cat, +0.00, probability 50.0 %"
    spoken = board.page.locator('[data-testid="board"] [aria-live="polite"]')
    before = spoken.text_content()
    board.part("logit-0").focus()
    with board.holding("logit-0") as move:
        move(0.6)
        board.until(
            "() => document.querySelector('[data-testid=\"board\"]').dataset.source === 'preview'"
        )
        assert spoken.text_content() == before, "a drag must not chatter"
    board.settled()
    assert "nats" in (spoken.text_content() or "")
    assert spoken.text_content() != before
