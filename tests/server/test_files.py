"""A folder of files is compressed once, and browsers are told what they may keep."""

import gzip
import threading
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from xentviz.server import files
from xentviz.server.files import ASK_AGAIN, FOREVER, Folder, answer, content_of, takes_gzip

SCRIPT = "export const x = 1;\n" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "a.js").write_text(SCRIPT)
    (tmp_path / "tiny.css").write_text("a{}")
    (tmp_path / "font.woff2").write_bytes(b"wOF2" * 500)
    return Folder(tmp_path)


def test_a_script_is_sent_compressed_and_comes_back_whole(folder: Folder) -> None:
    content = folder.zipped("js/a.js")
    assert content.zipped
    assert len(content.body) < len(SCRIPT) / 5
    assert gzip.decompress(content.body).decode() == SCRIPT
    assert content.media_type == "text/javascript; charset=utf-8"


def test_what_gets_no_smaller_is_sent_as_it_is(folder: Folder) -> None:
    for name in ("tiny.css", "font.woff2"):
        content = folder.zipped(name)
        assert not content.zipped
        assert content.body == folder.plain(name).body


def test_a_file_is_compressed_once_however_many_ask_together(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, together = [], threading.Barrier(8)

    def counted(body: bytes, name: str, *, zipped: bool) -> files.Content:
        calls.append(name)
        return content_of(body, name, zipped=zipped)

    def ask() -> None:
        together.wait()
        folder.zipped("js/a.js")

    monkeypatch.setattr(files, "content_of", counted)
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == ["js/a.js"]


def test_after_preparing_no_request_costs_work(folder: Folder) -> None:
    assert not any(folder.is_kept(name) for name in folder.names())
    folder.prepare().join()
    assert all(folder.is_kept(name) for name in folder.names())


@pytest.mark.parametrize("name", ["../secret.js", "/etc/passwd", "js", "js/../tiny.css", ""])
def test_only_names_that_were_found_are_opened(folder: Folder, name: str) -> None:
    assert name not in folder


def test_the_digest_changes_with_any_byte_and_any_name(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    first = Folder(tmp_path).digest()
    assert first == Folder(tmp_path).digest()
    (tmp_path / "a.js").write_text("2")
    second = Folder(tmp_path).digest()
    (tmp_path / "a.js").rename(tmp_path / "b.js")
    assert len({first, second, Folder(tmp_path).digest()}) == 3


@pytest.mark.parametrize(
    ("accepts", "taken"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("br", False),
        ("", False),
    ],
)
def test_gzip_goes_to_those_who_take_it(accepts: str, taken: bool) -> None:
    assert takes_gzip(Headers({"accept-encoding": accepts})) is taken


def test_an_answer_says_what_it_is_and_how_long_it_holds(folder: Folder) -> None:
    response = answer(folder.zipped("js/a.js"), Headers({}), FOREVER)
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["vary"] == "Accept-Encoding"
    assert "immutable" in response.headers["cache-control"]
    assert (
        response.headers["etag"] != answer(folder.plain("js/a.js"), Headers({}), "").headers["etag"]
    )


def test_a_browser_that_has_the_file_gets_no_body(folder: Folder) -> None:
    etag = folder.zipped("js/a.js").etag
    response = answer(
        folder.zipped("js/a.js"), Headers({"if-none-match": f'"x", W/{etag}'}), ASK_AGAIN
    )
    assert response.status_code == 304
    assert response.body == b""
    assert response.headers["etag"] == etag
