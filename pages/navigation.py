"""Run for each visitor: the pages in their order, as a numbered path, and the one that is open."""

import streamlit as st

from xentviz.frame.page_style import ICON
from xentviz.lessons.catalogue import GLOSSARY, LESSONS

st.set_page_config(page_title="xentviz", page_icon=str(ICON), layout="wide")
embedded = bool(st.context.is_embedded)
if not embedded:
    st.logo(str(ICON), size="small")

pages = [
    st.Page(
        entry.file,
        title=f"{number} {entry.name}",
        url_path=entry.path,
        default=entry.path == "",
    )
    for number, entry in enumerate(LESSONS, 1)
]
pages.append(st.Page(GLOSSARY.file, title=GLOSSARY.name, url_path=GLOSSARY.path))
st.navigation(pages, position="hidden" if embedded else "top").run()
