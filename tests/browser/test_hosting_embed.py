"""A page of another origin shows a board in a frame: over HTTP, over HTTPS, and without cookies."""

import json
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, Playwright

from tools.chromium import AT_REST, QUIET, find_browser
from tools.serve import App, running_app

# Two sites of one machine, which a browser takes for strangers.
NAMES = ("course.test", "xentviz.test")
RESOLVE = ", ".join(
    (*(f"MAP {name} 127.0.0.1" for name in NAMES), "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1")
)
ARGUMENTS = [one for one in QUIET if not one.startswith("--host-resolver-rules")]
HANDLE = 'input[type="range"]'


@dataclass(frozen=True)
class Certificate:
    """Files of a key and of its certificate, which nobody has signed but itself."""

    key: str
    file: str


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder = tmp_path_factory.mktemp("certificate")
    made = Certificate(str(folder / "key.pem"), str(folder / "certificate.pem"))
    names = ",".join(f"DNS:{name}" for name in NAMES)
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2",
         "-keyout", made.key, "-out", made.file, "-subj", "/CN=xentviz.test",
         "-addext", f"subjectAltName={names},IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def encrypted(certificate: Certificate) -> Iterator[App]:
    """The app over HTTPS."""
    options = ("--server.sslCertFile", certificate.file, "--server.sslKeyFile", certificate.key)
    with running_app(options=options, scheme="https") as started:
        yield started


@contextmanager
def course(framed: str, certificate: Certificate | None = None, *, code: str = "") -> Iterator[str]:
    """The address of a page on another port that shows `framed` in a frame, or holds `code`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            frame = f'<iframe src="{framed}" width="1100" height="700" title="board"></iframe>'
            self.wfile.write(f"<!doctype html><title>Course</title>{code or frame}".encode())

        def log_message(self, *_args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.file, certificate.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        scheme = "https" if certificate else "http"
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def open_browser(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own, which knows NAMES; `cookies=2` blocks all of them."""
    opened: list[BrowserContext] = []

    def start(*arguments: str, cookies: int = 1) -> BrowserContext:
        profile = tmp_path / "profile" / "Default"
        profile.mkdir(parents=True)
        settings = {"profile": {"default_content_setting_values": {"cookies": cookies}}}
        (profile / "Preferences").write_text(json.dumps(settings))
        context = playwright.chromium.launch_persistent_context(
            str(profile.parent),
            executable_path=find_browser(playwright),
            args=[*ARGUMENTS, f"--host-resolver-rules={RESOLVE}", *arguments],
            ignore_https_errors=True,
            headless=True,
            viewport={"width": 1200, "height": 800},
        )
        opened.append(context)
        return context

    yield start
    for context in opened:
        context.close()


