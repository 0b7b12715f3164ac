"""Our own modules and styles under an address that carries their content's digest."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from xentviz.server.bundle import bundle, style_bundle, with_imports
from xentviz.server.files import Folder

ROUTE = "/assets/"
# Every board in one file, and all their styles: mount.js asks for these.
BUNDLES = ("all.js", "all.css")
_MOUNT = "mount"
_FIRST_STYLE = "controls.css"
# `import ... from "./x.js"`, `import "./x.js"`, `export ... from "./x.js"`; never `import(...)`.
_IMPORT = re.compile(
    r"""(?<![\w.$])(?:import|export)(?:\s*|[^"'();]*?\bfrom\s*)["'](\.{1,2}/[^"']+)["']"""
)
_STYLE_IMPORT = re.compile(r"""@import\s+(?:url\()?["']?(\.{0,2}/?[^"')\s;]+)""")


class Assets:
    """The files below `root`, served as `/assets/DIGEST/NAME` and kept by browsers for good.

    With `fresh`, for who edits them, the folder is read again whenever a file in it has changed.
    """

    def __init__(self, root: Path, *, fresh: bool = False) -> None:
        self._root = root
        self._fresh = fresh
        self._read()

    def _read(self) -> None:
        self._changed = self._last_change()
        self._folder = Folder(self._root)
        _add_bundles(self._folder)
        self._prefix = f"{ROUTE}{self._folder.digest()}/"

    def _last_change(self) -> float:
        return max((path.stat().st_mtime for path in self._root.rglob("*")), default=0.0)

    def _look_again(self) -> None:
        if self._fresh and self._last_change() != self._changed:
            self._read()

    @property
    def folder(self) -> Folder:
        """The files themselves."""
        self._look_again()
        return self._folder

    @property
    def prefix(self) -> str:
        """Where they are now: `/assets/DIGEST/`."""
        self._look_again()
        return self._prefix

    def closure(self, *entries: str) -> tuple[str, ...]:
        """The files a browser needs for `entries`, these first, then what they import, and so on.

        Only static imports are followed. Names that are not there are left out.
        """
        return closure(self.folder, entries)

    def urls(self, *entries: str) -> tuple[str, ...]:
        """The addresses of `closure(*entries)`."""
        return tuple(self.prefix + name for name in self.closure(*entries))


def _add_bundles(folder: Folder) -> None:
    """BUNDLES, of all modules that mount.js may be told to show, and mount.js with its imports."""

    def text(stem: str) -> str:
        return folder.text(f"{stem}.js")

    stems = [name.removesuffix(".js") for name in folder.names() if name.endswith(".js")]
    shown = [stem for stem in stems if stem != _MOUNT and "\nexport default " in text(stem)]
    folder.add("all.js", bundle(shown, text))
    styles = [name for name in folder.names() if name.endswith(".css")]
    styles.sort(key=lambda name: name != _FIRST_STYLE)
    folder.add("all.css", style_bundle(styles, folder.text))
    if _MOUNT in stems:
        folder.add(f"{_MOUNT}.js", with_imports(_MOUNT, text))


def closure(folder: Folder, entries: Iterable[str]) -> tuple[str, ...]:
    """`entries` and all that they import statically, breadth first, each once."""
    found: dict[str, None] = dict.fromkeys(name for name in entries if name in folder)
    waiting = list(found)
    for name in waiting:
        new = [one for one in _imports(folder, name) if one in folder and one not in found]
        found.update(dict.fromkeys(new))
        waiting.extend(new)
    return tuple(found)


def _imports(folder: Folder, name: str) -> list[str]:
    pattern = {".js": _IMPORT, ".css": _STYLE_IMPORT}.get(PurePosixPath(name).suffix)
    if pattern is None:
        return []
    here = PurePosixPath(name).parent
    return [_joined(here, other) for other in pattern.findall(folder.text(name))]


def _joined(here: PurePosixPath, other: str) -> str:
    parts = list(here.parts)
    for part in PurePosixPath(other).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
