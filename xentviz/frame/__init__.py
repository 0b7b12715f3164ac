"""How Streamlit shows boards and lessons: pages, their parts, their state in the link."""

from xentviz.frame.glossary_page import glossary_page
from xentviz.frame.lesson_page import lesson_page

__all__ = ["glossary_page", "lesson_page"]
