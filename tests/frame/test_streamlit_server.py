"""Which of a browser's messages go on to Streamlit, and what each costs its sender."""

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from xentviz.frame import streamlit_server
from xentviz.frame.streamlit_server import WHOLE_PAGE, host_config, message_cost, streamlit_files


def message(**fields: Any) -> bytes:  # noqa: ANN401 - as the message takes them
    sent = BackMsg(**fields).SerializeToString()
    assert isinstance(sent, bytes)
    return sent


def test_a_commit_costs_one_and_a_whole_page_more() -> None:
    assert message_cost(message(rerun_script={"fragment_id": "abc"})) == 1
    assert message_cost(message(rerun_script={"page_name": "softmax"})) == WHOLE_PAGE > 1
    assert message_cost(message(app_heartbeat=True)) == 1


@pytest.mark.parametrize("kind", ["clear_cache", "load_git_info", "set_run_on_save"])
def test_nobody_clears_the_caches_of_all_or_asks_about_the_server(kind: str) -> None:
    assert message_cost(message(**{kind: True})) is None
    assert message_cost(message()) is None


@pytest.mark.parametrize(
    ("payload", "cost"),
    [("deferred_file", 1), ("install_skills", None), ("dismiss_skills_nudge", None)],
)
def test_downloads_are_served_and_files_of_the_server_are_not_written(
    payload: str, cost: float | None
) -> None:
    sent = message(backend_operation_request={"request_id": "1", payload: {}})
    assert message_cost(sent) == cost


def test_bytes_that_are_no_message_are_refused() -> None:
    with pytest.raises(ValueError, match="no message"):
        message_cost(b"\xff\xff\xff")


def test_a_server_that_is_gone_puts_no_dialog_over_a_board_that_works() -> None:
    assert host_config()["blockErrorDialogs"] is True
    assert host_config()["allowedOrigins"], "an empty list makes the browser wait for the answer"


def test_streamlits_files_are_found_where_this_version_has_them() -> None:
    names = streamlit_files().names()
    assert "index.html" in names
    assert any(name.startswith("static/js/BidiComponent.") for name in names)


def test_the_uploads_of_each_session_are_counted_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/upload")
    for session, name, data in (("a", "1", b"123"), ("a", "2", b"4567"), ("b", "3", b"")):
        manager.add_file(session, UploadedFileRec(name, "n.csv", "text/csv", data))
    runtime = SimpleNamespace(instance=lambda: SimpleNamespace(uploaded_file_mgr=manager))
    monkeypatch.setattr(streamlit_server, "Runtime", runtime)
    assert streamlit_server.held_uploads() == {"a": 7, "b": 0}
