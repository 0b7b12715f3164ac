"""Who is let in: known hosts, sockets of our own pages, paths that exist."""

import asyncio
import logging

import pytest
from starlette.types import Message

from tests.server.asgi import get, says, scope_of
from xentviz.server.gate import Gate, KnownPaths, host_matches, origin_matches


def socket(app: Gate | KnownPaths, path: str = "/_stcore/stream", **headers: str) -> list[Message]:
    """What the server says to a socket that wants in; nothing where it is handed on."""
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        if message["type"].startswith("websocket"):
            said.append(message)

    asyncio.run(app(scope_of(path, kind="websocket", **headers), receive, send))
    return said


REFUSED: list[Message] = [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    ("host", "allowed", "matches"),
    [
        ("example.org", (), True),
        ("example.org:8501", ("example.org",), True),
        ("EXAMPLE.org.", ("example.org",), True),
        ("a.example.org", ("*.example.org",), True),
        ("[::1]:8501", ("::1",), True),
        ("example.org", ("*.example.org",), False),
        ("evilexample.org", ("*.example.org",), False),
        ("example.org.evil.com", ("example.org",), False),
        ("", ("example.org",), False),
        ("", ("*",), False),
        ("[oops", ("*",), False),
    ],
)
def test_a_host_is_known_by_its_name(host: str, allowed: tuple[str, ...], matches: bool) -> None:
    assert host_matches(host, allowed) is matches


@pytest.mark.parametrize(
    ("origin", "matches"),
    [
        ("http://example.org:8501", True),
        ("https://example.org:8501", True),
        ("https://course.edu", True),
        ("HTTPS://course.edu/", True),
        ("http://course.edu", False),
        ("http://example.org", False),
        ("http://example.org:8501.evil.com", False),
        ("http://user@example.org:8501", False),
        ("file://example.org:8501", False),
        ("null", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_an_origin_is_ours_or_allowed_by_name(origin: str, matches: bool) -> None:
    assert origin_matches(origin, "example.org:8501", ("https://course.edu",)) is matches


def test_a_socket_needs_an_origin_that_fits() -> None:
    gate = Gate(says("x"))
    assert socket(gate, origin="http://example.org") == []
    assert socket(gate) == REFUSED
    assert socket(gate, origin="http://evil.com") == REFUSED


def test_a_foreign_host_name_is_refused_but_for_the_health_check() -> None:
    gate = Gate(says("x"), hosts=("example.org",))
    assert asyncio.run(get(gate, "/")).status == 200
    assert asyncio.run(get(gate, "/", host="rebound.evil.com")).status == 403
    assert asyncio.run(get(gate, "/_stcore/health", host="10.0.0.7:8501")).status == 200
    assert socket(gate, origin="http://evil.com", host="evil.com") == REFUSED


def test_another_site_may_read_but_not_change() -> None:
    gate = Gate(says("x"))
    foreign = {"origin": "http://evil.com"}
    assert asyncio.run(get(gate, "/", **foreign)).status == 200
    assert asyncio.run(get(gate, "/_stcore/upload_file/a/b", method="PUT", **foreign)).status == 403
    own = {"origin": "http://example.org"}
    assert asyncio.run(get(gate, "/_stcore/upload_file/a/b", method="PUT", **own)).status == 200


def test_a_refusal_is_logged_with_who_asked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "xentviz.gate"):
        socket(Gate(says("x")), origin="http://evil.com")
    assert "http://evil.com" in caplog.text


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/media/abc.png", "/_stcore/upload_file/s/f", "/room/ABCD"]
)
def test_what_is_served_is_let_through(path: str) -> None:
    assert asyncio.run(get(KnownPaths(says("x"), also=("/room/",)), path)).body == b"x"


@pytest.mark.parametrize(
    "path", ["/nothing", "/_stcore/metrics", "/_stcore/health/x", "/_stcore/agent/mcp", "/room/A"]
)
def test_what_nobody_serves_is_not_found(path: str) -> None:
    reply = asyncio.run(get(KnownPaths(says("x")), path))
    assert reply.status == 404
    assert b'<a href="/">' in reply.body


def test_only_the_stream_is_a_socket() -> None:
    assert socket(KnownPaths(says("x"))) == []
    assert socket(KnownPaths(says("x")), path="/_stcore/health") == []
    assert socket(KnownPaths(says("x")), path="/other") == REFUSED


def test_metrics_are_for_those_with_the_token() -> None:
    app = KnownPaths(says("numbers"), metrics_token="s3cret")
    assert asyncio.run(get(app, "/_stcore/metrics")).status == 404
    assert asyncio.run(get(app, "/_stcore/metrics", authorization="Bearer wrong")).status == 404
    right = asyncio.run(get(app, "/_stcore/metrics", authorization="Bearer s3cret"))
    assert right.body == b"numbers"
    none = KnownPaths(says("numbers"))
    assert asyncio.run(get(none, "/_stcore/metrics", authorization="Bearer ")).status == 404
