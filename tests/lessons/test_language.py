"""The texts and models behind the strip: right numbers or one sentence, and nothing dropped."""

import json
import random
import unicodedata
from dataclasses import replace

import numpy as np
import pytest

from xentviz.boards.state import fields_by_name
from xentviz.boards.strip import (
    CORPORA,
    LONGEST,
    MODELS,
    PROSE,
    TEXTS,
    StripState,
    numbers,
    tally,
    what_if,
)
from xentviz.core import cross_entropy
from xentviz.data import characters
from xentviz.data.prose import load_prose
from xentviz.lessons.language import text as language
from xentviz.lessons.language.text import START, choices, reading_of, texts
from xentviz.models.language_model import next_token_pairs
from xentviz.models.neural import Neural
from xentviz.server import corpora

ODD = (
    "", " ", "\n\n\t", ".", "?!", "\0", "a\0b", "the", "THE HORSE sees the Gull.", "zebra quagga",
    "😀", "👩🏽‍🚀 the 🐎", "e\u0301 é", "שלום the horse", "\u202ethe horse\u202c", "İstanbul",
    "<script>alert(1)</script>", "<b>the</b> & ' \" `", "the\u00a0horse", "\ufeffthe", "ﬁsh",
    "don't stop-gap", "\u200b", "𝕥𝕙𝕖", "," * LONGEST, "." * LONGEST, "a " * (LONGEST // 2),
    "😀" * LONGEST, "x" * LONGEST, "the horse sleeps. " * 111, "\x7f\x1b[31m", "％ｔｈｅ",
    "$x^2$ **the**",
)  # fmt: skip
ALPHABET = "the horse sees gulls. ab\n\t\0<>&😀\u0301\u05d0\u202eé中ﬃ"


def fuzzed() -> list[str]:
    """A hundred texts: the odd ones, then random ones with every kind of sign in them."""
    rng = random.Random(7)
    made = ["".join(rng.choices(ALPHABET, k=rng.randint(1, 200))) for _ in range(100 - len(ODD))]
    return [*ODD, *made]


@pytest.fixture(autouse=True)
def _nobody_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The neural model stays where it is: tests/models train one."""
    waiting = corpora.TrainingJob(3000, step=30, loss=4.5)
    for module in (corpora, language):
        monkeypatch.setattr(module, "training_job", lambda _key: waiting)


def own(text: str, corpus: str = "grammar") -> StripState:
    return replace(START, text="own", typed=text, at=0, corpus=corpus)


def test_there_are_a_hundred_texts() -> None:
    assert len(fuzzed()) == 100


@pytest.mark.parametrize("text", fuzzed())
def test_any_words_get_right_numbers_and_every_unknown_one_is_named(text: str) -> None:
    """All signs are pieces; known ones cost what the model says, the others stand in a sentence."""
    reading = reading_of(own(text))
    plain = "".join(unicodedata.normalize("NFC", text).lower().split())
    said = " ".join(reading.sentences)
    assert "".join(reading.pieces) == plain, "a sign was dropped"
    known = [reading.labels[i] for i in reading.targets]
    assert [reading.pieces[i] for i in reading.rows] == known
    model = corpora.counted("grammar", 3)
    start = corpora.corpus("grammar").start
    inputs, targets = next_token_pairs(reading.targets, start)
    np.testing.assert_array_equal(model(inputs, targets).losses, reading.losses)
    unknown = [piece for piece in reading.pieces if piece not in reading.labels]
    assert ("Not among the" in said) == bool(unknown)
    assert all(f"“{language.named(piece)}”" in said for piece in list(dict.fromkeys(unknown))[:8])
    if unknown:
        assert f"{len(unknown):,} in all" in said
    assert ("0/0" in said) == (len(known) == 0)


@pytest.mark.parametrize("text", fuzzed())
def test_any_bytes_are_known_and_come_back_as_the_text(text: str) -> None:
    """A model over bytes knows everything, up to 2,000 of them."""
    reading = reading_of(own(text, corpus="ferry"))
    if len(text.encode()) > LONGEST:
        assert len(reading.losses) == 0
        assert f"That is {len(text.encode()):,} bytes" in reading.sentences[0]
        return
    assert characters.decode(reading.targets) == text
    assert len(reading.pieces) == len(reading.rows) == len(reading.losses)
    assert np.isfinite(reading.losses).all()
    assert bool(reading.sentences) == (text == "")


@pytest.mark.parametrize("model", [name for name in MODELS if name != "neural"])
@pytest.mark.parametrize("text", ["short", "long"])
def test_at_each_position_the_expected_loss_is_entropy_plus_divergence(
    model: str, text: str
) -> None:
    """H + KL = cross-entropy to 1e-10, and the truth knows every token of its own language."""
    truth = reading_of(replace(START, model=model, text=text)).truth
    assert truth is not None
    np.testing.assert_allclose(truth.entropy + truth.kl, truth.loss, atol=1e-10, rtol=1e-10)
    assert (truth.p > 0).all()


def test_context_helps_on_text_that_no_model_has_seen() -> None:
    """Uniform costs ln V; each longer memory costs less."""
    means = [
        tally(reading_of(replace(START, text="long", model=name)).losses).mean
        for name in MODELS[:-1]
    ]
    assert means == sorted(means, reverse=True)
    assert means[0] == pytest.approx(float(cross_entropy(np.zeros(215), 0)), rel=1e-12)


def test_a_model_that_still_learns_is_stood_in_for_and_it_is_said() -> None:
    """The page never waits; how far the training is stands on the shelf."""
    reading = reading_of(replace(START, model="neural"))
    assert reading.losses.tolist() == reading_of(START).losses.tolist()
    assert reading.sentences[0].startswith("The neural model is still learning")
    offered = choices(START)
    assert offered["learning"]
    assert offered["model"][-1][1] == "neural: 12 tokens back (1 % learned)"
    assert "step 30 of 3,000" in offered["progress"]
    assert "loss 4.50 nats" in offered["progress"]


def test_a_learned_model_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is there, its own losses are shown, and nothing more is polled for."""
    done = corpora.TrainingJob(3000, model=Neural(corpora.corpus("grammar").shape, seed=1))
    for module in (corpora, language):
        monkeypatch.setattr(module, "training_job", lambda _key: done)
    language._read.cache_clear()
    reading = reading_of(replace(START, model="neural", versus="trigram"))
    assert not reading.sentences
    assert tally(reading.losses).mean == pytest.approx(reading.baseline, rel=0.05)
    assert not choices(START)["learning"]
    language._read.cache_clear()


@pytest.mark.parametrize("key", CORPORA)
def test_no_model_has_learned_from_the_texts_to_pick(key: str) -> None:
    """What is read is held out: of the prose, its end."""
    of = corpora.corpus(key)
    assert len(of.labels) == of.shape.vocabulary_size
    if key == "grammar":
        return
    learned = characters.decode(np.concatenate([of.learned, of.held_out]))
    assert texts()[key][:200] not in learned
    assert (learned + corpora.unseen(corpora.prose()[key])).split() == (
        corpora.prose()[key].split()
    )


def test_five_hundred_tokens_and_two_models_travel_in_a_megabyte() -> None:
    """What the browser needs to show any position without asking again."""
    words = replace(START, text="long", versus="unigram")
    worst = replace(own("x" * LONGEST, "ferry"), versus="unigram")
    for state, least in ((words, 450), (worst, LONGEST)):
        reading = reading_of(state)
        assert len(reading.losses) >= least
        assert len(json.dumps(fields_by_name(numbers(state, reading, choices(state))))) <= 1_000_000


def test_another_voice_costs_more() -> None:
    """Domain shift: each text is cheapest for the model of its own voice, by a tenth of a nat."""
    for of in PROSE:
        own, *others = (
            tally(reading_of(replace(START, corpus=by, text=of)).losses).mean
            for by in sorted(PROSE, key=lambda by: by != of)
        )
        assert len(others) == 2
        assert own + 0.1 < min(others)


def test_every_prose_is_there_to_pick_and_to_learn_from() -> None:
    """By its title, in both menus, with numbers behind each."""
    offered = choices(START)
    for voice in load_prose():
        assert [voice.key, voice.title] in offered["text"]
        assert [voice.key, f"{voice.title}, by bytes"] in offered["corpus"]
        reading = reading_of(replace(START, corpus=voice.key, text=voice.key))
        assert reading.text in voice.text
        assert len(reading.losses) == len(reading.text) > 600
    assert [key for key, _ in offered["text"]] == list(TEXTS)
    assert [key for key, _ in offered["corpus"]] == list(CORPORA)


def test_the_question_is_judged_by_the_core() -> None:
    """The right option is the one nearest to what the perplexity does."""
    question = language.one_word_in_forty()
    right, why = question.reveal()
    losses = reading_of(START).losses
    row = int(losses.argmin())
    grew = tally(what_if(losses, row, 1e-9)).perplexity / tally(losses).perplexity
    assert f"times {grew:.3g}" in why
    assert right == question.options[1]
    assert 1.4 < grew < 2.2


def test_the_tries_do_what_they_say() -> None:
    """Infinite, V faces, and a context that helps."""
    never, helps, nothing, shift = (one.state for one in language.tries())
    assert tally(what_if(reading_of(never).losses, never.at, never.given)).mean == np.inf
    other = reading_of(helps).other
    assert other is not None
    assert reading_of(helps).losses.mean() < other.losses.mean() - 1
    assert tally(reading_of(nothing).losses).perplexity == pytest.approx(215, rel=1e-12)
    assert (
        reading_of(shift).losses.mean() > reading_of(replace(shift, corpus="ferry")).losses.mean()
    )
