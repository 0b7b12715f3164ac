"""Two real replicas of the app, to stand behind a real nginx."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from tools.nginx import NO_NGINX, Nginx, find_nginx, running_nginx
from tools.serve import COLD, ROOT, free_port

SECONDS = 60.0  # the most that two replicas may take to start side by side


@dataclass(frozen=True)
class Replica:
    """A process of the app on a port of 127.0.0.1."""

    port: int
    process: subprocess.Popen[bytes]

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/_stcore/health", timeout=5
            ) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def _start(log: IO[bytes]) -> Replica:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    shared = {**COLD, "STREAMLIT_SERVER_COOKIE_SECRET": "one secret for all replicas"}
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env=os.environ | shared,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    return Replica(port, process)


def _wait(replica: Replica, log: Path) -> None:
    end = time.monotonic() + SECONDS
    while not replica.healthy():
        if replica.process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"a replica did not start:\n{log.read_text()}")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def nginx() -> str:
    """Where nginx is. In CI its absence is a failure, elsewhere the tests are skipped."""
    found = find_nginx()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_NGINX)
        pytest.skip(NO_NGINX)
    return found


@pytest.fixture(scope="module")
def replicas(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Replica]]:
    """Two replicas of the app with one cookie secret, both healthy."""
    folder = tmp_path_factory.mktemp("replicas")
    with ExitStack() as stack:
        logs = [folder / f"{number}.log" for number in (1, 2)]
        started = [_start(stack.enter_context(log.open("wb"))) for log in logs]
        try:
            for replica, log in zip(started, logs, strict=True):
                _wait(replica, log)
            yield started
        finally:
            for replica in started:
                replica.process.kill()
                replica.process.wait()


@pytest.fixture(scope="module")
def front(nginx: str, replicas: list[Replica]) -> Iterator[Nginx]:
    """nginx over plain HTTP in front of both replicas."""
    with running_nginx(nginx, [each.port for each in replicas]) as started:
        yield started
