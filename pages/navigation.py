"""Run for each visitor: the lessons in their order, and the one that is open."""

import streamlit as st

from xentviz.frame.page import ICON
from xentviz.lessons.catalogue import LESSONS

st.set_page_config(page_title="xentviz", page_icon=str(ICON), layout="wide")
st.logo(str(ICON), size="small")

sections: dict[str, list[st.Page]] = {}
for lesson in LESSONS:
    page = st.Page(lesson.file, title=lesson.name, url_path=lesson.path, default=lesson.path == "")
    sections.setdefault(lesson.section, []).append(page)

st.navigation(sections, position="top").run()
