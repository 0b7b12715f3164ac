"""The process that serves the app is the same wherever it is started."""

import asyncio
import json
import sys
from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import Config

from tools.serve import ROOT, free_port, serving
from tools.visitor import visiting
from xentviz.lessons.catalogue import GLOSSARY, LESSONS
from xentviz.lessons.pages import PAGES


async def _first_run(url: str) -> list[ForwardMsg]:
    """What the server sends to a visitor who opens the start page."""
    async with visiting(url, "/", keep=True) as visitor:
        assert visitor.log
        return visitor.log


def test_another_server_in_an_empty_folder_serves_the_pages_with_their_settings(
    tmp_path: Path,
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--app-dir", str(ROOT), "--port", str(port)]
    with serving([*command, "app:app"], port, tmp_path) as app:
        told = asyncio.run(_first_run(app.url))
    assert list(tmp_path.iterdir()) == [], "it wrote something where it was started"
    (opening,) = [one.new_session for one in told if one.WhichOneof("type") == "new_session"]
    assert opening.config.toolbar_mode == Config.ToolbarMode.VIEWER, ".streamlit/config.toml"
    sent = [one.delta.new_element.bidi_component.json for one in told]
    modules = [json.loads(one)[0]["module"] for one in sent if one]
    board = PAGES[""].chapters[0].board
    assert board
    assert {"lesson", board.name} <= set(modules)
    (navigation,) = [one.navigation for one in told if one.WhichOneof("type") == "navigation"]
    paths = [page.url_pathname for page in navigation.app_pages]
    assert paths == [one.path for one in (*LESSONS, GLOSSARY)]
