"""Writes what deployments install: two locks with hashes, and constraints.txt without them.

    python -m tools.lock [--upgrade]

deploy/requirements.lock has what the app needs, deploy/build.lock what builds its wheel, both for
every platform and Python from `requires-python` on. Versions already locked are kept unless
pyproject.toml rules them out or --upgrade is given. Needs uv, from the `deploy` extra.
"""

import argparse
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "deploy" / "requirements.lock"
BUILD_LOCK = ROOT / "deploy" / "build.lock"
CONSTRAINTS = ROOT / "constraints.txt"
HEAD = "# Written by `python -m tools.lock`; not by hand.\n"


def pins(text: str) -> list[Requirement]:
    """The requirements in a lock or constraints file, without hashes and comments."""
    joined = text.replace("\\\n", " ")
    lines = (line.partition("#")[0].partition(" --hash=")[0].strip() for line in joined.split("\n"))
    return [Requirement(line) for line in lines if line]


def _compile(source: str, target: Path, options: Sequence[str], given: str = "") -> None:
    """Resolve `source`, "-" for `given`, into `target`, one version a package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=").strip()
    command = [sys.executable, "-m", "uv", "pip", "compile", source, "--universal"]
    command += ["--python-version", oldest, "--fork-strategy", "fewest"]
    command += ["--generate-hashes", "--no-header", "--quiet", *options]
    command += ["--output-file", str(target.relative_to(ROOT))]
    subprocess.run(command, cwd=ROOT, input=given, text=True, check=True, stdout=subprocess.DEVNULL)
    target.write_text(HEAD + target.read_text(encoding="utf-8"), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--upgrade", action="store_true", help="take the newest allowed versions")
    options = ["--upgrade"] if parser.parse_args().upgrade else []
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    _compile("pyproject.toml", LOCK, options)
    _compile("-", BUILD_LOCK, options, "\n".join(pyproject["build-system"]["requires"]))
    lines = [f"{pin}\n" for pin in pins(LOCK.read_text(encoding="utf-8"))]
    CONSTRAINTS.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
