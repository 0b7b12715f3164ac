"""Pairs of distributions from everyday life: what happens, and what somebody says will happen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A truth `p` and a prediction `q` over the same outcomes, and where the numbers are from."""

    key: str
    title: str
    names: tuple[str, ...]
    p: tuple[float, ...]
    q: tuple[float, ...]
    source: str


def _shares(*counts: float) -> tuple[float, ...]:
    return tuple(count / sum(counts) for count in counts)


# Percent of English text; the 19 letters that are not named share the rest.
_LETTERS = {"e": 12.702, "t": 9.056, "a": 8.167, "o": 7.507, "i": 6.966, "n": 6.749, "s": 6.327}

PAIRS = (
    Pair(
        "weather",
        "Weather",
        ("rain", "sun", "fog", "drizzle", "snow"),
        _shares(641, 640, 101, 53, 26),
        (0.2, 0.6, 0.1, 0.05, 0.05),
        # rain 641, sun 640, fog 101, drizzle 53, snow 26: all days of four years
        "p: 1,461 days in Seattle (NOAA, seattle-weather.csv of vega-datasets 2.11). "
        "q: made up for this lesson.",
    ),
    Pair(
        "dice",
        "Dice",
        ("1", "2", "3", "4", "5", "6"),
        _shares(1, 1, 1, 1, 1, 1),
        _shares(1, 1, 1, 1, 1, 5),
        "p: a fair die, 1/6 each by symmetry. "
        "q: stated for this lesson, a player who trusts in sixes and gives them 1/2.",
    ),
    Pair(
        "letters",
        "Letters of English",
        (*_LETTERS, "19 others"),
        _shares(*_LETTERS.values(), 100 - sum(_LETTERS.values())),
        _shares(*(1 for _ in _LETTERS), 26 - len(_LETTERS)),
        "p: letters in English text, the seven commonest and the rest together (R. E. Lewand, "
        "Cryptological Mathematics, 2000). q: all 26 letters alike.",
    ),
    Pair(
        "test",
        "Medical test",
        ("ill", "healthy"),
        _shares(9, 89),
        (0.9, 0.1),
        "p: of 1,000 women screened 10 have breast cancer and 9 of them test positive, as do 89 of "
        "the others, so 9 of 98 who test positive are ill. q: “9 in 10”, the commonest "
        "answer of 160 gynaecologists asked (G. Gigerenzer et al., Psychological Science in the "
        "Public Interest 8, 2007).",
    ),
)
