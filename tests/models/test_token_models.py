"""The models over tokens, learned from real English; every expectation comes from that text."""

import lzma
import math
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from xentviz.core import bits_per_byte, cross_entropy, perplexity, softmax
from xentviz.data.english import Corpus, joined, load_english
from xentviz.models.language_model import LanguageModel, next_token_pairs, token_losses, write
from xentviz.models.neural import Neural
from xentviz.models.token_models import TokenModels, learn_token_models
from xentviz.models.training import TOKENS, token_shape, train

SENTENCE = "The students really like this lecture."
NAMES = ["uniform", "unigram", "bigram", "trigram", "4-gram", "memory"]
TYPED = [
    "",
    " ",
    SENTENCE,
    "naïve façade, 東京 🎉",
    "qxzj vkwp",
    "\x00\t\r\n",
    "a" * 300,
    "Ünï\u0301",
]


def _learn(corpus: Corpus) -> TokenModels:
    return learn_token_models(joined(corpus.learned), joined(corpus.validation))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_english()


@pytest.fixture(scope="module")
def seconds() -> list[float]:
    """Filled by `english` with the processor time that it took."""
    return []


@pytest.fixture(scope="module")
def english(corpus: Corpus, seconds: list[float]) -> TokenModels:
    began = time.process_time()
    load_english()
    found = _learn(corpus)
    seconds.append(time.process_time() - began)
    return found


def _bits(english: TokenModels, model: LanguageModel, text: str) -> float:
    """Bits a byte, each token's loss after those before it."""
    tokens = english.tokenizer.encode(text)
    losses = token_losses(model, tokens, english.tokenizer.start)
    return bits_per_byte(float(losses.sum()), len(text.encode()))


def test_they_are_ready_within_five_seconds(english: TokenModels, seconds: list[float]) -> None:
    assert list(english.models) == NAMES
    assert seconds[0] < 5.0


def test_they_learn_the_same_from_the_same_text(corpus: Corpus) -> None:
    text, other = joined(corpus.learned)[:20_000], joined(corpus.validation)[:5_000]
    one, two = (learn_token_models(text, other, merges=200) for _ in range(2))
    assert one.tokenizer.merges == two.tokenizer.merges
    tokens = one.tokenizer.encode(other)
    for name in NAMES:
        np.testing.assert_array_equal(
            one.models[name].logits(tokens), two.models[name].logits(tokens)
        )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TYPED)
def test_any_text_that_is_typed_gets_a_distribution_at_each_token(
    english: TokenModels, name: str, text: str
) -> None:
    model, tokens = english.models[name], english.tokenizer.encode(text)
    inputs, targets = next_token_pairs(tokens, english.tokenizer.start)
    p = softmax(model.logits(inputs))
    assert p.shape == (len(tokens), english.tokenizer.vocabulary_size)
    np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-12)
    assert (p > 0.0).all()
    losses = cross_entropy(model.logits(inputs), targets, reduction="none")
    np.testing.assert_allclose(
        losses, -np.log(p[np.arange(len(targets)), targets]), rtol=1e-9, atol=1e-12
    )


def test_each_model_is_better_on_held_out_text_than_the_one_before(
    english: TokenModels, corpus: Corpus
) -> None:
    text = joined(corpus.held_out)
    bits = [_bits(english, model, text) for model in english.models.values()]
    assert bits == sorted(bits, reverse=True)
    tokens = len(english.tokenizer.encode(text))
    uniform = math.log2(english.tokenizer.vocabulary_size) * tokens / len(text.encode())
    assert bits[0] == pytest.approx(uniform, rel=1e-12)
    assert bits[-1] < 0.95 * bits[NAMES.index("trigram")]


def test_the_best_needs_fewer_bits_than_a_compressor_that_has_seen_the_same(
    english: TokenModels, corpus: Corpus
) -> None:
    seen, new = (joined(documents).encode() for documents in (corpus.learned, corpus.held_out))
    compressed = len(lzma.compress(seen + new)) - len(lzma.compress(seen))
    best = _bits(english, english.models["memory"], joined(corpus.held_out))
    assert best < 8.0 * compressed / len(new)


def test_english_is_cheaper_than_random_letters(english: TokenModels) -> None:
    letters = np.random.default_rng(0).integers(ord("a"), ord("z") + 1, len(SENTENCE))
    noise = "".join(map(chr, letters))
    for name in NAMES[1:]:
        model = english.models[name]
        assert 2.0 * _bits(english, model, SENTENCE) < _bits(english, model, noise)


def test_a_sixth_of_the_training_brings_the_neural_model_well_below_the_unigram(
    english: TokenModels, corpus: Corpus
) -> None:
    tokenizer = english.tokenizer
    neural = Neural(token_shape(tokenizer.vocabulary_size))
    history = train(
        neural, tokenizer.encode(joined(corpus.learned)),
        tokenizer.encode(joined(corpus.validation)), tokenizer.start,
        plan=replace(TOKENS, steps=TOKENS.steps // 6, checked=200, stages=()),
    )  # fmt: skip
    assert history.held_out[0] == pytest.approx(math.log(tokenizer.vocabulary_size), rel=0.01)
    bits = {name: _bits(english, m, joined(corpus.held_out)) for name, m in english.models.items()}
    found = _bits(english, neural, joined(corpus.held_out))
    assert found < bits["bigram"] + 0.5 * (bits["unigram"] - bits["bigram"])
    assert np.isfinite(token_losses(neural, tokenizer.encode(TYPED[3]), tokenizer.start)).all()


def test_three_hundred_tokens_are_answered_within_300_ms(
    english: TokenModels, corpus: Corpus
) -> None:
    tokens = english.tokenizer.encode(joined(corpus.held_out))[:300]
    for model in english.models.values():
        began = time.process_time()
        token_losses(model, tokens, english.tokenizer.start)
        assert time.process_time() - began < 0.3


def test_the_mean_loss_of_its_own_words_is_its_entropy_not_its_quality(
    english: TokenModels, corpus: Corpus
) -> None:
    """The likeliest words cost the model least, sampled ones more, though nobody wrote either."""
    start, model = [english.tokenizer.start], english.models["bigram"]
    sampled = write(model, start, 300, seed=1)
    p = sampled.probabilities
    spread = np.sqrt((p * np.log(p) ** 2).sum(axis=1).mean() / 300)
    assert abs(sampled.losses.mean() + (p * np.log(p)).sum(axis=1).mean()) < 4.0 * spread
    likeliest = write(model, start, 300, likeliest=True)
    assert (likeliest.tokens == likeliest.probabilities.argmax(axis=1)).all()
    np.testing.assert_allclose(likeliest.losses, -np.log(likeliest.probabilities.max(axis=1)))
    assert perplexity(likeliest.losses) < perplexity(sampled.losses)


def test_a_python_without_its_documentation_learns_from_our_prose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    corpus = load_english()
    english = _learn(corpus)
    bits = [_bits(english, m, joined(corpus.held_out)) for m in english.models.values()]
    assert bits[0] > bits[1] > bits[2] > bits[-1]
    assert english.tokenizer.decode(english.tokenizer.encode(SENTENCE)) == SENTENCE
