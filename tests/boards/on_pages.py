"""The boards of each page, with the state in which each chapter opens them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from xentviz.boards.conversation import Conversation
from xentviz.boards.link import Params
from xentviz.lessons import pages
from xentviz.lessons.catalogue import entry

PAGES: Mapping[str, Mapping[str, tuple[Any, Any]]] = {
    entry(path).file: {
        chapter.key: (chapter.board, chapter.start)
        for chapter in lesson.chapters
        if chapter.board is not None
    }
    for path, lesson in pages.PAGES.items()
}


def conversations(file: str) -> dict[str, Conversation[Any]]:
    """A new visitor's talk with the board of each chapter of that page."""
    return {name: Conversation(board, start, start) for name, (board, start) in PAGES[file].items()}


def params(query: str) -> Params:
    """A link's query as a page reads it: each key with all its values."""
    found: dict[str, list[str]] = {}
    for key, value in parse_qsl(query):
        found.setdefault(key, []).append(value)
    return found
