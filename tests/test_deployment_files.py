"""Files beside the code agree with it: versions, locks, and what forges and servers read."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import xentviz
from tools.lock import BUILD_LOCK, CONSTRAINTS, LOCK, pins
from tools.lowest import constraints, declared

ROOT = Path(__file__).resolve().parent.parent
INSTALLED_FROM = [CONSTRAINTS, LOCK, BUILD_LOCK]
AGAIN = "; run `python -m tools.lock` again"


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _pyproject() -> dict[str, Any]:
    return tomllib.loads(_read("pyproject.toml"))


def _versions(file: Path) -> dict[str, Version]:
    """Each package of a lock or constraints file, by its canonical name."""
    found = pins(file.read_text(encoding="utf-8"))
    exact = {pin.name: list(pin.specifier) for pin in found}
    assert all(len(each) == 1 and each[0].operator == "==" for each in exact.values()), exact
    return {canonicalize_name(name): Version(each[0].version) for name, each in exact.items()}


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_version_is_the_same_wherever_it_stands() -> None:
    version = _pyproject()["project"]["version"]
    assert xentviz.__version__ == version
    assert str(yaml.safe_load(_read("CITATION.cff"))["version"]) == version
    assert re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", _read("CHANGELOG.md"), re.M
    )


def test_type_checkers_are_told_that_the_package_is_typed() -> None:
    assert (ROOT / "xentviz" / "py.typed").exists()


@pytest.mark.parametrize("file", [CONSTRAINTS, LOCK], ids=_named)
def test_what_is_deployed_is_within_the_declared_bounds(file: Path) -> None:
    locked = _versions(file)
    for requirement in declared():
        name = canonicalize_name(requirement.name)
        assert name in locked, f"{name} is not in {_named(file)}{AGAIN}"
        assert locked[name] in requirement.specifier, f"{name} {locked[name]}{AGAIN}"


def test_what_builds_the_wheel_is_locked_within_its_bounds() -> None:
    locked = _versions(BUILD_LOCK)
    for requirement in map(Requirement, _pyproject()["build-system"]["requires"]):
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier


def test_the_constraints_are_the_lock_without_its_hashes() -> None:
    assert sorted(map(str, pins(_read("constraints.txt")))) == sorted(
        map(str, pins(LOCK.read_text(encoding="utf-8")))
    )


@pytest.mark.parametrize("file", [LOCK, BUILD_LOCK], ids=_named)
def test_every_locked_package_has_a_hash(file: Path) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", file.read_text(encoding="utf-8"), flags=re.M)[1:]
    assert len(entries) == len(pins(file.read_text(encoding="utf-8")))
    bare = [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)]
    assert bare == []


def _needed(locked: dict[str, Version]) -> Iterator[tuple[str, str]]:
    """(package, what it needs) for each locked package installed here in its locked version."""
    for name, version in locked.items():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        if Version(found.version) == version:
            for requirement in map(Requirement, found.requires or ()):
                if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                    yield name, canonicalize_name(requirement.name)


def test_the_lock_has_everything_that_its_packages_need() -> None:
    locked = _versions(LOCK)
    missing = [f"{needed}, for {name}" for name, needed in _needed(locked) if needed not in locked]
    assert missing == [], AGAIN


@pytest.mark.parametrize("file", [*INSTALLED_FROM, ROOT / "requirements.txt"], ids=_named)
def test_no_file_says_where_packages_come_from(file: Path) -> None:
    """Whoever installs decides that; an address in the file would overrule them."""
    for line in file.read_text(encoding="utf-8").splitlines():
        assert "://" not in line
        # Of pip's options, only those that name a file of this repository or a hash.
        options = re.findall(r"(?:^|\s)(--?[a-z-]+)", line.partition("#")[0])
        assert set(options) <= {"--hash", "-c", "-e"}, line


def test_streamlit_is_bounded_above_by_the_next_minor_version() -> None:
    """Its internals are relied upon, so a new minor version is tried before it is deployed."""
    streamlit = next(each for each in declared() if each.name == "streamlit")
    lowest = Version(next(each.version for each in streamlit.specifier if each.operator == ">="))
    after = f"{lowest.major}.{lowest.minor + 1}"
    assert f"{lowest.major}.{lowest.minor}.999" in streamlit.specifier
    assert after not in streamlit.specifier


def test_community_cloud_installs_this_package_with_the_constraints() -> None:
    assert _read("requirements.txt").splitlines() == ["-c constraints.txt", "-e ."]


def test_every_dependency_says_from_which_version_on() -> None:
    assert len(constraints(declared())) == len(declared())


def test_lowest_versions_are_the_lower_bounds_with_their_markers(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(
        """
        [project]
        dependencies = ["one >= 1.2, < 2", "two ~= 3.4 ; sys_platform != 'win32'", "One-Two == 5"]
        [project.optional-dependencies]
        more = ["one_two >= 4", "one > 9", "one >= 1.10", "free"]
        """
    )
    assert constraints(declared(file=file)) == [
        "one==1.2",
        'two==3.4 ; sys_platform != "win32"',
        "One-Two==5",
    ]
    # The same name again: the higher bound holds. What has no lower bound is left out.
    assert "one==1.10" in constraints(declared("more", file=file))
    assert "One-Two==5" in constraints(declared("more", file=file))
    assert len(constraints(declared("more", file=file))) == 3
    with pytest.raises(KeyError, match="unknown"):
        declared("unknown", file=file)


def _configuration(*patterns: str) -> list[Path]:
    folders = [ROOT / name for name in (".", ".github", ".devcontainer", ".streamlit", "deploy")]
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    found |= {p for f in folders[1:] for pattern in patterns for p in f.rglob(pattern)}
    return sorted(found)


@pytest.mark.parametrize("file", _configuration("*.yml", "*.yaml", "*.cff"), ids=_named)
def test_yaml_parses_and_repeats_no_key(file: Path) -> None:
    class Strict(yaml.SafeLoader):
        """PyYAML lets the last of two equal keys win in silence."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            keys = [self.construct_object(key) for key, _ in node.value if key.value != "<<"]
            assert len(keys) == len(set(keys)), f"{_named(file)}: a key of {keys} stands twice"
            return super().construct_mapping(node, deep)

    assert [part for part in yaml.load_all(file.read_text(encoding="utf-8"), Strict) if part]


