"""The strip: what a stranger may send, and a text's numbers as the core computes them."""

import base64
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentviz.boards.strip import (
    CORPORA,
    CURVES,
    FIRST_MODEL,
    LONGEST,
    MODELS_OF,
    TEXTS_OF,
    StripState,
    numbers,
    tally,
    what_if,
    within,
)
from xentviz.core import distribution_cross_entropy, kl_divergence, perplexity, softmax
from xentviz.models.reading import TOP, Reading, pack, read_text, whole

START = StripState()
V = 30


def states() -> st.SearchStrategy[StripState]:
    """Any state whose text fits into a link."""
    return st.sampled_from(CORPORA).flatmap(_states_of)


def _states_of(corpus: str) -> st.SearchStrategy[StripState]:
    models = MODELS_OF[corpus]
    return st.builds(
        StripState,
        corpus=st.just(corpus),
        text=st.just("own"),
        typed=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
        model=st.sampled_from(models),
        versus=st.sampled_from(("", *models)),
        at=st.integers(0, LONGEST - 1),
        given=st.one_of(st.none(), st.floats(0, 1)),
        curve=st.sampled_from(CURVES),
    )


@given(states())
def test_a_state_survives_its_link(state: StripState) -> None:
    """Whatever the board shows, its link opens in the same state, to the last bit."""
    params: dict[str, list[str]] = {}
    for key, value in state.to_link(START):
        params.setdefault(key, []).append(value)
    assert StripState.from_link(params, START) == state
    assert StripState.from_browser(state.to_browser()) == state


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"corpus": "physics"}, "What the models learned from is 'physics', expected one of"),
        ({"text": None}, "The text is None, expected one of lecture, docs"),
        ({"typed": 5}, "The text is 5, expected characters."),
        ({"typed": "x" * 100_000}, "The text has 100,000 characters, expected at most 2,000."),
        ({"typed": "\ud83d"}, "The text holds half of a character pair, which is no text."),
        ({"model": "<b>"}, "The model is '<b>', expected one of uniform"),
        ({"corpus": "grammar", "model": "memory"}, "The model is 'memory', expected one of unif"),
        ({"versus": ["bigram"]}, "The second model is ['bigram'], expected one of"),
        ({"at": -1}, "The position is -1, expected a whole number from 0 to 1999."),
        ({"at": True}, "The position is True, expected a whole number"),
        ({"given": 1.5}, "The probability is 1.5, expected a number from 0 to 1."),
        ({"given": math.nan}, "The probability is nan, expected a number from 0 to 1."),
        ({"curve": "pie"}, "The curve is 'pie', expected one of mean, perplexity, sum."),
    ],
)
def test_what_a_stranger_sends_is_refused_in_a_sentence(
    sent: dict[str, object], sentence: str
) -> None:
    """Each field says what it got and what it expected."""
    with pytest.raises(ValueError, match="^" + re.escape(sentence)):
        StripState.from_browser({**START.to_browser(), **sent})


def test_a_link_to_another_corpus_brings_a_text_and_a_model_that_it_has() -> None:
    """`?l=grammar` alone is enough."""
    state = StripState.from_link({"l": ["grammar"]}, START)
    assert (state.text, state.model) == (TEXTS_OF["grammar"][0], FIRST_MODEL["grammar"])


def test_a_text_beyond_the_link_is_left_out_whole() -> None:
    """Half a text would be another text: none of it goes into the link."""
    state = StripState(text="own", typed="😀" * 600, at=3, given=0.5)
    assert not state.linked
    assert state.to_link(START) == []
    assert StripState(text="own", typed="a cow " * 333).linked


