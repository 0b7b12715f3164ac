"""What no page may do: ask another machine for anything, or write an error to the console."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

from tests.browser.socket_gate import read

# Streamlit 1.67 asks beneath the page's own path before it finds its root: two 404s of its own.
KNOWN_404 = re.compile(r"^/[\w-]+/_stcore/(health|host-config)$")
LOCAL_SCHEMES = {"data", "blob", "about"}


class Guard:
    """Logs every request and every console error of the pages it watches."""

    def __init__(self, url: str) -> None:
        self.home = urlsplit(url).netloc
        self.requests: list[str] = []
        self.errors: list[str] = []
        # The fragment each rerun asked for; empty for the whole page.
        self.reruns: list[str] = []
        self._watched: list[BrowserContext] = []

    def watch(self, context: BrowserContext) -> None:
        self._watched.append(context)
        for event, heard in self._events().items():
            context.on(event, heard)  # type: ignore[call-overload]

    def leave(self) -> None:
        """Hear no more of what is watched: its browser may serve another scenario."""
        for context in self._watched:
            for event, heard in self._events().items():
                context.remove_listener(event, heard)
        self._watched.clear()

    def _events(self) -> dict[str, Callable[..., None]]:
        return {
            "request": self._note,
            "page": self._meet,
            "console": self._hear,
            "weberror": self._fail,
        }

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def _meet(self, page: Page) -> None:
        page.on("websocket", self._connect)

    def _connect(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)
        socket.on("framesent", self._read)

    def _read(self, sent: bytes | str) -> None:
        message = read(sent)
        if message.HasField("rerun_script"):
            self.reruns.append(message.rerun_script.fragment_id)

    def _fail(self, error: WebError) -> None:
        self.errors.append(f"uncaught: {error.error}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        where = message.location.get("url", "")
        missing = "404" in message.text and KNOWN_404.match(urlsplit(where).path)
        if not missing:
            self.errors.append(f"{message.text} ({where})")

    def strangers(self) -> list[str]:
        """The requests that went anywhere but to the app."""
        parts = [(url, urlsplit(url)) for url in self.requests]
        return [
            url
            for url, part in parts
            if part.scheme not in LOCAL_SCHEMES and part.netloc != self.home
        ]

    def check(self) -> None:
        strangers = self.strangers()
        assert strangers == [], f"requests left the machine: {strangers}"
        assert self.errors == [], f"errors in the console: {self.errors}"
