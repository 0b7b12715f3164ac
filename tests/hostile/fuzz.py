"""Sends hostile values to a running server, and watches what comes back and what it logs."""

import asyncio
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import WebSocketException

from tests.hostile import values
from tools.visitor import Visitor, main_board, visiting

BATCH = 12  # messages of one session: within the burst that any session may send
LEAST = 2  # of everything, however slow the machine
QUIET = 0.4  # seconds without an answer after which a session has no more to say
# Words of a traceback, and of paths on the server's disk, that no browser may ever see.
LEAKS = re.compile(rb'Traceback|File "/|site-packages|\.py", line')
MARK = "mk%06dkm"


@dataclass
class Found:
    """What was sent, and what should not have come back."""

    sent: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0  # seconds that a well-behaved visitor waited for a commit
    commits: int = 0


class Fuzz:
    """One run against the server at `url`, from one seed, until `seconds` are over."""

    def __init__(self, url: str, seed: int, seconds: float) -> None:
        self.url = url
        self.seed = seed
        self.end = time.monotonic() + seconds
        self.found = Found()
        self._sessions = 0

    def on(self, *few: int) -> bool:
        """Whether there is time, or one of these counts is still below LEAST."""
        return time.monotonic() < self.end or any(count < LEAST for count in few)

    async def run(self, workers: int = 4) -> Found:
        """Everything at once, beside a visitor who behaves."""
        tasks = [self._values(i) for i in range(workers)]
        tasks += [self._links(100), self._requests(200), self._canary()]
        await asyncio.gather(*tasks)
        return self.found

    async def _values(self, worker: int) -> None:
        chance = random.Random(self.seed * 1000 + worker)
        while self.on():
            page = "/" + chance.choice(values.PAGES)
            try:
                async with visiting(self.url, page, keep=True) as visitor:
                    await self._batch(visitor, chance)
            except (OSError, TimeoutError, WebSocketException) as error:
                self.found.failures.append(f"{page}: {error!r}"[:200])

    async def _batch(self, visitor: Visitor, chance: random.Random) -> None:
        """One session's messages: its own mark among them, so that it is known where it goes."""
        self._sessions += 1
        mark = MARK % self._sessions
        try:
            for board in tuple(visitor.boards.values()):
                if isinstance(board.data.get("state"), dict):
                    await visitor.commit(board, values.marked(board.data["state"], mark))
            for _ in range(BATCH):
                board = chance.choice(tuple(visitor.boards.values()))
                message = values.value_message(board, visitor.boards, chance)
                self.found.sent["values"] += 1
                await visitor.send(message)
            if chance.random() < 0.5:
                self.found.sent["frames"] += 1
                await visitor.raw(values.frame(message.SerializeToString(), chance))
            await self._listen(visitor, mark)
        except WebSocketException:
            self.found.sent["cut off"] += 1  # a frame that is no message ends the connection
        self._check(visitor, mark)

    async def _listen(self, visitor: Visitor, mark: str) -> None:
        while True:
            try:
                await asyncio.wait_for(visitor.next(), QUIET)
            except TimeoutError:
                return

    def _check(self, visitor: Visitor, own: str) -> None:
        for message in visitor.log or ():
            raw = message.SerializeToString()
            if LEAKS.search(raw):
                self.found.leaks.append(str(message)[:300])
            marks = set(re.findall(rb"mk\d{6}km", raw))
            self.found.sent["own marks back"] += own.encode() in marks
            if marks - {own.encode()}:
                self.found.crossed.append(f"{own} got {sorted(marks)}")

    async def _links(self, worker: int) -> None:
        chance = random.Random(self.seed * 1000 + worker)
        while self.on(self.found.sent["links"]):
            page = f"/{chance.choice(values.PAGES)}?{values.link(chance)}"
            self.found.sent["links"] += 1
            try:
                async with visiting(self.url, page, keep=True) as visitor:
                    self._check(visitor, "")
            except (OSError, TimeoutError, WebSocketException) as error:
                self.found.failures.append(f"{page}: {error!r}"[:200])

    async def _requests(self, worker: int) -> None:
        chance, parts = random.Random(self.seed * 1000 + worker), urlsplit(self.url)
        while self.on(self.found.sent["requests"]):
            method, path, headers = values.request(chance)
            self.found.sent["requests"] += 1
            lines = [f"{method} {path} HTTP/1.1", "Connection: close"]
            lines += [f"{name}: {value}" for name, value in headers.items() if value]
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"))
            answer = await asyncio.wait_for(reader.read(), 30)
            writer.close()
            status = answer.split(b" ", 2)[1:2]
            if not status or status[0].startswith(b"5") or LEAKS.search(answer):
                self.found.leaks.append(f"{method} {path}: {answer[:200]!r}")
            await asyncio.sleep(0.02)

    async def _canary(self) -> None:
        """A visitor who behaves is answered all the while, with nobody else's words."""
        async with visiting(self.url, "/softmax", keep=True) as visitor:
            board = main_board(visitor)
            chance = random.Random(self.seed)
            while self.on(self.found.commits):
                logits = [chance.uniform(-5, 5) for _ in board.data["state"]["logits"]]
                began = time.monotonic()
                taken = await visitor.commit(board, {**board.data["state"], "logits": logits})
                self.found.slowest = max(self.found.slowest, time.monotonic() - began)
                self.found.commits += 1
                if not taken or board.data["state"]["logits"] != logits:
                    self.found.failures.append("a good commit was not taken")
                await asyncio.sleep(0.25)
            message = BackMsg()
            message.app_heartbeat = True
            await visitor.send(message)
            self._check(visitor, "")


def unseen(log: str) -> list[str]:
    """The lines of a log that hold what cannot be seen, or are too long to read."""
    return [line for line in log.splitlines() if len(line) > 700 or not line.isprintable()]
