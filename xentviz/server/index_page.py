"""Streamlit's index.html, written anew once for each page: title, description, modules."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from xentviz.server.assets import Assets, closure
from xentviz.server.boot import BootFiles
from xentviz.server.files import ASK_AGAIN, Content, Folder, answer, content_of, takes_gzip

HOST_CONFIG = "/_stcore/host-config"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself, and the boards' modules and styles that it opens with."""

    title: str
    description: str
    entries: tuple[str, ...] = ()


class IndexPages:
    """The index.html of each page by its path, made once, and what they refer to.

    `folder` has Streamlit's static files. `chunks` names, without digest, the parts of Streamlit
    that the pages need and that it would load one after another. `host_config` is the answer to
    `/_stcore/host-config`; the page carries it, so the browser connects without asking first.
    `modules` are the addresses of further modules that every page loads.
    """

    def __init__(
        self,
        folder: Folder,
        assets: Assets,
        pages: Mapping[str, Page],
        *,
        chunks: Iterable[str] = (),
        modules: Iterable[str] = (),
        host_config: Mapping[str, object],
        site: str = "xentviz",
        address: str = "",
    ) -> None:
        index = folder.text("index.html")
        self._modules = (*(f"/{one}" for one in _chunks(folder, chunks, index)), *modules)
        self.boot = BootFiles(folder, host_config)
        self._index = self.boot.with_own_style(index)
        self._assets = assets
        self._pages = pages
        self._site = site
        self._address = address.rstrip("/")
        self._made: dict[tuple[str, str, bool], Content] = {}
        config = json.dumps(host_config, sort_keys=True)
        self.host_config = content_of(config.encode(), "host-config.json", zipped=False)

    def __contains__(self, path: str) -> bool:
        return path.strip("/") in self._pages

    def content(self, path: str, *, zipped: bool) -> Content:
        """The page at `path`, such as `/softmax`; KeyError where there is none."""
        name = path.strip("/")
        key = (name, self._assets.prefix, zipped)
        if key not in self._made:
            body = self._write(name, self._pages[name]).encode()
            self._made[key] = content_of(body, "index.html", zipped=zipped)
        return self._made[key]

    def _write(self, name: str, page: Page) -> str:
        text = re.sub(r"<!--(?!\n Copyright).*?-->", "", self._index, flags=re.DOTALL)
        text = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        text = re.sub(r"<noscript>.*?</noscript>", _without_script(page), text, flags=re.DOTALL)
        text = re.sub(r'<link\s+rel="(service-desc|preload)"[^>]*>', "", text)
        head = self._head(name, page)
        text = re.sub(r"<title>.*?</title>", lambda _: head, text, flags=re.DOTALL)
        # Last, for Streamlit's own scripts must run before these have anything to do.
        text = text.replace("</head>", f"{self._links(page)}  </head>")
        return re.sub(r"\n\s*\n+", "\n", text)

    def _head(self, name: str, page: Page) -> str:
        said = {"og:title": page.title, "og:description": page.description}
        said |= {"og:type": "website", "og:site_name": self._site}
        if self._address:
            said["og:url"] = f"{self._address}/{name}"
        lines = [f"<title>{html.escape(page.title)}</title>"]
        lines += [f'<meta name="description" content="{html.escape(page.description)}" />']
        lines += [
            f'<meta property="{key}" content="{html.escape(value)}" />'
            for key, value in said.items()
        ]
        # Deferred scripts and modules run in order: this one before Streamlit's.
        lines += [f'<script defer fetchpriority="high" src=".{self.boot.script}"></script>']
        return "\n    ".join(lines)

    def _links(self, page: Page) -> str:
        own = self._assets.urls(*page.entries)
        scripts = (*self._modules, *(url for url in own if url.endswith(".js")))
        styles = (url for url in own if url.endswith(".css"))
        lines = [f'<link rel="modulepreload" crossorigin href=".{url}" />' for url in scripts]
        lines += [f'<link rel="preload" as="style" href=".{url}" />' for url in styles]
        return "".join(f"  {line}\n  " for line in lines)


def _chunks(folder: Folder, names: Iterable[str], index: str) -> list[str]:
    """The scripts that `names` need and that `index` does not load already."""
    scripts = [name for name in folder.names() if name.startswith("static/js/")]
    wanted = set(names)
    entries = [name for name in scripts if name.rsplit("/", 1)[1].split(".")[0] in wanted]
    return [name for name in closure(folder, entries) if f"./{name}" not in index]


def _without_script(page: Page) -> str:
    said = f"<h1>{html.escape(page.title)}</h1><p>{html.escape(page.description)}</p>"
    need = "<p>Everything here is drawn by JavaScript. Switch it on to see this page.</p>"
    return f"<noscript>{said}{need}</noscript>".replace("\\", "\\\\")


class ServeIndex:
    """Answers for the pages in `pages` and for the host configuration; everything else goes on."""

    def __init__(self, app: ASGIApp, pages: IndexPages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            response = self._respond(scope)
            if response is not None:
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _respond(self, scope: Scope) -> Response | None:
        path, headers = scope["path"], Headers(scope=scope)
        if path == HOST_CONFIG:
            return answer(self._pages.host_config, headers, ASK_AGAIN)
        if path not in self._pages:
            return None
        there = f"/{path.strip('/')}"
        if path != there:  # everything in the page is relative to the root
            query = scope["query_string"].decode("latin-1")
            return RedirectResponse(f"{there}?{query}" if query else there)
        return answer(self._pages.content(path, zipped=takes_gzip(headers)), headers, ASK_AGAIN)
