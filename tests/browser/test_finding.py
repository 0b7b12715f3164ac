"""A browser is found, or got, or asked for in one sentence: never skipped over."""

import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from playwright.sync_api import Playwright

from tools import chromium


def _playwright(own: Path) -> Playwright:
    """A Playwright that says where its own browser would be."""
    there = SimpleNamespace(chromium=SimpleNamespace(executable_path=str(own)))
    return cast(Playwright, there)


def _path_holds(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    def which(name: str) -> str | None:
        return f"/bin/{name}" if name in names else None

    monkeypatch.setattr(shutil, "which", which)


def test_a_browser_on_path_comes_before_playwrights_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "chrome"
    own.touch()
    _path_holds(monkeypatch, "chromium-browser")
    assert chromium.find_browser(_playwright(own)) == "/bin/chromium-browser"
    _path_holds(monkeypatch)
    assert chromium.find_browser(_playwright(own)) == str(own)


def test_without_any_root_installs_debians(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        if "install" in command:
            _path_holds(monkeypatch, "chromium")
        return subprocess.CompletedProcess(command, 0)

    _path_holds(monkeypatch, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", run)
    assert chromium.find_browser(_playwright(tmp_path / "none")) == "/bin/chromium"
    assert asked == [["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]]


def test_without_any_and_without_root_it_fails_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _path_holds(monkeypatch, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(RuntimeError, match="drive a real browser and found none"):
        chromium.find_browser(_playwright(tmp_path / "none"))
