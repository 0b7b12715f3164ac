"""The boards of /surprise: what they accept, what they refuse, and the numbers they show."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.batch import BatchState, average
from xentviz.boards.density import DensityState, density
from xentviz.boards.pipeline import FEEDS, PipelineState, pipeline
from xentviz.boards.state import FieldState
from xentviz.boards.surprise import AXES, MARKS, OTHERS, UNITS, SurpriseState, surprise

SURPRISE = SurpriseState(0.1)
BATCH = BatchState((0.9, 0.8, 0.95, 0.7, 0.85, 0.6))
PIPELINE = PipelineState(1.4)
DENSITY = DensityState(0.8)

others = st.lists(st.sampled_from(OTHERS), unique=True).map(
    lambda chosen: tuple(other for other in OTHERS if other in chosen)
)
surprises = st.builds(
    SurpriseState, st.floats(1e-9, 1), st.sampled_from(AXES), st.sampled_from(UNITS), others
)
batches = st.builds(BatchState, st.tuples(*[st.floats(0.001, 1)] * 6))
pipelines = st.builds(PipelineState, st.floats(-8, 8), st.sampled_from(FEEDS))
densities = st.builds(DensityState, st.floats(0.1, 2))
STARTS: dict[type[FieldState], Any] = {
    SurpriseState: SURPRISE,
    BatchState: BATCH,
    PipelineState: PIPELINE,
    DensityState: DENSITY,
}


@given(surprises | batches | pipelines | densities)
def test_a_state_survives_its_link_and_the_browser(state: FieldState) -> None:
    """To the last bit, there and back."""
    start = STARTS[type(state)]
    params: dict[str, list[str]] = {}
    for key, value in state.to_link(start):
        params.setdefault(key, []).append(value)
    assert type(state).from_link(params, start) == state
    assert type(state).from_browser(state.to_browser()) == state
    assert start.to_link(start) == []


def test_the_four_boards_of_the_page_share_no_key() -> None:
    names = [key.name for start in STARTS.values() for key in start.LINK]
    assert len(names) == len(set(names))


REFUSED: list[tuple[FieldState, dict[str, object], str]] = [
    (SURPRISE, {"p": -0.1}, "The probability is -0.1, expected a number from 0 to 1."),
    (SURPRISE, {"p": 1.01}, "The probability is 1.01, expected a number from 0 to 1."),
    (SURPRISE, {"p": math.nan}, "The probability is nan"),
    (SURPRISE, {"p": "0.5"}, "The probability is '0.5'"),
    (SURPRISE, {"p": True}, "The probability is True"),
    (SURPRISE, {"p": 10**400}, "The probability is 1000"),
    (SURPRISE, {"axis": "cubic"}, "The axis is 'cubic', expected one of linear, log."),
    (SURPRISE, {"axis": ["log"]}, "The axis is ['log'], expected one of linear, log."),
    (SURPRISE, {"unit": None}, "The unit is None, expected one of nats, bits."),
    (SURPRISE, {"others": ["hinge"]}, "Another loss is 'hinge', expected one of squared, "),
    (SURPRISE, {"others": ["squared"] * 4}, "The list of other losses is 4 entries, expected 0 to"),
    (SURPRISE, {"others": "squared"}, "The list of other losses is 'squared'"),
    (BATCH, {"probs": [0.5] * 5}, "The list of probabilities is 5 entries, expected 6 to 6"),
    (BATCH, {"probs": [0.5] * 10_000}, "The list of probabilities is 10,000 entries"),
    (BATCH, {"probs": [0.5] * 5 + [0.0]}, "A probability is 0.0, expected a number from 0.001 to"),
    (BATCH, {"probs": [0.5] * 5 + [math.inf]}, "A probability is inf"),
    (BATCH, {"probs": None}, "The list of probabilities is None"),
    (PIPELINE, {"score": 8.5}, "The logit is 8.5, expected a number from -8 to 8."),
    (PIPELINE, {"feed": "soup"}, "The input is 'soup', expected one of own, logits, "),
    (DENSITY, {"sigma": 0}, "The width is 0, expected a number from 0.1 to 2."),
    (DENSITY, {"sigma": -math.inf}, "The width is -inf"),
]


@pytest.mark.parametrize(("start", "lie", "sentence"), REFUSED)
def test_a_strangers_word_is_refused_in_a_sentence(
    start: FieldState, lie: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        type(start).from_browser({**start.to_browser(), **lie})
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("sent", [None, [1, 2], "p", 3])
def test_what_is_not_named_fields_is_refused(sent: object) -> None:
    with pytest.raises(ValueError, match=r"The board's state is .*, expected named fields"):
        SurpriseState.from_browser(sent)


def test_the_order_in_which_losses_were_laid_over_does_not_matter() -> None:
    assert SurpriseState(0.5, others=("zero-one", "squared", "squared")).others == (
        "squared",
        "zero-one",
    )


@given(st.floats(1e-9, 1))
def test_the_cost_is_minus_log_p_and_each_half_costs_a_bit(p: float) -> None:
    told = surprise(p)
    assert told.loss == pytest.approx(-math.log(p), rel=1e-15)
    assert 2.0**-told.bits == pytest.approx(p, rel=1e-13)
    assert surprise(max(p / 2, 1e-9)).bits <= told.bits + 1 + 1e-12
    assert told.squared == pytest.approx((1 - p) ** 2, rel=1e-12, abs=1e-30)
    assert told.squared <= told.absolute <= told.loss + 1e-16
    assert told.zero_one == (p < 0.5)


@given(st.floats(1e-6, 0.999))
def test_the_slope_is_that_of_the_tangent(p: float) -> None:
    h = p * 1e-5
    rise = (surprise(p + h).loss - surprise(p - h).loss) / (2 * h)
    assert surprise(p).slope == pytest.approx(rise, rel=1e-4)
    assert surprise(p).slope_bits == surprise(p).slope / math.log(2)


def test_the_marks_are_the_three_prices_everybody_should_know() -> None:
    marks = {p: nats for p, nats, _ in surprise(0.3).marks}
    assert list(marks) == list(MARKS)
    assert marks[0.99] == pytest.approx(math.log(100) - math.log(99), rel=1e-13)
    assert marks[0.5] == pytest.approx(math.log(2), rel=1e-15)
    assert marks[0.01] == pytest.approx(math.log(100), rel=1e-15)


@given(batches)
def test_the_mean_is_the_price_of_the_geometric_mean(state: BatchState) -> None:
    told = average(state)
    assert told.mean == pytest.approx(math.fsum(told.losses) / 6, rel=1e-14, abs=1e-16)
    assert told.alike == pytest.approx(math.prod(state.probs) ** (1 / 6), rel=1e-12)
    assert sum(told.shares) == pytest.approx(1 if told.mean else 0, abs=1e-12)


def test_six_certain_answers_cost_nothing_and_nobody_pays() -> None:
    told = average(BatchState((1.0,) * 6))
    assert (told.mean, told.shares, told.alike) == (0.0, [0.0] * 6, 1.0)


def test_one_confident_mistake_outweighs_five_good_answers() -> None:
    told = average(BatchState((0.99,) * 5 + (0.001,)))
    assert told.losses[-1] > 100 * sum(told.losses[:-1])
    assert told.mean > average(BatchState((0.5,) * 6)).mean


@given(st.floats(-8, 8))
def test_three_names_are_one_number(score: float) -> None:
    told = pipeline(PipelineState(score))
    for one in (told.cross_entropy, told.nll, told.log_loss):
        assert one == pytest.approx(math.log1p(math.exp(-score)), rel=1e-12)


def test_the_wrong_input_gives_another_number() -> None:
    probs = pipeline(PipelineState(math.log(4), "probs"))
    assert probs.nll == pytest.approx(-0.8, rel=1e-15)
    assert probs.cross_entropy == pytest.approx(math.log1p(math.exp(0.2 - 0.8)), rel=1e-12)
    logits = pipeline(PipelineState(-1.0, "logits"))
    assert math.isnan(logits.log_loss)
    assert logits.nll == 1.0
    twice = pipeline(PipelineState(-1.0, "log_probs"))
    assert twice.cross_entropy == pytest.approx(twice.loss, rel=1e-14)


@given(st.floats(0.1, 2))
def test_a_density_costs_less_than_nothing_where_it_passes_1(sigma: float) -> None:
    told = density(sigma)
    assert told.loss == pytest.approx(-math.log(told.density), rel=1e-12, abs=1e-14)
    assert (told.loss < -1e-12) <= (told.density > 1)
    assert (told.loss > 1e-12) <= (told.density < 1)
