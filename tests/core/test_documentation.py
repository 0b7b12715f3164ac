"""The docstring of each public function: everything in its place, and the example runs."""

import doctest
import inspect
import re

import numpy as np
import pytest

from xentviz import core

FUNCTIONS = sorted(set(core.__all__) - {"ReliabilityCurve"})
HEADINGS = ["Arguments", "Returns", "Raises", "Source", "Example"]
UNITS = r"[Nn]ats|[Bb]its|[Pp]robabilities|choices|accuracy|float in \[0, 1\]|from 0|without unit"


def text(name: str) -> str:
    return inspect.getdoc(getattr(core, name)) or ""


def section(name: str, heading: str) -> str:
    found = re.search(rf"^{heading}\n(.*?)(?=^\w|\Z)", text(name), re.M | re.S)
    assert found, f"{name} has no {heading}"
    return found[1]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_example_gives_what_it_says(name: str) -> None:
    names = {"np": np} | {other: getattr(core, other) for other in core.__all__}
    tests = doctest.DocTestFinder().find(getattr(core, name), name, module=False, globs=names)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report: list[str] = []
    for test in tests:
        runner.run(test, out=report.append)
    assert runner.tries > 0
    assert runner.failures == 0, "".join(report)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_headings_stand_in_the_same_order_everywhere(name: str) -> None:
    assert re.findall(r"^(\w+)$", text(name), re.M) == HEADINGS
    summary = text(name).splitlines()[0]
    assert summary.endswith(".")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_argument_is_explained(name: str) -> None:
    explained = re.findall(r"\w+", section(name, "Arguments"))
    missing = set(inspect.signature(getattr(core, name)).parameters) - set(explained)
    assert missing == set()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_result_has_a_unit_and_the_errors_and_the_source_are_named(name: str) -> None:
    assert re.search(UNITS, section(name, "Returns"))
    assert re.search(r"(Value|Type)Error", section(name, "Raises"))
    assert re.search(r"(19|20)\d\d", section(name, "Source"))