def _example(n: int = 40, *, seed: int = 0, floor: float | None = None) -> Reading:
    rng = np.random.default_rng(seed)
    x, other = rng.normal(0, 3, (2, n, V))
    known = np.ones(n + 2, np.bool_)
    known[[0, 5]] = False
    truths = softmax(rng.normal(0, 2, (n, V)))
    truths[7] = np.nan
    pieces = [f"w{i}" for i in range(n + 2)]
    labels = [f"w{i}" for i in range(V)]
    at = rng.integers(0, V, n)
    return read_text(
        "", pieces, labels, known, at, x, key="k", other=other, truths=truths, floor=floor
    )


def test_entropy_and_divergence_add_up_to_the_expected_loss_at_each_position() -> None:
    """H + KL = cross-entropy to 1e-10; nan only where there is no truth."""
    truth = _example().truth
    assert truth is not None
    here = ~np.isnan(truth.loss)
    assert (~here).tolist() == [t == 7 for t in range(40)]
    np.testing.assert_allclose((truth.entropy + truth.kl)[here], truth.loss[here], rtol=1e-10)


def test_ten_and_the_rest_are_the_whole_distribution() -> None:
    """Nothing is dropped: the ten likeliest in order, and what all others share."""
    reading = _example()
    np.testing.assert_allclose(reading.top_p.sum(axis=1) + reading.rest, 1, rtol=1e-12)
    assert (np.diff(reading.top_p, axis=1) <= 0).all()
    assert reading.top.shape == (40, TOP)
    assert reading.other is not None
    np.testing.assert_allclose(reading.other.top.sum(axis=1) + reading.other.rest, 1, rtol=1e-12)
    assert reading.truth is not None
    truth = reading.truth.top.sum(axis=1) + reading.truth.rest
    np.testing.assert_allclose(np.delete(truth, 7), 1, rtol=1e-12)


def test_the_rank_says_where_the_token_stands_among_the_ten() -> None:
    """Rank r <= 10 is place r of the ten; equals stand in the vocabulary's order."""
    reading = _example(400)
    assert reading.rank.min() == 1
    for row, rank in enumerate(reading.rank):
        places = np.flatnonzero(reading.top[row] == reading.targets[row]) + 1
        assert places.tolist() == ([rank] if rank <= TOP else [])
    even = read_text(
        "", "abc", "abcdefghijklmnop", [1, 1, 1], [0, 9, 15], np.zeros((3, 16)), key="u"
    )
    assert even.rank.tolist() == [1, 10, 16]
    assert even.top[0].tolist() == list(range(10))


def test_the_rows_are_the_pieces_that_are_known() -> None:
    """Unknown pieces are shown and not scored."""
    reading = _example()
    assert len(reading.pieces) == 42
    assert sorted({*range(42)} - set(reading.rows.tolist())) == [0, 5]


def test_uniform_has_perplexity_v() -> None:
    """The die has all its faces."""
    labels = [str(i) for i in range(215)]
    reading = read_text("", "ab", labels, [1, 1], [3, 200], np.zeros((2, 215)), key="u")
    assert tally(reading.losses).perplexity == pytest.approx(215, rel=1e-12)
    assert reading.baseline == pytest.approx(math.log(215), rel=1e-15)


def test_the_tally_is_sum_mean_and_perplexity_of_each_prefix() -> None:
    """The last of each is the whole text's."""
    losses = _example().losses
    found = tally(losses)
    for t in range(40):
        assert found.sums[t] == pytest.approx(math.fsum(losses[: t + 1]), rel=1e-13)
        assert found.means[t] == pytest.approx(losses[: t + 1].mean(), rel=1e-13)
        assert found.perplexities[t] == pytest.approx(perplexity(losses[: t + 1]), rel=1e-12)
    assert (found.total, found.mean) == pytest.approx((found.sums[-1], found.means[-1]))
    assert found.bits == pytest.approx(found.mean / math.log(2))


def test_nothing_to_average_is_nan() -> None:
    """0/0, and not 0."""
    none = read_text("", (), "abc", (), (), np.zeros((0, 3)), key="")
    assert none.losses.shape == (0,)
    found = tally(none.losses)
    assert found.total == 0
    assert math.isnan(found.mean)
    assert math.isnan(found.perplexity)
    assert within(StripState(at=9, given=0.5), none) == StripState(at=0)
    assert numbers(StripState(), none, {}).reading["rows"] == ""


