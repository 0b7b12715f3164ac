"""Uploads: refused unless the visitor's page has a place for one, and counted."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

UPLOAD = "/_stcore/upload_file/"
MEGABYTE = 1_000_000
MOST_PER_SESSION = 10 * MEGABYTE
MOST_PER_PROCESS = 200 * MEGABYTE
_MOST_PLACES = 10_000  # sessions remembered; the oldest is forgotten first


class UploadPlaces:
    """Which sessions show a place for files now. Safe to call from any thread."""

    def __init__(self, most: int = _MOST_PLACES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, None] = OrderedDict()

    def open(self, session: str) -> None:
        """The session's page shows one."""
        with self._lock:
            self._sessions[session] = None
            self._sessions.move_to_end(session)
            while len(self._sessions) > self._most:
                self._sessions.popitem(last=False)

    def close(self, session: str) -> None:
        """The session's page shows none any more, or the session has ended."""
        with self._lock:
            self._sessions.pop(session, None)

    def __contains__(self, session: object) -> bool:
        with self._lock:
            return session in self._sessions


PLACES = UploadPlaces()  # the process's own: pages open it, the middleware asks it


class Uploads:
    """Lets an upload through where its session has a place for it and room is left.

    `held` gives the bytes that each session has stored now. What is on its way counts from its
    first byte, by its Content-Length, which an upload must have.
    """

    def __init__(
        self,
        app: ASGIApp,
        held: Callable[[], Mapping[str, int]],
        places: UploadPlaces = PLACES,
        *,
        per_session: int = MOST_PER_SESSION,
        per_process: int = MOST_PER_PROCESS,
    ) -> None:
        self._app = app
        self._held = held
        self._places = places
        self._per_session = per_session
        self._per_process = per_process
        self._coming: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(UPLOAD) or scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        session = path.removeprefix(UPLOAD).split("/", 1)[0]
        size = _size(Headers(scope=scope))
        refused = self._refusal(session, size)
        if refused is not None:
            status, words = refused
            # The body is not read: a client that goes on sending is cut off with the connection.
            response = PlainTextResponse(f"{words}\n", status, {"connection": "close"})
            await response(scope, receive, send)
            return
        self._coming[session] = self._coming.get(session, 0) + size
        try:
            await self._app(scope, receive, send)
        finally:
            self._coming[session] -= size
            if self._coming[session] <= 0:
                del self._coming[session]

    def _refusal(self, session: str, size: int) -> tuple[int, str] | None:
        if session not in self._places:
            return 403, "This page has no place for files"
        if size <= 0:
            return 411, "The size of the file is missing"
        held = self._held()
        if size + held.get(session, 0) + self._coming.get(session, 0) > self._per_session:
            most = self._per_session // MEGABYTE
            return 413, f"All your files together may have at most {most} MB"
        if size + sum(held.values()) + sum(self._coming.values()) > self._per_process:
            return 503, "The server holds as many files as it can; try again in a few minutes"
        return None


def _size(headers: Headers) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0