def at(url: str, name: str) -> str:
    """The same address under one of NAMES."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{name}:{parts.port}"


def the_frame(page: Page, address: str) -> Frame:
    page.goto(address)
    page.wait_for_selector("iframe")
    frame = page.frames[-1]
    frame.wait_for_selector(HANDLE, timeout=30_000)
    frame.wait_for_function(AT_REST, timeout=30_000)
    return frame


def moves(frame: Frame) -> bool:
    """Whether a key on the first handle leads to a new state that the core has settled."""
    before = frame.evaluate("location.search")
    frame.locator(HANDLE).first.focus()
    frame.page.keyboard.press("ArrowRight")
    frame.wait_for_function(f"() => location.search !== {json.dumps(before)}", timeout=20_000)
    frame.wait_for_function(AT_REST, timeout=20_000)
    return True


def test_over_http_a_board_works_in_the_frame_of_another_origin(
    app: App, open_browser: Callable[..., BrowserContext]
) -> None:
    with course(f"{app.url}/softmax?embed=true") as address:
        context = open_browser()
        assert moves(the_frame(context.new_page(), address))


def test_over_https_a_board_works_in_a_strangers_frame_and_has_its_cookie(
    encrypted: App, certificate: Certificate, open_browser: Callable[..., BrowserContext]
) -> None:
    framed = f"{at(encrypted.url, 'xentviz.test')}/softmax?embed=true"
    with course(framed, certificate) as address:
        # As a browser that keeps strangers' cookies out, unless they are partitioned.
        context = open_browser("--test-third-party-cookie-phaseout")
        frame = the_frame(context.new_page(), at(address, "course.test"))
        assert moves(frame)
        assert "_streamlit_xsrf=" in frame.evaluate("document.cookie")
        (cookie,) = (one for one in context.cookies() if one["name"] == "_streamlit_xsrf")
        assert cookie["sameSite"] == "None"
        assert cookie["secure"]
        assert "course.test" in str(cookie.get("partitionKey"))


def test_where_all_cookies_are_blocked_it_still_works(
    encrypted: App, certificate: Certificate, open_browser: Callable[..., BrowserContext]
) -> None:
    framed = f"{at(encrypted.url, 'xentviz.test')}/softmax?embed=true"
    with course(framed, certificate) as address:
        context = open_browser(cookies=2)
        frame = the_frame(context.new_page(), at(address, "course.test"))
        assert moves(frame)
        assert context.cookies() == []


def test_whom_the_operator_leaves_out_sees_no_board(
    monkeypatch: pytest.MonkeyPatch, open_browser: Callable[..., BrowserContext]
) -> None:
    monkeypatch.setenv("XENTVIZ_FRAME_ANCESTORS", "https://course.edu")
    with running_app() as app, course(f"{app.url}/softmax?embed=true") as address:
        context = open_browser()
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.goto(address)
        page.wait_for_timeout(1500)
        assert page.frames[-1].locator(".xv-board").count() == 0
        assert any("frame-ancestors" in text for text in said), said


GROUNDS = """() => [...document.querySelectorAll('html, body, .stApp, [data-testid="stMain"]')]
  .map((node) => getComputedStyle(node).backgroundColor)"""
# The frame is as high as what is in it.
FITS = """() => {
  const inside = document.querySelector('[data-testid="stMainBlockContainer"]').offsetHeight;
  return inside > 100 && Math.abs(innerHeight - inside) <= 1;
}"""
INK = """() => getComputedStyle(document.querySelector('.xv-lesson')).color"""


@pytest.mark.parametrize(("theme", "ink"), [("light", "rgb(27, 31, 42)"),
                                            ("dark", "rgb(245, 246, 248)")])  # fmt: skip
def test_the_code_of_embed_shows_step_and_board_alone_as_high_as_they_are(
    app: App, open_browser: Callable[..., BrowserContext], theme: str, ink: str
) -> None:
    context = open_browser()
    page = context.new_page()
    page.goto(f"{app.url}/softmax?chapter=gradient&step=2")
    page.wait_for_function(AT_REST, timeout=30_000)
    page.get_by_test_id("embed").click()
    page.get_by_test_id(f"embed-theme-{theme}").click()
    code = page.get_by_test_id("embed-code").input_value()
    with course("", code=code) as address:
        frame = the_frame(page, address)
        frame.wait_for_function(FITS, timeout=20_000)
        assert "What do the gradients sum to?" in frame.locator(".xv-lesson").inner_text()
        alone = ("stHeader", "stTopNavSection", "copy-link", "stPageLink", "details")
        assert [name for name in alone if frame.get_by_test_id(name).is_visible()] == []
        assert not frame.locator(".xv-chapters").is_visible()
        assert set(frame.evaluate(GROUNDS)) == {"rgba(0, 0, 0, 0)"}
        assert frame.evaluate(INK) == ink
        before = frame.evaluate("() => innerHeight")
        frame.get_by_test_id("show-me").click()
        frame.wait_for_function("(before) => innerHeight !== before", arg=before, timeout=20_000)
        frame.wait_for_function(FITS, timeout=20_000)
