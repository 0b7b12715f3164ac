"""The distributions page through AppTest: what is revealed and listed comes from the core."""

import json
import math

import numpy as np
import pytest

from tests.pages.opening import opened
from tests.pages.test_pages import words
from xentviz.core import entropy, kl_divergence
from xentviz.lessons import distributions

FILE = "distributions.py"


def _run(code: str) -> dict[str, float]:
    scope: dict[str, float] = {}
    exec(code, scope)
    return scope


@pytest.mark.parametrize(
    "query", ["", "p=0.7,0.3&q=0.5,0.5", "q=0.5,0.5,0,0,0", "p=1,0,0,0,0", "s=0.25", "p=1,0&q=1,0"]
)
def test_the_snippet_gives_the_numbers_of_the_page(query: str) -> None:
    app = opened(FILE, query)
    assert not app.exception
    assert not app.warning
    found = _run(app.code[0].value)
    assert found["entropy"] + found["kl"] == pytest.approx(found["loss"], rel=1e-12, abs=1e-15)
    if query == "":
        start = distributions.START
        assert found["kl"] == pytest.approx(kl_divergence(start.p, start.q), rel=1e-12)
        assert found["entropy"] == pytest.approx(entropy(start.p), rel=1e-12)
    if query == "q=0.5,0.5,0,0,0":
        assert found["loss"] == math.inf


@pytest.mark.parametrize(
    ("which", "wrong", "right"),
    [
        (0, "0: it is never wrong", "1.10 nats: the entropy"),
        (1, "the same", "larger"),
        (2, "0", "0.349"),
    ],
)
def test_each_question_takes_nothing_a_wrong_and_a_right_answer(
    which: int, wrong: str, right: str
) -> None:
    app = opened(FILE)
    assert not app.success
    assert not app.error

    def check() -> None:
        [button for button in app.button if button.label == "Check my answer"][which].click().run()

    check()
    assert [info.value[:23] for info in app.info] == ["Choose an answer first;"]
    app.radio[which].set_value(wrong)
    app.run()
    check()
    assert app.error[0].value.startswith(f"Not quite: **{right}**."), app.error[0].value
    app.radio[which].set_value(right)
    app.run()
    assert app.success[0].value.startswith("Right.")


@pytest.mark.parametrize(
    "query",
    [
        "p=1",
        "p=nan,1",
        "p=1e999,0",
        "p=" + ",".join(["0.1"] * 10_000),
        "p=<script>alert(1)</script>",
        "p=0.5,0.4,0.05,0.03,0.01",
        "p=0.5,0.5",
        "q=-0.5,1.5,0,0,0",
        "p=0.5,0.5&p=0.1,0.9",
        "lp=9",
        "lp=a",
        "lq=0,0.5",
        "s=0.6",
        "s=nan",
        "n=one",
        "n=%20&n=b&n=c&n=d&n=e",
        "n=a&n=b&n=c&n=d&n=" + "x" * 1000,
    ],
)
def test_a_hostile_link_gives_the_start_and_one_sentence(query: str) -> None:
    app = opened(FILE, query)
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("This link is damaged:")
    assert len(warning.value) < 300
    assert "0.2, 0.6, 0.1, 0.05, 0.05" in app.code[0].value


def test_a_truth_that_does_not_sum_to_1_gives_a_negative_kl_and_the_core_refuses_it() -> None:
    rows = distributions.calls(distributions.START, 0.8)
    p, q = np.array(distributions.START.p), np.array(distributions.START.q)
    right, swapped, short, unlogged = (float(value) for _, value, _ in rows)
    assert right == pytest.approx(kl_divergence(p, q), rel=1e-3)
    assert swapped == pytest.approx(kl_divergence(q, p), rel=1e-3)
    assert short == pytest.approx(0.8 * (math.log(0.8) + right), rel=1e-2)
    assert unlogged == pytest.approx(-entropy(p) - p @ q, rel=1e-3)
    assert short < 0 < swapped != right > 0 > unlogged
    assert rows[2][2].startswith("refused: p must sum to 1")
    assert distributions.calls(distributions.START, 1.0)[2][2].startswith("fine")


def test_the_choices_of_the_sections_set_their_table_and_figure() -> None:
    app = opened(FILE, "sum=0.5", near=True)
    assert "p sums to 0\\.5" in words(app)
    app.selectbox[0].set_value(1000).run()
    assert not app.exception
    drawn = json.loads(app.get("plotly_chart")[0].proto.spec)
    told = {frame["name"]: frame["data"][3]["text"][0] for frame in drawn["frames"]}
    assert "each of 999 others" in told["0.1"]
    assert "0.9001" in told["0.1"], "1 - 0.1 + 0.1 / 1000"
    assert drawn["data"][3]["text"][0] == told["0"], "it opens without smoothing"


@pytest.mark.parametrize("classes", distributions.CLASSES)
def test_every_curve_of_the_figure_has_its_floor_at_the_entropy(classes: int) -> None:
    figure = distributions.floor_figure(classes)
    assert len(figure.frames) == len(distributions.EPSILONS)
    for epsilon, frame in zip(distributions.EPSILONS, figure.frames, strict=True):
        curve, _, mark, told = frame.data
        truth = distributions.smoothed(classes, epsilon)
        floor = entropy(truth)
        assert math.fsum(truth) == pytest.approx(1)
        assert told.text[0].startswith(f"truth: {1 - epsilon + epsilon / classes:.4g} for the")
        assert f"<br>{epsilon / classes:.4g} " in told.text[0]
        assert f"<b>floor {floor:.3g} nats</b>" in told.text[0]
        assert mark.y[0] == pytest.approx(floor)
        assert mark.x[0] == pytest.approx(1 - epsilon + epsilon / classes)
        assert min(curve.y) >= floor - 1e-6, "drawn to six digits"
