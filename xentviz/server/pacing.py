"""How many messages a second one connection may send; what is more waits in its own socket."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

RATE = 8.0  # messages a second; a board has one commit under way, so nobody who drags comes near
BURST = 30.0  # messages at once, after a pause


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


def every_message_costs_one(_sent: bytes) -> float:
    """The cost of a message where nothing is known about it."""
    return 1.0


class Pacing:
    """Hands each connection's messages on at its pace. None is lost, and their order stays.

    While a message waits the next is not asked for, so the server stops reading that socket and the
    sender's own buffers fill. `cost` says how many tokens a message takes.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        rate: float = RATE,
        burst: float = BURST,
        cost: Callable[[bytes], float] = every_message_costs_one,
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

        async def paced() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                wait = bucket.take(self._cost(message.get("bytes") or b""))
                if wait > 0:
                    await self._sleep(wait)
            return message

        await self._app(scope, paced, send)
