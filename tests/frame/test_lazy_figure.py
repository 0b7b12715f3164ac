"""A figure comes when the browser says that the reader is near."""

import json

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest


def _page() -> None:
    """One figure, in the place that its height keeps."""
    from xentviz.figures.theme import canvas
    from xentviz.frame.lazy_figure import lazy_figure

    lazy_figure(canvas(height=240), alt="What is to be seen.", key="one")


def test_the_figure_takes_the_place_of_its_words() -> None:
    app = AppTest.from_function(_page).run()
    (place,) = app.get("bidi_component")
    assert json.loads(place.proto.json)[0]["alt"] == "What is to be seen."
    near = WidgetState(id=place.proto.id, json_value=json.dumps({"near": 1}))
    app._run(WidgetStates(widgets=[near]))
    app.run()
    assert not app.get("bidi_component")
    assert [chart.proto.alt for chart in app.get("plotly_chart")] == ["What is to be seen."]
