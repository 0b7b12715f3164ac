"""Where a page shows a whole board: the step *Everything* of the chapter that the link is about."""

from urllib.parse import parse_qs, urlsplit

from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import Chapter


def whole(path: str) -> str:
    """The path with the chapter and the step that show all of the board its query is about.

    "/softmax?z=1,2" becomes "/softmax?chapter=scores&step=7&z=1,2"; a path that names a step stays.
    """
    parts = urlsplit(path)
    lesson = PAGES.get(parts.path.strip("/"))
    keys = set(parse_qs(parts.query, keep_blank_values=True))
    if lesson is None or keys & {"chapter", "step", "present"}:
        return path
    chapter = max(lesson.chapters, key=lambda one: len(keys & _own(one)))
    place = f"chapter={chapter.key}&step={len(chapter.all_steps())}"
    return f"{parts.path}?{place}" + (f"&{parts.query}" if parts.query else "")


def _own(chapter: Chapter[object]) -> set[str]:
    board = chapter.board
    return set(chapter.link_keys) | ({key.name for key in board.state.LINK} if board else set())
