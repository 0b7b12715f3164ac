"""A board's state in the link: which key holds which field, how it is written and read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from xentviz.boards import checks

Params = Mapping[str, list[str]]
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the link: `write` gives the texts of its field, `read` the field of its texts."""

    name: str
    field: str
    write: Callable[[Any], list[str]]
    read: Callable[[list[str]], Any]


def _short(x: float) -> str:
    """The shortest text that reads back as the same number: 2 rather than 2.0."""
    return repr(x).removesuffix(".0")


def _float(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name} is “{text[:40]}”, expected a number.") from None


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(f"{name} is “{text[:40]}”, expected a whole number.")
    return int(text)


def _only(values: list[str], name: str) -> str:
    if len(values) != 1:
        raise ValueError(f"{name} stands {len(values)} times in the link, expected once.")
    return values[0]


def real(name: str, field: str) -> Key:
    """A key that holds one number."""
    return Key(name, field, lambda x: [_short(x)], lambda v: _float(_only(v, name), name))


def real_or_none(name: str, field: str) -> Key:
    """A key that holds one number, or "none"."""
    one = real(name, field)

    def write(x: float | None) -> list[str]:
        return ["none"] if x is None else one.write(x)

    return Key(name, field, write, lambda v: None if v == ["none"] else one.read(v))


def whole(name: str, field: str) -> Key:
    """A key that holds one whole number."""

    return Key(name, field, lambda x: [str(x)], lambda v: _whole(_only(v, name), name))


def reals(name: str, field: str, most: int) -> Key:
    """A key that holds numbers, separated by commas."""

    def read(values: list[str]) -> tuple[float, ...]:
        texts = _only(values, name).split(",", most)
        checks.items(texts, f"The list {name}", 1, most)
        return tuple(_float(text, f"A number in {name}") for text in texts)

    return Key(name, field, lambda xs: [",".join(map(_short, xs))], read)


def text(name: str, field: str) -> Key:
    """A key that holds one text."""
    return Key(name, field, lambda x: [x], lambda v: _only(v, name))


def wholes(name: str, field: str, most: int) -> Key:
    """A key that holds whole numbers, separated by commas, or nothing at all."""

    def read(values: list[str]) -> tuple[int, ...]:
        if values == [""]:
            return ()
        texts = _only(values, name).split(",", most)
        checks.items(texts, f"The list {name}", 1, most)
        return tuple(_whole(text, f"A number in {name}") for text in texts)

    return Key(name, field, lambda xs: [",".join(map(str, xs))], read)


def texts(name: str, field: str) -> Key:
    """A key that stands once for each text of its field; once and empty for none."""
    return Key(name, field, lambda xs: list(xs) or [""], lambda v: () if v == [""] else tuple(v))


def read(keys: tuple[Key, ...], params: Params) -> dict[str, Any]:
    """The fields that the link sets; ValueError with one sentence where it cannot be read."""
    return {key.field: key.read(params[key.name]) for key in keys if params.get(key.name)}


def write(keys: tuple[Key, ...], state: object, usual: Mapping[str, Any]) -> Pairs:
    """The pairs that set what differs from `usual`."""
    return [
        (key.name, text)
        for key in keys
        if getattr(state, key.field) != usual[key.field]
        for text in key.write(getattr(state, key.field))
    ]
