"""`xentviz` hands its options to Streamlit, with the app by its full path."""

from pathlib import Path

import pytest

from xentviz.server import command_line
from xentviz.server.command_line import app_file, arguments, streamlit_arguments


def line(*given: str) -> list[str]:
    return streamlit_arguments(*arguments(given))


def test_without_options_it_is_for_this_machine_alone() -> None:
    assert line()[:3] == ["streamlit", "run", str(app_file())]
    assert line()[3:] == ["--server.port", "8501", "--server.address", "127.0.0.1"]


def test_port_address_and_streamlits_own_options_are_passed_on() -> None:
    found = line("--port", "9000", "--address", "0.0.0.0", "--server.maxUploadSize", "1")
    assert found[3:] == ["--server.port", "9000", "--server.address", "0.0.0.0",
                         "--server.maxUploadSize", "1"]  # fmt: skip


def test_the_app_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert app_file().is_absolute()
    assert (app_file().parent / "pages" / "navigation.py").is_file()
    assert (app_file().parent / ".streamlit" / "config.toml").is_file()


def test_an_installation_without_the_app_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "_PLACES", ())
    with pytest.raises(FileNotFoundError, match="install it again"):
        app_file()
