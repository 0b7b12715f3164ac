"""/surprise through AppTest: four questions, any link, and code that gives the page's numbers."""

import subprocess
import sys
from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import opening
from xentviz.boards.batch import average
from xentviz.boards.density import DensityState, density
from xentviz.boards.pipeline import PipelineState, pipeline
from xentviz.boards.state import FieldState
from xentviz.boards.surprise import SurpriseState
from xentviz.boards.surprise import surprise as price
from xentviz.lessons.elements import Suggestion
from xentviz.lessons.surprise import curve, three_names

opened = partial(opening.opened, "surprise.py", timeout=20)
ANSWERS = {  # question: a wrong answer, the right one, what the core adds to it
    "steep": ("About 0.02 too", "About 2.3", f"{price(0.001).loss:.3g}"),
    "sure": ("The sure one", "The coin tosser", f"{average(curve.SURE_BUT_ONCE).mean:.3g} nats"),
    "nll": ("0.223", "−0.800", "−0.223"),
    "tall": ("Exactly 0", "Below 0", "−0.693"),
}
CODE = ["p = 0.1", "p = np.array([0.9, 0.8", "z = np.array([1.4, 0.0])", "sigma = 0.8"]


def snippets(app: AppTest) -> str:
    return "\n".join(block.value for block in app.code)


@pytest.mark.parametrize("key", ANSWERS)
def test_nothing_is_revealed_before_an_answer_and_the_core_judges_it(key: str) -> None:
    """Empty, wrong, right: a nudge, no, yes."""
    wrong, right, evidence = ANSWERS[key]
    app = opened()
    assert not app.exception
    app.button(key=f"{key}-check").click().run()
    assert [info.value[:23] for info in app.info] == ["Choose an answer first;"]
    assert not app.success
    app.radio(key=key).set_value(wrong).run()
    app.button(key=f"{key}-check").click().run()
    assert app.error[0].value.startswith(f"Not quite: **{right}**.")
    assert evidence in app.error[0].value
    app.radio(key=key).set_value(right).run()
    assert app.success[0].value.startswith("Right.")
    assert evidence in app.success[0].value


def test_the_page_shows_each_boards_numbers_in_code() -> None:
    code = snippets(opened())
    for line in CODE:
        assert line in code


def test_a_link_sets_all_four_boards() -> None:
    app = opened("p=0.25&x=log&u=bits&o=squared&b=0.5,0.5,0.5,0.5,0.5,0.125&z=-2&f=probs&d=0.2")
    assert not app.warning
    code = snippets(app)
    for line in ("p = 0.25", "0.5, 0.125])", "z = np.array([-2.0, 0.0])", "sigma = 0.2"):
        assert line in code


@pytest.mark.parametrize(
    "query",
    [
        "p=0",
        "p=nan",
        "p=1e999",
        "p=2",
        "p=one",
        "p=0.1&p=0.2",
        "x=cubic",
        "x=log&x=log",
        "u=%3Cb%3E",
        "o=hinge",
        "o=squared&o=squared&o=squared&o=absolute",
        "b=0.5",
        "b=" + ",".join(["0.5"] * 10_000),
        "b=0.5,0.5,0.5,0.5,0.5,inf",
        "z=9",
        "f=soup",
        "d=0",
        "d=-1e400",
    ],
)
def test_a_hostile_link_gives_the_start_and_one_sentence(query: str) -> None:
    app = opened(query)
    assert not app.exception
    assert len(app.warning) == 1
    assert app.warning[0].value.startswith("This link is damaged: ")
    for line in CODE:
        assert line in snippets(app)


def _run(script: str) -> float:
    """The `loss` of a snippet, run as a stranger would, in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script + "\nprint(repr(float(loss)))\n"],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[-1])


def test_the_numpy_snippets_give_the_numbers_on_the_page() -> None:
    given = {
        curve.in_code(SurpriseState(0.037)).numpy: price(0.037).loss,
        curve.batch_in_code(curve.SURE_BUT_ONCE).numpy: average(curve.SURE_BUT_ONCE).mean,
        three_names.pipeline_in_code(PipelineState(-3.3)).numpy: pipeline(PipelineState(-3.3)).loss,
        three_names.density_in_code(DensityState(0.15)).numpy: density(0.15).loss,
    }
    for script, shown in given.items():
        assert _run(script) == pytest.approx(shown, rel=1e-12)


def test_what_there_is_to_try_differs_from_the_start() -> None:
    tries: list[tuple[FieldState, tuple[Suggestion[Any], ...]]] = [
        (curve.START, curve.tries()),
        (curve.BATCH, curve.batches()),
        (three_names.PIPELINE, three_names.wrong_inputs()),
        (three_names.DENSITY, three_names.widths()),
    ]
    for start, ones in tries:
        assert 2 <= len(ones) <= 3
        assert all(one.state != start for one in ones)


def test_the_mistake_is_dearer_than_being_unsure() -> None:
    """The claim of the second board, as its words have it."""
    assert average(curve.SURE_BUT_ONCE).mean > average(curve.UNSURE).mean
    assert average(curve.LESS_SURE).mean < average(curve.SURE_BUT_ONCE).mean
