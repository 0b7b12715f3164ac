"""A byte-pair tokenizer: text into pieces of words, learned from a text, never an unknown one."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from xentviz.models.language_model import Integers, as_tokens

Pair: TypeAlias = tuple[int, int]
BYTES = 256
# A word, a run of signs, or a digit, each with the space before it; or any other white space.
# Merges stay within such a piece; its length is bounded so that encoding takes linear time.
PIECE = re.compile(r" ?[^\W\d_]{1,32}(?:['’][^\W\d_]{1,32})?| ?(?:[^\w\s]|_){1,32}| ?\d|\s")


class BytePair:
    """Tokens 0..255 are bytes; each merge adds one token, two earlier ones side by side.

    Encoding is lossless for any Unicode text: what was never learned is spelled in bytes. Token 10
    is always the line break, which stands before a text.
    Source: Sennrich, Haddow & Birch, Neural machine translation of rare words with subword units,
    ACL 2016; on bytes as in Radford et al., Language models are unsupervised multitask learners
    (2019).
    """

    start = 10  # a line break: what stands before a text

    def __init__(self, merges: Iterable[Pair] = ()) -> None:
        """From the merges in the order learned. Raises ValueError for a token not there yet."""
        self.merges: tuple[Pair, ...] = tuple(merges)
        vocabulary = [bytes([value]) for value in range(BYTES)]
        for left, right in self.merges:
            if not (0 <= left < len(vocabulary) and 0 <= right < len(vocabulary)):
                raise ValueError(f"a merge needs two earlier tokens, got {(left, right)}")
            vocabulary.append(vocabulary[left] + vocabulary[right])
        self.vocabulary = tuple(vocabulary)
        self._merged = {pair: BYTES + rank for rank, pair in enumerate(self.merges)}

    @property
    def vocabulary_size(self) -> int:
        """V = 256 + the number of merges"""
        return len(self.vocabulary)

    @classmethod
    def learn(cls, text: str, merges: int) -> Self:
        """The commonest pair of neighbours becomes a token, so many times or until none recurs.

        Of equally common pairs the one of lower numbers comes first, so the same text gives the
        same tokens. Raises ValueError for a negative number.
        """
        if merges < 0:
            raise ValueError(f"merges must be at least 0, got {merges}")
        pairs = _Pairs(Counter(_bytes(piece) for piece in PIECE.findall(text)))
        learned: list[Pair] = []
        while len(learned) < merges and (pair := pairs.commonest()) is not None:
            pairs.merge(pair, BYTES + len(learned))
            learned.append(pair)
        return cls(learned)

    def encode(self, text: str) -> Integers:
        """(T,) tokens; T is at most the number of bytes of the text in UTF-8."""
        known: dict[str, list[int]] = {}
        tokens: list[int] = []
        for piece in PIECE.findall(text):
            if piece not in known:
                known[piece] = self._encode_piece(_bytes(piece))
            tokens += known[piece]
        return np.array(tokens, np.intp)

    def decode(self, tokens: ArrayLike) -> str:
        """The text; bytes that are no character become U+FFFD.

        A model may write such bytes, and half a surrogate pair, which a browser can send, is such.
        """
        values = as_tokens(tokens, self.vocabulary_size).tolist()
        data = b"".join(self.vocabulary[token] for token in values)
        return data.decode("utf-8", errors="replace")

    def pieces(self, tokens: ArrayLike) -> tuple[str, ...]:
        """A label for each token: its text, or `<e2>` for each byte that is none by itself."""
        values = as_tokens(tokens, self.vocabulary_size).tolist()
        return tuple(_label(self.vocabulary[token]) for token in values)

    def _encode_piece(self, piece: bytes) -> list[int]:
        """Apply the earliest learned merge that fits, everywhere, until none fits."""
        tokens = list(piece)
        never = self.vocabulary_size
        while len(tokens) > 1:
            pair = min(pairwise(tokens), key=lambda pair: self._merged.get(pair, never))
            if pair not in self._merged:
                break
            tokens = _replaced(tokens, pair, self._merged[pair])
        return tokens


class _Pairs:
    """The pairs of neighbouring tokens in the pieces of a text, and how often each is there."""

    def __init__(self, pieces: Mapping[bytes, int]) -> None:
        self.pieces = [list(piece) for piece in pieces]
        self.times = list(pieces.values())
        self.count: Counter[Pair] = Counter()
        self.where: defaultdict[Pair, set[int]] = defaultdict(set)
        for i in range(len(self.pieces)):
            self._add(i)
        # Every change of a count pushes a new entry; an entry with an old count is skipped later.
        self.heap = [(-times, pair) for pair, times in self.count.items()]
        heapify(self.heap)

    def commonest(self) -> Pair | None:
        """The pair that is there most often; None if none is there twice."""
        while self.heap:
            times, pair = heappop(self.heap)
            if self.count[pair] == -times:
                return pair if times < -1 else None
        return None

    def merge(self, pair: Pair, token: int) -> None:
        """Put the token in place of the pair, everywhere."""
        changed: set[Pair] = set()
        for i in self.where.pop(pair):
            before = self.pieces[i]
            for old in pairwise(before):
                self.count[old] -= self.times[i]
                changed.add(old)
            self.pieces[i] = _replaced(before, pair, token)
            changed |= self._add(i)
        for other in changed:
            heappush(self.heap, (-self.count[other], other))

    def _add(self, i: int) -> set[Pair]:
        piece = self.pieces[i]
        for pair in pairwise(piece):
            self.count[pair] += self.times[i]
            self.where[pair].add(i)
        return set(pairwise(piece))


def _replaced(tokens: list[int], pair: Pair, merged: int) -> list[int]:
    """The tokens with each such pair as one, from the left."""
    out: list[int] = []
    i = 0
    while i < len(tokens):
        if i + 1 < len(tokens) and (tokens[i], tokens[i + 1]) == pair:
            out.append(merged)
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    return out


def _bytes(piece: str) -> bytes:
    return piece.encode("utf-8", errors="surrogatepass")


def _label(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(f"<{value:02x}>" for value in data)
    return "".join(c if c.isprintable() or c == "\n" else f"<{ord(c):02x}>" for c in text)
