"""`xentviz`: serves the app from wherever it was installed."""

import argparse
import runpy
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Sequence
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
# In the wheel the app lies inside the package; in a checkout, beside it.
_PLACES = (_PACKAGE / "served" / "app.py", _PACKAGE.parent / "app.py")
_PATIENCE = 60.0  # seconds until the browser is opened all the same


def app_file() -> Path:
    """Where app.py is, with its pages and settings beside it; FileNotFoundError if nowhere."""
    for place in _PLACES:
        if place.is_file():
            return place
    raise FileNotFoundError("This installation of xentviz has no app.py; install it again.")


def arguments(given: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """What was asked for, and what is Streamlit's own (`--server.maxUploadSize 1`)."""
    parser = argparse.ArgumentParser(prog="xentviz", description="Serve xentviz on this machine.")
    parser.add_argument("--port", type=int, default=8501, help="default: 8501")
    parser.add_argument(
        "--address",
        default="127.0.0.1",
        help="127.0.0.1, the default, is for this machine alone; 0.0.0.0 for everybody near",
    )
    parser.add_argument("--open", action="store_true", help="open a browser when it is ready")
    return parser.parse_known_args(given)


def streamlit_arguments(asked: argparse.Namespace, further: Sequence[str]) -> list[str]:
    """The command line of Streamlit that does it."""
    address = ["--server.port", str(asked.port), "--server.address", asked.address]
    return ["streamlit", "run", str(app_file()), *address, *further]


def _open_when_ready(url: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            # The address is our own, and its scheme is http.
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):  # nosec B310
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    webbrowser.open(url)


def main() -> None:
    """Run until interrupted."""
    asked, further = arguments(sys.argv[1:])
    if asked.open:
        host = "127.0.0.1" if asked.address.startswith("0.0") else asked.address
        url = f"http://{host}:{asked.port}"
        threading.Thread(target=_open_when_ready, args=(url,), daemon=True).start()
    sys.argv = streamlit_arguments(asked, further)
    runpy.run_module("streamlit", run_name="__main__")
