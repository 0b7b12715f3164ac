"""What is let in: known hosts, sockets from our own pages, paths that exist."""

import hmac
import logging
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

HEALTH = "/_stcore/health"
STREAM = "/_stcore/stream"
METRICS = "/_stcore/metrics"
# What Streamlit answers itself: the socket, uploads (where `Uploads` lets them in), downloads.
_OPEN = (HEALTH, STREAM, "/_stcore/upload_file/", "/media/")
_SAFE = ("GET", "HEAD", "OPTIONS")
_MISSING = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Page not found</title>
<h1>There is no page here</h1>
<p>The address may be old or mistyped. <a href="/">Start at the beginning</a>.</p></html>
"""
_log = logging.getLogger("xentviz.gate")


def host_matches(host: str, allowed: Collection[str]) -> bool:
    """Whether the Host header names one of `allowed`: `example.org`, `*.example.org`, or `*`."""
    if not allowed:
        return True
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return any(
        one == "*" or name == one or (one.startswith("*.") and name.endswith(one[1:]))
        for one in (each.lower().strip().rstrip(".") for each in allowed)
        if name
    )


def origin_matches(origin: str, host: str, allowed: Collection[str]) -> bool:
    """Whether the Origin header names this very server, or one of `allowed`."""
    if not origin or origin == "null":
        return origin in allowed and origin != ""
    wanted = origin.lower().rstrip("/")
    if any(wanted == one.lower().strip().rstrip("/") for one in allowed):
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower() != ""


class Gate:
    """Refuses unknown hosts, and sockets and changes that no page of ours can have asked for.

    A socket needs an Origin header, and one that fits: without that, any page on the web could talk
    to a server in its reader's own network. The health check is open to every host name, since load
    balancers ask by address.
    """

    def __init__(
        self, app: ASGIApp, hosts: Collection[str] = (), origins: Collection[str] = ()
    ) -> None:
        self._app = app
        self._hosts = tuple(hosts)
        self._origins = tuple(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        if refused is None:
            await self._app(scope, receive, send)
            return
        origin, host = headers.get("origin"), headers.get("host")
        _log.warning("Refused (%s): origin %s, host %s", refused, origin, host)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(f"{refused}\n", 403)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> str | None:
        host, origin = headers.get("host", ""), headers.get("origin", "")
        if scope["path"] != HEALTH and not host_matches(host, self._hosts):
            return "This host name is not served here"
        socket = scope["type"] == "websocket"
        asks = socket or (origin and scope["method"] not in _SAFE)
        if asks and not origin_matches(origin, host, self._origins):
            return "Another site may not do this"
        return None


class KnownPaths:
    """Answers 404 to every path that nobody serves, where Streamlit would send its index page.

    `also` has further prefixes to let through. Metrics need `Authorization: Bearer TOKEN`; where no
    token is set they do not exist.
    """

    def __init__(
        self, app: ASGIApp, also: Collection[str] = (), metrics_token: str | None = None
    ) -> None:
        self._app = app
        self._prefixes = (*_OPEN, *also)
        self._token = metrics_token or ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or self._knows(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await Response(_MISSING, 404, media_type="text/html")(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        path: str = scope["path"]
        if scope["type"] == "websocket" and path == STREAM:
            return True
        if path == METRICS:
            return self._may_measure(Headers(scope=scope))
        return any(
            path.startswith(prefix) if prefix.endswith("/") else path == prefix
            for prefix in self._prefixes
        )

    def _may_measure(self, headers: Headers) -> bool:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        return bool(self._token) and hmac.compare_digest(given.encode(), self._token.encode())
