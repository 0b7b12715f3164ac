"""A folder of static files, each compressed at most once in the life of the process."""

import gzip
import hashlib
import mimetypes
import threading
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response

FOREVER = "public, max-age=31536000, immutable"  # for a name that changes with its content
ASK_AGAIN = "no-cache"  # kept, but the browser asks whether it is still the same
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_SMALL = 256  # bytes; below that, gzip's own 20 bytes and the browser's work win nothing


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one answer: what they are, and whether they are gzip."""

    body: bytes
    media_type: str
    etag: str
    zipped: bool = False


def content_of(body: bytes, name: str, *, zipped: bool) -> Content:
    """`body` as it would be sent under that name: compressed if asked and if it gets smaller."""
    suffix = Path(name).suffix
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    digest = hashlib.sha256(body).hexdigest()[:16]
    if zipped and suffix in _TYPES and len(body) >= _SMALL:
        packed = gzip.compress(body, 9, mtime=0)
        if len(packed) < len(body):
            return Content(packed, media_type, f'"{digest}-gzip"', zipped=True)
    return Content(body, media_type, f'"{digest}"')


class Folder:
    """The files below one directory as they were when this was made, by their relative names.

    Only names that were found then are ever opened, so no name from a request reaches the disk.
    """

    def __init__(self, root: Path) -> None:
        self._paths = {
            path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()
        }
        self._locks = {name: threading.Lock() for name in self._paths}
        self._kept: dict[str, Content] = {}
        self._made: dict[str, bytes] = {}

    def add(self, name: str, text: str) -> None:
        """Put a file beside those on disk, or in the place of one."""
        self._made[name] = text.encode()
        self._locks.setdefault(name, threading.Lock())

    def __contains__(self, name: str) -> bool:
        return name in self._locks

    def names(self) -> tuple[str, ...]:
        """Every file, in alphabetical order."""
        return tuple(sorted(self._locks))

    def text(self, name: str) -> str:
        """A file as text; KeyError if there is none of that name."""
        return self._bytes(name).decode()

    def _bytes(self, name: str) -> bytes:
        made = self._made.get(name)
        return self._paths[name].read_bytes() if made is None else made

    def digest(self) -> str:
        """Ten hexadecimal digits that change when any name or byte changes."""
        seen = hashlib.sha256()
        for name in self.names():
            seen.update(f"{name}\0".encode())
            seen.update(hashlib.sha256(self._bytes(name)).digest())
        return seen.hexdigest()[:10]

    def plain(self, name: str) -> Content:
        """A file uncompressed, read each time: hardly any browser asks for that."""
        return content_of(self._bytes(name), name, zipped=False)

    def zipped(self, name: str) -> Content:
        """A file compressed; the work is done by whoever asks first, and the rest wait for it."""
        kept = self._kept.get(name)
        if kept is not None:
            return kept
        with self._locks[name]:
            if name not in self._kept:
                self._kept[name] = content_of(self._bytes(name), name, zipped=True)
            return self._kept[name]

    def is_kept(self, name: str) -> bool:
        """Whether a request for it costs no work."""
        return name in self._kept

    def prepare(self) -> threading.Thread:
        """Compress everything in a thread of its own."""

        def work() -> None:
            for name in self.names():
                self.zipped(name)

        thread = threading.Thread(target=work, name="compress", daemon=True)
        thread.start()
        return thread


def takes_gzip(headers: Headers) -> bool:
    """Whether a request accepts gzip."""
    for part in headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def answer(content: Content, headers: Headers, cache: str) -> Response:
    """The response to a request with those headers: 304 where the browser has it already."""
    out = {"cache-control": cache, "etag": content.etag, "vary": "Accept-Encoding"}
    known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    if content.etag in known:
        return Response(status_code=304, headers=out)
    if content.zipped:
        out["content-encoding"] = "gzip"
    return Response(content.body, headers=out, media_type=content.media_type)
