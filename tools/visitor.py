"""A visitor without a browser: opens a page over its websocket and commits what boards would."""

import asyncio
import copy
import json
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

PATIENCE = 60.0  # seconds until an answer that has not come is an error


@dataclass
class Placed:
    """One board as the server last sent it: where it stands, and what it shows."""

    id: str
    name: str
    fragment: str
    data: dict[str, Any]
    script: str = ""  # the address of its module
    value: dict[str, Any] = field(default_factory=dict)
    commits: int = 0


def board_message(board: Placed, boards: Iterable[Placed]) -> BackMsg:
    """What a browser sends when `board` has something to say: the values of all, one fragment."""
    message = BackMsg()
    message.rerun_script.fragment_id = board.fragment
    for one in boards:
        if one.value:
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id = one.id
            widget.json_value = json.dumps(one.value)
    return message


def commit(board: Placed, state: object) -> None:
    """Put a numbered commit of `state` into what the board says."""
    board.commits = max(board.commits, int(board.data.get("n", 0))) + 1
    said = {name: board.data.get(name) for name in ("session", "generation")}
    board.value["commit"] = {"n": board.commits, **said, "state": state}


class Visitor:
    """One open session. `log` has every message that came, when it is kept."""

    def __init__(self, socket: ClientConnection, path: str, query: str, keep: bool) -> None:
        self._socket = socket
        self._path = path
        self._query = query
        self.boards: dict[str, Placed] = {}
        self.page_hash = ""
        self.session = ""
        self.log: list[ForwardMsg] | None = [] if keep else None
        self.received = 0

    async def send(self, message: BackMsg) -> None:
        """Send one message, on the page that is open."""
        if message.HasField("rerun_script"):
            asked = message.rerun_script
            asked.query_string = asked.query_string or self._query
            asked.page_script_hash = asked.page_script_hash or self.page_hash
            if not asked.page_script_hash and not asked.page_name:
                asked.page_name = self._path
            asked.context_info.timezone = "UTC"
        await self._socket.send(message.SerializeToString())

    async def open(self) -> None:
        """Ask for the whole page, and for what waits until its first board is painted."""
        message = BackMsg()
        message.rerun_script.page_name = self._path
        await self.send(message)
        await self.finished()
        awaiting = [board for board in self.boards.values() if board.data.get("awaited")]
        for board in awaiting:
            board.value["painted"] = 1
            await self.send(board_message(board, self.boards.values()))
            await self.finished()

    async def commit(self, board: Placed, state: object) -> bool:
        """Commit `state`, wait for the answer; whether the server took it."""
        commit(board, state)
        await self.send(board_message(board, self.boards.values()))
        while int(board.data.get("n", 0)) < board.commits:
            await self.next()
        await self.finished()
        return not board.data.get("sentence")

    async def finished(self) -> None:
        """Read until a run has ended, and what it made run again."""
        while True:
            message = await self.next()
            over = message.WhichOneof("type") == "script_finished"
            if over and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    async def next(self) -> ForwardMsg:
        """The next message, taken into account."""
        raw = await asyncio.wait_for(self._socket.recv(), PATIENCE)
        assert isinstance(raw, bytes)
        self.received += len(raw)
        message = ForwardMsg()
        message.ParseFromString(raw)
        if self.log is not None:
            self.log.append(message)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = message.new_session.page_script_hash
            self.session = message.new_session.initialize.session_id
        elif kind == "delta":
            self._place(message.delta)
        return message

    def _place(self, delta: Delta) -> None:
        element = delta.new_element
        if delta.WhichOneof("type") != "new_element" or not element.HasField("bidi_component"):
            return
        sent = element.bidi_component
        name = sent.component_name.rsplit(".", 1)[-1]
        (data,) = json.loads(sent.json)
        board = self.boards.setdefault(sent.id, Placed(sent.id, name, delta.fragment_id, data))
        board.data, board.fragment = data, delta.fragment_id
        board.script = f"/_stcore/bidi-components/{sent.component_name}/{sent.js_source_path}"

    async def closed(self) -> int:
        """Wait until the server closes the connection; the code it gives."""
        await asyncio.wait_for(self._socket.wait_closed(), PATIENCE)
        return self._socket.close_code or 0

    async def drain(self) -> None:
        """Read all that comes and forget it, until the connection ends."""
        try:
            while True:
                await self._socket.recv()
        except ConnectionClosed:
            return

    async def raw(self, sent: bytes | str) -> None:
        """Send anything at all."""
        await self._socket.send(sent)


def main_board(visitor: Visitor) -> Placed:
    """The board of the page's open chapter: the panel with the words has a state too."""
    states = [one for one in visitor.boards.values() if one.data.get("state")]
    return next(one for one in states if one.data["module"] != "lesson")


def nudged(state: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any board's
    """The state with one number a little different, as a hand would leave it."""
    new = copy.deepcopy(state)
    if "at" in new:
        new["at"] = chance.randrange(1, 9)
        return new
    for key, value in new.items():
        if isinstance(value, float):
            new[key] = value * chance.uniform(0.9, 1.0)
            return new
        if isinstance(value, list) and value and isinstance(value[0], float):
            mixed = [one * chance.uniform(0.9, 1.1) for one in value]
            if abs(sum(value) - 1) < 1e-9:
                mixed = [one / sum(mixed) for one in mixed]
            new[key] = mixed
            return new
    return new


@asynccontextmanager
async def visiting(
    url: str,
    page: str = "/softmax",
    *,
    keep: bool = False,
    session: str = "",
    opened: bool = True,
    cookie: str = "",
) -> AsyncIterator[Visitor]:
    """A visitor at `url` + `page`, which may carry a query; its page is open when this yields."""
    parts = urlsplit(url + page)
    address = f"ws{parts.scheme.removeprefix('http')}://{parts.netloc}/_stcore/stream"
    protocols = [Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")]
    protocols += [Subprotocol(session)] if session else []
    origin = Origin(f"{parts.scheme}://{parts.netloc}")
    async with connect(
        address,
        subprotocols=protocols,
        origin=origin,
        max_size=None,
        compression=None,
        additional_headers={"Cookie": cookie} if cookie else None,
        open_timeout=PATIENCE,
        close_timeout=1,
    ) as socket:
        visitor = Visitor(socket, parts.path.strip("/"), parts.query, keep)
        if opened:
            await visitor.open()
        yield visitor
