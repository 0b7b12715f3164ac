"""The texts and models behind the strip: right numbers or one sentence, and nothing dropped."""

import json
import random
import subprocess
import sys
import unicodedata
from dataclasses import replace

import numpy as np
import pytest

from xentviz.boards.state import fields_by_name
from xentviz.boards.strip import (
    CORPORA,
    LONGEST,
    MODELS_OF,
    PROSE,
    TEXTS_OF,
    StripState,
    numbers,
    tally,
    what_if,
)
from xentviz.core import bits_per_byte, cross_entropy
from xentviz.data import english
from xentviz.data.prose import load_prose
from xentviz.lessons.language import lesson, whole_text
from xentviz.lessons.language import text as language
from xentviz.lessons.language.text import GRAMMAR, START, choices, reading_of, texts
from xentviz.lessons.steps import Options
from xentviz.models.language_model import token_losses
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


def own(text: str, start: StripState = GRAMMAR) -> StripState:
    return replace(start, text="own", typed=text, at=0)


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
    model = corpora.counted("grammar", "trigram")
    start = corpora.corpus("grammar").start
    np.testing.assert_array_equal(token_losses(model, reading.targets, start), reading.losses)
    unknown = [piece for piece in reading.pieces if piece not in reading.labels]
    assert ("Not among the" in said) == bool(unknown)
    assert all(f"“{language.named(piece)}”" in said for piece in list(dict.fromkeys(unknown))[:8])
    if unknown:
        assert f"{len(unknown):,} in all" in said


@pytest.mark.parametrize("text", fuzzed())
def test_any_text_is_known_to_the_models_of_english_and_comes_back(text: str) -> None:
    """Sub-word tokens spell what they have never seen in bytes, up to 2,000 tokens."""
    reading, of = reading_of(own(text, START)), corpora.corpus("english")
    tokens = of.split(text).tokens
    if len(tokens) > LONGEST:
        assert len(reading.losses) == 0
        assert f"That is {len(tokens):,} tokens" in reading.sentences[0]
        return
    assert of.join(reading.targets) == text
    assert len(reading.pieces) == len(reading.rows) == len(reading.losses)
    assert np.isfinite(reading.losses).all()
    assert reading.sentences == ()
    assert reading.bytes == len(text.encode())


@pytest.mark.parametrize("model", [name for name in MODELS_OF["grammar"] if name != "neural"])
@pytest.mark.parametrize("text", ["short", "long"])
def test_at_each_position_the_expected_loss_is_entropy_plus_divergence(
    model: str, text: str
) -> None:
    """H + KL = cross-entropy to 1e-10, and the truth knows every token of its own language."""
    truth = reading_of(replace(GRAMMAR, model=model, text=text)).truth
    assert truth is not None
    np.testing.assert_allclose(truth.entropy + truth.kl, truth.loss, atol=1e-10, rtol=1e-10)
    assert (truth.p > 0).all()


def test_context_helps_on_text_that_no_model_has_seen() -> None:
    """Uniform costs ln V; each longer memory costs less."""
    means = [
        tally(reading_of(replace(GRAMMAR, text="long", model=name)).losses).mean
        for name in MODELS_OF["grammar"][:-1]
    ]
    assert means == sorted(means, reverse=True)
    assert means[0] == pytest.approx(float(cross_entropy(np.zeros(215), 0)), rel=1e-12)


def test_context_helps_on_english_that_no_model_has_seen() -> None:
    """On a page of held-out text, each model up to the 4-gram costs less than the one before."""
    means = [
        tally(reading_of(replace(START, text="docs", at=0, model=name)).losses).mean
        for name in MODELS_OF["english"][:5]
    ]
    assert means == sorted(means, reverse=True)
    size = len(corpora.corpus("english").labels)
    assert means[0] == pytest.approx(float(cross_entropy(np.zeros(size), 0)), rel=1e-12)


def test_the_page_says_what_its_models_learned_from_and_whose_it_is() -> None:
    """The table names the very Python, and both licences."""
    (table,) = language.sources(START)
    said = " ".join(" ".join(row) for row in table.rows)
    found = english.load_english()
    assert found.source in said
    assert found.licence in said


def test_a_model_that_still_learns_is_stood_in_for_and_it_is_said() -> None:
    """The page never waits; how far the training is stands on the shelf."""
    for start in (START, GRAMMAR):
        reading = reading_of(replace(start, model="neural"))
        assert reading.losses.tolist() == reading_of(start).losses.tolist()
        assert reading.sentences[0].startswith("The neural model is still learning")
    offered = choices(replace(START, model="neural"))
    assert offered["learning"]
    assert offered["model"][-1][1] == "neural: looks at the last 3"
    assert not choices(START)["learning"], "nothing is learned before somebody asks for it"
    assert "step 30 of 3,000" in offered["progress"]
    assert "loss 4.50 nats" in offered["progress"]


