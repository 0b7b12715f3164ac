"""The neural model: exact gradients, deterministic, and close to the floor that nothing beats."""

import math
import time
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from xentviz.core import distribution_cross_entropy, entropy, kl_divergence, softmax
from xentviz.data.characters import START, VOCABULARY_SIZE, encode
from xentviz.data.language import Grammar
from xentviz.data.prose import load_prose
from xentviz.models.language_model import Integers, LanguageModel, next_token_pairs, token_losses
from xentviz.models.neural import Neural, Shape
from xentviz.models.ngram import NGram
from xentviz.models.optimizers import one_cycle
from xentviz.models.training import CHARACTERS, TrainingPlan, character_shape, train, word_shape

SMALL = TrainingPlan(steps=30, batch=16, logged=8, written=5)
TEXT = np.arange(300) * 7 % 11


def test_gradients_are_those_of_finite_differences() -> None:
    model = Neural(Shape(7, context=3, embedding=2, hidden=5), seed=1, dtype=np.float64)
    model.w2 *= 10.0
    rng = np.random.default_rng(2)
    windows, targets = rng.integers(0, 8, (20, 3)), rng.integers(0, 7, 20)
    _, gradients = model.loss_and_gradients(windows, targets)
    for parameter, gradient in zip(model.parameters, gradients, strict=True):
        for at in np.ndindex(parameter.shape):
            here = parameter[at]
            parameter[at] = here + 1e-6
            above = model.loss_and_gradients(windows, targets)[0]
            parameter[at] = here - 1e-6
            below = model.loss_and_gradients(windows, targets)[0]
            parameter[at] = here
            assert (above - below) / 2e-6 == pytest.approx(gradient[at], abs=2e-9)


def test_gradients_with_dropout_are_those_of_finite_differences() -> None:
    model = Neural(Shape(7, context=3, embedding=4, hidden=12), seed=1, dtype=np.float64)
    model.w2 *= 10.0
    rng = np.random.default_rng(2)
    windows, targets = rng.integers(0, 8, (20, 3)), rng.integers(0, 7, 20)
    dropped = model.dropout(20, 0.4, rng)
    _, gradients = model.loss_and_gradients(windows, targets, dropped)
    for parameter, gradient in zip(model.parameters, gradients, strict=True):
        for at in np.ndindex(parameter.shape):
            here = parameter[at]
            parameter[at] = here + 1e-6
            above = model.loss_and_gradients(windows, targets, dropped)[0]
            parameter[at] = here - 1e-6
            below = model.loss_and_gradients(windows, targets, dropped)[0]
            parameter[at] = here
            assert (above - below) / 2e-6 == pytest.approx(gradient[at], abs=2e-9)


def test_dropout_hides_its_share_and_keeps_the_mean() -> None:
    model = Neural(Shape(7, context=3, embedding=4, hidden=12))
    share, rows = 0.3, 5000
    for factors, width in zip(
        model.dropout(rows, share, np.random.default_rng(0)), (12, 12), strict=True
    ):
        assert factors.shape == (rows, width)
        spread = (share * (1 - share) / factors.size) ** 0.5
        assert (factors == 0.0).mean() == pytest.approx(share, abs=5 * spread)
        assert factors.mean() == pytest.approx(1.0, abs=5 * spread / (1 - share))


def test_weight_decay_takes_its_part_of_the_weights_and_none_of_the_biases() -> None:
    plan = TrainingPlan(steps=1, batch=16, rate=0.01, written=5)
    free, held = Neural(Shape(11)), Neural(Shape(11))
    train(free, TEXT, TEXT[:50], 0, plan=plan)
    train(held, TEXT, TEXT[:50], 0, plan=replace(plan, decay=5.0))
    left = 1.0 - one_cycle(0, plan.steps, plan.rate) * 5.0
    for own, other in zip(held.weights, free.weights, strict=True):
        np.testing.assert_allclose(own, other * left, rtol=1e-6)
    for own, other in ((held.b1, free.b1), (held.b2, free.b2)):
        np.testing.assert_array_equal(own, other)


def test_before_training_the_loss_is_that_of_knowing_nothing() -> None:
    losses = token_losses(Neural(word_shape(215)), np.arange(215), start=0)
    assert losses.mean() == pytest.approx(math.log(215), rel=0.01)


def test_a_row_depends_on_the_last_tokens_alone() -> None:
    model = Neural(Shape(11, context=4))
    whole = model.logits(TEXT)
    assert whole.shape == (300, 11)
    np.testing.assert_allclose(whole[50], model.logits(TEXT[:51])[-1], rtol=1e-5)
    np.testing.assert_allclose(whole[50], model.logits(TEXT[47:51])[-1], rtol=1e-5)
    assert model.logits([]).shape == (0, 11)


def test_the_same_seed_gives_the_same_model() -> None:
    models = [Neural(Shape(11), seed=seed) for seed in (3, 3, 4)]
    for model, seed in zip(models, (3, 3, 4), strict=True):
        train(model, TEXT, TEXT[:50], 0, plan=SMALL, seed=seed)
    first, same, other = (model.logits(TEXT) for model in models)
    assert (first == same).all()
    assert (first != other).any()


