"""The byte-pair tokenizer."""

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xentviz.models.byte_pair import BYTES, PIECE, BytePair

TEXT = (
    "the other mother gathers leather, and the father’s brother gathers feathers; 42 don't 4242\n"
)
TOKENIZER = BytePair.learn(TEXT * 3, 60)


@given(st.text())
def test_any_text_survives_the_way_to_tokens_and_back(text: str) -> None:
    for tokenizer in (TOKENIZER, BytePair()):
        tokens = tokenizer.encode(text)
        assert tokenizer.decode(tokens) == text
        assert len(tokens) <= len(text.encode())
        assert all(0 <= token < tokenizer.vocabulary_size for token in tokens)


@given(st.text())
def test_the_pieces_of_a_text_are_its_bytes_in_order(text: str) -> None:
    tokens = TOKENIZER.encode(text)
    assert b"".join(TOKENIZER.vocabulary[token] for token in tokens) == text.encode()
    assert len(TOKENIZER.pieces(tokens)) == len(tokens)


@given(st.text(alphabet="the ar’ ,4\n"))
def test_the_labels_of_plain_tokens_are_the_text(text: str) -> None:
    labels = TOKENIZER.pieces(TOKENIZER.encode(text))
    assert "".join(labels).replace("<e2><80><99>", "’") == text


@given(st.text(alphabet="ab c'", max_size=40), st.integers(0, 12))
@settings(max_examples=200)
def test_each_merge_is_the_commonest_pair_counted_anew(text: str, merges: int) -> None:
    learned = BytePair.learn(text, merges).merges
    words = [list(piece.encode()) for piece in PIECE.findall(text)]
    for rank, pair in enumerate(learned):
        counts = Counter(p for word in words for p in pairwise(word))
        assert pair == min(counts, key=lambda p: (-counts[p], p))
        assert counts[pair] > 1
        words = [_merged(word, pair, BYTES + rank) for word in words]
    if len(learned) < merges:
        rest = Counter(p for word in words for p in pairwise(word))
        assert max(rest.values(), default=0) < 2


@given(st.text(alphabet="abcehrt ", max_size=60))
def test_encoding_is_all_merges_in_the_order_learned(text: str) -> None:
    expected = []
    for piece in PIECE.findall(text):
        tokens = list(piece.encode())
        for rank, pair in enumerate(TOKENIZER.merges):
            tokens = _merged(tokens, pair, BYTES + rank)
        expected += tokens
    assert TOKENIZER.encode(text).tolist() == expected


def _merged(tokens: list[int], pair: tuple[int, int], token: int) -> list[int]:
    """By recursion from the left."""
    if len(tokens) < 2:
        return tokens
    if (tokens[0], tokens[1]) == pair:
        return [token, *_merged(tokens[2:], pair, token)]
    return [tokens[0], *_merged(tokens[1:], pair, token)]


def test_the_text_learned_from_gets_shorter_with_each_merge() -> None:
    learned = [BytePair.learn(TEXT * 2, merges) for merges in range(20)]
    lengths = [len(tokenizer.encode(TEXT)) for tokenizer in learned]
    assert lengths[0] == len(TEXT.encode())
    assert lengths == sorted(set(lengths), reverse=True)


def test_a_word_of_the_text_learned_from_becomes_one_token() -> None:
    many = BytePair.learn(TEXT * 3, 1000)
    for word in ("the", " leather", " don't", " father’s"):
        assert len(many.encode(word)) == 1
    assert many.vocabulary_size < BYTES + 1000  # nothing is left that is there twice


def test_the_line_break_is_a_token_by_itself() -> None:
    tokenizer = BytePair.learn("one\ntwo\n" * 5, 100)
    assert tokenizer.encode("\n").tolist() == [tokenizer.start]
    assert all(b"\n" not in piece for piece in tokenizer.vocabulary[BYTES:])
    assert tokenizer.encode("one\n\ntwo").tolist().count(tokenizer.start) == 2


def test_the_same_text_gives_the_same_tokens_in_any_process() -> None:
    code = (
        "from xentviz.models.byte_pair import BytePair;"
        f"print(BytePair.learn({TEXT!r} * 3, 60).merges)"
    )
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert answer.stdout.strip() == str(TOKENIZER.merges)


def test_half_a_surrogate_pair_and_broken_bytes_harm_nothing() -> None:
    assert TOKENIZER.decode(TOKENIZER.encode("a\ud83cb")) == "a\ufffd\ufffd\ufffdb"
    assert TOKENIZER.decode([0xE2, 10]) == "\ufffd\n"
    assert TOKENIZER.pieces([0xE2, 10, 65, 0]) == ("<e2>", "\n", "A", "<00>")


def test_a_long_text_without_a_space_is_encoded_too() -> None:
    text = "ether" * 5000
    assert TOKENIZER.decode(TOKENIZER.encode(text)) == text


def test_what_is_no_token_is_refused() -> None:
    for wrong in ([TOKENIZER.vocabulary_size], [-1]):
        with pytest.raises(ValueError, match="tokens"):
            TOKENIZER.decode(wrong)
        with pytest.raises(ValueError, match="tokens"):
            TOKENIZER.pieces(wrong)
    with pytest.raises(ValueError, match="merge"):
        BytePair([(97, BYTES)])
    with pytest.raises(ValueError, match="merges"):
        BytePair.learn(TEXT, -1)
