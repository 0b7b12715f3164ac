"""The boards' JavaScript is held to what Python is held to: form, types, size, unit tests."""

import json

import pytest

from tests.deno import ROOT, deno

ASSETS, TESTS = "xentviz/boards/assets", "tests/javascript"
WIDEST = 120  # characters


@pytest.mark.parametrize(
    "command",
    [
        ("fmt", "--check"),
        ("lint",),
        ("check", ASSETS, TESTS),
        # Types have been checked above; nothing is fetched, and nothing but a test's files is read.
        ("test", "--no-check", "--no-remote", "--no-npm"),
    ],
    ids=["fmt", "lint", "check", "test"],
)
def test_a_checker_has_nothing_to_say(command: tuple[str, ...]) -> None:
    answer = deno(*command)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_module_asks_for_its_types_to_be_checked() -> None:
    modules = [*(ROOT / ASSETS).glob("*.js"), *(ROOT / TESTS).glob("*.js")]
    assert modules
    unchecked = [one.name for one in modules if not one.read_text().startswith("// @ts-check\n")]
    assert unchecked == []


def test_types_are_strict_and_no_module_is_exempt() -> None:
    options = json.loads((ROOT / "deno.json").read_text())["compilerOptions"]
    assert (options["checkJs"], options["strict"]) == (True, True)
    tricks = (
        "@ts-ignore",
        "@ts-nocheck",
        "@ts-expect-error",
        "deno-lint-ignore",
        "deno-fmt-ignore",
    )
    exempt = [
        f"{one.name}: {trick}"
        for one in (ROOT / ASSETS).glob("*.js")
        for trick in tricks
        if trick in one.read_text()
    ]
    assert exempt == []


def test_a_line_has_at_most_120_characters() -> None:
    files = [one for end in ("js", "ts", "css") for one in (ROOT / ASSETS).glob(f"*.{end}")]
    files += (ROOT / TESTS).glob("*.js")
    long = [
        f"{one.name}:{number}"
        for one in files
        for number, line in enumerate(one.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDEST
    ]
    assert long == []
