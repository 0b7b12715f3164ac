"""Prints constraints that hold every dependency to the lowest version that pyproject.toml allows.

    python -m tools.lowest [--extra test] > lowest.txt
    pip install -e '.[test]' -c lowest.txt

What declares no lower bound is left to the installer.
"""

import argparse
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent


def declared(*extras: str, file: Path = ROOT / "pyproject.toml") -> list[Requirement]:
    """The dependencies in that pyproject.toml, then those of the extras.

    Raises KeyError if there is no extra of that name.
    """
    project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][name] for name in extras)]
    return [Requirement(text) for texts in lists for text in texts]


def lowest(requirement: Requirement) -> str | None:
    """`name==version` and the marker, or None where no lower bound is declared."""
    bounds = [each for each in requirement.specifier if each.operator in (">=", "==", "~=")]
    if not bounds:
        return None
    version = max((each.version for each in bounds), key=Version)
    marker = f" ; {requirement.marker}" if requirement.marker else ""
    return f"{requirement.name}=={version}{marker}"


def constraints(requirements: Iterable[Requirement]) -> list[str]:
    """One line for each requirement that has a lower bound; of one name the highest bound wins."""
    lines: dict[str, str] = {}
    for requirement in requirements:
        line = lowest(requirement)
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if line and (name not in lines or _version(line) > _version(lines[name])):
            lines[name] = line
    return list(lines.values())


def _version(line: str) -> Version:
    return Version(line.partition("==")[2].partition(" ; ")[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--extra", action="append", default=[], help="also that extra; repeatable")
    extras: list[str] = parser.parse_args().extra
    print("\n".join(constraints(declared(*extras))))


if __name__ == "__main__":
    main()
