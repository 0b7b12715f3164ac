"""Real English that is there without a download: Python's own documentation, and our short texts.

`pydoc_data.topics` comes with Python (it is what `help("if")` prints). It differs between Python
versions and is not ours to copy, so it is read where it stands, and `Corpus.source` says which
one it was. Some installations leave it out; then the project's own prose stands in alone.
"""

import platform
import re
from dataclasses import dataclass
from typing import NamedTuple

from xentviz.data.prose import load_prose

HELD_OUT = 1 / 10  # of the text, at its end
VALIDATION = 1 / 12  # of the rest, spread over it
LEAST = 1000  # characters of Python's documentation that are worth learning from
OURS = "three short texts written for xentviz"
OUR_LICENCE = "The short texts are part of xentviz (MIT license)."
PYTHON_LICENCE = (
    "Python's documentation is © Python Software Foundation (PSF License Version 2); "
    "it is read from your Python and not copied."
)

BLANK = re.compile(r"\n\s*\n")
CUT = re.compile(r"(?<=\w)-\n\s*(?=\w)")  # a line that ends within "left-hand"
BULLET = re.compile(r"^(?:[*•-]|\d+\.)\s+")
EMPHASIS = re.compile(r"(?<![\w*])\*{1,2}(\w(?:[^*]*[\w:.!?)])?)\*{1,2}(?![\w*])")
NOT_PROSE = re.compile(r">>>|::=|[-+=*~^]{4}|\|.*\|")  # a session, a grammar, a rule, a table
COMMON = re.compile(
    r"\b(?:the|an?|of|is|to|in|and|or|are|be|by|for|that|it|with|if|on|as|this|not|when|can)\b",
    re.IGNORECASE,
)
ENDS = (".", ":", "!", "?", ";")
LETTERS = 0.93  # of a paragraph of prose at least


class Document(NamedTuple):
    """One topic of Python's documentation, or one paragraph of ours."""

    key: str
    text: str  # a line for each paragraph, each ended by a line break


@dataclass(frozen=True)
class Corpus:
    """Documents to learn from, to choose settings by, and to be tested on; none is in two."""

    learned: tuple[Document, ...]
    validation: tuple[Document, ...]
    held_out: tuple[Document, ...]
    source: str  # what it was learned from, after "Learned from"
    licence: str  # one or two sentences


def load_english() -> Corpus:
    """About 300 kB of prose, cleaned; a paragraph that was there before is left out.

    The last documents, about a tenth of the text, are held out. Some documents of the rest are
    for validation. Where Python's documentation is missing, only our prose is used, and `source`
    says so.
    """
    ours, topics = _ours(), _topics()
    if sum(len(document.text) for document in topics) < LEAST:
        source = f"{OURS} (this Python has no documentation to learn from)"
        return _divided(_new(ours), source, OUR_LICENCE)
    source = (
        f"the documentation of Python {platform.python_version()} (pydoc_data.topics) and {OURS}"
    )
    return _divided(_new(ours + topics), source, f"{PYTHON_LICENCE} {OUR_LICENCE}")


def joined(documents: tuple[Document, ...]) -> str:
    """The documents as one text."""
    return "".join(document.text for document in documents)


def prose_paragraphs(text: str) -> list[str]:
    """The English paragraphs of a plain-text page, a line each; code, tables and titles are left.

    Line breaks, bullets and *emphasis* are taken off. `"Use a\\n   *list*, or\\n  not."` is
    `["Use a list, or not."]`.
    """
    found = []
    for block in BLANK.split(text):
        line = " ".join(CUT.sub("-", block).split())
        line = EMPHASIS.sub(r"\1", BULLET.sub("", line))
        if _is_prose(line):
            found.append(line)
    return found


def _is_prose(line: str) -> bool:
    if not line.rstrip("\"')]”’").endswith(ENDS) or NOT_PROSE.search(line):
        return False
    plain = sum(sign.isalpha() or sign in " ,.;:'\"`’“”()-" for sign in line)
    return plain >= LETTERS * len(line) and len(COMMON.findall(line)) >= 2


def _ours() -> list[Document]:
    """Each paragraph of the project's prose."""
    return [
        Document(f"{prose.key} {number}", " ".join(block.split()) + "\n")
        for prose in load_prose()
        for number, block in enumerate(BLANK.split(prose.text.strip()), start=1)
    ]


def _topics() -> list[Document]:
    """The topics of this Python's documentation; empty where it is missing."""
    try:
        from pydoc_data.topics import topics
    except ImportError:
        return []
    pages = [(key, prose_paragraphs(page)) for key, page in topics.items()]
    return [Document(key, "\n".join(lines) + "\n") for key, lines in pages if lines]


def _new(documents: list[Document]) -> list[Document]:
    """The documents without the paragraphs that stood in an earlier place."""
    seen: set[str] = set()
    kept = []
    for key, text in documents:
        lines = [line for line in dict.fromkeys(text.splitlines()) if line not in seen]
        seen.update(lines)
        if lines:
            kept.append(Document(key, "\n".join(lines) + "\n"))
    return kept


def _divided(documents: list[Document], source: str, licence: str) -> Corpus:
    """The last documents held out; validation takes one whenever that keeps it within its share."""
    rest, held_out = documents[: _cut(documents)], documents[_cut(documents) :]
    learned: list[Document] = []
    validation: list[Document] = []
    seen = checked = 0
    for document in rest:
        seen += len(document.text)
        if checked + len(document.text) <= VALIDATION * seen:
            checked += len(document.text)
            validation.append(document)
        else:
            learned.append(document)
    return Corpus(tuple(learned), tuple(validation), tuple(held_out), source, licence)


def _cut(documents: list[Document]) -> int:
    """Where the held-out documents begin: as near to their share of the text as can be."""
    wanted = HELD_OUT * sum(len(document.text) for document in documents)
    best, tail = len(documents), 0
    for index in range(len(documents) - 1, 0, -1):
        longer = tail + len(documents[index].text)
        if tail and abs(longer - wanted) >= abs(tail - wanted):
            break
        best, tail = index, longer
    return best
