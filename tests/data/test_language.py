"""The language: its truth is exact, its far-off agreements hold, no word is lost."""

import numpy as np
import pytest
from numpy.typing import NDArray

from xentviz.core import distribution_cross_entropy, entropy, kl_divergence
from xentviz.data.language import Grammar
from xentviz.data.rules import State, arcs


def _ids(grammar: Grammar, text: str) -> list[int]:
    found = grammar.tokenize(text)
    assert found.unknown == ()
    return list(found.tokens)


def _next(grammar: Grammar, text: str) -> dict[str, float]:
    p = grammar.next_distribution(_ids(grammar, text))
    return {grammar.words[i]: float(p[i]) for i in np.flatnonzero(p)}


def _enumerated(grammar: Grammar, prefix: list[int]) -> NDArray[np.float64]:
    """P(next | prefix): all paths of states that could have written it, one by one, no forward."""
    share = dict(zip(grammar.automaton.states, grammar.automaton.stationary, strict=True))
    weights = np.zeros(grammar.vocabulary_size)

    def walk(state: State, depth: int, weight: float) -> None:
        for p, word, behind in arcs(state):
            if depth == len(prefix):
                weights[grammar.words.index(word)] += weight * p
            elif word == grammar.words[prefix[depth]]:
                walk(behind, depth + 1, weight * p)

    for state, weight in share.items():
        walk(state, 0, float(weight))
    return np.asarray(weights / weights.sum(), np.float64)


def test_the_vocabulary_has_200_to_400_words(grammar: Grammar) -> None:
    assert 200 <= grammar.vocabulary_size <= 400
    assert len(set(grammar.words)) == grammar.vocabulary_size


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the",
        ".",
        "the horse near",
        "near the horses",
        ". yesterday every sheep with the",
        ". the mermaids that the gull sees love their friend and",
        "sees a boat. the",
        ". many salmon near the whale that follow the boats never",
    ],
)
def test_the_next_distribution_is_the_sum_over_all_paths(grammar: Grammar, text: str) -> None:
    prefix = _ids(grammar, text)
    expected = _enumerated(grammar, prefix)
    np.testing.assert_allclose(grammar.next_distribution(prefix), expected, atol=1e-12, rtol=0)


def test_every_row_of_the_truths_is_the_distribution_after_that_prefix(grammar: Grammar) -> None:
    tokens = np.append(grammar.boundary, grammar.sample(30, seed=5))
    rows = grammar.truths(tokens)
    for t in range(len(tokens)):
        alone = grammar.next_distribution(tokens[: t + 1])
        np.testing.assert_allclose(rows[t], alone, atol=1e-15)
    np.testing.assert_allclose(rows.sum(axis=1), 1.0, rtol=1e-12)


def test_a_step_leaves_the_stationary_distribution_as_it_is(grammar: Grammar) -> None:
    machine = grammar.automaton
    after = np.zeros_like(machine.stationary)
    source, word = np.nonzero(machine.emission)
    flow = machine.stationary[source] * machine.emission[source, word]
    np.add.at(after, machine.following[source, word], flow)
    np.testing.assert_allclose(after, machine.stationary, atol=1e-14)
    assert machine.stationary.sum() == pytest.approx(1.0, abs=1e-12)
    assert (machine.stationary > 0).all()


def test_the_entropy_rate_is_the_mean_surprise_of_a_million_tokens(grammar: Grammar) -> None:
    machine = grammar.automaton
    tokens, states = machine.path(machine.stationary, 1_000_000, seed=11)
    # Read back from the tokens alone: the states are those that the words lead to.
    assert (machine.follow(int(states[0]), tokens[:-1]) == states[1:]).all()
    surprise = -np.log(machine.emission[states, tokens]).mean()
    assert surprise == pytest.approx(grammar.entropy_rate(), rel=0.005)


def test_the_mean_entropy_along_a_text_approaches_the_entropy_rate(grammar: Grammar) -> None:
    along = grammar.entropies(grammar.sample(100_000, seed=3))
    assert np.mean(along) == pytest.approx(grammar.entropy_rate(), rel=0.01)


