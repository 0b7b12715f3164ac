"""A step's words in pieces: the glossary's terms are marked where a page first uses them."""

import re
from typing import NamedTuple

from xentviz.lessons.glossary import TERMS
from xentviz.lessons.steps import Lesson
from xentviz.server.shared_cache import shared_cache


class Piece(NamedTuple):
    """A run of text; `meaning` is set where it is a term's first use on the page, `strong` where
    it is stressed.
    """

    text: str
    meaning: str = ""
    strong: bool = False


class Marked(NamedTuple):
    """A step's paragraphs and its notice, in pieces."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    notice: tuple[Piece, ...]


_BY_FORM = {form.lower(): term for term in TERMS for form in (term.name, *term.forms)}
_LONGEST_FIRST = sorted(_BY_FORM, key=len, reverse=True)
_FORM = re.compile(
    rf"\*([^*]+)\*|(?<![\w-])({'|'.join(map(re.escape, _LONGEST_FIRST))})(?![\w-])", re.IGNORECASE
)


@shared_cache
def _pages(lesson: Lesson) -> dict[tuple[str, int], Marked]:
    """Each step's words in pieces, with every term marked where the page first uses it."""
    seen: set[str] = set()
    pages = {}
    for chapter in lesson.chapters:
        for number, step in enumerate(chapter.all_steps(), 1):
            paragraphs = tuple(_pieces(words, seen) for words in step.words)
            pages[chapter.key, number] = Marked(paragraphs, _pieces(step.notice, seen))
    return pages


def marked(lesson: Lesson, chapter: str, step: int) -> Marked:
    """The words of one step in pieces; `*so*` is stressed, a term is marked at its first use."""
    return _pages(lesson)[chapter, step]


def _pieces(words: str, seen: set[str]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for found in _FORM.finditer(words):
        pieces.append(Piece(words[at : found.start()]))
        at = found.end()
        if found[1]:
            pieces.append(Piece(found[1], strong=True))
            continue
        term = _BY_FORM[found[2].lower()]
        pieces.append(Piece(found[2], "" if term.name in seen else term.meaning))
        seen.add(term.name)
    pieces.append(Piece(words[at:]))
    return tuple(piece for piece in pieces if piece.text)
