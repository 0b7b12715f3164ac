"""The code on a page gives the numbers on the page, run as a stranger would run it."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.boards.on_pages import conversations, params
from tests.lessons.snippets import last_line, ran
from xentviz.boards.batch import BatchState, average
from xentviz.boards.density import DensityState, density
from xentviz.boards.distributions import DistributionsState, compare
from xentviz.boards.logits import LogitsState, predict
from xentviz.boards.pipeline import PipelineState, pipeline
from xentviz.boards.proper_score import ProperScoreState, scores
from xentviz.boards.scaling_law import ScalingLawState, scaling_law
from xentviz.boards.strip import tally, what_if
from xentviz.boards.surprise import SurpriseState, surprise
from xentviz.boards.vocabulary import VocabularyState, knowing_nothing
from xentviz.core import fit_temperature
from xentviz.lessons import distributions, scale
from xentviz.lessons.calibration import forecast, quiz, temperature
from xentviz.lessons.elements import Snippets
from xentviz.lessons.language import text
from xentviz.lessons.softmax import logits
from xentviz.lessons.surprise import curve, three_names

SAID = (99, 1, 70, 60, 30, 5, 80, 50, 95, 60, 40, 99)
LOGITS = [
    LogitsState.of(2.1, 0.4, -1.0, 0.9),
    LogitsState.of(800, 0, 1),
    LogitsState(("a'b", 'c"\n'), (0.5, -3.0), 1, temperature=0.5, label_smoothing=0.1),
]
PAIRS = ["", "p=0.7,0.3&q=0.5,0.5", "q=0.5,0.5,0,0,0", "p=1,0,0,0,0", "s=0.25", "p=1,0&q=1,0"]
FORECASTS = [ProperScoreState(), ProperScoreState(0, 0.5), ProperScoreState(0.3, 1.0)]
SIZES = [scale.START, VocabularyState(2, sequences=1, length=1), VocabularyState(10, length=3)]
LAWS = [scale.LAW, ScalingLawState(1e6, 3.5e8)]
TEXTS = [
    text.START,
    replace(text.START, given=0.0),
    replace(text.START, text="own", typed="the horse sleeps.", at=0),
    replace(text.START, text="docs"),
    text.GRAMMAR,
]
POINTS = [SurpriseState(0.037), SurpriseState(1.0)]
BATCHES = [curve.SURE_BUT_ONCE, BatchState((0.5, 0.25, 0.125, 1, 0.1, 0.001))]
SCORES = [PipelineState(-3.3), PipelineState(1.4, "probs")]
WIDTHS = [DensityState(0.15), DensityState(2.0)]


def _distributions() -> list[DistributionsState]:
    """The states that these links open."""
    found = []
    for query in PAIRS:
        talk = conversations("distributions.py")["distributions"]
        assert talk.open_link(params(query)) is None
        found.append(talk.state)
    return found


def test_the_row_of_logits() -> None:
    for state, told in zip(LOGITS, ran(*(logits.in_code(s).numpy for s in LOGITS)), strict=True):
        shown = predict(state)
        assert told["loss"] == pytest.approx(shown.loss, rel=1e-12, abs=1e-15)
        assert told["grad"] == pytest.approx(shown.grad, rel=1e-9, abs=1e-12)
        assert last_line(told) == pytest.approx([told["loss"], *told["grad"]], abs=1e-6)


def test_two_distributions() -> None:
    states = _distributions()
    codes = [distributions.in_code(state).numpy for state in states]
    for query, state, told in zip(PAIRS, states, ran(*codes), strict=True):
        shown = compare(state)
        for name in ("entropy", "kl", "loss"):
            wanted = getattr(shown, name)
            assert told[name] == pytest.approx(wanted, rel=1e-12, abs=1e-15), (query, name)
        assert told["entropy"] + told["kl"] == pytest.approx(told["loss"], rel=1e-12, abs=1e-15)
        if query == "q=0.5,0.5,0,0,0":
            assert told["loss"] == math.inf


def test_one_probability_a_batch_three_names_and_a_density() -> None:
    codes = {
        **{curve.in_code(state).numpy: surprise(state.p).loss for state in POINTS},
        **{curve.batch_in_code(state).numpy: average(state).mean for state in BATCHES},
        **{three_names.pipeline_in_code(state).numpy: pipeline(state).loss for state in SCORES},
        **{three_names.density_in_code(state).numpy: density(state.sigma).loss for state in WIDTHS},
    }
    assert len(codes) == 8
    for told, shown in zip(ran(*codes), codes.values(), strict=True):
        assert told["loss"] == pytest.approx(shown, rel=1e-12)


def test_what_those_snippets_print_besides_the_loss() -> None:
    point, batch, score, width = ran(
        curve.in_code(POINTS[0]).numpy,
        curve.batch_in_code(BATCHES[1]).numpy,
        three_names.pipeline_in_code(SCORES[0]).numpy,
        three_names.density_in_code(WIDTHS[0]).numpy,
    )
    one = surprise(POINTS[0].p)
    assert last_line(point) == pytest.approx([one.loss, one.bits, one.slope])
    six = average(BATCHES[1])
    assert batch["loss"] == pytest.approx(six.mean)
    assert batch["losses"] == pytest.approx(six.losses)
    assert last_line(score) == pytest.approx([pipeline(SCORES[0]).loss] * 3)
    bell = density(WIDTHS[0].sigma)
    assert last_line(width) == pytest.approx([bell.density, bell.loss])


def test_a_stated_chance() -> None:
    for state, told in zip(
        FORECASTS, ran(*(forecast.in_code(s).numpy for s in FORECASTS)), strict=True
    ):
        shown = scores(state)
        assert told["loss"] == pytest.approx(shown.loss, rel=1e-12)
        wanted = [shown.loss, shown.entropy, shown.kl]
        assert last_line(told) == pytest.approx(wanted, rel=1e-6, abs=1e-12)


def test_the_players_answers() -> None:
    (told,) = ran(quiz.in_code(SAID).numpy)
    result = quiz.score(SAID)
    assert told["loss"] == pytest.approx(result.loss, rel=1e-12)
    assert last_line(told) == pytest.approx([result.loss, result.coin, result.dearest])


def test_the_temperature() -> None:
    """Eight answers, of which two are wrong as the comment says, and the temperature they need."""
    (told,) = ran(temperature.in_code().numpy)
    best, z, t = fit_temperature(told["z"], told["t"]), np.array(told["z"]), np.array(told["t"])
    assert told["T"] == pytest.approx(best, rel=1e-3)
    assert ((z.argmax(axis=1) == t).sum(), len(t)) == (6, 8)
    found, before, after = last_line(told)
    assert found == told["T"]
    assert after < before


def test_the_tokens_of_a_text() -> None:
    """Of a long text the first forty stand there, as the comment says."""
    for state, told in zip(TEXTS, ran(*(text.in_code(s).numpy for s in TEXTS)), strict=True):
        shown = what_if(text.reading_of(state).losses, state.at, state.given)[: text.PRINTED]
        assert told["losses"] == pytest.approx(shown.tolist(), rel=1e-12)
        found = tally(shown)
        assert last_line(told) == pytest.approx([found.mean, found.perplexity])
        says_first = f"each of the first {text.PRINTED} tokens" in text.in_code(state).numpy
        assert says_first == (len(text.reading_of(state).losses) > text.PRINTED)


def test_knowing_nothing_among_v_classes() -> None:
    for state, told in zip(SIZES, ran(*(scale.in_code(s).numpy for s in SIZES)), strict=True):
        assert told["loss"] == pytest.approx(knowing_nothing(state.classes), rel=1e-12)
        assert abs(sum(told["grad"])) < 1e-9
        bytes_of_logits = state.sequences * state.length * state.classes * 4
        assert told[""].splitlines()[-1] == f"{bytes_of_logits} bytes of logits in float32"


def test_the_fit_of_size_and_data() -> None:
    for state, told in zip(LAWS, ran(*(scale.law_in_code(s).numpy for s in LAWS)), strict=True):
        shown = scaling_law(state)
        assert told["loss"] == pytest.approx(shown.loss)
        first, last = told[""].splitlines()
        wanted = [shown.loss, shown.perplexity, shown.perplexity_less]
        assert [float(x) for x in first.split()] == pytest.approx(wanted)
        assert float(last) == pytest.approx(shown.compute)


def _all() -> Iterator[Snippets]:
    yield from map(logits.in_code, LOGITS)
    yield from map(distributions.in_code, _distributions())
    yield from map(curve.in_code, POINTS)
    yield from map(curve.batch_in_code, BATCHES)
    yield from map(three_names.pipeline_in_code, SCORES)
    yield from map(three_names.density_in_code, WIDTHS)
    yield from map(forecast.in_code, FORECASTS)
    yield quiz.in_code(SAID)
    yield temperature.in_code()
    yield from map(text.in_code, TEXTS)
    yield from map(scale.in_code, SIZES)
    yield from map(scale.law_in_code, LAWS)


def test_the_pytorch_snippets_are_python_with_the_pages_numbers() -> None:
    """torch belongs to the benchmarks; here its lines are compiled and their numbers read."""
    for snippet in _all():
        compile(snippet.torch, "snippet", "exec")
    source = logits.in_code(LogitsState.of(1.5, -2.0, target=1)).torch
    assert "torch.tensor([1.5, -2.0]" in source
    assert "torch.tensor(1)" in source


def test_both_snippets_hold_the_same_numbers_of_the_board() -> None:
    same = {
        logits.in_code(LOGITS[2]): ["0.5, -3.0", "0.1", " / 0.5"],
        curve.in_code(POINTS[0]): ["0.037"],
        curve.batch_in_code(BATCHES[1]): ["0.5, 0.25, 0.125, 1.0, 0.1, 0.001"],
        three_names.pipeline_in_code(SCORES[0]): ["-3.3, 0.0"],
        three_names.density_in_code(WIDTHS[0]): ["0.15"],
        forecast.in_code(FORECASTS[2]): ["0.3", "1.0"],
        scale.in_code(SIZES[2]): ["10", "8 * 3"],
        scale.law_in_code(LAWS[1]): ["1000000.0, 350000000.0", "406.4 / N**0.34", "1.69"],
        quiz.in_code(SAID): [", ".join(f"{_given(k) / 100:g}" for k in range(12))],
        distributions.in_code(replace(distributions.START, smoothing=0.25)): [
            "e = 0.25",
            "0.2, 0.6",
        ],
    }
    for snippet, parts in same.items():
        for part in parts:
            assert part in snippet.numpy, part
            assert part in snippet.torch, part


def _given(k: int) -> int:
    """What the right option of question k was given, per cent."""
    return SAID[k] if quiz.LABELS[k] else 100 - SAID[k]
