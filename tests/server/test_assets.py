"""Our modules have one address each, which changes with their content."""

import os
from pathlib import Path

from xentviz.server.assets import Assets, closure
from xentviz.server.files import Folder


def _write(root: Path, **files: str) -> None:
    for name, text in files.items():
        (root / name.replace("__", ".")).write_text(text)


def test_the_closure_has_each_module_once_entries_first(tmp_path: Path) -> None:
    _write(
        tmp_path,
        board__js='import { a } from "./parts.js";\nimport "./wire.js";\n',
        parts__js='export { b } from "./wire.js";',
        wire__js='const later = () => import("./heavy.js");',
        heavy__js="",
        board__css='@import url("./parts.css");',
        parts__css=".a{}",
    )
    found = Assets(tmp_path).closure("board.js", "board.css", "missing.js")
    assert found[:2] == ("board.js", "board.css")
    assert sorted(found[2:]) == ["parts.css", "parts.js", "wire.js"]


def test_minified_modules_are_followed_too(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    _write(
        tmp_path, a__js='import{x as e}from"./lib/b.js";import"./c.js";export{e as t};', c__js=""
    )
    (tmp_path / "lib" / "b.js").write_text('import{y}from"../c.js";export{y}')
    assert closure(Folder(tmp_path), ["a.js"]) == ("a.js", "lib/b.js", "c.js")


def test_words_that_look_like_an_import_load_nothing(tmp_path: Path) -> None:
    _write(tmp_path, a__js='const s = "x"; reimport("./b.js"); obj.import("./b.js");', b__js="")
    assert Assets(tmp_path).closure("a.js") == ("a.js",)


def test_the_address_carries_the_content(tmp_path: Path) -> None:
    _write(tmp_path, a__js="1")
    before = Assets(tmp_path)
    assert before.urls("a.js") == (f"{before.prefix}a.js",)
    _write(tmp_path, a__js="2")
    assert Assets(tmp_path).prefix != before.prefix


def test_who_edits_sees_the_change_and_a_server_does_not_look(tmp_path: Path) -> None:
    _write(tmp_path, a__js="1")
    served, edited = Assets(tmp_path), Assets(tmp_path, fresh=True)
    assert served.prefix == edited.prefix
    _write(tmp_path, a__js="2")
    os.utime(tmp_path / "a.js", (0, 4_000_000_000))
    assert served.prefix != edited.prefix
    assert edited.folder.plain("a.js").body == b"2"
