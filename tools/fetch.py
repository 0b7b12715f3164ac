"""Fetches a page and every file it names, over six connections as a browser does."""

import asyncio
import gzip
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 6
_NAMED = re.compile(r'(?:href|src)="\.?(/[^"]+)"')


@dataclass
class Fetched:
    """How many files came, how many bytes they were, and which did not come."""

    files: int
    bytes: int
    missing: list[str]


class _Connection:
    """One kept-alive connection."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes, int]:
        """Status, body, and bytes on the wire of one answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Accept-Encoding: gzip\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length = re.search(rb"(?i)content-length: (\d+)", head)
        body = await reader.readexactly(int(length[1])) if length else b""
        wire = len(head) + len(body)
        if re.search(rb"(?i)content-encoding: gzip", head):
            body = gzip.decompress(body) if path.count("/") < 2 else body
        return status, body, wire

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()


async def fetch_page(url: str, page: str) -> Fetched:
    """The page at `url` + `page` and the files that its HTML names."""
    parts = urlsplit(url)
    connections = [_Connection(parts.hostname or "", parts.port or 80) for _ in range(CONNECTIONS)]
    try:
        status, html, wire = await connections[0].get(page)
        found = Fetched(1, wire, [] if status == 200 else [page])
        paths = iter(dict.fromkeys(_NAMED.findall(html.decode())))

        async def work(connection: _Connection) -> None:
            for path in paths:
                status, _, wire = await connection.get(path)
                found.files += 1
                found.bytes += wire
                if status != 200:
                    found.missing.append(path)

        await asyncio.gather(*(work(one) for one in connections))
        return found
    finally:
        for one in connections:
            one.close()
