"""Streamlit's server between our middleware: what it needs to know of Streamlit, in one place."""

from collections.abc import Collection, Mapping
from pathlib import Path

import streamlit as st
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.middleware import Middleware
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from xentviz.server.assets import Assets
from xentviz.server.cookies import FrameCookies
from xentviz.server.files import Folder
from xentviz.server.gate import Gate, KnownPaths
from xentviz.server.headers import SecurityHeaders
from xentviz.server.index_page import IndexPages, Page, ServeIndex
from xentviz.server.pacing import Pacing
from xentviz.server.settings import Settings
from xentviz.server.sockets import MostSockets
from xentviz.server.statics import Statics
from xentviz.server.uploads import Uploads

# The parts of Streamlit's browser half that every page of ours needs beside its start.
CHUNKS = ("BidiComponent", "Html")
WHOLE_PAGE = 4.0  # a whole page costs the server about as much as four commits of a board
# What a reader's browser has reason to send. Not among them: `clear_cache`, which empties what all
# visitors share, `load_git_info`, which names files of the server, and two that write files there.
_WANTED = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
_WANTED_OPERATIONS = ("deferred_file", "dataframe_chunk")


def message_cost(sent: bytes) -> float | None:
    """How many tokens a browser's message takes; None for one that goes no further.

    Raises ValueError where the bytes are no message.
    """
    message = BackMsg()
    try:
        message.ParseFromString(sent)
    except DecodeError:
        raise ValueError("it sent bytes that are no message") from None
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        asked = message.backend_operation_request.WhichOneof("payload")
        return 1.0 if asked in _WANTED_OPERATIONS else None
    if kind not in _WANTED:
        return None
    whole = kind == "rerun_script" and not message.rerun_script.fragment_id
    return WHOLE_PAGE if whole else 1.0


def held_uploads() -> Mapping[str, int]:
    """The bytes of uploaded files that each session has stored."""
    manager = Runtime.instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)
    return {
        session: sum(len(file.data) for file in tuple(files.values()))
        for session, files in tuple(manager.file_storage.items())
    }


def host_config() -> dict[str, object]:
    """What Streamlit tells its browser half about its host; errors of the connection stay small."""
    return {
        "allowedOrigins": list(st.get_option("client.allowedOrigins")),
        "useExternalAuthToken": False,
        "enableCustomParentMessages": False,
        "enforceDownloadInNewTab": False,
        "metricsUrl": "",
        "blockErrorDialogs": True,
        "resourceCrossOriginMode": None,
    }


def streamlit_files() -> Folder:
    """Streamlit's own static files."""
    return Folder(Path(st.__file__).parent / "static")


def protections(
    settings: Settings,
    files: Folder,
    assets: Assets,
    pages: Mapping[str, Page],
    *,
    modules: Collection[str] = (),
    also: Collection[str] = (),
) -> list[Middleware]:
    """The middleware for `st.App`, the outermost first.

    `modules` are addresses of scripts that every page loads; `also` has prefixes of further routes.
    """
    index = IndexPages(
        files,
        assets,
        pages,
        chunks=CHUNKS,
        modules=modules,
        host_config=host_config(),
        address=settings.address,
    )
    return [
        Middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors),
        Middleware(Gate, hosts=settings.allowed_hosts, origins=settings.allowed_origins),
        Middleware(FrameCookies),
        Middleware(Statics, streamlit=files, assets=assets, boot=index.boot),
        Middleware(ServeIndex, pages=index),
        Middleware(KnownPaths, also=also, metrics_token=settings.metrics_token),
        Middleware(Uploads, held=held_uploads),
        Middleware(MostSockets, most=settings.most_visitors),
        Middleware(Pacing, cost=message_cost),
    ]
