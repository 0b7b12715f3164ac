"""Reading what a stranger sent: a good value comes back, or one sentence says why not."""

import math
from collections.abc import Mapping

LONGEST_LABEL = 30  # characters


def number(value: object, name: str, least: float, most: float) -> float:
    """A finite number from `least` to `most`, or ValueError with a sentence."""
    text = repr(value)[:40]
    sentence = f"{name} is {text}, expected a number from {least:g} to {most:g}."
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(sentence)
    try:
        x = float(value)
    except OverflowError:
        raise ValueError(sentence) from None
    if not (math.isfinite(x) and least <= x <= most):
        raise ValueError(sentence)
    return x


def index(value: object, name: str, size: int) -> int:
    """A whole number from 0 to size - 1, or ValueError with a sentence."""
    if type(value) is not int or not 0 <= value < size:
        shown = repr(value)[:40]
        raise ValueError(f"{name} is {shown}, expected a whole number from 0 to {size - 1}.")
    return value


def whole(value: object, name: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`, or ValueError with a sentence."""
    if type(value) is not int or not least <= value <= most:
        shown = repr(value)[:40]
        raise ValueError(f"{name} is {shown}, expected a whole number from {least:,} to {most:,}.")
    return value


def items(value: object, name: str, least: int, most: int) -> tuple[object, ...]:
    """A list of `least` to `most` entries, or ValueError with a sentence."""
    if not isinstance(value, list | tuple) or not least <= len(value) <= most:
        got = f"{len(value):,} entries" if isinstance(value, list | tuple) else repr(value)[:40]
        raise ValueError(f"{name} is {got}, expected {least} to {most} entries.")
    return tuple(value)


def choice(value: object, name: str, options: tuple[str, ...]) -> str:
    """One of `options`, or ValueError with a sentence."""
    if not isinstance(value, str) or value not in options:
        raise ValueError(f"{name} is {repr(value)[:40]}, expected one of {', '.join(options)}.")
    return value


def label(value: object, name: str, longest: int = LONGEST_LABEL) -> str:
    """A text of 1 to `longest` characters, any Unicode, or ValueError with a sentence."""
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        got = f"{len(value):,} characters long" if isinstance(value, str) else repr(value)[:40]
        raise ValueError(f"{name} is {got}, expected a text of 1 to {longest} characters.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError(f"{name} holds half of a character pair, which is no text.")
    return value


def fields(value: object, name: str) -> Mapping[object, object]:
    """A JSON object, or ValueError with a sentence."""
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} is {repr(value)[:40]}, expected named fields.")
    return value
