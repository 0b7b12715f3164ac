"""The process that serves the app is the same wherever it is started."""

import sys
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import Config
from websockets.sync.client import connect

from tools.serve import ROOT, App, free_port, serving
from xentviz.lessons.catalogue import LESSONS


def _first_run(app: App) -> list[ForwardMsg]:
    """What the server sends to a browser that opens the start page, up to the end of its run."""
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    told: list[ForwardMsg] = []
    address = app.url.replace("http://", "ws://") + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"]) as socket:  # type: ignore[list-item]
        socket.send(ask.SerializeToString())
        while not told or told[-1].WhichOneof("type") != "script_finished":
            said = socket.recv(timeout=30)
            assert isinstance(said, bytes)
            told.append(ForwardMsg.FromString(said))
    return told


def test_another_server_in_an_empty_folder_serves_the_pages_with_their_settings(
    tmp_path: Path,
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--app-dir", str(ROOT), "--port", str(port)]
    with serving([*command, "app:app"], port, tmp_path) as app:
        told = _first_run(app)
    assert list(tmp_path.iterdir()) == [], "it wrote something where it was started"
    (opening,) = [one.new_session for one in told if one.WhichOneof("type") == "new_session"]
    assert opening.config.toolbar_mode == Config.ToolbarMode.VIEWER, ".streamlit/config.toml"
    headings = [one.delta.new_element.heading.body for one in told if one.HasField("delta")]
    assert LESSONS[0].claim in headings
    (navigation,) = [one.navigation for one in told if one.WhichOneof("type") == "navigation"]
    assert [page.page_name for page in navigation.app_pages] == [one.name for one in LESSONS]
