"""How many messages a second one connection may send; what is more waits in its own socket."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

RATE = 8.0  # messages a second; a board has one commit under way, so nobody who drags comes near
BURST = 30.0  # messages at once, after a pause
_NO_MESSAGE = 1003  # the code of a close: "data it cannot accept"
_log = logging.getLogger("xentviz.pacing")


class Bucket:
    """Tokens that come back at `rate` a second, at most `burst` of them."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._tokens = burst
        self._at = clock()

    def take(self, cost: float) -> float:
        """Take `cost` tokens; the seconds until those that are missing have come back."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate) - cost
        self._at = now
        return max(0.0, -self._tokens / self._rate)


class Pacing:
    """Hands each connection's messages on at its pace. None is lost, and their order stays.

    While a message waits the next is not asked for, so the server stops reading that socket and the
    sender's own buffers fill. `cost` says how many tokens a message takes, None for one that no
    page of ours sends, which goes no further; where it raises ValueError, or the message is text,
    the connection is closed.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        cost: Callable[[bytes], float | None],
        rate: float = RATE,
        burst: float = BURST,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._rate = rate
        self._burst = burst
        self._cost = cost
        self._clock = clock
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        bucket = Bucket(self._rate, self._burst, self._clock)
        connection = _Connection(receive, send, bucket, self._cost, self._sleep)
        await self._app(scope, connection.receive, connection.send)


class _Connection:
    """One socket as the app sees it."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        bucket: Bucket,
        cost: Callable[[bytes], float | None],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._receive = receive
        self._send = send
        self._bucket = bucket
        self._cost = cost
        self._sleep = sleep
        self._gone = False

    async def send(self, message: Message) -> None:
        """Pass a message out; remember if nobody is there any more."""
        try:
            await self._send(message)
        except Exception:
            self._gone = True
            raise

    async def receive(self) -> Message:
        """The next message when its time has come; what a sender who has left wrote is dropped."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            try:
                cost = self._cost_of(message)
            except ValueError as error:
                _log.warning("A connection was closed: %s", error)
                await self._send({"type": "websocket.close", "code": _NO_MESSAGE})
                return {"type": "websocket.disconnect", "code": _NO_MESSAGE}
            wait = self._bucket.take(1.0 if cost is None else cost)
            if wait > 0:
                await self._sleep(wait)
            if self._gone:
                return {"type": "websocket.disconnect", "code": 1006}
            if cost is not None:
                return message

    def _cost_of(self, message: Message) -> float | None:
        sent = message.get("bytes")
        if sent is None:
            raise ValueError("it sent text")
        return self._cost(sent)
