"""Our browser modules as one file: what a slow line waits for is requests, not bytes.

A module becomes a function that is called at once, its imports constants, its exports what the
function gives back. It takes the forms of import and export that the modules use, no others.
"""

import re
from collections.abc import Callable, Iterable

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.]+)\.js";\n', re.MULTILINE)
_DEFAULT = re.compile(r"^export default (class|function) (\w+)", re.MULTILINE)
_DEFAULT_NAME = re.compile(r"^export default (\w+);\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:const|let|class|function|async function)) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
# Types and remarks that stand on lines of their own.
_REMARKS = re.compile(r"^[ \t]*/\*\*(?s:.*?)\*/[ \t]*\n|^[ \t]*//.*\n", re.MULTILINE)


def bundle(names: Iterable[str], text: Callable[[str], str]) -> str:
    """One module with all of `names`, such as "logits": its default export has theirs by name.

    `text` gives a module's source. Raises ValueError where modules import each other in a circle,
    or use a form that is not known here.
    """
    names = tuple(names)
    parts = [_as_constant(name, text) for name in _in_order(names, text)]
    shown = ", ".join(f'"{name}": {_local(name)}.default' for name in names)
    return "".join(parts) + f"export default {{ {shown} }};\n"


def with_imports(name: str, text: Callable[[str], str]) -> str:
    """A module with all that it imports in the same file, and its own exports."""
    *others, _ = _in_order([name], text)
    own = _IMPORT.sub(lambda found: _taken(found[1], found[2]), without_remarks(text(name)))
    return "".join(_as_constant(other, text) for other in others) + own


def _as_constant(name: str, text: Callable[[str], str]) -> str:
    return f"const {_local(name)} = (() => {{\n{_body(name, text(name))}}})();\n"


def _in_order(names: Iterable[str], text: Callable[[str], str]) -> list[str]:
    """`names` and all that they import, each after what it imports."""
    done: dict[str, None] = {}
    under_way: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in under_way:
            raise ValueError(f"Modules import each other: {' -> '.join((*under_way, name))}.")
        under_way.append(name)
        for _, other in _IMPORT.findall(text(name)):
            visit(other)
        under_way.pop()
        done[name] = None

    for name in names:
        visit(name)
    return list(done)


def _local(name: str) -> str:
    return f"m_{name}"


def _body(name: str, source: str) -> str:
    """A module as the inside of a function that returns its exports."""
    text = without_remarks(source)
    text = _IMPORT.sub(lambda found: _taken(found[1], found[2]), text)
    exported = {found[2]: found[2] for found in _EXPORT.finditer(text)}
    text = _EXPORT.sub(r"\1 \2", text)
    for form, group in ((_DEFAULT, 2), (_DEFAULT_NAME, 1)):
        if found := form.search(text):
            exported["default"] = found[group]
    text = _DEFAULT_NAME.sub("", _DEFAULT.sub(r"\1 \2", text))
    if left := _LEFT.search(text):
        raise ValueError(f"{name}.js: {left[0]!r} has a form that bundles do not know.")
    pairs = ", ".join(f"{key}: {local}" for key, local in exported.items())
    return f"{text}return {{ {pairs} }};\n"


def _taken(names: str, module: str) -> str:
    pairs = ", ".join(one.strip().replace(" as ", ": ") for one in names.split(",") if one.strip())
    return f"const {{ {pairs} }} = {_local(module)};\n"


def without_remarks(source: str) -> str:
    """A module without the comments that have lines of their own."""
    return _REMARKS.sub("", source)


def style_bundle(names: Iterable[str], text: Callable[[str], str]) -> str:
    """One style sheet with all of `names`, in their order."""
    return "\n".join(text(name) for name in names)
