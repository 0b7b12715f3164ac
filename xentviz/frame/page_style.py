"""What every page has around its content: the icon, the style sheet."""

import functools
from pathlib import Path

from xentviz.figures.theme import dark_css

_ASSETS = Path(__file__).parent / "assets"
ICON = _ASSETS / "icon.svg"


@functools.cache
def page_style() -> str:
    """The style sheet of every page: its own, presenter mode's, the figures' in the dark."""
    own = [(_ASSETS / name).read_text(encoding="utf-8") for name in ("page.css", "presenter.css")]
    return "".join(own) + dark_css()
