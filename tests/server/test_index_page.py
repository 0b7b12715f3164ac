"""Each page says what it is, before any script runs, and names what it will load."""

import asyncio
import json
import re
from pathlib import Path

import pytest
import streamlit

from tests.server.asgi import Reply, get, says
from xentviz.server.assets import Assets
from xentviz.server.files import Folder
from xentviz.server.index_page import IndexPages, Page, ServeIndex

PAGES = {
    "": Page("Start", "How surprised you are", ()),
    "softmax": Page('Softmax & "push"', "p < y", ("board.js", "board.css")),
}
CONFIG = {"allowedOrigins": ["https://example.org"], "useExternalAuthToken": False}
LOADER = "/_stcore/bidi-components/xentviz.board/mount.js"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> IndexPages:
    own = tmp_path_factory.mktemp("assets")
    (own / "board.js").write_text('import "./wire.js";')
    (own / "wire.js").write_text("")
    (own / "board.css").write_text("")
    return IndexPages(
        Folder(Path(streamlit.__file__).parent / "static"),
        Assets(own),
        PAGES,
        chunks=("BidiComponent",),
        modules=(LOADER,),
        host_config=CONFIG,
        address="https://example.org",
    )


def text(pages: IndexPages, path: str = "/softmax") -> str:
    return pages.content(path, zipped=False).body.decode()


def made(pages: IndexPages, suffix: str) -> str:
    """The file made for every page, of that kind."""
    (url,) = (one for one in pages.boot.urls() if one.endswith(suffix))
    found = pages.boot.find(url, zipped=False)
    assert found is not None
    return found[0].body.decode()


def ask(pages: IndexPages, path: str, **how: str) -> Reply:
    return asyncio.run(get(ServeIndex(says("streamlit"), pages), path, **how))


def test_a_page_has_its_own_title_and_description(pages: IndexPages) -> None:
    found = text(pages)
    assert "<title>Softmax &amp; &quot;push&quot;</title>" in found
    assert '<meta name="description" content="p &lt; y" />' in found
    assert '<meta property="og:title" content="Softmax &amp; &quot;push&quot;" />' in found
    assert '<meta property="og:url" content="https://example.org/softmax" />' in found
    assert "<title>Start</title>" in text(pages, "/")


def test_no_script_stands_in_the_page_itself(pages: IndexPages) -> None:
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", text(pages), flags=re.DOTALL)
    assert len(scripts) == 2
    assert all("src=" in attributes and not body for attributes, body in scripts)


def test_our_script_runs_before_streamlits(pages: IndexPages) -> None:
    found = text(pages)
    assert found.index('src="./boot/boot.') < found.index('src="./static/js/index.')


def test_the_browser_knows_the_server_without_asking(pages: IndexPages) -> None:
    script = made(pages, ".js")
    assert json.dumps(CONFIG, sort_keys=True) in script
    assert "BACKEND_BASE_URL" in script


def test_a_page_names_every_module_it_will_load(pages: IndexPages) -> None:
    found = text(pages)
    preloaded = re.findall(r'<link rel="modulepreload" crossorigin href="\.(/[^"]+)"', found)
    prefix = pages._assets.prefix
    assert {LOADER, f"{prefix}board.js", f"{prefix}wire.js"} <= set(preloaded)
    assert sum("/BidiComponent." in url for url in preloaded) == 1
    assert len(preloaded) == len(set(preloaded)), "one module twice"
    assert f'<link rel="preload" as="style" href=".{prefix}board.css" />' in found
    assert prefix not in text(pages, "/"), "the start page opens with no board"


def test_every_file_that_a_page_names_is_served(pages: IndexPages) -> None:
    folder = Folder(Path(streamlit.__file__).parent / "static")
    named = re.findall(r'(?:href|src)="\.(/(?:static|boot)/[^"]+)"', text(pages))
    assert len(named) > 50
    made = pages.boot.urls()
    missing = [url for url in named if url not in made and url[1:] not in folder]
    assert missing == []


def test_fonts_are_fetched_when_text_needs_them(pages: IndexPages) -> None:
    assert 'as="font"' not in text(pages)
    css = made(pages, ".css")
    (icons,) = re.findall(r"@font-face\{font-family:Material Symbols[^}]*\}", css)
    assert "unicode-range:U+21-10FFFF" in icons, "a space must not load 375 kB"
    assert len(re.findall(r"font-family:Source Sans;[^}]*font-display:swap", css)) == 2
    assert "url(../media/" not in css
    assert "url(../static/media/" in css


def test_streamlits_licence_stays(pages: IndexPages) -> None:
    assert "Licensed under the Apache License" in text(pages)


def test_without_javascript_the_page_says_what_it_is(pages: IndexPages) -> None:
    (said,) = re.findall(r"<noscript>(.*?)</noscript>", text(pages), flags=re.DOTALL)
    assert "p &lt; y" in said
    assert "JavaScript" in said
    assert "agent" not in text(pages)


def test_a_page_is_asked_for_again_and_not_sent_again(pages: IndexPages) -> None:
    first = ask(pages, "/softmax", accept_encoding="gzip")
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-encoding"] == "gzip"
    again = ask(pages, "/softmax", accept_encoding="gzip", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_slash_too_many_leads_to_the_page_with_its_query(pages: IndexPages) -> None:
    for path in ("/softmax/", "//softmax"):
        reply = ask(pages, path, query="z=1,2")
        assert (reply.status, reply.headers["location"]) == (307, "/softmax?z=1,2")


def test_the_answer_about_the_host_is_ours(pages: IndexPages) -> None:
    assert json.loads(ask(pages, "/_stcore/host-config").body) == CONFIG


def test_other_paths_go_on(pages: IndexPages) -> None:
    assert ask(pages, "/nothing").body == b"streamlit"
    assert ask(pages, "/softmax", method="POST").body == b"streamlit"
