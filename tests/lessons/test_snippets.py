"""The code on a page gives the numbers on the page, run as a stranger would run it."""

import functools
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.boards.on_pages import PLACES, Place
from tests.lessons.snippets import last_line, ran
from xentviz.boards.batch import BatchState, average
from xentviz.boards.density import DensityState, density
from xentviz.boards.distributions import DistributionsState, compare
from xentviz.boards.learning import LearningState
from xentviz.boards.logits import LogitsState, predict
from xentviz.boards.overflow import OverflowState, losses
from xentviz.boards.pipeline import PipelineState, pipeline
from xentviz.boards.proper_score import ProperScoreState, scores
from xentviz.boards.rain import RainState, rain_numbers
from xentviz.boards.scaling_law import ScalingLawState, scaling_law
from xentviz.boards.state import fields_by_name
from xentviz.boards.strip import StripState, tally, what_if
from xentviz.boards.surprise import SurpriseState, surprise
from xentviz.boards.training_settings import OwnPoint, RunSettings
from xentviz.boards.training_state import TrainingState
from xentviz.boards.twice import TwiceState, twice
from xentviz.boards.vocabulary import VocabularyState, scale
from xentviz.boards.worksheet import (
    AveragesState,
    PaddingState,
    ShiftState,
    UnitsState,
    WritingState,
)
from xentviz.core import fit_temperature
from xentviz.lessons.calibration import quiz, temperature_code
from xentviz.lessons.elements import Snippets
from xentviz.lessons.language import learning, sequence_code, sequences, text, writing
from xentviz.lessons.pages import PAGES
from xentviz.server.plane_runs import points_of, trained

SAID = (99, 1, 70, 60, 30, 5, 80, 50, 95, 60, 40, 99)
PAIR = DistributionsState(("a", "b"), (0.7, 0.3), (0.5, 0.5))
# States that no step sets and that a reader may: the ends of ranges, odd names, every option.
MORE: dict[type, list[Any]] = {
    LogitsState: [
        LogitsState.of(800, 0, 1),
        LogitsState(("a'b", 'c"\n'), (0.5, -3.0), 1, temperature=0.5, label_smoothing=0.1),
    ],
    DistributionsState: [
        PAIR,
        replace(PAIR, q=(1.0, 0.0)),
        replace(PAIR, p=(1.0, 0.0), q=(1.0, 0.0)),
        replace(PAIR, smoothing=0.25),
    ],
    SurpriseState: [SurpriseState(0.037), SurpriseState(1.0), SurpriseState(0.0)],
    BatchState: [BatchState((0.5, 0.25, 0.125, 1, 0.1, 0.001))],
    PipelineState: [PipelineState(-3.3), PipelineState(1.4, "probs")],
    DensityState: [DensityState(0.15), DensityState(2.0)],
    ProperScoreState: [ProperScoreState(0, 0.5), ProperScoreState(0.3, 1.0)],
    RainState: [RainState(0.2, "dry")],
    TwiceState: [TwiceState(0.3, 10), TwiceState(0.3, 2, "sigmoid")],
    OverflowState: [OverflowState((1.0, 2.0, 3.0))],
    StripState: [replace(text.START, given=0.0), replace(text.GRAMMAR, text="long", at=0)],
    VocabularyState: [VocabularyState(2, sequences=1, length=1), VocabularyState(10, length=3)],
    ScalingLawState: [ScalingLawState(1e6, 3.5e8)],
    AveragesState: [AveragesState(1, 0.0, 60, 12.0)],
    PaddingState: [PaddingState((1, 3)), PaddingState(tuple(range(8)))],
    ShiftState: [ShiftState("two")],
    UnitsState: [UnitsState("bits")],
    WritingState: [WritingState(drawn=12, temperature=0.5, seed=4), WritingState()],
    LearningState: [LearningState("grammar", 100)],
    TrainingState: [
        TrainingState(plane="own"),
        TrainingState(plane="own", own=(OwnPoint(0.5, -0.5, 1),)),
        TrainingState(
            plane="rings",
            classes=4,
            removed=(3, 9),
            own=(OwnPoint(0.0, 0.0, 3),),
            run=RunSettings(
                2,
                9,
                "relu",
                weighting="balanced",
                smoothing=0.1,
                optimizer="momentum",
                rate=0.03,
                batch=32,
                decay=0.01,
            ),
        ),
        TrainingState(
            run=RunSettings(
                loss="squared", weighting="balanced", smoothing=0.1, optimizer="adam", rate=0.03
            )
        ),
    ],
}


def _strip(state: StripState) -> float:
    """Of a long text the first forty tokens stand in the code."""
    changed = what_if(text.reading_of(state).losses, state.at, state.given)
    return tally(changed[: text.PRINTED]).mean


