"""The rules of the house: clean, typed, layered, small, and what README says is what happens."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN_APP = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/streamlit run app.py"
RUN_TESTS = (
    "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest"
)
PAGE_LINES, FUNCTION_LINES, MODULE_LINES = 80, 40, 300
# In two parts, so that this file does not name what it looks for.
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "debian" + ".org",
    "anaconda" + ".org",
    "jsdelivr" + ".net",
    "unpkg" + ".com",
    "cdnjs" + ".cloudflare.com",
    "index" + "-url",
    "/work" + "/main",
    "/work" + "/shared",
    "/tmp" + "/w/",
]


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _sources(*folders: str, ends: str = "*.py") -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob(ends))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _section(heading: str) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"README.md has no heading '## {heading}'"
    return found[1]


def _block(heading: str, language: str = r"\w*") -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", _section(heading), re.M | re.S)
    assert found, f"README.md has no code under '## {heading}'"
    return found[1].strip()


@pytest.mark.parametrize(
    "command",
    [
        (_tool("ruff"), "check", "."),
        (_tool("mypy"),),
        (_tool("lint-imports"),),
    ],
    ids=["ruff", "mypy", "import-linter"],
)
def test_a_checker_has_nothing_to_say(command: tuple[str, ...]) -> None:
    answer = _run(*command)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_readme_runs_the_app_in_one_line() -> None:
    assert _block("Run the app") == RUN_APP


def test_ci_runs_the_line_that_readme_gives_for_the_tests() -> None:
    assert _block("Run the tests") == RUN_TESTS
    shown = _run("bash", ".ci/run", "--show")
    assert shown.stdout.strip() == RUN_TESTS, shown.stderr


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function and its lines; a docstring, which explains rather than does, is not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            told = len((ast.get_docstring(node, clean=False) or "").splitlines())
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - told


def test_a_function_is_under_40_lines() -> None:
    long = [
        f"{_named(path)}: {name} has {lines} lines"
        for path in _sources("xentviz", "pages")
        for name, lines in _functions(path)
        if lines >= FUNCTION_LINES
    ]
    assert long == [], "look for the missing idea: " + "; ".join(long)


def test_a_module_is_under_300_lines_and_a_page_under_80() -> None:
    modules = [*_sources("xentviz"), *_sources("xentviz", ends="*.js")]
    sizes = [(path, MODULE_LINES) for path in modules]
    sizes += [(path, PAGE_LINES) for path in _sources("pages")]
    long = [f"{_named(path)}: {_lines(path)}" for path, most in sizes if _lines(path) >= most]
    assert long == [], "look for the missing idea: " + "; ".join(long)


# Used by nothing in the app, and kept: the core is a library, the rest waits for its page.
NOT_USED_HERE = {
    "xentviz/data/planes.py": "toy sets of the training page",
    "xentviz/data/language.py": "the entropy at each place, which tests compare with",
    "xentviz/models/training.py": "the plan for characters, which benchmarks compare with",
    "xentviz/__init__.py": "the version",
}


def _defined(path: Path) -> Iterator[str]:
    """The functions, classes and methods of a module, without those that Python itself calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.Module):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    yield line.targets[0].id


def test_nothing_is_defined_that_the_app_does_not_use() -> None:
    """By name: what stands nowhere but where it is defined is used by nobody."""
    sources = [*_sources("xentviz", "pages"), ROOT / "app.py"]
    used = Counter(re.findall(r"\w+", "\n".join(path.read_text("utf-8") for path in sources)))
    unused = [
        f"{_named(path)}: {name}"
        for path in _sources("xentviz")
        for name in _defined(path)
        if used[name] < 2 and not name.startswith("__") and _named(path) not in NOT_USED_HERE
    ]
    assert unused == []


def _tree() -> list[Path]:
    """What is in the repository, or what would be: never the environments beside it."""
    listed = _run("git", "ls-files", "--cached", "--others", "--exclude-standard")
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    folders = ("xentviz", "pages", "tests", "benchmarks", "tools", ".ci", ".streamlit")
    return [path for path in _sources(*folders, ends="*") if path.is_file()]


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def test_the_core_imports_numpy_alone() -> None:
    allowed = {*sys.stdlib_module_names, "numpy", "xentviz"}
    others = [
        f"{_named(path)}: {name}"
        for path in _sources("xentviz/core")
        for name in _imports(path)
        if name not in allowed
    ]
    assert others == []


def test_the_tree_names_no_package_host_and_no_machine_path() -> None:
    found = []
    for path in _tree():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{_named(path)}: {host}" for host in HOSTS if host in text]
    assert found == []


def test_the_readme_example_prints_what_readme_says() -> None:
    code = _block("The core as a library", "python")
    assert len(code.splitlines()) <= 5
    # What a line prints stands beside it, after `# `.
    said = [line.split("  # ")[1] for line in code.splitlines() if line.startswith("print(")]
    answer = _run(sys.executable, "-c", code)
    assert answer.returncode == 0, answer.stderr
    assert said, "the example prints nothing"
    assert answer.stdout.splitlines() == said
