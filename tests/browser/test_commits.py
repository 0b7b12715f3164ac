"""What the browser sends is a stranger's word."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.board import Board, everything
from tests.browser.socket_gate import Gate

Lie = Callable[[dict[str, Any]], object]


def _with(**fields: object) -> Lie:
    return lambda state: {**state, **fields}


LIES: dict[str, Lie] = {
    "nan": _with(logits=[float("nan"), 0.0, 0.0]),
    "infinity": _with(logits=[1.0, float("inf"), 0.0]),
    "a million entries": _with(logits=[0.0] * 1_000_000),
    "text for numbers": _with(logits=["1", "2", "3"]),
    "a truth out of range": _with(target=99),
    "a truth that is true": _with(target=True),
    "nested names": _with(names=[["cat"], {"a": 1}, None]),
    "a long name": _with(names=["x" * 10_000, "b", "c"]),
    "no temperature": _with(temperature=None),
    "a negative rate": _with(rate=-1e308),
    "nothing": lambda state: None,
    "a list": lambda state: [1, 2, 3],
}


class Liar:
    """Changes the state in every commit that passes, while it has a lie to tell."""

    lie: Lie | None = None

    def __call__(self, message: BackMsg) -> None:
        for widget in message.rerun_script.widget_states.widgets:
            if widget.WhichOneof("value") != "json_value":
                continue
            said = json.loads(widget.json_value)
            if self.lie and isinstance(said, dict) and "state" in (said.get("commit") or {}):
                said["commit"]["state"] = self.lie(said["commit"]["state"])
                widget.json_value = json.dumps(said)


def test_a_hostile_commit_is_refused_in_a_sentence_and_the_last_good_state_stays(
    visit: Callable[..., Page],
) -> None:
    liar = Liar()
    board = Board(visit(everything("softmax", "z=2,1,0.1"), prepare=Gate(liar).install))
    board.settled()
    board.type("logit-value-0", "1.25")
    good, names = board.values(), board.names()
    alert = board.page.locator('[data-testid="board"] [role="alert"]')
    for what, lie in LIES.items():
        liar.lie = lie
        board.part("logit-value-1").fill("0.75")
        board.part("logit-value-1").press("Enter")
        expect(alert, what).not_to_be_empty()
        board.settled()
        assert board.values() == good, what
        assert board.names() == names, what
        assert len(alert.inner_text()) < 300, what
        liar.lie = None
        board.type("logit-value-1", "0.5")
        expect(alert, what).to_be_empty()
        assert board.number("logit-1") == 0.5, "one refusal must not end the conversation"
        good = board.values()
    assert "Traceback" not in board.page.locator("body").inner_text()


def test_two_sessions_do_not_mix(open_board: Callable[..., Board]) -> None:
    one, two = open_board(), open_board()
    untouched = two.values()
    one.type("logit-value-0", "-4.5")
    one.type("name-1", "mine")
    assert two.values() == untouched
    two.type("logit-value-0", "6.5")
    assert one.number("logit-0") == -4.5
    assert two.number("logit-0") == 6.5
    assert "mine" not in two.names()
    one.is_as_the_core_says()
    two.is_as_the_core_says()
