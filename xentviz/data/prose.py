"""Short texts in different voices, written for this project, for models over characters."""

from importlib.resources import files
from typing import NamedTuple


class Prose(NamedTuple):
    """One text."""

    key: str
    title: str
    voice: str
    text: str


VOICES = (
    ("ferry", "The ferry book", "A ferry keeper's diary: short, dry, first person"),
    ("clock", "How to mend a clock", "A handbook: orders, reasons, warnings"),
    ("bell", "The chapel bell in court", "A cross-examination: sly questions, dry answers"),
)


def load_prose() -> tuple[Prose, ...]:
    """All texts, about 2,000 words each, plain ASCII, so that a character is a byte."""
    folder = files("xentviz.data")
    return tuple(
        Prose(key, title, voice, (folder / f"{key}.txt").read_text(encoding="ascii"))
        for key, title, voice in VOICES
    )
