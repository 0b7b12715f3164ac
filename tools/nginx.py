"""Starts a real nginx on the loopback, with deploy/nginx as it is shipped, and ends it."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.serve import free_port

SHIPPED = Path(__file__).resolve().parent.parent / "deploy" / "nginx"
NO_NGINX = (
    "These tests need a real nginx and found none: put nginx on PATH, or run them as root on "
    "Debian, where they install it."
)
# Debian has it in /usr/sbin, which is not on everybody's PATH.
PATHS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
HEADER_SECONDS = 10  # a browser may take for the head of a request, in nginx.conf
STORAGE = """error_log {own}/error.log info;
access_log {own}/access.log xentviz;
proxy_cache_path {own}/cache keys_zone=files:1m max_size=50m use_temp_path=off;
client_body_temp_path {own}/body;
proxy_temp_path {own}/proxy;
fastcgi_temp_path {own}/fastcgi;
uwsgi_temp_path {own}/uwsgi;
scgi_temp_path {own}/scgi;
"""


@dataclass(frozen=True)
class Nginx:
    """A running nginx: its ports on 127.0.0.1, and its folder with configuration and logs."""

    port: int
    tls_port: int | None
    folder: Path

    def log(self, name: str = "access.log") -> str:
        """What that log holds so far."""
        return (self.folder / name).read_text(encoding="utf-8", errors="replace")


def find_nginx() -> str | None:
    """An nginx: on PATH, else Debian's, which root installs here; else None."""
    if found := shutil.which("nginx", path=PATHS):
        return found
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "nginx", "openssl"]):
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            return None
    return shutil.which("nginx", path=PATHS)


def certify(folder: Path) -> Path:
    """Put a certificate for 127.0.0.1 and its key into `folder`/tls; return the certificate."""
    (folder / "tls").mkdir()
    certificate, key = folder / "tls" / "fullchain.pem", folder / "tls" / "privkey.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate


def _on_port(text: str, number: int, port: int) -> str:
    """That listen.conf with `port` of the loopback in the place of `number`."""
    moved, count = re.subn(rf"^listen {number}\b", f"listen 127.0.0.1:{port}", text, flags=re.M)
    assert count == 1, f"one `listen {number}` expected in:\n{text}"
    return moved


def install(
    folder: Path,
    replicas: Sequence[int],
    *,
    tls: bool = False,
    header_seconds: int = HEADER_SECONDS,
) -> Nginx:
    """Copy the shipped configuration; of it, change addresses, places, and that one time alone."""
    for shipped in SHIPPED.glob("*.conf"):
        shutil.copy(shipped, folder)
    main = folder / "nginx.conf"
    given = f"client_header_timeout {HEADER_SECONDS}s;"
    text = main.read_text(encoding="utf-8")
    assert text.count(given) == 1, f"one {given!r} expected"
    main.write_text(text.replace(given, f"client_header_timeout {header_seconds}s;"), "utf-8")
    port, tls_port = free_port(), free_port() if tls else None
    listen = (SHIPPED / ("listen-tls.conf" if tls else "listen.conf")).read_text(encoding="utf-8")
    listen = _on_port(listen, 80, port)
    if tls_port:
        listen = _on_port(listen, 443, tls_port)
        certify(folder)
    (folder / "listen.conf").write_text(listen, encoding="utf-8")
    servers = [f"server 127.0.0.1:{each} max_fails=2 fail_timeout=5s;\n" for each in replicas]
    (folder / "replicas.conf").write_text("".join(servers), encoding="utf-8")
    (folder / "storage.conf").write_text(STORAGE.format(own=folder), encoding="utf-8")
    return Nginx(port, tls_port, folder)


def command(nginx: str, folder: Path, *more: str) -> list[str]:
    """nginx with the configuration in `folder`, its process id there, in the foreground."""
    places = ["-p", f"{folder}/", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/start.log"]
    return [nginx, *places, "-g", f"pid {folder}/nginx.pid; daemon off;", *more]


@contextmanager
def running_nginx(
    nginx: str, replicas: Sequence[int], *, tls: bool = False, header_seconds: int = HEADER_SECONDS
) -> Iterator[Nginx]:
    """nginx before the replicas on those ports of 127.0.0.1, listening when this yields."""
    with TemporaryDirectory() as own:
        folder = Path(own)
        folder.chmod(0o755)  # the workers of an nginx that root starts are nobody
        front = install(folder, replicas, tls=tls, header_seconds=header_seconds)
        process = subprocess.Popen(command(nginx, folder), stderr=subprocess.PIPE)
        try:
            _wait(process, folder / "nginx.pid")
            yield front
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], pid_file: Path, seconds: float = 30) -> None:
    """Until nginx has written its process id, which it does once it listens."""
    end = time.monotonic() + seconds
    while not pid_file.exists():
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            said = process.communicate()[1].decode("utf-8", "replace")
            raise RuntimeError(f"nginx did not start:\n{said}")
        time.sleep(0.02)
