"""One colour per meaning, for figures and (as CSS variables in controls.css) for boards.

The hues are Okabe and Ito's (2008), safe for colour-blind eyes. A hue that is too light for its
ground takes a darker shade (on dark ground a lighter one) of itself: `mark` keeps 3:1 for bars,
lines and large numerals, `text` keeps 4.5:1 for words. tests/figures/test_theme.py computes both.

`canvas` is how every figure starts: its ground, letters and axes.
"""

import functools
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go
from plotly.graph_objects import Figure as Figure

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


HUES: dict[Meaning, Shade] = SHADES["light"]  # what a figure paints with, see `dark_css`


@functools.cache
def template() -> go.layout.Template:
    """What all figures share: quiet axes, no legend, no zooming, the page's own ground."""
    axis = {
        "gridcolor": RULE["light"],
        "linecolor": RULE["light"],
        "zeroline": False,
        "tickfont": {"color": MUTED["light"], "size": 13},
        "title": {"font": {"color": MUTED["light"], "size": 14}, "standoff": 6},
        # A finger that scrolls the page must not zoom the figure instead.
        "fixedrange": True,
        "automargin": True,
    }
    ground = GROUNDS["light"][0]
    return go.layout.Template(
        layout={
            "font": {"family": "sans-serif", "size": 14, "color": INK["light"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [shade.mark for shade in HUES.values()],
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {"bgcolor": ground, "font": {"color": INK["light"], "size": 14}},
        }
    )


# What every slider of a figure looks like, in dark too.
SLIDER: dict[str, object] = {
    "bgcolor": RULE["light"],
    "bordercolor": MUTED["light"],
    "activebgcolor": MUTED["light"],
}


def canvas(*, height: int, **layout: object) -> Figure:
    """An empty figure of `height` px in the house's style; `layout` as Plotly's own."""
    return Figure(layout={"template": template(), "height": height, **layout})


@functools.cache
def dark_css() -> str:
    """Swaps each light colour of a figure for its dark partner wherever the page is dark.

    So one figure serves both schemes, and follows the reader's switch without the server. Plotly
    writes its colours as inline styles, which browsers spell `fill: rgb(1, 2, 3);`. An element
    that is to follow paints with HUES, INK, MUTED, RULE or GROUNDS of "light" as they stand.
    """
    pairs = {INK["light"]: INK["dark"], MUTED["light"]: MUTED["dark"], RULE["light"]: RULE["dark"]}
    pairs |= dict(zip(GROUNDS["light"], GROUNDS["dark"], strict=True))
    for meaning, dark in SHADES["dark"].items():
        pairs |= {HUES[meaning].mark: dark.mark, HUES[meaning].text: dark.text}
    return "".join(
        f'.js-plotly-plot [style*="{kind}: rgb({_channels(light)})"]'
        f"{{{kind}:light-dark({light},{dark})!important}}"
        for light, dark in pairs.items()
        for kind in ("fill", "stroke")
    )


def _channels(colour: str) -> str:
    return ", ".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
