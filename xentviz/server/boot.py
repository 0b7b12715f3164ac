"""The two small files that every page loads before Streamlit's own: a script and a style."""

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from xentviz.server.files import Content, Folder, content_of

BOOT = "/boot/"  # they are served below this, under a name with their digest
_SCRIPT = Path(__file__).parent / "assets" / "boot.js"
# Streamlit asks for this font at start, 375 kB, with a space; now only drawn icons load it.
_ICONS = re.compile(r"(@font-face\{font-family:Material Symbols[^}]*)\}")
_NO_SPACE = "unicode-range:U+21-10FFFF"
# Until this font has come, 170 kB and 0.9 s on a slow line, words stand in the system's own.
_TEXT = re.compile(r"(@font-face\{font-family:Source Sans[^}]*)\}")
_SWAP = "font-display:swap"


class BootFiles:
    """The script that says where the server is, and Streamlit's stylesheet with fonts that wait."""

    def __init__(self, folder: Folder, host_config: Mapping[str, object]) -> None:
        config = json.dumps(host_config, sort_keys=True)
        text = _SCRIPT.read_text(encoding="utf-8").replace('"HOST_CONFIG_HERE"', config)
        self._files: dict[str, Content] = {}
        self.script = self._add("boot.js", text)
        self._folder = folder

    def _add(self, name: str, text: str) -> str:
        content = content_of(text.encode(), name, zipped=True)
        stem, suffix = name.split(".")
        digest = content.etag.strip('"').removesuffix("-gzip")
        url = f"{BOOT}{stem}.{digest}.{suffix}"
        self._files[url] = content
        return url

    def with_own_style(self, index: str) -> str:
        """`index.html` with its stylesheet replaced by our copy."""
        found = re.search(r'href="\./(static/css/index\.[^"]+\.css)"', index)
        if not found:
            return index
        style = self._folder.text(found[1]).replace("url(../media/", "url(../static/media/")
        style = _TEXT.sub(rf"\1;{_SWAP}}}", _ICONS.sub(rf"\1;{_NO_SPACE}}}", style))
        return index.replace(found[0], f'href=".{self._add("style.css", style)}"')

    def urls(self) -> tuple[str, ...]:
        """Their addresses."""
        return tuple(self._files)

    def find(self, path: str, *, zipped: bool) -> tuple[Content, bool] | None:
        """What to send for that path, and whether it is just that; None if nothing.

        A page that another version of the server has written gets the file of its kind.
        """
        stem, _, suffix = path.removeprefix(BOOT).partition(".")
        kind = f"{BOOT}{stem}.", f".{suffix.rpartition('.')[2]}"
        for url, content in self._files.items():
            if url == path or (url.startswith(kind[0]) and url.endswith(kind[1])):
                return (content if zipped else _unpacked(content)), url == path
        return None


def _unpacked(content: Content) -> Content:
    if not content.zipped:
        return content
    etag = content.etag.replace("-gzip", "")
    return replace(content, body=gzip.decompress(content.body), etag=etag, zipped=False)
