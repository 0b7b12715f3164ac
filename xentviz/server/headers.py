"""Headers that tell browsers what the pages may do, on every HTTP answer."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What the pages and their figures need. Streamlit and Plotly write styles into the document.
_POLICY = (
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
# What a browser never shows by itself as a document.
_PARTS = ("text/javascript", "text/css", "application/json", "font/woff2", "image/png")
# Nothing here asks for any of them; `clipboard-write` stays allowed for "Copy link".
_DENIED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)


def document_headers(frame_ancestors: str) -> dict[str, str]:
    """Those of a document, where `frame_ancestors` says who may show it in a frame."""
    return {
        "content-security-policy": "; ".join((*_POLICY, f"frame-ancestors {frame_ancestors}")),
        "permissions-policy": ", ".join(f"{name}=()" for name in _DENIED),
        "referrer-policy": "same-origin",
    }


class SecurityHeaders:
    """Adds `nosniff` and the resource policy to every HTTP answer, `document_headers` to documents.

    A policy on scripts, styles and fonts would say nothing and cost 60 kB on a first visit. Pages
    may be framed by sites that isolate themselves (COEP), where `frame_ancestors` lets them; the
    files that a page loads are for our own pages alone.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self._app = app
        self._headers = document_headers(frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kind = headers.get("content-type", "").split(";")[0]
                if kind not in _PARTS:
                    headers.update(self._headers)
                headers["x-content-type-options"] = "nosniff"
                shared = "cross-origin" if kind == "text/html" else "same-origin"
                headers["cross-origin-resource-policy"] = shared
            await send(message)

        await self._app(scope, receive, with_headers)
