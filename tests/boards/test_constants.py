"""Limits, options, presets and default names are typed once, in Python, not in JavaScript too.

Every number and text written in a board's own modules (those that no other board imports) is
compared with the board's `constants`. What is compared, and where chance alone may make two alike:

- Texts of two letters and more, wherever they stand but in `data-testid`: the values, and the keys
  of a table of options and their words. The keys of a record are names of fields, not options.
- Numbers that say something (not whole up to 12, not 0.5), wherever they stand but as a step.
- Other numbers, where they would be a limit.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

import xentviz.boards
from tests.deno import ROOT, deno
from xentviz.boards import Board, strip_board
from xentviz.boards.strip import StripState

ASSETS = ROOT / "xentviz" / "boards" / "assets"
STEPS = {"step", "fine", "coarse", "STEP"}
LIMITS = {"min", "max", "least", "most", "longest", "limit", "reach", "length"}
NO_OPTION = {"start", "middle", "end"}  # where SVG anchors a text
MEASURED = {"costs"}  # what was measured and on what: nobody chooses from it
SAYS_SOMETHING_ELSE = {
    ("logits", "ALMOST"): "nats above the least loss; a preset has the same number, a probability",
    ("logits", "MANY_STEPS"): "steps of gradient descent; the limit of a logit is the same number",
}


def _unread(_: StripState) -> NoReturn:
    """The strip is made with what reads its texts; its constants need none of that."""
    raise NotImplementedError


BOARDS = {one.name: one for one in vars(xentviz.boards).values() if isinstance(one, Board)}
BOARDS["strip"] = strip_board(_unread, _unread)


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
    all_of = {name: _imported(name, set()) for name in BOARDS}
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
        for each in value.values():
            yield from _declared(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _declared(each)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield value


def _is_typed_twice(one: Written, texts: set[str], numbers: set[float]) -> bool:
    if (one.module, one.purpose) in SAYS_SOMETHING_ELSE:
        return False
    if isinstance(one.value, str):
        return one.value in texts and one.purpose != "data-testid"
    if one.value not in numbers:
        return False
    says_something = not (one.value == 0.5 or (one.value <= 12 and one.value == int(one.value)))
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
    assert _typed_twice(BOARDS[name].constants, written[name]) == []


def test_every_board_has_modules_of_its_own_and_all_of_them_are_read(
    written: dict[str, list[Written]],
) -> None:
    assert all(name in modules for name, modules in OWN.items())
    assert all(written.values()), "a board without a number or a text"
    boards = {path.stem for path in ASSETS.parent.glob("*.py")} & {
        p.stem for p in ASSETS.glob("*.js")
    }
    assert boards - {"board", "encoding", "link"} == set(BOARDS)


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("const LIMIT = 1000;", True),
        ("const z = Math.min(-1000, x);", True),
        ('const first = names.find((name) => name === "fox");', True),
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