def test_a_learned_model_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is there, its own losses are shown, and nothing more is polled for."""
    done = corpora.TrainingJob(3000, model=Neural(corpora.corpus("english").shape, seed=1))
    for module in (corpora, language):
        monkeypatch.setattr(module, "training_job", lambda _key: done)
    language._read.cache_clear()
    reading = reading_of(replace(START, model="neural", versus="trigram"))
    assert not reading.sentences
    assert tally(reading.losses).mean == pytest.approx(reading.baseline, rel=0.05)
    assert not choices(replace(START, model="neural"))["learning"]
    language._read.cache_clear()


@pytest.mark.parametrize("key", [key for keys in TEXTS_OF.values() for key in keys])
def test_no_model_has_learned_from_the_texts_to_pick(key: str) -> None:
    """What is read is held out: of the prose, its end."""
    of = corpora.english_text()
    learned = english.joined(of.learned) + english.joined(of.validation)
    assert texts()[key][:200] not in " ".join(learned.split())
    for of_words in map(corpora.corpus, CORPORA):
        assert len(of_words.labels) == of_words.shape.vocabulary_size


def test_the_beginnings_of_our_prose_are_learned_from() -> None:
    """Only their ends are kept back, so that they can be chosen."""
    of = corpora.english_text()
    learned = " ".join(english.joined(of.learned + of.validation).split())
    for text in corpora.prose().values():
        assert " ".join(text.split("\n\n")[1].split())[:100] in learned


def test_five_hundred_tokens_and_two_models_travel_in_a_megabyte() -> None:
    """What the browser needs to show any position without asking again."""
    words = replace(GRAMMAR, text="long", versus="unigram")
    worst = replace(own("%x" * (LONGEST // 2), START), versus="unigram")
    for state, least in ((words, 450), (worst, LONGEST // 2)):
        reading = reading_of(state)
        assert len(reading.losses) >= least
        assert len(json.dumps(fields_by_name(numbers(state, reading, choices(state))))) <= 1_000_000


def test_a_text_far_from_the_training_text_costs_more() -> None:
    """Domain shift: bits per byte of each voice are above those of a page of documentation."""

    def per_byte(key: str) -> float:
        reading = reading_of(replace(START, text=key, at=0))
        return float(bits_per_byte(float(reading.losses.sum()), reading.bytes))

    assert per_byte("docs") + 0.3 < min(per_byte(key) for key in PROSE)


def test_every_text_is_there_to_pick() -> None:
    """By its title, in its corpus' menu, with numbers behind each."""
    for start in (START, GRAMMAR):
        offered = choices(start)
        assert [key for key, _ in offered["text"]] == [*TEXTS_OF[start.corpus], "own"]
        assert [key for key, _ in offered["corpus"]] == list(CORPORA)
        assert [key for key, _ in offered["model"]] == list(MODELS_OF[start.corpus])
    titles = dict(choices(START)["text"])
    for voice in load_prose():
        assert titles[voice.key] == voice.title
        reading = reading_of(replace(START, text=voice.key, at=0))
        assert reading.text in " ".join(voice.text.split())
        assert len(reading.losses) > 200


@pytest.mark.parametrize(
    "state", [START, replace(START, given=0.0), own("the horse sleeps."), own("A 🐎.", START)]
)
def test_the_numpy_snippet_gives_the_number_on_the_page(state: StripState) -> None:
    """Run as a stranger would: a file of its own in a Python of its own."""
    script = language.in_code(state).numpy + "\nprint(repr(float(loss)))\n"
    run = [sys.executable, "-W", "ignore", "-c", script]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    shown = tally(what_if(reading_of(state).losses, state.at, state.given)).mean
    assert float(done.stdout.splitlines()[-1]) == pytest.approx(shown, rel=1e-12)
    compile(language.in_code(state).torch, "snippet", "exec")


def test_one_nearly_impossible_token_multiplies_the_perplexity_as_the_question_says() -> None:
    """The right option is what the core says, and what is told names both perplexities."""
    losses = reading_of(START).losses
    before = tally(losses)
    after = tally(what_if(losses, int(losses.argmin()), 1e-9))
    question = whole_text.text_steps()[-1].question
    assert isinstance(question, Options)
    assert question.solve() == f"{after.perplexity / before.perplexity:.1f}"
    assert f"from {before.perplexity:.0f} to {after.perplexity:,.0f}" in question.why()


def test_the_suggestions_do_what_they_say() -> None:
    """Infinite where a token got 0, V sides for who knows nothing, worse than that for letters."""
    never = whole_text.text_steps()[-1].suggestions[1].state
    assert never.given == 0
    assert whole_text.tally_of(never).mean == np.inf
    size = len(corpora.corpus("english").labels)
    assert whole_text.tally_of(whole_text.BLIND).perplexity == pytest.approx(size, rel=1e-12)
    assert whole_text.tally_of(whole_text.LETTERS).perplexity > size


def test_every_chapter_is_made_once() -> None:
    """A commit asks for the steps many times: they are computed the first time only."""
    for chapter in lesson.LESSON.chapters:
        assert chapter.steps() is chapter.steps(), chapter.key
