"""The boards of all lessons, each with the state in which its chapter opens it."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from xentviz.boards.board import Board
from xentviz.boards.conversation import Conversation
from xentviz.boards.link import Params
from xentviz.lessons.pages import PAGES


class Place(NamedTuple):
    """One chapter with a board."""

    path: str
    chapter: str
    board: Board[Any]
    start: Any

    @property
    def name(self) -> str:
        return f"/{self.path} {self.chapter}"

    def conversation(self) -> Conversation[Any]:
        """A new visitor's talk with the board."""
        return Conversation(self.board, self.start, self.start)


PLACES = [
    Place(path, chapter.key, chapter.board, chapter.start)
    for path, lesson in PAGES.items()
    for chapter in lesson.chapters
    if chapter.board is not None
]


def place(name: str) -> Place:
    """The place of that name: "/softmax scores"."""
    return next(one for one in PLACES if one.name == name)


def params(query: str) -> Params:
    """A link's query as a page reads it: each key with all its values."""
    found: dict[str, list[str]] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        found.setdefault(key, []).append(value)
    return found
