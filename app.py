"""The process that serves xentviz: `streamlit run app.py`, or any ASGI server on `app:app`."""

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from xentviz.lesson.errors import say_sorry
from xentviz.lesson.headers import SecurityHeaders


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Load what every visitor needs, then take it out of the collector's sight for good."""
    importlib.import_module("xentviz.lesson")
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    "pages/navigation.py",
    lifespan=lifespan,
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=say_sorry,
)
