"""The texts, and characters as bytes."""

import pytest

from xentviz.data.characters import START, VOCABULARY_SIZE, decode, encode, pieces
from xentviz.data.prose import load_prose


def test_there_are_texts_of_about_2000_words_in_different_voices() -> None:
    texts = load_prose()
    assert len({prose.voice for prose in texts}) == len(texts) == 3
    for prose in texts:
        assert 1800 <= len(prose.text.split()) <= 2200
        assert len(encode(prose.text)) == len(prose.text)


@pytest.mark.parametrize("text", ["", "Ice gone.", "naïve", "e\u0301", "🎉\x00", "שלום", "\n"])
def test_any_text_survives_the_way_to_bytes_and_back(text: str) -> None:
    tokens = encode(text)
    assert decode(tokens) == text
    assert len(tokens) == len(text.encode()) == len(pieces(tokens))
    assert all(0 <= token < VOCABULARY_SIZE for token in tokens)


def test_half_a_surrogate_pair_and_a_broken_byte_harm_nothing() -> None:
    assert len(encode("\ud83c")) == 3
    assert decode([0xE2, START]) == "\ufffd\n"
    assert pieces([0xE2, START, 65]) == ("<e2>", "\n", "A")
