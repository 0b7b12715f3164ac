"""Everything that the lessons ask and suggest, found by what their functions return."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from typing import Any

import xentviz.lessons
from xentviz.lessons.elements import Question, Suggestion


def _functions() -> Iterator[tuple[Callable[..., Any], object]]:
    """Each function of a lesson that can be called as it is, with its return type."""
    for found in pkgutil.walk_packages(xentviz.lessons.__path__, "xentviz.lessons."):
        for made in vars(importlib.import_module(found.name)).values():
            if not inspect.isfunction(made) or made.__module__ != found.name:
                continue
            asked = inspect.signature(made).parameters.values()
            if all(one.default is not one.empty for one in asked):
                yield made, typing.get_type_hints(made).get("return")


def questions() -> dict[str, Question]:
    """Every question of every lesson, by its key."""
    asked = [make() for make, returned in _functions() if returned is Question]
    assert len({one.key for one in asked}) == len(asked), "two questions share a key"
    return {one.key: one for one in asked}


def suggestions() -> dict[str, list[Suggestion[Any]]]:
    """Every list of things to try, by the function that makes it: "surprise.curve.batches"."""
    return {
        f"{make.__module__.removeprefix('xentviz.lessons.')}.{make.__name__}": list(make())
        for make, returned in _functions()
        if typing.get_origin(returned) is tuple
        and typing.get_origin(typing.get_args(returned)[0]) is Suggestion
    }