@pytest.mark.parametrize("p", [1.0, 0.25, 1e-9])
def test_another_probability_changes_one_loss_alone(p: float) -> None:
    """-ln p there, the others as they were."""
    losses = _example().losses
    changed = what_if(losses, 4, p)
    assert changed[4] == pytest.approx(-math.log(p), rel=1e-15)
    assert np.delete(changed, 4).tolist() == np.delete(losses, 4).tolist()
    assert what_if(losses, 4, None) is losses


def test_one_impossible_token_makes_mean_and_perplexity_infinite() -> None:
    """p = 0, from that token on and for the whole text; before it all is as it was."""
    losses = _example().losses
    before, after = tally(losses), tally(what_if(losses, 10, 0.0))
    assert (after.mean, after.bits, after.perplexity, after.total) == (math.inf,) * 4
    assert np.isinf(after.means[10:]).all()
    assert after.means[:10].tolist() == before.means[:10].tolist()


def test_a_position_past_the_end_is_the_last_one() -> None:
    """And what was asked about another token is not asked about this one."""
    assert within(StripState(at=500, given=0.1), _example()) == StripState(at=39)
    assert within(StripState(at=39, given=0.1), _example()) == StripState(at=39, given=0.1)


def test_packed_numbers_lose_nothing() -> None:
    """Base64 of doubles, nan and infinities too; of whole numbers below 65,536."""
    given = [0.1, -1e-308, math.inf, -math.inf, math.nan]
    back = np.frombuffer(base64.b64decode(pack(given)), "<f8")
    np.testing.assert_array_equal(back, given)
    assert np.frombuffer(base64.b64decode(whole([0, 65_535])), "<u2").tolist() == [0, 65_535]


def test_the_truth_beside_the_ten_is_that_of_the_same_tokens() -> None:
    """Column by column, and KL is the core's."""
    rng = np.random.default_rng(3)
    x, p = rng.normal(0, 2, (6, V)), softmax(rng.normal(0, 2, (6, V)))
    at = rng.integers(0, V, 6)
    reading = read_text("", "abcdef", "." * V, [1] * 6, at, x, key="", truths=p)
    assert reading.truth is not None
    for t in range(6):
        assert reading.truth.top[t].tolist() == p[t, reading.top[t]].tolist()
        assert reading.truth.p[t] == p[t, at[t]]
        assert reading.truth.kl[t] == pytest.approx(kl_divergence(p[t], softmax(x[t])))
        expected = distribution_cross_entropy(p[t], softmax(x[t]))
        assert reading.truth.loss[t] == pytest.approx(expected)


def test_only_the_labels_that_are_shown_are_sent() -> None:
    """The places sent lead to the same labels as the whole vocabulary's indices."""
    reading = _example()
    sent = reading.packed

    def labels(name: str) -> list[str]:
        places = np.frombuffer(base64.b64decode(sent[name]), "<u2")
        return [sent["labels"][place] for place in places]

    assert sent["size"] == V
    assert labels("targets") == [reading.labels[i] for i in reading.targets]
    assert labels("top") == [reading.labels[i] for i in reading.top.ravel()]


def test_bits_per_byte_are_the_cores_and_only_where_the_tokens_hold_the_whole_text() -> None:
    text = "aé"
    known = read_text(text, ["a", "é"], "abc", [1, 1], [0, 1], np.zeros((2, 3)), key="", wide=False)
    found = numbers(StripState(), known, {})
    assert found.bits_per_byte == pytest.approx(2 * math.log2(3) / len(text.encode()))
    words = read_text("A b", ["a", "b"], "abc", [1, 1], [0, 1], np.zeros((2, 3)), key="")
    assert numbers(StripState(), words, {}).bits_per_byte is None
