"""One colour per meaning, for figures and (as CSS variables in parts.css) for boards.

The hues are Okabe and Ito's (2008), safe for colour-blind eyes. A hue that is too light for its
ground takes a darker shade (on dark ground a lighter one) of itself: `mark` keeps 3:1 for bars,
lines and large numerals, `text` keeps 4.5:1 for words. tests/figures/test_theme.py computes both.
"""

from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark"]
Meaning = Literal["prediction", "truth", "loss", "gradient", "entropy", "kl"]


@dataclass(frozen=True, slots=True)
class Shade:
    """One meaning's colour on one ground."""

    mark: str
    text: str


GROUNDS: dict[Scheme, tuple[str, str]] = {
    # page, panel: the theme's backgroundColor and secondaryBackgroundColor
    "light": ("#FFFFFF", "#F7F8FA"),
    "dark": ("#0E1117", "#161A22"),
}
INK: dict[Scheme, str] = {"light": "#1B1F2A", "dark": "#F5F6F8"}
MUTED: dict[Scheme, str] = {"light": "#596070", "dark": "#A3AABA"}
RULE: dict[Scheme, str] = {"light": "#D9DDE3", "dark": "#3A404D"}

SHADES: dict[Scheme, dict[Meaning, Shade]] = {
    "light": {
        "prediction": Shade("#0072B2", "#0069A6"),
        "truth": Shade("#009E73", "#007352"),
        "loss": Shade("#D55E00", "#A84A00"),
        "gradient": Shade("#BF6496", "#98416F"),
        "entropy": Shade("#B37A00", "#805800"),
        "kl": Shade("#3A94CC", "#1F6FA3"),
    },
    "dark": {
        "prediction": Shade("#1B8ACB", "#58AEE8"),
        "truth": Shade("#009E73", "#2BC497"),
        "loss": Shade("#E8690B", "#FF8A3D"),
        "gradient": Shade("#CC79A7", "#E29CC3"),
        "entropy": Shade("#E69F00", "#F0B234"),
        "kl": Shade("#56B4E9", "#8CCFF5"),
    },
}
