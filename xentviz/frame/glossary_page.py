"""The page that lists every term, with the page that shows it."""

import streamlit as st

from xentviz.frame.copy_link import share_buttons
from xentviz.frame.markdown import escape_markdown
from xentviz.frame.page_style import page_style
from xentviz.lessons.catalogue import GLOSSARY, LESSONS
from xentviz.lessons.glossary import TERMS, Term


def glossary_page() -> None:
    """Show the glossary."""
    st.set_page_config(page_title=f"{GLOSSARY.claim} · xentviz")
    st.html(f"<style>{page_style()}</style>")
    with st.container(key="share-corner"):
        share_buttons()
    st.title(GLOSSARY.claim, anchor=False)
    terms = sorted(TERMS, key=lambda term: term.name.lower())
    st.markdown("\n".join(_line(term) for term in terms))


def _line(term: Term) -> str:
    names = {one.path: one.name for one in LESSONS}
    shown = f" Shown on [{names[term.page]}](/{term.page})." if term.page in names else ""
    return f"- **{escape_markdown(term.name)}**: {escape_markdown(term.meaning)}{shown}"
