"""The boards' style sheets: every selector begins with the board's class, none waits for another.

Style sheets of a page apply to all of it: a rule that names a part alone would change every board.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deno import ROOT

ASSETS = ROOT / "xentviz" / "boards" / "assets"
SHEETS = {path.stem: path for path in sorted(ASSETS.glob("*.css"))}
# What is shared stands under the class of all boards, of what is no board, or of their place.
SHARED = ("xv-board", "xv-copy-link", "xv-mount")
CONDITIONS = ("@media", "@container", "@supports")


def _rules(text: str, parents: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each rule's selectors, as they apply, and its declarations; at-rules as they are written.

    A nested selector stands behind its parents', or takes the place of its `&`.
    """
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    for head, body in _blocks(text):
        if head.startswith(CONDITIONS):
            yield from _rules(body if parents == () else f"& {{{body}}}", parents)
        elif head.startswith("@"):
            yield head, body
        else:
            selectors = tuple(
                one.replace("&", parent) if "&" in one else f"{parent} {one}".strip()
                for one in _split(head)
                for parent in parents or ("",)
            )
            yield from ((one, body) for one in selectors)
            yield from _rules(body, selectors)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """`head { body }` at the outermost depth; a statement as `head` with an empty body."""
    depth = start = opened = 0
    quote = ""
    for place, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "{":
            opened = place if depth == 0 else opened
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield " ".join(text[start:opened].split()), text[opened + 1 : place]
                start = place + 1
        elif letter == ";" and depth == 0:
            statement = text[start:place].strip()
            if statement.startswith("@"):
                yield statement, ""
            start = place + 1


def _split(selectors: str) -> list[str]:
    """A list of selectors, at the commas that are not inside parentheses."""
    return [one.strip() for one in re.split(r",(?![^()]*\))", selectors)]


def _strangers(text: str, own: tuple[str, ...]) -> list[str]:
    """The selectors that begin with none of these classes."""
    names = "|".join(map(re.escape, own))
    first = rf"\.(?:{names})(?![\w-])"
    begins = re.compile(rf"(?::(?:where|is)\({first}(?:, ?{first})*\)|{first})")
    return [head for head, _ in _rules(text) if not begins.match(head)]


def _own(name: str) -> tuple[str, ...]:
    own = f"xv-{name.replace('_', '-')}"
    return SHARED if name == "controls" else (own,)


@pytest.mark.parametrize("name", SHEETS)
def test_every_selector_begins_with_the_boards_own_class(name: str) -> None:
    text = SHEETS[name].read_text(encoding="utf-8")
    # A board may also say that it is one, to be stronger than what is shared.
    text = text.replace(f".xv-board{'.' + _own(name)[0]}", f".{_own(name)[0]}")
    assert list(_rules(text)), "an empty style sheet"
    assert _strangers(text, _own(name)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_no_style_sheet_waits_for_another_or_for_another_host(name: str) -> None:
    text = SHEETS[name].read_text(encoding="utf-8")
    assert "@import" not in text
    assert re.findall(r"url\(\s*[\"']?(?!#)", text) == []


def test_a_board_has_a_style_sheet_of_its_name() -> None:
    modules = {path.stem for path in ASSETS.glob("*.js")}
    assert {*SHEETS} - {"controls"} <= modules
    boards = {path.stem for path in ASSETS.parent.glob("*.py")} & modules
    assert boards - {"board", "encoding", "link"} <= {*SHEETS}


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        (".xv-some .xv-row { color: red; }", []),
        (".xv-some { .xv-row { color: red; } &.xv-simple, & > b { color: red; } }", []),
        (":where(.xv-some) { b { color: red; } }", []),
        ("@media (width > 1px) { .xv-some { b { color: red; } } }", []),
        (".xv-some { @container board (width > 1px) { gap: 0; b { color: red; } } }", []),
        (".xv-row { color: red; }", [".xv-row"]),
        (".xv-some, .xv-row b { color: red; }", [".xv-row b"]),
        (".xv-something { color: red; }", [".xv-something"]),
        (":is(.xv-some, .xv-row) { color: red; }", [":is(.xv-some, .xv-row)"]),
        (".xv-some { body:has(&) { color: red; } }", ["body:has(.xv-some)"]),
        ("@media (width > 1px) { b { color: red; } }", ["b"]),
        ('@import "other.css";', ['@import "other.css"']),
        ("@keyframes turn { from { color: red; } }", ["@keyframes turn"]),
    ],
)
def test_a_selector_of_everything_is_found(text: str, strangers: list[str]) -> None:
    assert _strangers(text, ("xv-some",)) == strangers


def test_what_is_about_the_whole_page_stands_in_the_pages_style_sheet() -> None:
    page = Path(ROOT / "xentviz" / "frame" / "assets" / "page.css").read_text(encoding="utf-8")
    assert ".stApp:not([data-test-connection-state=" in page
    assert [name for name, path in SHEETS.items() if ".stApp" in path.read_text()] == []
