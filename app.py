"""The process that serves xentviz: `streamlit run app.py`, or any ASGI server on `app:app`."""

import gc
import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from streamlit import config

import xentviz
from xentviz.frame.component import load_modules_from
from xentviz.frame.errors import report_failure
from xentviz.frame.streamlit_server import protections, streamlit_files
from xentviz.frame.theme_message import remember_theme
from xentviz.lessons.catalogue import GLOSSARY, LESSONS
from xentviz.lessons.preparation import to_prepare
from xentviz.server import limits, logs
from xentviz.server.assets import BUNDLES, Assets
from xentviz.server.index_page import Page
from xentviz.server.settings import Settings
from xentviz.server.warm_up import warm_up

HERE = Path(__file__).resolve().parent
# `streamlit run` sets this; other servers would look for settings in the working directory alone.
config._main_script_path = config._main_script_path or str(HERE / "app.py")


PAGES = {
    one.path: Page(f"{one.claim} · xentviz", one.claim, BUNDLES) for one in (*LESSONS, GLOSSARY)
}
MOUNT = "/_stcore/bidi-components/xentviz.board/mount.js"  # what Streamlit loads for each board
EDITED = st.get_option("server.fileWatcherType") != "none"  # somebody works on the files
ASSETS = Assets(Path(xentviz.__file__).parent / "boards" / "assets", fresh=EDITED)
FILES = streamlit_files()
SETTINGS = Settings.from_environment()
load_modules_from(lambda: ASSETS.prefix)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Load what every visitor needs, then take it out of the collector's sight for good."""
    logs.install()
    if sentence := limits.warning(limits.raise_open_files()):
        logging.getLogger("xentviz").warning(sentence)
    if SETTINGS.warm_up:
        ASSETS.folder.prepare()
        FILES.prepare()
    for module in pkgutil.walk_packages(xentviz.__path__, "xentviz."):
        importlib.import_module(module.name)
    importlib.import_module("pandas")  # plotly takes it even while it is half imported
    if not EDITED:
        remember_theme()
    gc.collect()
    gc.freeze()
    # A commit leaves a thousand objects, and 100 sessions own half a million: under the usual
    # thresholds the collector took a fifth of the processor, in pauses of 50 ms and more.
    gc.set_threshold(50_000, 10, 10)
    if SETTINGS.warm_up:
        warm_up(to_prepare())
    yield


app = st.App(
    HERE / "pages" / "navigation.py",
    lifespan=lifespan,
    middleware=protections(SETTINGS, FILES, ASSETS, PAGES, modules=(MOUNT,)),
    on_script_error=report_failure,
)
