"""A process takes so many visitors and turns the rest away, until one has left."""

import asyncio

from starlette.types import Message, Receive, Scope, Send

from tests.server.asgi import get, says, scope_of
from xentviz.server.sockets import MostSockets


def test_the_third_of_two_is_turned_away_until_one_has_left() -> None:
    async def scenario() -> list[list[Message]]:
        leave = asyncio.Event()

        async def stays(_scope: Scope, _receive: Receive, _send: Send) -> None:
            await leave.wait()

        app = MostSockets(stays, most=2)
        said: list[list[Message]] = [[], [], [], []]

        async def visitor(number: int) -> None:
            async def send(message: Message) -> None:
                said[number].append(message)

            async def receive() -> Message:
                return {"type": "websocket.connect"}

            await app(scope_of("/_stcore/stream", kind="websocket"), receive, send)

        staying = [asyncio.create_task(visitor(number)) for number in (0, 1)]
        await asyncio.sleep(0)
        await visitor(2)
        leave.set()
        await asyncio.gather(*staying)
        await visitor(3)
        return said

    closed: Message = {"type": "websocket.close", "code": 1013}
    assert asyncio.run(scenario()) == [[], [], [closed], []]


def test_requests_are_not_counted() -> None:
    assert asyncio.run(get(MostSockets(says("x"), most=0), "/")).body == b"x"
