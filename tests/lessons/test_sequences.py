"""What a sequence's loss is divided by, ignored and asked for: the worksheets of the language."""

import math
from dataclasses import replace

import numpy as np
import pytest

from xentviz.boards.learning import LearningState
from xentviz.boards.worksheet import (
    PADDED,
    SHIFTS,
    AveragesState,
    Grid,
    PaddingState,
    Sheet,
    ShiftState,
    UnitsState,
    WritingState,
)
from xentviz.core import bits_per_byte, perplexity, softmax
from xentviz.lessons.language import learning, sequences, writing
from xentviz.lessons.language.sequences import alignment, averages, padding, units
from xentviz.models.training import History
from xentviz.server import corpora
from xentviz.server.corpora import corpus, grammar, token_models


def values(grid: Grid) -> list[list[float]]:
    """The numbers of each row."""
    return [[cell.value for cell in row.cells if cell.value is not None] for row in grid.rows]


def mean_of(sheet: Sheet) -> float:
    assert sheet.main.value is not None
    return sheet.main.value


@pytest.mark.parametrize("second", [1, 4, 40, 60])
def test_the_token_mean_is_the_total_over_the_tokens(second: int) -> None:
    """Neither the mean of means nor the mean of perplexities is it, unless lengths agree."""
    sheet = averages(AveragesState(4, 6.0, second, 2.0))
    one, two, both, of_means, of_perplexities = values(sheet.tables[0])
    assert both[0] == one[0] + two[0]
    assert both[1] == pytest.approx(one[1] + two[1])
    assert both[2] == pytest.approx(both[1] / both[0]) == pytest.approx(mean_of(sheet))
    assert both[3] == pytest.approx(math.exp(both[2]))
    assert of_means == pytest.approx([(one[2] + two[2]) / 2, math.exp((one[2] + two[2]) / 2)])
    assert of_perplexities[0] == pytest.approx((one[3] + two[3]) / 2)
    assert (of_means[0] == pytest.approx(both[2])) == (second == 4)


def test_the_sentence_follows_the_sliders() -> None:
    """It names batch 1's share of the tokens, whatever the lengths."""
    for first, second in ((4, 40), (10, 10), (99, 1)):
        share = 100 * first / (first + second)
        assert f"Batch 1 has {share:.0f} %" in averages(AveragesState(first, 1, second, 2)).sentence


def test_ignored_tokens_leave_the_sum_and_the_count() -> None:
    """What is left is divided by how many are left; the other losses stay as they were."""
    whole, some = padding(PaddingState()), padding(PaddingState((0, 1, 2)))
    losses = [row[0] for row in values(whole.tables[0])[:PADDED]]
    marked = [row.cells[1].text for row in some.tables[0].rows[:PADDED]]
    assert marked == ["ignored"] * 3 + ["counted"] * (PADDED - 3)
    assert [row[0] for row in values(some.tables[0])[3:PADDED]] == losses[3:]
    assert mean_of(some) == pytest.approx(np.mean(losses[3:]))
    assert values(some.tables[0])[-1][-1] == pytest.approx(sum(losses[3:]) / PADDED)


def test_nothing_left_is_nan_and_says_why() -> None:
    """0/0 is not 0."""
    sheet = padding(PaddingState(tuple(range(PADDED))))
    assert math.isnan(mean_of(sheet))
    assert sheet.main.text == "nan"
    assert "0 ÷ 0 is nan" in sheet.sentence


def test_each_shift_asks_for_another_token() -> None:
    """The target stands as many places on as it was shifted."""
    tokens, words = corpus("grammar").held_out, grammar().words
    for places, shift in enumerate(SHIFTS):
        rows = alignment(ShiftState(shift)).tables[0].rows
        pairs = [(row.cells[0].text, row.cells[1].text) for row in rows]
        expected = [(words[tokens[i]], words[tokens[i + places]]) for i in range(len(pairs))]
        assert pairs == expected


def test_a_shift_too_few_copies_and_a_shift_too_many_costs_more() -> None:
    """0 < one < two, and what copies costs next to nothing."""
    losses = [mean_of(alignment(ShiftState(shift))) for shift in SHIFTS]
    assert losses[0] < 0.01
    assert losses[0] < losses[1] < losses[2]
    copied = alignment(ShiftState("none")).tables[0].rows
    assert all(row.cells[2] == row.cells[0] for row in copied)


