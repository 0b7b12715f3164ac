"""How Streamlit shows boards and lessons: the page, its parts, its state in the link."""

from xentviz.frame.board_session import BoardSession, WidgetGroup
from xentviz.frame.errors import report_failure, warn_on_value_error
from xentviz.frame.glossary_page import glossary_page
from xentviz.frame.lazy_figure import lazy_figure
from xentviz.frame.lesson_page import lesson_page
from xentviz.frame.page import Page
from xentviz.frame.parts import in_code, section, suggestions, table, takeaway
from xentviz.frame.question import ask

__all__ = [
    "BoardSession",
    "Page",
    "WidgetGroup",
    "ask",
    "glossary_page",
    "in_code",
    "lazy_figure",
    "lesson_page",
    "report_failure",
    "section",
    "suggestions",
    "table",
    "takeaway",
    "warn_on_value_error",
]
