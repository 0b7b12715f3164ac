"""The classifier's temperature and the player's score: every number is the core's."""

import math

import numpy as np
import pytest

from xentviz.core import (
    cross_entropy,
    entropy,
    expected_calibration_error,
    fit_temperature,
    softmax,
)
from xentviz.data.quiz import QUIZ
from xentviz.lessons.calibration import quiz, temperature
from xentviz.lessons.calibration.quiz import LABELS, UNDECIDED, WORDS

RIGHT = [99 if label else 1 for label in LABELS]
WRONG = [1 if label else 99 for label in LABELS]


def test_the_marked_temperature_is_the_minimum() -> None:
    run, marked = temperature.trained(), temperature.best()

    def loss(t: float) -> float:
        return float(cross_entropy(run.logits, run.labels, temperature=t))

    assert loss(marked) < loss(marked * 1.01)
    assert loss(marked) < loss(marked * 0.99)
    for n_bins in temperature.BINS:
        traces = temperature.scrubber(n_bins).data
        shown = [one for one in traces if "text" in (getattr(one, "mode", None) or "")]
        assert shown[0].x[0] == marked
        assert shown[0].y[0] == loss(marked)


def test_a_frame_shows_the_cores_numbers_at_its_temperature() -> None:
    run, figure = temperature.trained(), temperature.scrubber(15)
    names = [frame.name for frame in figure.frames]
    assert names == [step.args[0][0] for step in figure.layout.sliders[0].steps]
    assert "1" in names
    for frame in figure.frames[::6]:
        t = frame.data[2].x[0]
        probs = softmax(run.logits, temperature=t)
        assert frame.data[2].y[0] == float(cross_entropy(run.logits, run.labels, temperature=t))
        assert frame.data[3].y[0] == expected_calibration_error(probs, run.labels, n_bins=15)
        assert sum(int(n) for n in frame.data[0].text) == len(run.labels)


def test_accuracy_stays_while_loss_rises() -> None:
    tripled, trained, least, _ = temperature.named(15)
    assert tripled.accuracy == trained.accuracy == least.accuracy
    assert tripled.loss > 1.5 * trained.loss > 1.5 * least.loss
    doubled = temperature.moment(0.5, 15)
    assert tripled.loss > doubled.loss > 1.5 * trained.loss
    assert doubled.accuracy == trained.accuracy


@pytest.mark.parametrize("spot", temperature.SPOTS)
@pytest.mark.parametrize("n_bins", temperature.BINS)
def test_the_scrubber_opens_where_it_is_told(n_bins: int, spot: str) -> None:
    drawn = temperature.opened(n_bins, spot, 3)
    there = temperature.named(n_bins)[temperature.SPOTS.index(spot)]
    dots = drawn.data[7], drawn.data[8]
    assert [dot.x[0] for dot in dots] == [there.temperature] * 2
    assert [dot.y[0] for dot in dots] == [there.loss, there.ece]
    assert drawn.layout.annotations[0].text == there.words
    steps = drawn.layout.sliders[0]
    assert steps.steps[steps.active].args[0][0] == f"{there.temperature:.6g}"
    plain = temperature.scrubber(n_bins).to_dict()
    assert drawn.to_dict()["frames"] == plain["frames"]


def test_what_is_tried_on_the_classifier_says_what_the_core_finds() -> None:
    surer, mended, moved = temperature.tries()
    loss = temperature.moment(1 / 3, 15).loss
    assert f"→ {loss:.3g} nats, accuracy 90.6 % → 90.6 %" in surer.look_for
    assert f"{fit_temperature(temperature.trained().logits, temperature.trained().labels):.3g}" in (
        mended.label
    )
    other = moved.state["bins"]
    assert isinstance(other, int)
    assert abs(temperature.lowest(other) / temperature.lowest(15) - 1) > 0.05
    assert f"{temperature.lowest(other):.3g}" in moved.look_for


def test_the_same_picks_said_more_or_less_surely() -> None:
    own = (99, 1, 70, 60, 30, 5, 80, 50, 95, 60, 40, 99)
    assert quiz.as_sure(own, 1.0) == (99, 1, 99, 99, 1, 1, 99, 50, 99, 99, 1, 99)
    assert quiz.as_sure(own, 0.62) == (60, 40, 60, 60, 40, 40, 60, 50, 60, 60, 40, 60)
    sure, honest, same = quiz.tries(own)
    assert same.state == quiz.widgets(own)
    for one in (sure, honest, same):
        said = [one.state[f"me-{k}"] for k in range(12)]
        assert one.look_for == f"{quiz.score(said).loss:.3f} nats."  # type: ignore[arg-type]
    assert float(honest.look_for[:5]) < float(same.look_for[:5]) < float(sure.look_for[:5])
    assert quiz.tries([UNDECIDED] * 12) == ()


def test_ece_has_its_own_minimum_that_moves_with_the_bins() -> None:
    places = {temperature.lowest(n) for n in temperature.BINS}
    assert len(places) > 1
    assert any(abs(place / temperature.best() - 1) > 0.01 for place in places)


def test_the_classifier_is_trained_once() -> None:
    assert temperature.trained() is temperature.trained()
    assert temperature.scrubber(5) is temperature.scrubber(5)


def test_every_question_has_two_options_an_answer_and_a_source() -> None:
    assert len(QUIZ) == 12
    for one in QUIZ:
        assert len(set(one.options)) == 2
        assert one.right in (0, 1)
        assert one.source
        assert one.why
    assert 3 < sum(LABELS) < 9, "one side is mostly right"


def test_saying_nothing_costs_what_a_coin_costs() -> None:
    result = quiz.score([UNDECIDED] * 12)
    assert result.loss == result.coin == result.honest == pytest.approx(math.log(2), rel=1e-15)
    assert result.curve is None


def test_sure_and_right_or_sure_and_wrong() -> None:
    assert quiz.score(RIGHT).loss == pytest.approx(-math.log(0.99), rel=1e-12)
    assert quiz.score(RIGHT).honest == 0
    assert quiz.score(WRONG).loss == pytest.approx(-math.log(0.01), rel=1e-12)
    assert quiz.score(WRONG).temperature == 1000


def test_honest_play_says_the_share_that_was_right() -> None:
    words = [*RIGHT[:8], *WRONG[8:10], UNDECIDED, UNDECIDED]
    result = quiz.score(words)
    assert result.share == 0.8
    expected = (10 * float(entropy([0.8, 0.2])) + 2 * math.log(2)) / 12
    assert result.honest == pytest.approx(expected, rel=1e-12)
    assert result.dearest in (8, 9)
    assert result.curve is not None
    assert result.curve.counts.sum() == result.decided == 10


def test_a_temperature_above_1_says_you_were_too_sure() -> None:
    assert "more sure" in quiz.verdict(quiz.score([*RIGHT[:9], *WRONG[9:]]))
    timid = [60 if label else 40 for label in LABELS]
    timid[0] = 100 - timid[0]
    assert "less sure" in quiz.verdict(quiz.score(timid))


def test_answers_survive_the_link() -> None:
    rng = np.random.default_rng(7)
    for _ in range(50):
        words = tuple(int(word) for word in rng.choice(WORDS, 12))
        assert quiz.from_link(quiz.to_link(words)) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "50",
        ",".join(["50"] * 13),
        "nan" + ",50" * 11,
        "0" + ",50" * 11,
        "<b>" * 9,
        "<script>" + ",50" * 11,
        "50," * 10_000,
    ],
)
def test_a_broken_link_is_refused_in_a_short_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        quiz.from_link(text)
    assert len(str(refused.value)) < 200
