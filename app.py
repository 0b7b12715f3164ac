"""The process that serves xentviz: `streamlit run app.py`, or any ASGI server on `app:app`."""

import gc
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

import xentviz
from xentviz.frame.errors import report_failure
from xentviz.lessons.preparation import to_prepare
from xentviz.server.warm_up import warm_up

HERE = Path(__file__).resolve().parent
# `streamlit run` sets this; other servers would look for settings in the working directory alone.
config._main_script_path = config._main_script_path or str(HERE / "app.py")

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class SecurityHeaders:
    """Adds HEADERS to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Load what every visitor needs, then take it out of the collector's sight for good."""
    for module in pkgutil.walk_packages(xentviz.__path__, "xentviz."):
        importlib.import_module(module.name)
    importlib.import_module("pandas")  # plotly takes it even while it is half imported
    gc.collect()
    gc.freeze()
    warm_up(to_prepare())
    yield


app = st.App(
    HERE / "pages" / "navigation.py",
    lifespan=lifespan,
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=report_failure,
)
