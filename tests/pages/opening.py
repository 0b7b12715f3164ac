"""How every page test opens a page: through the navigation, with a link's query."""

from pathlib import Path
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

from xentviz.lessons.catalogue import LESSONS

NAVIGATION = Path(__file__).parents[2] / "pages" / "navigation.py"


def opened(file: str, query: str = "", *, timeout: float = 20, near: bool = False) -> AppTest:
    """The page, run once with the link's query.

    `near`: its reader has come near a figure before, so figures are drawn.
    """
    app = AppTest.from_file(str(NAVIGATION), default_timeout=timeout)
    if near:
        app.session_state["figures"] = True
    for key, value in parse_qsl(query, keep_blank_values=True):
        app.query_params[key] = [*app.query_params.get(key, []), value]
    if file != LESSONS[0].file:
        app.switch_page(file)
    return app.run()
