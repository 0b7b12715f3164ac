"""A sender that floods: raw bytes over TCP, so that its own work does not slow it down."""

import asyncio
import os
import struct
import time
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg

HANDSHAKE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: streamlit\r\n\r\n"
)


def frame(payload: bytes) -> bytes:
    """One masked binary frame (RFC 6455)."""
    mask = os.urandom(4)
    size = len(payload)
    head = struct.pack("!BB", 0x82, 0x80 | size) if size < 126 else struct.pack(
        "!BBH", 0x82, 0x80 | 126, size)  # fmt: skip
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def whole_page(page: str) -> bytes:
    """A bare rerun of a page."""
    message = BackMsg()
    message.rerun_script.page_name = page.strip("/")
    return bytes(message.SerializeToString())


async def flood(url: str, page: str, rate: float, seconds: float) -> int:
    """`rate` bare reruns a second over one socket, for so many seconds; how many went out."""
    host = urlsplit(url).netloc
    address, port = host.split(":")
    reader, writer = await asyncio.open_connection(address, int(port))
    writer.write(HANDSHAKE.format(host=host).encode())
    assert b"101" in await reader.readuntil(b"\r\n\r\n")
    reading = asyncio.create_task(_discard(reader))
    sent, began, count = frame(whole_page(page)), time.monotonic(), 0
    try:
        while (now := time.monotonic()) < began + seconds and not reading.done():
            due = int((now - began) * rate) - count
            writer.write(sent * max(0, due))
            count += max(0, due)
            try:
                await asyncio.wait_for(writer.drain(), 1)
            except TimeoutError:  # its own buffers are full: the server reads no more of it
                continue
            await asyncio.sleep(0.005)
    finally:
        reading.cancel()
        writer.transport.abort()
    return count


async def _discard(reader: asyncio.StreamReader) -> None:
    while await reader.read(1 << 18):
        pass
