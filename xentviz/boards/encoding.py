"""How infinities and nan cross the wire, for JSON has none; assets/encoding.js does the same."""

import math
from collections.abc import Mapping, Sequence

_NAMES = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}


def encode(value: object) -> object:
    """The value as JSON can hold it: inf becomes {"number": "inf"}, in lists and fields too.

    `encode([1.0, math.inf])` is [1.0, {"number": "inf"}].
    """
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}
    if isinstance(value, Mapping):
        return {key: encode(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [encode(each) for each in value]
    return value


def decode(value: object) -> object:
    """What `encode` was given, tuples as lists. What is no encoding of a number stays as it is."""
    if isinstance(value, Mapping):
        name = value.get("number")
        if len(value) == 1 and isinstance(name, str) and name in _NAMES:
            return _NAMES[name]
        return {key: decode(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [decode(each) for each in value]
    return value
