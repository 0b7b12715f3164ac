"""The boards of each page, with the state in which the page opens them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from xentviz.boards import (
    BATCH,
    DENSITY,
    DISTRIBUTIONS,
    LOGITS,
    PIPELINE,
    PROPER_SCORE,
    RAIN,
    SCALING_LAW,
    SURPRISE,
    VOCABULARY,
)
from xentviz.boards.conversation import Conversation
from xentviz.boards.link import Params
from xentviz.lessons import distributions, scale, start
from xentviz.lessons.calibration import forecast
from xentviz.lessons.language import text
from xentviz.lessons.softmax import logits
from xentviz.lessons.surprise import curve, three_names

PAGES: Mapping[str, Mapping[str, tuple[Any, Any]]] = {
    "start.py": {"rain": (RAIN, start.START)},
    "softmax.py": {"softmax": (LOGITS, logits.START)},
    "surprise.py": {
        "surprise": (SURPRISE, curve.START),
        "batch": (BATCH, curve.BATCH),
        "pipeline": (PIPELINE, three_names.PIPELINE),
        "density": (DENSITY, three_names.DENSITY),
    },
    "distributions.py": {"distributions": (DISTRIBUTIONS, distributions.START)},
    "calibration.py": {"honesty": (PROPER_SCORE, forecast.START)},
    "language.py": {"strip": (text.STRIP, text.START)},
    "scale.py": {"vocabulary": (VOCABULARY, scale.START), "law": (SCALING_LAW, scale.LAW)},
}


def conversations(file: str) -> dict[str, Conversation[Any]]:
    """A new visitor's talk with each board of that page."""
    return {name: Conversation(board, start, start) for name, (board, start) in PAGES[file].items()}


def params(query: str) -> Params:
    """A link's query as a page reads it: each key with all its values."""
    found: dict[str, list[str]] = {}
    for key, value in parse_qsl(query):
        found.setdefault(key, []).append(value)
    return found
