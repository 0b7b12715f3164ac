"""Cookies that reach us inside another site's frame too, where the connection is encrypted."""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAME_SITE = re.compile(r";\s*samesite=\w+", re.IGNORECASE)


def for_frames(cookie: str) -> str:
    """A Set-Cookie value with `SameSite=None; Secure; Partitioned`.

    Partitioned keeps one cookie for each site that shows us, which browsers allow where they block
    other cookies of a frame.
    """
    bare = _SAME_SITE.sub("", cookie)
    names = {part.strip().lower() for part in bare.split(";")}
    for attribute in ("Secure", "SameSite=None", "Partitioned"):
        if attribute.lower() not in names:
            bare += f"; {attribute}"
    return bare


class FrameCookies:
    """Rewrites the cookies of answers over HTTPS with `for_frames`; over HTTP they stay."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["scheme"] != "https":
            await self._app(scope, receive, send)
            return

        async def rewritten(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, for_frames(value.decode("latin-1")).encode("latin-1"))
                    if name.lower() == b"set-cookie"
                    else (name, value)
                    for name, value in message.get("headers", ())
                ]
            await send(message)

        await self._app(scope, receive, rewritten)
