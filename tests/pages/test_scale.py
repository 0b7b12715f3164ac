"""/scale through AppTest: two questions, any link, a measurement, code with the page's numbers."""

import subprocess
import sys
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import opening
from xentviz.boards.scaling_law import ScalingLawState, scaling_law
from xentviz.boards.vocabulary import VocabularyState, knowing_nothing
from xentviz.core import perplexity
from xentviz.data.scaling import HOFFMANN, MODELS
from xentviz.frame.markdown import escape_markdown
from xentviz.lessons import scale
from xentviz.server import corpora, measurement

CHINCHILLA = scaling_law(scale.LAW)

opened = partial(opening.opened, "scale.py", timeout=60)
CODE = ["V = 50257", "N, D = 70000000000.0, 1400000000000.0"]
ANSWERS = {  # question: wrong answers, the right one, what the core adds to it
    "nothing": (
        ["3.12 nats, the next token: 50,257 classes", "Both"],
        "0.9 nats, spam or not: 2 classes",
        [f"{knowing_nothing(50_257):.4g}", f"{perplexity([3.12]):.3g} equally likely"],
    ),
    "hundredth": (
        ["About 0.01 %", "About 10 %"],
        "About 1 %",
        [f"{CHINCHILLA.perplexity:.4g} to {CHINCHILLA.perplexity_less:.4g}"],
    ),
}


def snippets(app: AppTest) -> str:
    return "\n".join(block.value for block in app.code)


def words(app: AppTest) -> str:
    return "\n".join(block.value for block in app.markdown)


@pytest.mark.parametrize("key", ANSWERS)
def test_nothing_is_revealed_before_an_answer_and_the_core_judges_it(key: str) -> None:
    """Empty, wrong, right: a nudge, no, yes."""
    wrong, right, evidence = ANSWERS[key]
    app = opened()
    assert not app.exception
    app.button(key=f"{key}-check").click().run()
    assert [info.value[:23] for info in app.info] == ["Choose an answer first;"]
    assert not app.success
    for answer in wrong:
        app.radio(key=key).set_value(answer).run()
        app.button(key=f"{key}-check").click().run()
        assert app.error[0].value.startswith(f"Not quite: **{right}**.")
    app.radio(key=key).set_value(right).run()
    assert app.success[0].value.startswith("Right.")
    for part in evidence:
        assert part in app.success[0].value


def test_the_floor_is_tied_to_the_languages_own() -> None:
    """1.69 of the fit, and the grammar's entropy rate."""
    said = words(opened())
    assert f"Never under {HOFFMANN.floor} nats" in said
    assert f"H = {corpora.grammar().entropy_rate():.3g} nats" in said


def test_every_published_model_stands_there_with_its_source() -> None:
    said = words(opened())
    for one in MODELS:
        assert escape_markdown(one.name) in said
        assert escape_markdown(one.source) in said


def test_links_set_both_boards() -> None:
    app = opened("v=128256&b=1&t=4096&N=7e9&D=1e12")
    assert not app.warning
    assert "V = 128256" in snippets(app)
    assert "print(1 * 4096 * V" in snippets(app)
    assert "N, D = 7000000000.0, 1000000000000.0" in snippets(app)


@pytest.mark.parametrize(
    "query",
    [
        "v=1",
        "v=256001",
        "v=2.5",
        "v=-2",
        "v=nan",
        "v=1e999",
        "v=" + "9" * 10_000,
        "v=2&v=3",
        "v=<script>alert(1)</script>",
        "b=0",
        "t=131073",
        "l=nan",
        "l=14",
        "N=0",
        "N=nan",
        "N=1e999",
        "N=7e10&N=7e9",
        "D=-1",
        "D=1e15",
        "D=two",
    ],
)
def test_a_hostile_link_gives_the_start_and_one_sentence(query: str) -> None:
    app = opened(query)
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("This link is damaged:")
    assert warning.value.endswith("We opened the default view instead.")
    assert len(warning.value) < 300
    for line in CODE:
        assert line in snippets(app)


def test_a_thing_to_try_sets_its_board() -> None:
    app = opened()
    app.button(key="vocabulary-try-0").click().run()
    assert "V = 2\n" in snippets(app)
    app.run()  # the press ran one fragment alone
    app.button(key="law-try-0").click().run()
    app.run()
    assert "N, D = 280000000000.0, 300000000000.0" in snippets(app)
    assert "V = 2\n" in snippets(app), "the other board stays"


def test_it_is_measured_when_asked_for_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    found = measurement.Measurement(
        13.34, 0.0, [("7 (the truth)", 0.25, 1.0, -0.75)], [0.001, 0.002, 0.003]
    )
    monkeypatch.setattr(measurement, "measure", lambda: found)
    app = opened()
    assert "13.34" not in words(app)
    app.button(key="measure").click().run()
    assert found.words in words(app)
    assert escape_markdown("-0.75") in words(app)


def test_a_busy_server_is_one_sentence_on_the_page() -> None:
    app = opened()
    with measurement._turn:
        app.button(key="measure").click().run()
    assert not app.exception
    assert [warning.value[:34] for warning in app.warning] == ["Somebody is measuring on this serv"]


def _last_line(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("state", [scale.START, VocabularyState(2, sequences=1, length=1)])
def test_the_code_gives_what_knowing_nothing_costs(state: VocabularyState) -> None:
    snippet = scale.in_code(state)
    compile(snippet.torch, "snippet", "exec")
    loss, total = _last_line(snippet.numpy + "\nprint(float(loss), float(grad.sum()))").split()
    assert float(loss) == pytest.approx(knowing_nothing(state.classes), rel=1e-12)
    assert abs(float(total)) < 1e-9


@pytest.mark.parametrize("state", [scale.LAW, ScalingLawState(1e6, 3.5e8)])
def test_the_code_gives_what_the_fit_says(state: ScalingLawState) -> None:
    snippet = scale.law_in_code(state)
    compile(snippet.torch, "snippet", "exec")
    assert float(_last_line(snippet.numpy + "\nprint(loss)")) == pytest.approx(
        scaling_law(state).loss
    )