def _mean_or_nan(losses: NDArray[np.float64]) -> float:
    return float(losses.mean()) if len(losses) else math.nan


# What `loss` is in the code of each board.
LOSS: dict[type, Callable[[Any], float | None]] = {
    LogitsState: lambda state: predict(state).loss,
    DistributionsState: lambda state: compare(state).loss,
    SurpriseState: lambda state: surprise(state.p).loss,
    BatchState: lambda state: average(state).mean,
    PipelineState: lambda state: pipeline(state).loss,
    DensityState: lambda state: density(state.sigma).loss,
    ProperScoreState: lambda state: scores(state).loss,
    RainState: lambda state: rain_numbers(state).loss,
    TwiceState: lambda state: twice(state).loss,
    OverflowState: lambda state: losses(state).core,
    StripState: _strip,
    VocabularyState: lambda state: scale(state).loss,
    ScalingLawState: lambda state: scaling_law(state).loss,
    AveragesState: lambda state: sequences.averages(state).main.value,
    PaddingState: lambda state: sequences.padding(state).main.value,
    ShiftState: lambda state: float(np.mean(sequence_code.pair_losses(state))),
    UnitsState: lambda state: sequences.units(state).main.value,
    WritingState: lambda state: _mean_or_nan(writing.own_losses(state)),
    LearningState: lambda state: learning.learning(state).ceiling,  # before its first step
    TrainingState: lambda state: (
        float(trained(state).training[-1]) if len(points_of(state).labels) else math.nan
    ),
}
CODED = [one for one in PLACES if PAGES[one.path].chapter(one.chapter).code is not None]
every_code = pytest.mark.parametrize("at", CODED, ids=lambda at: at.name)


def _states(at: Place) -> list[Any]:
    """What the steps, their suggestions and a reader may set."""
    steps = PAGES[at.path].chapter(at.chapter).steps()
    found = [at.start, *(step.state for step in steps if step.state is not None)]
    found += [one.state for step in steps for one in step.suggestions]
    return [*dict.fromkeys(found), *MORE[type(at.start)]]


@functools.cache
def _code(at: Place, state: object) -> Snippets:
    code = PAGES[at.path].chapter(at.chapter).code
    assert code is not None
    return code(state)


@functools.cache
def _told(at: Place) -> list[tuple[Any, dict[str, Any]]]:
    """Each state, and what its NumPy code computes; all of a chapter in one Python."""
    states = _states(at)
    return list(zip(states, ran(*(_code(at, state).numpy for state in states)), strict=True))


@every_code
def test_the_loss_in_the_code_is_the_boards(at: Place) -> None:
    for state, told in _told(at):
        shown = LOSS[type(state)](state)
        assert told["loss"] == pytest.approx(shown, rel=1e-12, abs=1e-15, nan_ok=True), state


@every_code
def test_the_names_in_the_code_have_the_boards_numbers(at: Place) -> None:
    """Each variable that is named like one of the board's numbers is that number."""
    for state, told in _told(at):
        numbers = fields_by_name(at.board.numbers(state))
        same = [name for name in numbers if name != "losses" and told.get(name) is not None]
        for name in same:
            value = numbers[name]
            if isinstance(value, int | float | list | tuple):
                wanted = np.asarray(value, float)
                np.testing.assert_allclose(
                    np.asarray(told[name], float), wanted, rtol=1e-9, atol=1e-12, err_msg=name
                )


@every_code
def test_the_code_prints_what_it_computes(at: Place) -> None:
    for state, told in _told(at):
        printed = told[""]
        assert f"{told['loss']:.6g}" in printed or str(told["loss"]) in printed, state


@every_code
def test_the_pytorch_code_is_python(at: Place) -> None:
    """torch belongs to the benchmarks; here its lines are compiled."""
    for state in _states(at):
        compile(_code(at, state).torch, "snippet", "exec")


def _of(state: object) -> Place:
    return next(at for at in CODED if type(at.start) is type(state))


def _one(state: object) -> dict[str, Any]:
    (told,) = ran(_code(_of(state), state).numpy)
    return told


