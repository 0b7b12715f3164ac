"""Streamlit's own files and ours, compressed once, with the headers that let browsers keep them."""

import asyncio

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from xentviz.server.assets import ROUTE, Assets
from xentviz.server.boot import BOOT, BootFiles
from xentviz.server.files import ASK_AGAIN, FOREVER, Folder, answer, takes_gzip

STATIC = "/static/"
COMPONENTS = "/_stcore/bidi-components/"
_SHARED = ("/favicon.png", "/manifest.json")


class Statics:
    """Answers for all static files, from memory; a name that is not there is a plain 404.

    `streamlit` is Streamlit's folder of static files, whose names carry a digest. `assets` are
    ours, served at `/assets/DIGEST/` for good, and at the address that Streamlit itself gives to
    the files of a component, where the browser asks again each time. `boot` has the two files
    that are made at start.
    """

    def __init__(self, app: ASGIApp, streamlit: Folder, assets: Assets, boot: BootFiles) -> None:
        self._app = app
        self._streamlit = streamlit
        self._assets = assets
        self._boot = boot

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            response = await self._respond(scope["path"], Headers(scope=scope))
            if response is not None:
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _respond(self, path: str, headers: Headers) -> Response | None:
        if path.startswith(BOOT):
            found = self._boot.find(path, zipped=takes_gzip(headers))
            if found is None:
                return _missing()
            return answer(found[0], headers, FOREVER if found[1] else ASK_AGAIN)
        if path.startswith(STATIC):
            return await _from(self._streamlit, path[1:], headers, FOREVER)
        if path in _SHARED:
            return await _from(self._streamlit, path[1:], headers, ASK_AGAIN)
        if path.startswith(ROUTE):
            # A page opened before a new version asks under the old digest: it gets what there is.
            cache = FOREVER if path.startswith(self._assets.prefix) else ASK_AGAIN
            _, _, name = path.removeprefix(ROUTE).partition("/")
            return await _from(self._assets.folder, name, headers, cache)
        if path.startswith(COMPONENTS):
            _, _, name = path.removeprefix(COMPONENTS).partition("/")
            return await _from(self._assets.folder, name, headers, ASK_AGAIN)
        return None


async def _from(folder: Folder, name: str, headers: Headers, cache: str) -> Response:
    if name not in folder:
        return _missing()
    if not takes_gzip(headers):
        return answer(await asyncio.to_thread(folder.plain, name), headers, cache)
    if folder.is_kept(name):
        return answer(folder.zipped(name), headers, cache)
    return answer(await asyncio.to_thread(folder.zipped, name), headers, cache)


def _missing() -> Response:
    return Response("Not found\n", status_code=404, media_type="text/plain")
