"""Our modules in one file do what they do apart."""

from pathlib import Path

import pytest

import xentviz
from tests.deno import deno
from xentviz.lessons.pages import PAGES
from xentviz.server.assets import Assets
from xentviz.server.bundle import bundle, with_imports

SOURCES = {
    "numbers": "export const two = 2;\nexport function twice(x) {\n  return two * x;\n}\n",
    "first": 'import { twice } from "./numbers.js";\n// A remark.\nexport default class First {\n'
    "  value = twice(3);\n}\n",
    "second": 'import {\n  two as a,\n  twice,\n} from "./numbers.js";\n\n'
    "class Second {\n  value = twice(a);\n}\nexport default Second;\n",
    "entry": 'import { twice } from "./numbers.js";\nexport default function entry() {\n'
    "  return twice(5);\n}\n",
}
ASSETS = Path(xentviz.__file__).parent / "boards" / "assets"


def _ran(module: str, expression: str) -> str:
    """What an expression of `m`, the module, gives in Deno."""
    script = f"{module}\nconsole.log({expression});"
    answer = deno("run", "--no-remote", "-", given=script.replace("export default ", "const m = "))
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_modules_of_a_bundle_share_what_they_import() -> None:
    module = bundle(("second", "first"), SOURCES.__getitem__)
    assert module.count("function twice") == 1
    assert "remark" not in module
    assert _ran(module, "new m.first().value, new m.second().value") == f"{2 * 3} {2 * 2}"


def test_a_module_carries_its_imports_and_keeps_its_export() -> None:
    module = with_imports("entry", SOURCES.__getitem__)
    assert "import " not in module
    assert "\nexport default function entry()" in module
    assert _ran(module, "m()") == str(2 * 5)


def test_modules_that_import_each_other_are_named() -> None:
    circle = {"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match="a -> b -> a"):
        bundle(("a",), circle.__getitem__)


@pytest.mark.parametrize("line", ['import x from "./y.js";', "export { x };", "export * from 'y';"])
def test_a_form_that_is_not_known_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="a form that bundles do not know"):
        bundle(("odd",), lambda _name: f"{line}\n")


def test_the_served_bundle_has_every_board() -> None:
    folder = Assets(ASSETS).folder
    document = "globalThis.HTMLElement = class {};\n"
    shown = _ran(document + folder.text("all.js"), "Object.keys(m).join()").split(",")
    chapters = [chapter for lesson in PAGES.values() for chapter in lesson.chapters]
    assert {chapter.board.name for chapter in chapters if chapter.board} <= set(shown)
    styles = folder.text("all.css")
    assert all(path.read_text() in styles for path in ASSETS.glob("*.css"))
