"""Finds a Chromium, or gets one, and starts it so that it talks to this machine alone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import Playwright as AsyncPlaywright
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = (
    "These tests drive a real browser and found none: put chromium on PATH, "
    "or run `playwright install chromium`, or run them as root on Debian."
)
# Every board shows the core's numbers, what stands below the first one has come, nobody computes.
AT_REST = """() => {
  const boards = [...document.querySelectorAll(".xv-board")];
  return boards.length > 0
    && boards.every(({ dataset }) => dataset.source === "core" && dataset.alone === undefined)
    && document.querySelector(".stApp")?.dataset.testScriptState === "notRunning"
    && !document.querySelector('[data-testid="stSkeleton"]');
}"""
IDLE = """() => !document.querySelector('[data-testid="stProgress"]')"""  # nothing is learning
LEARNING_MS = 180_000  # the most that a first visitor's model may take to learn
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # A request that slipped past every other switch must not find its way out.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def _on_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _from_debian() -> str | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            return None
    return _on_path()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of several test workers, one installs; the others wait and find what it brought."""
    import fcntl  # not there on Windows, where nothing is installed either

    with (Path(tempfile.gettempdir()) / "xentviz-browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def find_browser(playwright: Playwright | AsyncPlaywright) -> str:
    """A Chromium: on PATH, else Playwright's own, else Debian's; else one clear sentence."""
    if found := _on_path():
        return found
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    if os.name == "posix":
        with _one_at_a_time():
            if found := _on_path() or _from_debian():
                return found
    raise RuntimeError(NO_BROWSER)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(playwright), args=QUIET, headless=True
        )
        try:
            yield browser
        finally:
            browser.close()


def keeping_context(playwright: Playwright, folder: Path) -> BrowserContext:
    """A browser that keeps in `folder` what it has fetched and compiled, for its next pages.

    A page of this app then opens with a third less work than in a browser that nobody has used.
    """
    return playwright.chromium.launch_persistent_context(
        folder, executable_path=find_browser(playwright), args=QUIET, headless=True
    )
