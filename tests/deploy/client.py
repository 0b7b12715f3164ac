"""What a browser does through nginx: requests with its cookie, and Streamlit's websocket."""

import http.client
import re
import socket
import ssl
import time
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tools.nginx import Nginx
from tools.visitor import PATIENCE

SITE = "course.example:8080"  # under which the app is opened; it is never looked up


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def route(self) -> str | None:
        """The route that this answer gives a browser."""
        cookies = self.headers.get_all("Set-Cookie", [])
        return next(
            (found[1] for each in cookies if (found := re.match("route=([^;]*)", each))), None
        )


def get(
    front: Nginx,
    path: str = "/",
    *,
    route: str | None = None,
    headers: dict[str, str] | None = None,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """One request, over TLS where a context says which certificate to trust."""
    line: http.client.HTTPConnection
    if trust:
        assert front.tls_port
        line = http.client.HTTPSConnection(
            "127.0.0.1", front.tls_port, timeout=PATIENCE, context=trust
        )
    else:
        line = http.client.HTTPConnection("127.0.0.1", front.port, timeout=PATIENCE)
    cookie = {"Cookie": f"route={route}"} if route else {}
    try:
        line.request("GET", path, headers={**cookie, **(headers or {})})
        answer = line.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        line.close()


def new_route(front: Nginx) -> str:
    route = get(front).route
    assert route
    return route


def replica_of(front: Nginx, mark: str) -> list[int]:
    """The ports that answered the request for that path, one after another, from nginx's log."""
    end = time.monotonic() + PATIENCE
    while True:
        line = re.search(
            rf'"GET {re.escape(mark)}" .* replica ([^ ]+(?:, [^ ]+)*), cache', front.log()
        )
        if line:
            return [int(each.rpartition(":")[2]) for each in line[1].split(", ")]
        assert time.monotonic() < end, f"{mark} is not in nginx's log"
        time.sleep(0.05)


def where(front: Nginx, route: str, mark: str) -> int:
    """The port of the replica that a browser with that route is on."""
    assert get(front, f"/{mark}", route=route).status < 500
    return replica_of(front, f"/{mark}")[-1]


def open_socket(
    front: Nginx,
    route: str,
    *,
    origin: str | None = None,
    session: str | None = None,
    trust: ssl.SSLContext | None = None,
) -> ClientConnection:
    """A websocket as Streamlit's browser half opens it; `session` is one to come back to."""
    protocols = ["streamlit", "no-token", *([session] if session else [])]
    port = front.tls_port if trust else front.port
    return connect(
        f"{'wss' if trust else 'ws'}://{SITE}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port), timeout=PATIENCE),
        ssl=trust,
        server_hostname="127.0.0.1" if trust else None,
        origin=Origin(origin or f"{'https' if trust else 'http'}://{SITE}"),
        subprotocols=[Subprotocol(each) for each in protocols],
        additional_headers={"Cookie": f"route={route}"},
        open_timeout=PATIENCE,
        max_queue=None,  # else what nobody reads holds up the close
    )


def opened_session(line: ClientConnection) -> str:
    """Ask for the page, and return the session that answers."""
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    line.send(ask.SerializeToString())
    while True:
        said = line.recv(timeout=PATIENCE)
        assert isinstance(said, bytes)
        message = ForwardMsg.FromString(said)
        if message.WhichOneof("type") == "new_session":
            return str(message.new_session.initialize.session_id)