def test_cross_entropy_is_entropy_plus_divergence_at_each_position(grammar: Grammar) -> None:
    tokens = grammar.sample(200, seed=8)
    p = grammar.truths(tokens)
    q = np.full_like(p, 1.0 / grammar.vocabulary_size)
    total = np.add(entropy(p), kl_divergence(p, q))
    np.testing.assert_allclose(total, distribution_cross_entropy(p, q), atol=1e-10)


def test_a_determiner_fixes_a_verb_ten_words_on(grammar: Grammar) -> None:
    between = "sheep near the horses that the grandmothers"
    for determiner, right, wrong in (("every", "sleeps", "sleep"), ("many", "sleep", "sleeps")):
        after = _next(grammar, f". today {determiner} little {between} feed")
        assert after[right] > 0
        assert wrong not in after


def test_a_time_word_fixes_the_tense_of_a_verb_behind_a_clause(grammar: Grammar) -> None:
    clause = "the horse with the hens that the cow follows"
    assert "will" not in _next(grammar, f". yesterday {clause}")
    assert "slept" in _next(grammar, f". yesterday {clause}")
    assert _next(grammar, f". tomorrow {clause}") == pytest.approx({"will": 1.0})


@pytest.mark.parametrize(
    ("subject", "own"),
    [("mermaid", "herself"), ("fisherman", "himself"), ("boat", "itself"), ("boats", "themselves")],
)
def test_a_reflexive_agrees_with_the_subject(grammar: Grammar, subject: str, own: str) -> None:
    after = _next(grammar, f". yesterday the {subject} that the whales follow saw")
    assert {word for word in after if word.endswith(("self", "selves"))} == {own}


def test_the_topic_stays_for_the_next_sentence(grammar: Grammar) -> None:
    after = _next(grammar, ". the witch sleeps alone. the")
    assert after["fox"] > 10 * after["horse"] > 0


def test_after_an_impossible_word_the_truth_is_unknown_to_the_next_boundary(
    grammar: Grammar,
) -> None:
    rows = grammar.truths(_ids(grammar, ". the sleeps horse . the"))
    assert np.isnan(rows).all(axis=1).tolist() == [False, False, True, True, False, False]
    fresh = grammar.truths(_ids(grammar, ". the"))
    np.testing.assert_allclose(rows[-2:], fresh, atol=1e-15)


def test_a_sample_begins_a_sentence_and_follows_its_seed(grammar: Grammar) -> None:
    first, again = grammar.sample(50, seed=1), grammar.sample(50, seed=1)
    assert (first == again).all()
    assert (first != grammar.sample(50, seed=2)).any()
    whole = np.append(grammar.boundary, first)
    assert (grammar.truths(whole)[np.arange(50), first] > 0).all()


def test_unknown_words_are_named_and_nothing_is_lost(grammar: Grammar) -> None:
    found = grammar.tokenize("The HORSE\x00 saw <b>Zoë</b> & the horses! zoë🎉.")
    assert found.unknown == ("\x00", "<", "b", ">", "zoë", "/", "&", "!", "🎉")
    words = [piece for piece, known in zip(found.pieces, found.known, strict=True) if known]
    assert grammar.text(found.tokens) == "the horse saw the horses."
    assert words == ["the", "horse", "saw", "the", "horses", "."]
    assert "".join(found.pieces) == "thehorse\x00saw<b>zoë</b>&thehorses!zoë🎉."


@pytest.mark.parametrize("text", ["", " \n\t", "🎉", "é" * 1000, "x" * 100_000, "שלום עולם"])
def test_any_text_is_taken_apart(grammar: Grammar, text: str) -> None:
    found = grammar.tokenize(text)
    assert len(found.tokens) == found.known.sum() == 0
    assert bool(found.unknown) == bool(text.strip())


def test_a_text_survives_the_way_to_tokens_and_back(grammar: Grammar) -> None:
    tokens = grammar.sample(500, seed=4)
    assert (grammar.tokenize(grammar.text(tokens)).tokens == tokens).all()


@pytest.mark.parametrize(
    ("tokens", "error"), [([-1], ValueError), ([10**6], ValueError), ([0.5], TypeError),
                          ([[1]], ValueError)],
)  # fmt: skip
def test_what_is_no_token_is_refused(
    grammar: Grammar, tokens: list[int], error: type[Exception]
) -> None:
    with pytest.raises(error, match="tokens"):
        grammar.truths(tokens)