@pytest.mark.parametrize("state", MORE[LogitsState])
def test_the_gradient_in_the_code_is_the_boards(state: LogitsState) -> None:
    told = _one(state)
    assert told["grad"] == pytest.approx(predict(state).grad, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("state", MORE[DistributionsState])
def test_entropy_and_kl_in_the_code_add_up_to_the_loss(state: DistributionsState) -> None:
    told, shown = _one(state), compare(state)
    for name in ("entropy", "kl"):
        assert told[name] == pytest.approx(getattr(shown, name), rel=1e-12, abs=1e-15), name
    assert told["entropy"] + told["kl"] == pytest.approx(told["loss"], rel=1e-12, abs=1e-15)


def test_what_is_printed_beside_the_loss_is_the_boards_too() -> None:
    one, six = surprise(0.037), average(MORE[BatchState][0])
    three, bell = pipeline(PipelineState(-3.3)), density(0.15)
    rain, size = scores(ProperScoreState(0.3, 1.0)), scaling_law(ScalingLawState(1e6, 3.5e8))
    wanted = {
        SurpriseState(0.037): [one.loss, one.bits, one.slope],
        PipelineState(-3.3): [three.loss] * 3,
        DensityState(0.15): [bell.density, bell.loss],
        ProperScoreState(0.3, 1.0): [rain.loss, rain.entropy, rain.kl],
        ScalingLawState(1e6, 3.5e8): [size.compute],
        TwiceState(0.3, 10): [-math.log(0.3), twice(TwiceState(0.3, 10)).loss],
        TwiceState(0.3, 2, "sigmoid"): [-math.log(0.3), math.log1p(math.exp(-0.3))],
    }
    for state, printed in wanted.items():
        assert last_line(_one(state)) == pytest.approx(printed, rel=1e-6, abs=1e-12), state
    batch = _one(MORE[BatchState][0])
    assert last_line(batch) == pytest.approx([six.mean, *six.shares], rel=1e-6)
    loss, most, least = (float(x) for x in _one(ScalingLawState(1e6, 3.5e8))[""].split()[:3])
    assert [loss, most, least] == pytest.approx([size.loss, size.perplexity, size.perplexity_less])


@pytest.mark.parametrize("state", MORE[VocabularyState])
def test_the_bytes_of_logits_in_the_code_are_the_boards(state: VocabularyState) -> None:
    told = _one(state)
    assert told[""].splitlines()[-1] == f"{scale(state).float32:.0f} bytes of logits in float32"
    assert abs(sum(told["grad"])) < 1e-9


def test_both_snippets_hold_the_numbers_of_the_board() -> None:
    held = {
        MORE[LogitsState][1]: ["0.5, -3.0", "0.1", " / 0.5"],
        SurpriseState(0.037): ["0.037"],
        MORE[BatchState][0]: ["0.5, 0.25, 0.125, 1.0, 0.1, 0.001"],
        PipelineState(-3.3): ["-3.3, 0.0"],
        DensityState(0.15): ["0.15"],
        ProperScoreState(0.3, 1.0): ["0.3", "1.0"],
        RainState(0.25): ["0.25"],
        TwiceState(0.3, 10): ["10", "0.3"],
        OverflowState((1.0, 2.0, 3.0)): ["1.0, 2.0, 3.0"],
        VocabularyState(10, length=3): ["10", "8 * 3"],
        ScalingLawState(1e6, 3.5e8): ["1000000.0, 350000000.0", "406.4 / N**0.34", "1.69"],
        replace(PAIR, smoothing=0.25): ["e = 0.25", "0.7, 0.3", "0.5, 0.5"],
    }
    for state, parts in held.items():
        snippet = _code(_of(state), state)
        for part in parts:
            assert part in snippet.numpy, (state, part)
            assert part in snippet.torch, (state, part)


@pytest.mark.parametrize("state", [text.START, replace(text.START, text="docs", at=0)])
def test_the_comment_says_how_many_tokens_stand_in_the_code(state: StripState) -> None:
    code = text.in_code(state).numpy
    long = len(text.reading_of(state).losses) > text.PRINTED
    assert (f"the first {text.PRINTED} tokens" in code) == long


def test_the_players_answers() -> None:
    (told,) = ran(quiz.in_code(SAID).numpy)
    result = quiz.score(SAID)
    assert told["loss"] == pytest.approx(result.loss, rel=1e-12)
    assert last_line(told) == pytest.approx([result.loss, result.coin, result.dearest])
    given = ", ".join(
        f"{(word if label else 100 - word) / 100:g}"
        for word, label in zip(SAID, quiz.LABELS, strict=True)
    )
    assert f"torch.tensor([{given}]" in quiz.in_code(SAID).torch


def test_the_temperature() -> None:
    """Eight answers, of which two are wrong as the comment says, and the temperature they need."""
    (told,) = ran(temperature_code.in_code().numpy)
    best, z, t = fit_temperature(told["z"], told["t"]), np.array(told["z"]), np.array(told["t"])
    assert told["T"] == pytest.approx(best, rel=1e-3)
    assert ((z.argmax(axis=1) == t).sum(), len(t)) == (6, 8)
    found, before, after = last_line(told)
    assert found == told["T"]
    assert after < before
    compile(temperature_code.in_code().torch, "snippet", "exec")
