"""The code on a page gives the numbers on the page, run as a stranger would run it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from tests.lessons.snippets import ran
from xentviz.boards.state import fields_by_name
from xentviz.lessons.elements import Snippets
from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import Chapter


class Shown(NamedTuple):
    """The code of one chapter for one state of its board."""

    name: str
    chapter: Chapter[Any]
    state: Any
    code: Snippets


def _shown() -> Iterator[Shown]:
    """Each chapter's code, at each state that its steps and suggestions set."""
    for path, lesson in PAGES.items():
        for chapter in lesson.chapters:
            if chapter.code is None or chapter.board is None:
                continue
            for number, state in enumerate(_states(chapter)):
                name = f"/{path} {chapter.key} {number}"
                yield Shown(name, chapter, state, chapter.code(state))


def _states(chapter: Chapter[Any]) -> list[Any]:
    steps = chapter.steps()
    states = [chapter.start, *(step.state for step in steps if step.state is not None)]
    states += [one.state for step in steps for one in step.suggestions]
    return list(dict.fromkeys(states))


SHOWN = list(_shown())
SAME = {"mean": "loss"}  # what a board calls the mean of a batch, its code calls the loss


def test_the_names_in_the_code_have_the_boards_numbers() -> None:
    """Each variable that is named like one of the board's numbers is that number."""
    compared = 0
    for shown, told in zip(SHOWN, ran(*(one.code.numpy for one in SHOWN)), strict=True):
        assert shown.chapter.board is not None
        numbers = fields_by_name(shown.chapter.board.numbers(shown.state))
        for name, value in numbers.items():
            said = told.get(SAME.get(name, name))
            if said is None or not isinstance(value, int | float | list | tuple):
                continue
            compared += 1
            np.testing.assert_allclose(
                np.asarray(said, float),
                np.asarray(value, float),
                rtol=1e-9,
                atol=1e-12,
                err_msg=f"{shown.name}: {name}",
            )
    assert compared >= len(SHOWN) / 2


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_the_torch_code_is_python_and_names_the_same_call(shown: Shown) -> None:
    compile(shown.code.torch, "snippet", "exec")
    assert "import torch" in shown.code.torch
