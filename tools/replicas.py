"""Several processes of the app behind one address, of which some may be killed."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from tools.serve import App, healthy, running_app


@dataclass
class Replicas:
    """The processes, and the address that leads to one that lives."""

    url: str
    apps: list[App]
    stack: ExitStack

    def kill(self, number: int) -> None:
        """End a replica as a power failure does."""
        os.kill(self.apps[number].pid, signal.SIGKILL)

    def restart(self, number: int) -> None:
        """End a replica as an operator does, and start it again at its address."""
        old = self.apps[number]
        os.kill(old.pid, signal.SIGTERM)
        while healthy(old.url):
            time.sleep(0.05)
        again = running_app(port=urlsplit(old.url).port or 0)
        self.apps[number] = self.stack.enter_context(again)


class _Forwarder:
    """Forwards each connection to the next replica that takes it: what nginx does, for tests."""

    def __init__(self, apps: Sequence[App]) -> None:
        parts = [urlsplit(app.url) for app in apps]
        self._ports = [part.port or 0 for part in parts]
        self._turn = 0
        self.port = 0

    async def serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await server.serve_forever()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in self._ports:
            self._turn += 1
            port = self._ports[self._turn % len(self._ports)]
            try:
                there, back = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            await asyncio.gather(_pipe(reader, back), _pipe(there, writer))
            return
        writer.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


@contextmanager
def replicas(number: int, *, warm_up: float = 0.0) -> Iterator[Replicas]:
    """That many processes of the app on ports of their own, and one address for all of them."""
    with ExitStack() as stack:
        with ThreadPoolExecutor(number) as side_by_side:
            starting = [running_app() for _ in range(number)]
            apps = list(side_by_side.map(stack.enter_context, starting))
        forwarder, ready = _Forwarder(apps), threading.Event()
        work = threading.Thread(
            target=lambda: asyncio.run(forwarder.serve(ready)), name="forwarder", daemon=True
        )
        work.start()
        ready.wait(10)
        time.sleep(warm_up)
        yield Replicas(f"http://127.0.0.1:{forwarder.port}", apps, stack)
