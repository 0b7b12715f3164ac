"""Calibration: log loss rewards the honest word, and what to do with a model that exaggerates."""

from xentviz.boards import PROPER_SCORE
from xentviz.frame import Page
from xentviz.frame.sections import confidence
from xentviz.lessons.calibration import forecast

page = Page(
    "calibration",
    "Something will happen with chance c, and you say q. Drag both: on average the log loss is "
    "lowest where you say exactly what you believe.",
)
page.board_section(
    page.board("honesty", PROPER_SCORE, forecast.START),
    question=forecast.what_to_say(),
    suggestions=forecast.words(),
    takeaway="Log loss pays for honesty: no word is cheaper than the chance you believe in.",
    code=forecast.in_code,
)
page.section(confidence.classifier, link_keys=["bins", "at"])
page.section(confidence.yourself, link_keys=["me"])
page.section(page.next_page)
