"""Every word on screen is common English, a term of the glossary, or on a list with its reason."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from wordfreq import top_n_list

from tests.lessons.test_steps import PLACES
from xentviz.lessons.glossary import TERMS
from xentviz.lessons.pages import PAGES
from xentviz.lessons.steps import Lesson, Options, Step

COMMON = frozenset(top_n_list("en", 5_000))
WORD = re.compile(r"[A-Za-z][A-Za-z’'_]+")

# Words that are neither common nor in the glossary, and why a page says them all the same.
REASONS: dict[str, list[str]] = {
    "mathematics from school, which the reader is expected to know": [
        "axis",
        "curve", "slope", "steep", "width", "diagram", "digit", "denominator", "minus",
        "divide", "multiply", "halve", "logarithm", "logarithmic", "infinite", "infinity",
        "linear", "symmetry", "hundredth", "millionth", "trillion", "calculator", "compute",
        "computation", "uncertain", "uncertainty", "unsure", "differ", "comparable", "metre",
        "millisecond", "binary", "cancel", "diagonal", "divisor", "eighth",
        "exponential", "minimise",
    ],
    "drawn on the board beside the word": ["arrow", "coin", "dot", "dash", "smiley",  "dice"],
    "the stories of the lessons: weather, photos, a diary, a spam filter, a lecture": [
        "forecast", "forecaster", "sunny", "fog", "drizzle", "toss", "spam", "diary", "ferry",
         "lecture", "handbook", "owl", "ant", "bee",  "elk", "hen", "yak",
        "gynaecologist", "cryptological", "mathematics",
    ],
    "what computers and programs have, known to anybody who programs": [
        "bug", "byte", "documentation", "dataset", "csv", "kb", "mb", "gb", "tb", "pb", "arxiv",
    ],
    "explained in the sentence in which it stands": ["log_softmax", "neural", "nudge"],
    "names of models, programs, companies and authors": [
        "python", "pytorch", "numpy", "xentviz", "chinchilla", "gopher", "gpt", "llama", "gemma",
        "pythia", "imagenet", "epyc", "noaa", "vega", "biderman", "chowdhery", "grattafiori",
        "hoffmann", "rae", "touvron", "gigerenzer", "lewand",
    ],
    "everyday words just outside the 5,000: nothing more common says the same": [
        "adapt", "alike", "classifier", "downhill", "dull", "exaggerate", "honesty", "multiply",
        "nonsense", "outweigh", "predict", "prediction", "repetition", "repetitive", "skip",
        "spoil", "swap", "undecided", "vanish",
    ],
    "drawn on the board of /training, where the step points at it": [
        "bends", "blob", "overlap", "slice", "spiral",
    ],
    "what a training may do or meet, said in a step that shows it": ["certainty", "imbalance"],
    "names of options that are not shown as such": ["zero_one", "first_loss", "second_loss"],
    "tokens of a text that is shown": ["ct", "uple"],
}  # fmt: skip
LISTED = frozenset(word for words in REASONS.values() for word in words)
ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""),
    ("ing", ""), ("ing", "e"), ("r", ""), ("er", ""), ("st", ""), ("est", ""), ("ly", ""),
    ("iest", "y"), ("ier", "y"), ("ily", "y"), ("ied", "y"), ("n't", ""),
)  # fmt: skip


def forms(word: str) -> set[str]:
    """The word and what it may be a form of: "dividing" of "divide", "digits" of "digit"."""
    lower = re.sub("[’']s?$", "", word.lower())
    found = {lower, *(lower[: -len(a)] + b for a, b in ENDINGS if lower.endswith(a))}
    doubled = {one[:-1] for one in found - {lower} if re.search(r"([a-z])\1$", one)}
    return found | doubled


GLOSSARY = frozenset(
    word.lower()
    for term in TERMS
    for name in (term.name, *term.forms)
    for word in WORD.findall(name)
)


def is_explained(word: str) -> bool:
    return not forms(word).isdisjoint(COMMON | GLOSSARY)


def said(step: Step[Any]) -> Iterator[str]:
    """All that the panel shows of a step, before and after the answer."""
    yield from (step.title, *step.words, step.notice, step.remember)
    for one in step.suggestions:
        yield from (one.label, one.look_for)
    if step.question is not None:
        yield from (step.question.words, step.question.why())
    if isinstance(step.question, Options):
        yield from step.question.options


def names(value: object) -> Iterator[str]:
    """The short texts among a board's constants: names of classes, presets and options."""
    if isinstance(value, str) and len(value) < 400:
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from names(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from names(one)


def on_page(lesson: Lesson) -> set[str]:
    texts = [text for at in PLACES if at.lesson is lesson for text in said(at.step)]
    texts += [chapter.title for chapter in lesson.chapters]
    boards = [chapter.board for chapter in lesson.chapters if chapter.board is not None]
    texts += [name for board in boards for name in names(dict(board.constants))]
    return {word for text in texts for word in WORD.findall(text)}


@pytest.mark.parametrize("path", PAGES)
def test_each_word_is_common_or_explained_or_listed_with_a_reason(path: str) -> None:
    words = on_page(PAGES[path])
    assert len(words) > 100
    assert (
        sorted(word for word in words if not is_explained(word) and not forms(word) & LISTED) == []
    )


def test_the_glossary_speaks_in_common_words() -> None:
    words = {word for term in TERMS for word in WORD.findall(term.meaning)}
    assert (
        sorted(word for word in words if not is_explained(word) and not forms(word) & LISTED) == []
    )


def test_each_listed_word_is_used_and_needs_its_reason() -> None:
    words = {form for lesson in PAGES.values() for word in on_page(lesson) for form in forms(word)}
    words |= {form for term in TERMS for word in WORD.findall(term.meaning) for form in forms(word)}
    assert sorted(LISTED - words) == []
    assert sorted(word for word in LISTED if is_explained(word)) == []
