"""Nobody is slowed who behaves as a browser does, and nobody can send faster than the pace."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.server.asgi import scope_of
from xentviz.server.pacing import BURST, RATE, Pacing


class Clock:
    """A clock that stands still unless somebody sleeps."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def run(
    times: list[float], cost: Callable[[bytes], float | None] = lambda _sent: 1.0
) -> list[tuple[int, float]]:
    """Messages that arrive at `times`: each one's number, and when the app got it."""
    clock, got = Clock(), list[tuple[int, float]]()
    waiting: list[tuple[int, float]] = list(enumerate(times))

    async def receive() -> Message:
        if not waiting:
            return {"type": "websocket.disconnect"}
        number, at = waiting.pop(0)
        clock.now = max(clock.now, at)
        return {"type": "websocket.receive", "bytes": str(number).encode()}

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            got.append((int(message["bytes"]), clock.now))

    async def send(_message: Message) -> None:
        raise AssertionError("pacing says nothing")

    paced = Pacing(app, cost=cost, clock=clock, sleep=clock.sleep)
    asyncio.run(paced(scope_of("/_stcore/stream", kind="websocket"), receive, send))
    return got


def test_a_flood_comes_at_the_pace_whole_and_in_order() -> None:
    got = run([0.0] * 200)
    assert [number for number, _ in got] == list(range(200))
    assert [at for _, at in got[: int(BURST)]] == [0.0] * int(BURST)
    assert got[-1][1] == (200 - BURST) / RATE


def test_eight_commits_a_second_are_never_held() -> None:
    times = [i / 8 for i in range(400)]
    assert [at for _, at in run(times)] == times


def test_a_pause_gives_the_burst_back_and_not_more() -> None:
    got = run([0.0] * 30 + [1000.0] * 31)
    assert got[59][1] == 1000.0
    assert got[60][1] == 1000.0 + 1 / RATE


def test_a_message_that_costs_more_counts_as_more() -> None:
    got = run([0.0] * 20, cost=lambda sent: 4.0 if int(sent) % 2 else 1.0)
    assert got[-1][1] == (10 * 4 + 10 - BURST) / RATE


def test_what_no_page_sends_goes_no_further_and_takes_its_time() -> None:
    got = run([0.0] * 60, cost=lambda sent: None if int(sent) % 2 else 1.0)
    assert [number for number, _ in got] == list(range(0, 60, 2))
    assert got[-1][1] == (59 - BURST) / RATE


def says_no(_sent: bytes) -> float:
    raise ValueError("it is no message")


@pytest.mark.parametrize("message", [{"text": "hello"}, {"bytes": b"\xff"}])
def test_who_sends_no_messages_is_cut_off(message: dict[str, object]) -> None:
    got, said = list[Message](), list[Message]()

    async def receive() -> Message:
        return {"type": "websocket.receive", **message}

    async def send(message: Message) -> None:
        said.append(message)

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        got.append(await receive())

    scope = scope_of("/_stcore/stream", kind="websocket")
    asyncio.run(Pacing(app, cost=says_no)(scope, receive, send))
    assert said == [{"type": "websocket.close", "code": 1003}]
    assert got == [{"type": "websocket.disconnect", "code": 1003}]


def test_what_a_sender_who_has_left_wrote_is_dropped() -> None:
    got: list[str] = []

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": b"x"}

    async def send(_message: Message) -> None:
        raise OSError("nobody is there")

    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        got.append((await receive())["type"])
        with pytest.raises(OSError, match="nobody"):
            await send({"type": "websocket.send", "bytes": b"answer"})
        got.append((await receive())["type"])

    asyncio.run(
        Pacing(app, cost=lambda _raw: 1.0)(
            scope_of("/_stcore/stream", kind="websocket"), receive, send
        )
    )
    assert got == ["websocket.receive", "websocket.disconnect"]


def test_other_requests_are_not_paced() -> None:
    seen: list[Receive] = []

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        seen.append(receive)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(_message: Message) -> None: ...

    asyncio.run(Pacing(app, cost=lambda _: 1.0)(scope_of("/"), receive, send))
    assert seen == [receive]
