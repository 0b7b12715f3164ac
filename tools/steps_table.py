"""All steps of all lessons as one table.

python -m tools.steps_table     page, chapter, step, claim, question, covered numbers, as Markdown
"""

from collections.abc import Iterator
from typing import Any

from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import EVERYTHING, Options, Step

HEADER = ("page", "chapter", "step", "claim", "question", "covered until the answer")


def question(step: Step[Any]) -> str:
    """The question and its options."""
    if step.question is None:
        return ""
    options = step.question.options if isinstance(step.question, Options) else ()
    return " / ".join((step.question.words, *options))


def rows() -> Iterator[tuple[str, ...]]:
    """One row for each step but *Everything*, which asks nothing."""
    for path, lesson in PAGES.items():
        for chapter in lesson.chapters:
            for number, step in enumerate(chapter.all_steps(), 1):
                if step is not EVERYTHING:
                    covered = ", ".join(step.cover)
                    place = (f"/{path}", chapter.title, str(number))
                    yield (*place, step.title, question(step), covered)


def markdown() -> str:
    """The table in Markdown."""
    lines = [HEADER, ("---",) * len(HEADER), *rows()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    print(markdown())
