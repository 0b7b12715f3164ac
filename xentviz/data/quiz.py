"""Twelve either/or questions of general knowledge, each with its answer and source."""

import tomllib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Either:
    """A question with two options, of which number `right` is true."""

    ask: str
    options: tuple[str, str]
    right: int
    why: str
    source: str


def _read() -> tuple[Either, ...]:
    text = resources.files("xentviz.data").joinpath("quiz.toml").read_text(encoding="utf-8")
    return tuple(
        Either(one["ask"], tuple(one["options"]), one["right"], one["why"], one["source"])
        for one in tomllib.loads(text)["question"]
    )


QUIZ = _read()