@pytest.mark.parametrize("file", _configuration("*.toml"), ids=_named)
def test_toml_parses(file: Path) -> None:
    assert tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", _configuration("*.json"), ids=_named)
def test_json_parses(file: Path) -> None:
    assert json.loads(file.read_text(encoding="utf-8"))


def test_the_citation_has_what_its_format_requires() -> None:
    citation = yaml.safe_load(_read("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["license"] == _pyproject()["project"]["license"]
    assert all(author.get("name") or author.get("family-names") for author in citation["authors"])


def _steps(job: dict[str, Any]) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_the_forge_runs_the_same_command_as_here_on_the_oldest_and_newest_python() -> None:
    jobs = yaml.safe_load(_read(".github/workflows/ci.yml"))["jobs"]
    assert _steps(jobs["tests"]).strip() == ".ci/run"
    oldest = _pyproject()["project"]["requires-python"].removeprefix(">=")
    pythons = jobs["tests"]["strategy"]["matrix"]["python"]
    assert pythons[0] == oldest
    assert pythons[-1] == "3", "the newest that is released"
    assert jobs["lowest"]["container"]["image"] == f"python:{oldest}"
    assert "tools.lowest" in _steps(jobs["lowest"])


def test_the_development_container_installs_as_readme_says() -> None:
    readme = re.search(r"^## Run the tests\n+```sh\n(.*?)\n```", _read("README.md"), re.M | re.S)
    assert readme
    install, _, _ = readme[1].rpartition(" && ")
    container = json.loads(_read(".devcontainer/devcontainer.json"))
    assert container["postCreateCommand"] == install
