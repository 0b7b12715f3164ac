"""The wheel is whole: `xentviz` serves the app from an empty folder, with its own settings."""

import asyncio
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.NewSession_pb2 import Config

from tools.serve import COLD, ROOT, free_port
from tools.visitor import main_board, visiting


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    wheels = folder / "wheels"
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(wheels), str(ROOT)], check=True)
    (wheel,) = wheels.glob("xentviz-*.whl")
    target = folder / "target"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
    return target


@pytest.fixture(scope="module")
def address(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`xentviz --port N`, started in an empty folder."""
    port = free_port()
    environment = os.environ | COLD | {"PYTHONPATH": str(installed)}
    log = tmp_path_factory.mktemp("log") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(installed / "bin" / "xentviz"), "--port", str(port)],
            cwd=tmp_path_factory.mktemp("empty"),
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                asyncio.run(asyncio.sleep(0.1))
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_the_wheel_carries_pages_app_settings_and_assets(installed: Path) -> None:
    served = installed / "xentviz" / "served"
    assert (served / "app.py").read_text() == (ROOT / "app.py").read_text()
    pages = {path.name for path in (ROOT / "pages").glob("*.py")}
    assert {path.name for path in (served / "pages").glob("*.py")} == pages
    assert (served / ".streamlit" / "config.toml").is_file()
    assert (installed / "xentviz" / "server" / "assets" / "boot.js").is_file()


def test_it_runs_from_an_empty_folder_with_its_own_settings(address: str) -> None:
    async def scenario() -> tuple[bool, int, str]:
        async with visiting(address, "/softmax", keep=True) as visitor:
            board = main_board(visitor)
            taken = await visitor.commit(board, board.data["state"])
            modes = [
                message.new_session.config.toolbar_mode
                for message in visitor.log or ()
                if message.HasField("new_session")
            ]
            return taken, modes[0], board.script

    taken, mode, script = asyncio.run(scenario())
    assert taken
    assert mode == Config.ToolbarMode.VIEWER
    with urllib.request.urlopen(address + script, timeout=10) as answer:
        assert b"export" in answer.read(), "the board's module is not served"
