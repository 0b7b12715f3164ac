"""What somebody who means harm could send: values, frames, links and requests, from one seed."""

import copy
import json
import random
import string
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from streamlit.proto.BackMsg_pb2 import BackMsg

from tools.visitor import Placed, board_message

NASTY_TEXT = (
    "", "\x00", "\n2026-01-01 00:00:00.000 INFO streamlit: all is well", "\x1b[2J\x1b]0;owned\x07",
    "<script>alert(1)</script>", "{{7*7}}", "%s%n%d", "${jndi:ldap://x}", "\u202e\u2066", "é" * 500,
    "../../../../etc/passwd", "'; DROP TABLE x; --", "\ud800", "NaN", "__class__", "𝕏" * 50,
)  # fmt: skip
NASTY_NUMBERS = (
    0, -1, 1, 2**31, 2**53, 2**64, -(2**63), 10**400, 1e308, -1e308, 5e-324, 0.1, -0.0, 1e-9,
    float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
UNWANTED = ("clear_cache", "load_git_info", "set_run_on_save", "stop_script",
            "debug_shutdown_runtime", "debug_disconnect_websocket")  # fmt: skip
PAGES = (
    "",
    "surprise",
    "softmax",
    "distributions",
    "calibration",
    "training",
    "language",
    "scale",
    "glossary",
)


def anything(chance: random.Random, depth: int = 0) -> Any:  # noqa: ANN401 - that is the point
    """Any JSON value; some that JSON itself does not know."""
    kind = chance.randrange(9 if depth < 4 else 6)
    if kind < 2:
        return chance.choice(NASTY_NUMBERS)
    if kind < 4:
        return chance.choice(NASTY_TEXT)
    if kind == 4:
        return chance.choice((None, True, False))
    if kind == 5:
        return "".join(chance.choices(string.printable, k=chance.choice((3, 300, 30_000))))
    if kind == 6:
        return [anything(chance, depth + 1) for _ in range(chance.choice((0, 1, 3, 40)))]
    if kind == 7:
        deep: Any = []
        for _ in range(chance.choice((10, 900, 5000))):
            deep = [deep]
        return deep
    keys = (*NASTY_TEXT[:6], "n", "state", "commit", "generation", "__proto__")
    return {chance.choice(keys): anything(chance, depth + 1) for _ in range(chance.randrange(5))}


def spoiled(state: Any, chance: random.Random) -> Any:  # noqa: ANN401
    """A board's state with one part of it replaced, removed or multiplied."""
    if isinstance(state, dict) and state and chance.random() < 0.9:
        key = chance.choice(sorted(state))
        new = {**state, key: spoiled(state[key], chance)}
        if chance.random() < 0.1:
            del new[key]
        return new
    if isinstance(state, list) and state and chance.random() < 0.7:
        new_list = [copy.copy(one) for one in state]
        at = chance.randrange(len(new_list))
        new_list[at] = spoiled(new_list[at], chance)
        return new_list * chance.choice((1, 1, 1, 0, 50))
    return anything(chance)


def marked(state: dict[str, Any], mark: str) -> dict[str, Any]:
    """A state that a board takes, with `mark` wherever a visitor may write words of their own."""
    new = dict(state)
    if isinstance(new.get("names"), list):
        new["names"] = [mark, *new["names"][1:]]
    if isinstance(new.get("answers"), dict):
        new["answers"] = {"mark": mark}
    return new


def _dumps(value: object) -> str:
    try:
        return json.dumps(value)
    except (ValueError, RecursionError):
        return "[" * 100_000


def value_message(board: Placed, boards: dict[str, Placed], chance: random.Random) -> BackMsg:
    """A rerun with a spoiled value of a board, or of something that is no board."""
    message = board_message(board, boards.values())
    widget = message.rerun_script.widget_states.widgets.add()
    widget.id = chance.choice((board.id, board.id, board.id, "no-such-widget", *NASTY_TEXT[3:5]))
    commit = {
        "n": chance.choice((int(board.data.get("n") or 0) + 1, anything(chance, 3))),
        "generation": chance.choice((board.data.get("generation"), anything(chance, 3))),
        "session": chance.choice((board.data.get("session"),) * 8 + (anything(chance, 3),)),
        "state": spoiled(board.data.get("state"), chance),
    }
    sent = chance.choice(({"commit": commit}, {"commit": commit}, anything(chance)))
    kind = chance.randrange(10)
    if kind < 7:
        widget.json_value = _text(_dumps(sent))
    elif kind == 7:
        widget.string_value = _text(chance.choice(NASTY_TEXT))
    elif kind == 8:
        widget.bytes_value = chance.randbytes(100)
    else:
        widget.json_trigger_value = _text(_dumps(sent))
    if chance.random() < 0.2:
        message.rerun_script.fragment_id = _text(chance.choice(NASTY_TEXT) * 50)
    if chance.random() < 0.1:
        message.rerun_script.page_script_hash = _text(chance.choice(NASTY_TEXT))
    if chance.random() < 0.1:
        message.rerun_script.query_string = link(chance)
    return message


def _text(text: str) -> str:
    """As protobuf takes it: no lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def frame(valid: bytes, chance: random.Random) -> bytes | str:
    """A frame that is no message, or one in disguise."""
    kind = chance.randrange(6)
    if kind == 0:
        return chance.randbytes(chance.choice((0, 1, 100, 100_000)))
    if kind == 1:
        return valid[: chance.randrange(len(valid) + 1)]
    if kind == 2:
        flipped = bytearray(valid)
        for _ in range(3):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        return bytes(flipped)
    if kind == 3:
        return _text(chance.choice(NASTY_TEXT))
    if kind == 4:
        unwanted = chance.choice(UNWANTED)
        return bytes(BackMsg(**{unwanted: True}).SerializeToString())  # type: ignore[arg-type]
    operation = BackMsg()
    asked = operation.backend_operation_request
    asked.request_id = _text(chance.choice(NASTY_TEXT))
    {0: asked.install_skills.SetInParent, 1: asked.deferred_file.SetInParent,
     2: asked.dismiss_skills_nudge.SetInParent}[chance.randrange(3)]()  # fmt: skip
    return bytes(operation.SerializeToString())


def link(chance: random.Random) -> str:
    """A query that no page has written."""
    keys = ("z", "t", "T", "s", "r", "n", "p", "q", "text", "teacher", "at", "embed", "step",
            "chapter", "staticAppId", *NASTY_TEXT[2:8])  # fmt: skip
    pairs = []
    for _ in range(chance.randrange(1, 6)):
        value = chance.choice((
            str(chance.choice(NASTY_NUMBERS)), chance.choice(NASTY_TEXT),
            ",".join(str(chance.choice(NASTY_NUMBERS)) for _ in range(chance.choice((2, 5, 500)))),
        ))  # fmt: skip
        pairs.append(f"{quote(_text(chance.choice(keys)))}={quote(_text(value))}")
    return "&".join(pairs)


def request(chance: random.Random) -> tuple[str, str, dict[str, str]]:
    """Method, path and headers of an HTTP request that no page makes."""
    heads: tuple[Callable[[], str], ...] = (
        lambda: "/static/" + quote(_text(chance.choice(NASTY_TEXT)), safe="/."),
        lambda: "/assets/x/" + "../" * chance.randrange(6) + "etc/passwd",
        lambda: "/_stcore/bidi-components/xentviz.logits/%2e%2e/%2e%2e/wire.py",
        lambda: "/_stcore/upload_file/" + quote(_text(chance.choice(NASTY_TEXT)), safe="") + "/x",
        lambda: "/media/" + quote(_text(chance.choice(NASTY_TEXT)), safe=""),
        lambda: "/" + chance.choice(PAGES) + "/" * chance.randrange(3) + "?" + link(chance),
        lambda: "//" + chance.choice(("evil.example", "softmax", "\\\\share")),
        lambda: "/_stcore/" + chance.choice(("metrics", "agent/mcp", "health", "host-config", "x")),
    )
    headers = {
        "Host": chance.choice(("127.0.0.1", "evil.example", "[", "a" * 300)),
        "Origin": chance.choice(("http://evil.example", "null", "http://[", "")),
        "Accept-Encoding": chance.choice(("gzip", "gzip;q=x", "*", ",,,;")),
        "If-None-Match": chance.choice(('"x"', "*", 'W/"', "")),
        "Content-Length": "0",
    }
    method = chance.choice(("GET", "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "TRACE"))
    return method, chance.choice(heads)(), headers
