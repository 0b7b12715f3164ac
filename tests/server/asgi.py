"""One request to an ASGI app, without a server."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Scope


@dataclass
class Reply:
    """What came back over HTTP."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    body: bytes = b""


def scope_of(
    path: str, *, method: str = "GET", kind: str = "http", scheme: str = "http",
    query: str = "", **headers: str,
) -> Scope:  # fmt: skip
    """A request's scope; header names are written with underscores."""
    sent = {"host": "example.org"} | {name.replace("_", "-"): v for name, v in headers.items()}
    return {
        "type": kind,
        "method": method,
        "path": path,
        "scheme": scheme,
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items() if value],
    }


async def get(app: ASGIApp, path: str, **how: str) -> Reply:
    """The reply to one request."""
    reply = Reply()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            for name, value in message["headers"]:
                if name == b"set-cookie":
                    reply.cookies.append(value.decode())
                reply.headers[name.decode()] = value.decode()
        elif message["type"] == "http.response.body":
            reply.body += message.get("body", b"")

    await app(scope_of(path, **how), receive, send)
    return reply


def says(words: str, headers: Mapping[str, str] | None = None) -> ASGIApp:
    """An app that answers every request with these words."""

    async def app(scope: Scope, receive: object, send: object) -> None:
        assert callable(send)
        given = [(k.encode(), v.encode()) for k, v in (headers or {}).items()]
        await send({"type": "http.response.start", "status": 200, "headers": given})
        await send({"type": "http.response.body", "body": words.encode()})

    return app
