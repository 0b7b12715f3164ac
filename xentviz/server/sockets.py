"""How many visitors one process takes at a time."""

import logging

from starlette.types import ASGIApp, Receive, Scope, Send

MOST = 2000  # at 3 MB each, more than the memory of a usual server
_log = logging.getLogger("xentviz.sockets")


class MostSockets:
    """Turns sockets away above `most`; a browser tries again by itself, after a pause."""

    def __init__(self, app: ASGIApp, most: int = MOST) -> None:
        self._app = app
        self._most = most
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        if self._open >= self._most:
            _log.warning("A visitor was turned away: %d are here", self._open)
            await send({"type": "websocket.close", "code": 1013})
            return
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1
