"""Static files: compressed, kept for good where the name carries the content, else 404."""

import asyncio
import gzip
from pathlib import Path

import pytest

from tests.server.asgi import Reply, get, says
from xentviz.server.assets import Assets
from xentviz.server.boot import BootFiles
from xentviz.server.files import Folder
from xentviz.server.statics import Statics

BIG = {"allowedOrigins": ["https://example.org"] * 20}
LONG = "// a line of script\n" * 50


@pytest.fixture
def statics(tmp_path: Path) -> Statics:
    own, theirs = tmp_path / "own", tmp_path / "theirs"
    (theirs / "static" / "js").mkdir(parents=True)
    own.mkdir()
    (theirs / "static" / "js" / "index.abc.js").write_text(LONG)
    (theirs / "favicon.png").write_bytes(b"png")
    (own / "board.js").write_text(LONG)
    return Statics(says("streamlit"), Folder(theirs), Assets(own), BootFiles(Folder(theirs), BIG))


def ask(statics: Statics, path: str, encoding: str = "gzip", **how: str) -> Reply:
    return asyncio.run(get(statics, path, accept_encoding=encoding, **how))


def test_streamlits_scripts_are_compressed_and_kept_for_good(statics: Statics) -> None:
    reply = ask(statics, "/static/js/index.abc.js")
    assert gzip.decompress(reply.body).decode() == LONG
    assert "immutable" in reply.headers["cache-control"]
    assert ask(statics, "/static/js/index.abc.js", "br").body.decode() == LONG


def test_our_assets_are_kept_for_good_under_their_digest_alone(statics: Statics) -> None:
    prefix = statics._assets.prefix
    assert "immutable" in ask(statics, f"{prefix}board.js").headers["cache-control"]
    older = ask(statics, "/assets/0123456789/board.js")
    assert gzip.decompress(older.body).decode() == LONG
    assert older.headers["cache-control"] == "no-cache"


def test_a_components_file_is_asked_for_again_and_not_sent_again(statics: Statics) -> None:
    path = "/_stcore/bidi-components/xentviz.board/board.js"
    first = ask(statics, path)
    assert first.headers["cache-control"] == "no-cache"
    again = ask(statics, path, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/missing.js",
        "/static/../favicon.png",
        "/assets/",
        "/assets/0123456789/../../app.py",
        "/_stcore/bidi-components/xentviz.board/missing.js",
        "/_stcore/bidi-components/xentviz.board",
        "/manifest.json",
    ],
)
def test_what_is_not_there_is_not_found(statics: Statics, path: str) -> None:
    reply = ask(statics, path)
    assert reply.status == 404
    assert reply.body == b"Not found\n"


def test_everything_else_goes_on(statics: Statics) -> None:
    assert ask(statics, "/softmax").body == b"streamlit"
    assert ask(statics, "/static/js/index.abc.js", method="POST").body == b"streamlit"


def test_the_script_of_the_start_is_found_by_pages_of_other_versions_too(statics: Statics) -> None:
    url = statics._boot.script
    exact, other = ask(statics, url), ask(statics, "/boot/boot.0123456789abcdef.js")
    assert exact.headers["content-encoding"] == "gzip"
    assert other.body == exact.body
    assert "immutable" in exact.headers["cache-control"]
    assert other.headers["cache-control"] == "no-cache"
    plain = ask(statics, url, "br")
    assert "content-encoding" not in plain.headers
    assert plain.body == gzip.decompress(exact.body)
    for missing in ("/boot/other.1.js", "/boot/boot.1.css", "/boot/"):
        assert ask(statics, missing).status == 404
