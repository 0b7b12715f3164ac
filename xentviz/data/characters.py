"""Any text as small numbers: its UTF-8 bytes, so that nothing anybody types is unknown."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

VOCABULARY_SIZE = 256
START = 10  # a line break: what stands before a text


def encode(text: str) -> NDArray[np.intp]:
    """(T,) bytes: one a character of plain English, two to four for any other character.

    Half a surrogate pair, which a browser can send, becomes three bytes.
    """
    data = text.encode("utf-8", errors="surrogatepass")
    return np.frombuffer(data, np.uint8).astype(np.intp)


def decode(tokens: ArrayLike) -> str:
    """The text; bytes that are no character (a model may write such) become U+FFFD."""
    return bytes(np.asarray(tokens, np.uint8).tolist()).decode("utf-8", errors="replace")


def pieces(tokens: ArrayLike) -> tuple[str, ...]:
    """A label for each token: the character, or for part of one and for control codes `<e2>`."""
    values = np.asarray(tokens, np.uint8).tolist()
    return tuple(chr(b) if 32 <= b < 127 or b == START else f"<{b:02x}>" for b in values)
