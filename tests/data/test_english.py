"""The English that the token models learn from."""

import re
import sys
from types import ModuleType

import pytest

from xentviz.data.english import (
    HELD_OUT,
    OURS,
    VALIDATION,
    Corpus,
    joined,
    load_english,
    prose_paragraphs,
)
from xentviz.data.prose import load_prose


@pytest.fixture(scope="module")
def english() -> Corpus:
    return load_english()


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """What a Python without its documentation gives."""
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    return load_english()


def _parts(corpus: Corpus) -> list[set[str]]:
    """The paragraphs of each part."""
    parts = (corpus.learned, corpus.validation, corpus.held_out)
    return [set(joined(documents).splitlines()) for documents in parts]


def _assert_divided(corpus: Corpus) -> None:
    learned, validation, held_out = _parts(corpus)
    assert not learned & validation
    assert not (learned | validation) & held_out
    keys = [d.key for part in (corpus.learned, corpus.validation, corpus.held_out) for d in part]
    assert len(keys) == len(set(keys))
    sizes = [len(joined(p)) for p in (corpus.learned, corpus.validation, corpus.held_out)]
    assert 0.5 * HELD_OUT < sizes[2] / sum(sizes) < 1.5 * HELD_OUT
    assert 0.5 * VALIDATION < sizes[1] / sum(sizes[:2]) <= VALIDATION


def test_no_paragraph_is_in_two_parts(english: Corpus) -> None:
    _assert_divided(english)


def test_no_paragraph_is_there_twice(english: Corpus) -> None:
    lines = joined(english.learned + english.validation + english.held_out).splitlines()
    assert len(lines) == len(set(lines))


def test_the_last_documents_are_held_out(english: Corpus) -> None:
    topics = pytest.importorskip("pydoc_data.topics").topics
    order = [key for key in topics if key in {d.key for d in english.held_out}]
    assert [d.key for d in english.held_out] == order
    learned = {d.key for d in english.learned + english.validation}
    first = list(topics).index(order[0])
    assert not learned & set(list(topics)[first:])


def test_every_word_stands_so_in_the_documentation(english: Corpus) -> None:
    topics = pytest.importorskip("pydoc_data.topics").topics
    pages = {key: _bare(page) for key, page in topics.items()}
    documents = [d for d in english.learned + english.held_out if d.key in pages]
    assert len(documents) > 10
    for document in documents:
        for line in document.text.splitlines():
            assert _bare(line) in pages[document.key]


def _bare(text: str) -> str:
    return re.sub(r"[\s*]+", "", text)


def test_it_is_prose_without_code_or_tables(english: Corpus) -> None:
    text = joined(english.learned + english.validation + english.held_out)
    assert len(text) > 30_000
    for sign in (">>>", "::=", "----", "====", "\n\n", "  "):
        assert sign not in text
    assert text.endswith("\n")


def test_the_page_can_name_what_it_learned_from(english: Corpus) -> None:
    pytest.importorskip("pydoc_data.topics")
    version = ".".join(map(str, sys.version_info[:3]))
    assert f"Python {version}" in english.source
    assert OURS in english.source
    assert "Python Software Foundation" in english.licence


def test_without_the_documentation_our_own_prose_stands_in(stand_in: Corpus) -> None:
    _assert_divided(stand_in)
    ours = {" ".join(block.split()) for p in load_prose() for block in p.text.split("\n\n")}
    assert set().union(*_parts(stand_in)) <= ours
    assert OURS in stand_in.source
    assert "has no documentation" in stand_in.source
    assert "Python Software Foundation" not in stand_in.licence


def test_next_to_no_documentation_counts_as_none(
    monkeypatch: pytest.MonkeyPatch, english: Corpus
) -> None:
    bare = ModuleType("pydoc_data.topics")
    bare.__dict__["topics"] = {"assert": "Use it to say what is true of the state.\n"}
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", bare)
    corpus = load_english()
    assert "has no documentation" in corpus.source
    assert corpus.held_out != english.held_out or english.source == corpus.source


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("Use a\n   *list*, or\n   not.", ["Use a list, or not."]),
        ("* This is the left-\n  hand side.", ["This is the left-hand side."]),
        ("**Note:** It is *not* the end.", ["Note: It is not the end."]),
        ("It takes *args and **kwargs, as in the past.", ["It takes *args and **kwargs, "
                                                          "as in the past."]),
        ("It is one of the two.\n\n\nAnd the other.", ["It is one of the two.", "And the other."]),
        ("The title of the page\n*********************", []),
        ("   >>> the_end(of, a) is the end.", []),
        ("the_end ::= \"the\" of \"the\" end.", []),
        ("| the | end of |\n| the | page.  |", []),
        ("object.__end__(self)", []),
        ("for x in range(10):\n    if x & 1 == 0 and y[x] > 2:\n        z[x] += 1 << 3;", []),
        ("", []),
    ],
)  # fmt: skip
def test_markup_is_taken_off_and_only_prose_stays(page: str, lines: list[str]) -> None:
    assert prose_paragraphs(page) == lines
