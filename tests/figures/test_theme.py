"""Colours can be told from their ground, and the boards use the figures' own."""

import re
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

import xentviz.boards
from xentviz.figures.theme import GROUNDS, INK, MUTED, RULE, SHADES, Meaning, Scheme

CSS = (Path(xentviz.boards.__file__).parent / "assets" / "controls.css").read_text()
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.1: 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_21_to_1() -> None:
    """The measure itself."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize(("scheme", "meaning"), [*product(SCHEMES, MEANINGS)])
def test_marks_keep_3_to_1_and_words_keep_4_5_to_1(scheme: Scheme, meaning: Meaning) -> None:
    """On the page and on a panel."""
    for ground in GROUNDS[scheme]:
        assert contrast(SHADES[scheme][meaning].mark, ground) >= 3
        assert contrast(SHADES[scheme][meaning].text, ground) >= 4.5
        assert contrast(INK[scheme], ground) >= 4.5
        assert contrast(MUTED[scheme], ground) >= 4.5


def variable(name: str) -> tuple[str, ...]:
    """The two values of --NAME in controls.css."""
    found = re.search(rf"--{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", CSS)
    assert found, f"--{name} is missing from controls.css"
    return found.groups()


@pytest.mark.parametrize("meaning", MEANINGS)
def test_boards_and_figures_share_a_colour_per_meaning(meaning: Meaning) -> None:
    """controls.css says what theme.py says."""
    assert variable(meaning) == tuple(SHADES[scheme][meaning].mark for scheme in SCHEMES)
    assert variable(f"{meaning}-text") == tuple(SHADES[scheme][meaning].text for scheme in SCHEMES)


def test_boards_and_figures_share_their_greys() -> None:
    """Words of less weight, and lines."""
    assert variable("muted") == (MUTED["light"], MUTED["dark"])
    assert variable("rule") == (RULE["light"], RULE["dark"])


def test_the_server_theme_is_the_figures_ground() -> None:
    """The page behind a figure has the colour that the contrasts were computed on."""
    config = (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text()
    for scheme in SCHEMES:
        page, panel = GROUNDS[scheme]
        assert f'backgroundColor = "{page}"' in config
        assert f'secondaryBackgroundColor = "{panel}"' in config
        assert f'textColor = "{INK[scheme]}"' in config