def test_bits_per_byte_divide_both_totals_by_the_same_text() -> None:
    """Perplexity per token is lowest for the smallest tokens, whatever the model."""
    text, totals = sequences.two_totals()
    size = len(text.encode())
    grid = units(UnitsState()).tables[1]
    assert grid.header[1:] == tuple(totals)
    rows = {
        row.cells[0].text: numbers for row, numbers in zip(grid.rows, values(grid), strict=True)
    }
    for i, (total, tokens) in enumerate(totals.values()):
        for name, parts in {
            "perplexity per token": tokens,
            "perplexity per word": len(text.split()),
            "perplexity per character": len(text),
        }.items():
            assert rows[name][i] == pytest.approx(math.exp(total / parts)), name
        assert rows["bits per byte"][i] == pytest.approx(bits_per_byte(total, size))
    (tokens_total, n_tokens), (bytes_total, n_bytes) = totals.values()
    assert n_bytes == size
    assert math.exp(bytes_total / n_bytes) < math.exp(tokens_total / n_tokens)
    assert bytes_total > tokens_total, "the model over bytes is the worse one all the same"


@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_perplexity_takes_the_base_of_its_logarithm(unit: str) -> None:
    """e for nats, 2 for bits, and the same number either way."""
    sheet = units(UnitsState(unit))
    (right,) = [row for row in sheet.tables[0].rows if row.element == "right"]
    assert right.cells[0].text.startswith("e to" if unit == "nats" else "2 to")
    total, count = sequences.two_totals()[1]["over tokens"]
    assert right.cells[1].value == pytest.approx(math.exp(total / count))
    assert mean_of(sheet) == pytest.approx(total / count / (1 if unit == "nats" else math.log(2)))


WRITER = WritingState(drawn=12)


def test_a_text_is_drawn_again_from_its_seed() -> None:
    """Tokens, bars and losses are the same for a seed, and others for another."""
    state = replace(WRITER, temperature=0.8, seed=3)
    assert writing.writing(state) == writing.writing(state)
    assert writing.writing(state).quote != writing.writing(replace(state, seed=4)).quote
    assert writing.writing(replace(state, drawn=0)).quote == "Nothing written yet."


def test_the_bars_are_what_the_next_token_is_drawn_from() -> None:
    """The softmax of the model's logits over the temperature, the likeliest first."""
    of, state = corpus("english"), replace(WRITER, temperature=0.5)
    done = writing.written(state)
    assert done is not None
    model = token_models().models[state.writer]
    wanted = softmax(model.last_logits(np.append(of.start, done.tokens)), temperature=0.5)
    bars = writing.writing(state).bars
    assert [bar.p for bar in bars] == sorted(wanted, reverse=True)[: writing.SEEN]
    assert all(bar.text == f"{100 * bar.p:.1f} %" for bar in bars)


def test_a_low_temperature_writes_what_is_likelier() -> None:
    """Read by the same model without any temperature."""
    cold, warm = (
        np.mean(writing.own_losses(replace(WRITER, temperature=heat, drawn=40)))
        for heat in (0.3, 2.0)
    )
    assert cold + 1 < warm


def test_always_the_likeliest_ignores_the_seed_and_is_cheapest() -> None:
    likeliest = replace(WRITER, picks="likeliest", drawn=40)
    assert writing.writing(likeliest).quote == writing.writing(replace(likeliest, seed=9)).quote
    rows = writing.writing(likeliest).tables[0].rows
    own, given = (row.cells[2].value for row in rows)
    assert own is not None
    assert given is not None
    assert own < given
    assert rows[0].cells[3].value == pytest.approx(perplexity(writing.own_losses(likeliest)))


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> corpora.TrainingJob:
    """A training that has begun and stays where it is."""
    job = corpora.TrainingJob(1700, step=17, loss=5.5)
    for module in (corpora, learning):
        monkeypatch.setattr(module, "training_job", lambda _key: job)
    return job


def test_a_writer_that_still_learns_is_waited_for(waiting: corpora.TrainingJob) -> None:
    assert waiting.model is None
    sheet = writing.writing(replace(WRITER, writer="neural"))
    assert sheet.waiting
    assert "still learning" in sheet.main_words


def test_until_the_training_is_done_its_first_loss_is_shown(waiting: corpora.TrainingJob) -> None:
    """An untrained network guesses blindly: ln V, within a hundredth or two."""
    assert waiting.history is None
    for key in ("english", "grammar"):
        run = learning.learning(LearningState(key))
        assert "step 17 of 1,700" in run.progress
        assert run.loss == waiting.loss
        assert list(run.steps) == [0]
        assert run.held_out[0] == pytest.approx(run.ceiling, rel=0.02)
        assert run.counted < run.ceiling
        assert (run.floor is not None) == (key == "grammar")
        if run.floor is not None:
            assert run.floor < run.counted


def test_a_finished_training_is_shown_whole(waiting: corpora.TrainingJob) -> None:
    waiting.history = History([0, 10], [7.0, 5.0], [7.1, 5.2], [(0, np.array([65, 66]))])
    waiting.done.set()
    run = learning.learning(LearningState("english"))
    assert (run.progress, run.loss) == ("", None)
    assert list(run.held_out) == [7.1, 5.2]
    assert run.samples == [(0, "AB")]
