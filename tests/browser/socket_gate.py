"""The websocket between page and server, to be held back or tampered with."""

from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.BackMsg_pb2 import BackMsg

SOCKET = "**/_stcore/stream**"
Edit = Callable[[BackMsg], None]


def read(sent: bytes | str) -> BackMsg:
    """What the page said to the server."""
    message = BackMsg()
    if isinstance(sent, bytes):
        message.ParseFromString(sent)
    return message


def commits(message: BackMsg) -> bool:
    """Whether this asks for a rerun because a board has something to say."""
    widgets = message.rerun_script.widget_states.widgets
    return any(widget.WhichOneof("value") == "json_value" for widget in widgets)


class Gate:
    """Holds the server's messages back while it is closed; edits the page's on their way."""

    def __init__(self, edit: Edit | None = None) -> None:
        self.edit = edit
        self.commits = 0
        self._closed = False
        self._waiting: list[bytes | str] = []
        self._page: WebSocketRoute | None = None

    def install(self, page: Page) -> None:
        page.route_web_socket(SOCKET, self._connect)

    def _connect(self, page_end: WebSocketRoute) -> None:
        server_end = page_end.connect_to_server()
        self._page = page_end

        def up(sent: bytes | str) -> None:
            message = read(sent)
            if commits(message):
                self.commits += 1
                if self.edit:
                    self.edit(message)
                    sent = message.SerializeToString()
            server_end.send(sent)

        def down(sent: bytes | str) -> None:
            if self._closed:
                self._waiting.append(sent)
            else:
                page_end.send(sent)

        page_end.on_message(up)
        server_end.on_message(down)

    def close(self) -> None:
        self._closed = True
        self.commits = 0

    def open(self) -> None:
        self._closed = False
        assert self._page
        for sent in self._waiting:
            self._page.send(sent)
        self._waiting.clear()

    def wait_for_commit(self, page: Page) -> None:
        """Until the page has asked the core and the answer lies behind the gate."""
        for _ in range(200):
            if self.commits and self._waiting:
                return
            page.wait_for_timeout(20)
        raise AssertionError("no commit left the page")
