"""A server that can be killed and started again on the same port, and a page that outlives it."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute

from tests.browser.socket_gate import SOCKET
from tools.serve import ROOT, STREAMLIT, free_port, wait_for

AWAY = "() => document.querySelector('.stApp').dataset.testConnectionState !== 'CONNECTED'"
BACK = "() => document.querySelector('.stApp').dataset.testConnectionState === 'CONNECTED'"


class Server:
    """`streamlit run app.py` on one port."""

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / "server.log"
        self._command = [*STREAMLIT, "run", "app.py", "--server.port", str(port)]
        self._command += ["--server.address", "127.0.0.1", *options]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
            )
        wait_for(self.url, self._process, self._log)

    def kill(self) -> None:
        """End it as a power cut would: kill -9, nothing is said to anybody."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def server(*options: str) -> Iterator[Server]:
    """A running server, killed at the end."""
    with TemporaryDirectory() as folder:
        running = Server(Path(folder), options)
        try:
            running.start()
            yield running
        finally:
            running.kill()


class Line:
    """What lies between a browser and the server: it can be cut, and be whole again."""

    def __init__(self, context: BrowserContext) -> None:
        self._whole = True
        self._sockets: list[WebSocketRoute] = []
        context.route("**/_stcore/health", self._ask)
        context.route_web_socket(SOCKET, self._connect)

    def _ask(self, route: Route) -> None:
        if self._whole:
            route.continue_()
        else:
            route.abort()

    def _connect(self, socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        self._sockets.append(socket)

    def cut(self) -> None:
        """End all connections, and let none come back."""
        self._whole = False
        for socket in self._sockets:
            socket.close()
        self._sockets.clear()

    def mend(self) -> None:
        """Let them come back."""
        self._whole = True


def without_dialogs(context: BrowserContext) -> None:
    """Answer as the app's own server does: no dialog over the page when the server is away."""

    def answer(route: Route) -> None:
        route.fulfill(json={"allowedOrigins": [], "blockErrorDialogs": True})

    context.route("**/_stcore/host-config", answer)


def drag(page: Page, handle: str, fraction: float) -> None:
    """Drag a handle to a fraction of its track, and wait until its number is painted."""
    place = page.get_by_test_id(handle)
    place.scroll_into_view_if_needed()
    before = place.get_attribute("data-value")
    box = place.bounding_box()
    assert box, f"{handle} is not on screen"
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * fraction, y, steps=3)
    page.wait_for_function(
        """([handle, before]) =>
          document.querySelector(`[data-testid="${handle}"]`).dataset.value !== before""",
        arg=[handle, before],
    )
    page.mouse.up()
