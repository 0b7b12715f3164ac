"""Starts the real app as a user would, on a free port of this machine, and ends it."""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
STREAMLIT = (sys.executable, "-m", "streamlit")


@dataclass(frozen=True)
class App:
    """A running app: where it is and what it has said so far."""

    url: str
    log_file: Path
    pid: int = 0

    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def healthy(url: str) -> bool:
    """Whether a server of the app answers there."""
    unchecked = ssl._create_unverified_context()  # a test's certificate is its own
    try:
        with urllib.request.urlopen(
            f"{url}/_stcore/health", timeout=5, context=unchecked
        ) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_for(
    url: str, process: subprocess.Popen[bytes], log_file: Path, seconds: float = 60
) -> None:
    """Until the server answers; RuntimeError with its log where it has ended or takes too long."""
    end = time.monotonic() + seconds
    while not healthy(url):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the app did not start:\n{log_file.read_text()}")
        time.sleep(0.1)


# For a server that lives so shortly that what pages share would be made for nobody.
COLD = {"XENTVIZ_WARM_UP": "0"}
WARM_UP = 10.0  # seconds in which the server makes, beside its start, what pages will share


@contextmanager
def running_app(
    launcher: Sequence[str] = STREAMLIT,
    *,
    folder: Path = ROOT,
    seconds: float = 60,
    options: Sequence[str] = (),
    script: Path | None = None,
    scheme: str = "http",
    port: int = 0,
    environment: Mapping[str, str] | None = None,
) -> Iterator[App]:
    """`streamlit run app.py`, or another script, in that folder; healthy when this yields."""
    port = port or free_port()
    address = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command = [*launcher, "run", str(script or "app.py"), *address, *options]
    with serving(command, port, folder, seconds, scheme, environment) as app:
        yield app


@contextmanager
def serving(
    command: Sequence[str],
    port: int,
    folder: Path,
    seconds: float = 60,
    scheme: str = "http",
    environment: Mapping[str, str] | None = None,
) -> Iterator[App]:
    """The app that a command serves at that port, started in that folder, healthy by then."""
    with TemporaryDirectory() as own:
        log_file = Path(own) / "server.log"
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        app = App(f"{scheme}://127.0.0.1:{port}", log_file, process.pid)
        try:
            wait_for(app.url, process, log_file, seconds)
            yield app
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def usage(pids: Sequence[int]) -> dict[str, float]:
    """Megabytes, descriptors and threads of these processes together (Linux)."""
    found = {"mb": 0.0, "descriptors": 0.0, "threads": 0.0, "cpu_s": 0.0}
    for pid in pids:
        status = Path(f"/proc/{pid}/status").read_text()
        values = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        found["mb"] += int(values["VmRSS"].split()[0]) / 1024
        found["threads"] += int(values["Threads"])
        found["descriptors"] += len(list(Path(f"/proc/{pid}/fd").iterdir()))
        times = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        found["cpu_s"] += (int(times[11]) + int(times[12])) / 100
    return found
