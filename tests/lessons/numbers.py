"""The numbers in a sentence, and whether each of them is what was computed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# Not part of a name (GPT-2, 4-gram, 124M, arXiv:2203.15556, float32), nor of a word.
_NUMBER = re.compile(
    r"(?<![\w.:,])(?<![A-Za-z]-)(?P<sign>[-+−]?)"
    r"(?:(?:(?P<times>\d+(?:\.\d+)?)·)?10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?P<exponent>e[-+]?\d+)?)"
    r"(?P<percent> ?%)?(?![\w⁻⁰¹²³⁴⁵⁶⁷⁸⁹]|-[a-z])"
)


@dataclass(frozen=True)
class Shown:
    """One number as a sentence shows it; `half` is half a unit of its last digit."""

    text: str
    value: float
    half: float

    def shows(self, computed: float) -> bool:
        """Whether it is `computed`, rounded to the digits that are shown."""
        if self.value == computed:  # infinities too
            return True
        return abs(self.value - computed) <= self.half * (1 + 1e-6) + 1e-9 * abs(computed)


def numbers(sentence: str) -> list[Shown]:
    """Every number of a sentence in its order; 83 % counts as 0.83, 10⁻⁹ as 1e-9."""
    return [_shown(found) for found in _NUMBER.finditer(sentence.replace("0/0", ""))]


def _shown(found: re.Match[str]) -> Shown:
    sign = -1.0 if found["sign"] in ("-", "−") else 1.0
    scale = 0.01 if found["percent"] else 1.0
    if found["power"]:
        unit = scale * 10.0 ** int(found["power"].translate(_SUPERSCRIPTS))
        times = found["times"] or "1"
        half = unit * 10.0 ** -len(times.partition(".")[2]) / 2 if found["times"] else 0.0
        return Shown(found[0], sign * unit * float(times), half)
    exponent = int((found["exponent"] or "e0")[1:])
    places = len(found["part"] or ".") - 1
    digits = found["digits"].replace(",", "") + (found["part"] or "")
    unit = scale * 10.0 ** (exponent - places)
    return Shown(found[0], sign * scale * float(digits) * 10.0**exponent, unit / 2)


def unexplained(sentence: str, computed: Iterable[float]) -> list[str]:
    """The numbers of a sentence that show none of the computed values."""
    values = list(computed)
    return [one.text for one in numbers(sentence) if not any(map(one.shows, values))]


def tells(sentence: str, computed: float) -> bool:
    """Whether some number of the sentence shows this value."""
    return any(one.shows(computed) for one in numbers(sentence))