def test_the_history_tells_every_stage() -> None:
    seen: list[tuple[int, int]] = []
    history = train(
        Neural(Shape(11)), TEXT, TEXT[:50], 0, plan=SMALL,
        progress=lambda step, steps, loss: seen.append((step, steps)),
    )  # fmt: skip
    assert history.finished
    assert seen == [(step, 30) for step in range(1, 31)]
    assert history.steps[0] == 0
    assert history.steps[-1] == 30
    assert len(history.steps) == len(history.training) == len(history.held_out)
    assert history.held_out[-1] < history.held_out[0]
    assert [step for step, _ in history.samples] == [0, 2, 6, 15, 30]
    assert all(len(text) == 5 for _, text in history.samples)


def test_the_callback_can_end_the_training() -> None:
    history = train(
        Neural(Shape(11)), TEXT, TEXT[:50], 0, plan=SMALL, progress=lambda step, *_: step < 5
    )
    assert not history.finished
    assert history.steps[-1] <= 5


def test_too_little_text_is_refused() -> None:
    with pytest.raises(ValueError, match="needs 2 tokens"):
        train(Neural(Shape(11)), [1], [1], 0)


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return Grammar()


@pytest.fixture(scope="module")
def models(grammar: Grammar) -> dict[str, LanguageModel]:
    """Every kind of model, trained on the grammar, the neural one with its time in seconds."""
    text, held = grammar.sample(600_000, seed=1), grammar.sample(40_000, seed=2)
    v = grammar.vocabulary_size
    names = ("uniform", "unigram", "bigram", "trigram")
    found: dict[str, LanguageModel] = {
        name: NGram.fit(order, text, held, v) for order, name in enumerate(names)
    }
    with pytest.MonkeyPatch.context() as patch:
        # A process of its own on one core: threads of others, and those of BLAS, cost nothing.
        patch.setenv("OMP_NUM_THREADS", "1")
        with get_context("spawn").Pool(1) as alone:
            neural, seconds = alone.apply(_trained, (v, text, held, grammar.boundary))
    assert seconds <= 30.0
    return {**found, "neural": neural}


def _trained(v: int, text: Integers, held: Integers, start: int) -> tuple[Neural, float]:
    """The neural model, and the CPU seconds that its training took."""
    neural, began = Neural(word_shape(v)), time.process_time()
    train(neural, text, held, start)
    return neural, time.process_time() - began


def test_each_model_comes_closer_to_a_floor_that_none_gets_under(
    grammar: Grammar, models: dict[str, LanguageModel]
) -> None:
    test = grammar.sample(20_000, seed=3)
    loss = {name: token_losses(m, test, grammar.boundary).mean() for name, m in models.items()}
    inputs, targets = next_token_pairs(test, grammar.boundary)
    floor = -np.log(grammar.truths(inputs)[np.arange(len(test)), targets]).mean()
    assert loss["uniform"] == pytest.approx(math.log(grammar.vocabulary_size), rel=1e-12)
    assert loss["uniform"] > loss["unigram"] > loss["bigram"] > loss["trigram"]
    assert loss["neural"] < loss["trigram"] - 0.3
    assert floor < loss["neural"] < grammar.entropy_rate() + 0.15


def test_at_each_position_the_expected_loss_is_entropy_plus_divergence(
    grammar: Grammar, models: dict[str, LanguageModel]
) -> None:
    inputs, _ = next_token_pairs(grammar.sample(500, seed=9), grammar.boundary)
    truth = grammar.truths(inputs)
    for model in models.values():
        q = softmax(model.logits(inputs))
        stacked = np.add(entropy(truth), kl_divergence(truth, q))
        np.testing.assert_allclose(stacked, distribution_cross_entropy(truth, q), atol=1e-10)


def test_a_verb_far_behind_its_subject_is_known_to_the_neural_model_alone(
    grammar: Grammar, models: dict[str, LanguageModel]
) -> None:
    sleeps, sleep = (int(grammar.tokenize(word).tokens[0]) for word in ("sleeps", "sleep"))
    one, many = (
        grammar.tokenize(f". today {subject} that the hens follow").tokens
        for subject in ("this horse", "these horses")
    )
    p = {n: [softmax(m.logits(x))[-1] for x in (one, many)] for n, m in models.items()}
    assert p["neural"][0][sleeps] > 5 * p["neural"][0][sleep]
    assert p["neural"][1][sleep] > 5 * p["neural"][1][sleeps]
    assert (p["trigram"][0] == p["trigram"][1]).all()


def test_a_model_of_one_voice_is_surprised_by_another() -> None:
    ferry, *others = (encode(prose.text) for prose in load_prose())
    cut = len(ferry) * 9 // 10
    model = Neural(character_shape(VOCABULARY_SIZE))
    train(model, ferry[:cut], ferry[cut:], START, plan=CHARACTERS)
    at_home = token_losses(model, ferry[cut:], START).mean()
    assert len(others) == 2
    for text in others:
        assert at_home + 0.1 < token_losses(model, text, START).mean() < math.log(VOCABULARY_SIZE)
    assert np.isfinite(token_losses(model, encode("🎉 שלום\x00"), START)).all()
