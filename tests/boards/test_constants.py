"""Limits, options, presets and default names are typed once, in Python, not in JavaScript too.

Every number and text written in a board's own modules (those that no other board imports) is
compared with the board's `constants`. What is compared, and where chance alone may make two alike:

- Words with a space, wherever they stand.
- Other texts of two letters and more (values, and the keys of a table of options and their words;
  the keys of a record are names of fields), where they are not given to a function, which may take
  the name of a part, nor name a part in an attribute.
- Numbers that say something (not whole up to 12, not 0.5, not 100), wherever but as a step.
- Other numbers, where they would be a limit.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import xentviz.boards
from tests.deno import ROOT, deno
from xentviz.boards import Board
from xentviz.lessons.pages import PAGES

ASSETS = ROOT / "xentviz" / "boards" / "assets"
STEPS = {"step", "fine", "coarse", "STEP"}
LIMITS = {"min", "max", "longest", "limit", "reach", "length"}
LIMITS |= {"MIN", "MAX", "LONGEST", "LIMIT", "REACH", "LEAST", "MOST"}
PARTS = {"CallExpression", "class", "testid", "lit"}  # and attributes "data-..."
NO_OPTION = {"start", "middle", "end"}  # where SVG anchors a text
MEASURED = {"costs", "slopes"}  # measured, or a curve: nobody chooses from it
SAYS_SOMETHING_ELSE = {
    ("logits_play", 0.01): "nats above the lowest loss; a preset's number is a probability",
    ("logits_play", 1000): "steps of gradient descent; the limit of a logit is the same number",
    ("logits_curve", 0.01): "a place that the curve names, as two presets do",
    ("logits_curve", 0.99): "a place that the curve names, as two presets do",
}


def _boards() -> dict[str, Board[Any]]:
    """Every board: those that stand by themselves, and those that a lesson makes for its texts."""
    found = {one.name: one for one in vars(xentviz.boards).values() if isinstance(one, Board)}
    for path, lesson in PAGES.items():
        for chapter in lesson.chapters:
            if chapter.board is not None and chapter.board not in found.values():
                found[f"{chapter.board.name} on /{path}, {chapter.key}"] = chapter.board
    return found


BOARDS = _boards()


@dataclass(frozen=True)
class Written:
    """A number or a text in a module, and what it is written for."""

    module: str
    line: int
    value: str | float
    purpose: str


def _imported(name: str, found: set[str]) -> set[str]:
    """The module and all that it imports."""
    if name not in found:
        found.add(name)
        text = (ASSETS / f"{name}.js").read_text(encoding="utf-8")
        for other in re.findall(r'from "\./(\w+)\.js"', text):
            _imported(other, found)
    return found


def _own_modules() -> dict[str, list[str]]:
    """The modules of each board that no other board imports."""
    names = {one.name for one in BOARDS.values()}
    all_of = {name: _imported(name, set()) for name in names}
    users = {
        module: sum(module in one for one in all_of.values())
        for one in all_of.values()
        for module in one
    }
    return {
        name: sorted(one for one in modules if users[one] == 1) for name, modules in all_of.items()
    }


OWN = _own_modules()


@pytest.fixture(scope="module")
def written() -> dict[str, list[Written]]:
    """What is written in each board's own modules, read by Deno's parser."""
    files = sorted({str(ASSETS / f"{one}.js") for modules in OWN.values() for one in modules})
    answer = deno("lint", "--json", "--config", "tests/javascript/literals.json", *files)
    by_module: dict[str, list[Written]] = {}
    for one in json.loads(answer.stdout)["diagnostics"]:
        value, purpose = json.loads(one["message"])
        module = Path(one["filename"]).stem
        line = one["range"]["start"]["line"]
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            by_module.setdefault(module, []).append(Written(module, line, value, purpose))
    return {
        name: [w for one in modules for w in by_module.get(one, [])]
        for name, modules in OWN.items()
    }


def _declared(value: object) -> Iterator[str | float]:
    """Every text and number in a board's constants."""
    if isinstance(value, Mapping):
        if all(isinstance(each, str) for each in value.values()):
            yield from value
        for name, each in value.items():
            if name != "kind":  # which kind of record it is, as both sides name it
                yield from _declared(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _declared(each)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield value


def _is_typed_twice(one: Written, texts: set[str], numbers: set[float]) -> bool:
    if (one.module, one.value) in SAYS_SOMETHING_ELSE:
        return False
    if isinstance(one.value, str):
        names_a_part = one.purpose in PARTS or one.purpose.startswith("data-")
        return one.value in texts and (" " in one.value or not names_a_part)
    if one.value not in numbers:
        return False
    says_something = one.value not in (0.5, 100, *range(13))
    if says_something:
        return one.purpose not in STEPS
    return one.value not in (0, 1) and one.purpose in LIMITS


def _typed_twice(constants: Mapping[str, object], found: list[Written]) -> list[str]:
    parts = [part for name, part in constants.items() if name not in MEASURED]
    declared = [each for part in parts for each in _declared(part)]
    texts = {each for each in declared if isinstance(each, str) and len(each) > 1} - NO_OPTION
    numbers = {abs(each) for each in declared if not isinstance(each, str)}
    return [
        f"{one.module}.js:{one.line} has {one.value!r}, for {one.purpose}"
        for one in found
        if _is_typed_twice(one, texts, numbers)
    ]


@pytest.mark.parametrize("name", BOARDS)
def test_no_constant_is_typed_a_second_time(written: dict[str, list[Written]], name: str) -> None:
    board = BOARDS[name]
    assert _typed_twice(board.constants, written[board.name]) == []


def test_every_board_has_modules_of_its_own_and_all_of_them_are_read(
    written: dict[str, list[Written]],
) -> None:
    assert all(name in modules for name, modules in OWN.items())
    assert all(written.values()), "a board without a number or a text"
    boards = {path.stem for path in ASSETS.parent.glob("*.py")} & {
        p.stem for p in ASSETS.glob("*.js")
    }
    assert boards - {"board", "encoding", "link"} == set(OWN)


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("const LIMIT = 1000;", True),
        ("const z = Math.min(-1000, x);", True),
        ('const first = names.find((name) => name === "fox");', True),
        ('const presets = { unsure: ["undecided: 50 %", 0.5] };', True),
        ('const fox = part("fox");', False),
        ('const words = `${x > 0 ? "all equal" : ""}`;', True),
        ("const isFull = names.length >= 10;", True),
        ("const slider = handle(board, { min: -8 });", True),
        ("const slider = handle(board, { step: 0.01 });", False),
        ("const ten = x ** 10;", False),
        ('const node = el("b", { "data-testid": "equal" });', False),
    ],
)
def test_a_constant_typed_twice_is_found(tmp_path: Path, line: str, is_found: bool) -> None:
    file = tmp_path / "some.js"
    file.write_text(line, encoding="utf-8")
    answer = deno("lint", "--json", "--config", "tests/javascript/literals.json", str(file))
    said = [json.loads(one["message"]) for one in json.loads(answer.stdout)["diagnostics"]]
    found = [Written("some", 1, *each) for each in said]
    assert bool(_typed_twice(BOARDS["logits"].constants, found)) == is_found
