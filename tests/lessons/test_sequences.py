"""What a sequence's loss is divided by, ignored and asked for: the language lesson's switches."""

import math

import numpy as np
import pytest

from xentviz.core import bits_per_byte, perplexity
from xentviz.lessons.language import sequences, writing
from xentviz.server.corpora import corpus, grammar


def numbers(row: tuple[str, ...]) -> list[float]:
    """The numbers of a row, empty cells left out."""
    return [float(cell.replace(",", "")) for cell in row[1:] if cell]


@pytest.mark.parametrize("second", [1, 4, 40, 60])
def test_the_token_mean_is_the_total_over_the_tokens(second: int) -> None:
    """Confusions 2 and 10: neither the mean of means nor the mean of perplexities is it."""
    one, two, both, of_means, of_perplexities = map(numbers, sequences.averages(second).rows)
    assert both[0] == one[0] + two[0]
    assert both[1] == pytest.approx(one[1] + two[1], abs=2e-4)
    assert both[2] == pytest.approx(both[1] / both[0], abs=1e-4)
    assert both[3] == pytest.approx(math.exp(both[2]), rel=1e-3)
    assert of_means[0] == pytest.approx((one[2] + two[2]) / 2, abs=1e-4)
    assert of_perplexities[0] == pytest.approx((one[3] + two[3]) / 2, rel=1e-3)
    if second == sequences.SHORT:
        assert of_means[0] == pytest.approx(both[2], abs=1e-4), "batches of one length agree"
    else:
        assert abs(of_means[0] - both[2]) > 0.1


def test_ignored_words_leave_the_sum_and_the_count() -> None:
    """Confusion 7: what is left is divided by how many are left."""
    words = sequences.padded()
    whole, some = sequences.padding(()), sequences.padding(words[:3])
    assert [row[1] for row in some.rows[:4]] == ["ignored"] * 3 + ["counted"]
    losses = [float(row[2]) for row in whole.rows[:-2]]
    assert float(some.rows[-2][2]) == pytest.approx(np.mean(losses[3:]), abs=1e-4)
    assert float(some.rows[-1][2]) == pytest.approx(sum(losses[3:]) / len(losses), abs=1e-4)


def test_nothing_left_is_nan_and_says_why() -> None:
    """0/0 is not 0."""
    said = sequences.padding(sequences.padded())
    assert said.rows[-2][1:] == ("0", "nan")
    assert "0/0 is nan" in said.sentence


def test_each_shift_asks_for_another_token() -> None:
    """Confusion 6: the target stands as many places on as it was shifted."""
    tokens = corpus("grammar").held_out
    for shift in sequences.SHIFTS:
        pairs = [(row[0], row[1]) for row in sequences.alignment(shift).rows]
        words = grammar().words
        expected = [(words[tokens[i]], words[tokens[i + shift]]) for i in range(len(pairs))]
        assert pairs == expected


def test_a_shift_too_few_copies_and_a_shift_too_many_costs_more() -> None:
    """0 < one < two, and what copies costs next to nothing."""
    losses = [sequences._after(shift)[1] for shift in sequences.SHIFTS]
    assert losses[0] < 0.01
    assert losses[0] < losses[1] < losses[2]
    copied = sequences.alignment(0).rows
    assert all(said == given for given, _, said in copied)


def test_bits_a_byte_divide_both_totals_by_the_same_text() -> None:
    """Confusion 4: perplexity a token is lowest for the smallest tokens, whatever the model."""
    text, totals = sequences._two_totals()
    size = len(text.encode())
    said = sequences.denominators()
    assert said.header[1:] == tuple(totals)
    rows = {name: cells for name, *cells in said.rows}
    for i, (total, tokens) in enumerate(totals.values()):
        for name, parts in {
            "perplexity a token": tokens,
            "perplexity a word": len(text.split()),
            "perplexity a character": len(text),
        }.items():
            assert float(rows[name][i]) == pytest.approx(math.exp(total / parts), rel=1e-3), name
        assert float(rows["bits a byte"][i]) == pytest.approx(bits_per_byte(total, size), abs=1e-4)
    (words, n_words), (letters, n_letters) = totals.values()
    assert math.exp(letters / n_letters) < math.exp(words / n_words)
    assert letters > words, "the model over bytes is the worse one all the same"


@pytest.mark.parametrize("unit", sequences.BASES)
def test_perplexity_takes_the_base_of_its_logarithm(unit: str) -> None:
    """Confusion 19: e for nats, 2 for bits, and the same number either way."""
    _, losses = sequences._held_losses()
    right = [row for row in sequences.bases(unit).rows if row[2] == "right"]
    ((power, value, _),) = right
    assert power.startswith("e" if unit == "nats" else "2")
    assert float(value) == pytest.approx(perplexity(losses), rel=1e-3)


def test_a_text_is_drawn_again_from_its_seed() -> None:
    """n words, each costing -ln of what it was drawn with, and the bars of the next draw."""
    done = writing.writing("trigram", 12, 0.8, seed=3)
    again = writing.writing("trigram", 12, 0.8, seed=3)
    other = writing.writing("trigram", 12, 0.8, seed=4)
    assert done
    assert again
    assert other
    assert done.text == again.text != other.text
    assert len(done.text.replace(".", " .").split()) == 12
    for _, probability, loss in done.rows:
        assert float(loss) == pytest.approx(-math.log(float(probability)), abs=1e-2)
    shown = list(done.figure.data[0].x)
    assert shown == sorted(shown, reverse=True)
    assert sum(shown) <= 1 + 1e-12


def test_a_low_temperature_draws_the_likeliest_word() -> None:
    """Almost argmax: every draw costs next to nothing."""
    cold = writing.writing("bigram", 6, 0.1, seed=0)
    warm = writing.writing("bigram", 6, 3.0, seed=0)
    assert cold
    assert warm
    assert sum(float(row[2]) for row in cold.rows) < sum(float(row[2]) for row in warm.rows)
