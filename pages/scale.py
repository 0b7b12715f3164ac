"""Scale: the same loss from two classes to 256,000, and from a million parameters to trillions."""

import streamlit as st

from xentviz.boards import SCALING_LAW, VOCABULARY
from xentviz.frame import Page, section, table, warn_on_value_error
from xentviz.lessons import scale
from xentviz.server import measurement

page = Page(
    "scale",
    "Drag V. Knowing nothing costs ln V: from a coin to 256,000 tokens the loss grows from 0.69 to "
    "12.5 nats, while logits and work grow 128,000-fold.",
)


@st.fragment
def here() -> None:
    section(
        f"p − y for {measurement.CLASSES:,} classes, for real",
        "Llama 3 chooses among that many tokens. This computes one prediction’s loss and whole "
        "gradient on the server, at most 300 ms and one visitor at a time.",
    )
    if st.button("Measure it on this server", key="measure"):
        with warn_on_value_error():
            found = measurement.measure()
            st.markdown(found.words)
            table(measurement.HEADER, found.rows)


vocabulary = page.board("vocabulary", VOCABULARY, scale.START)
law = page.board("law", SCALING_LAW, scale.LAW)

page.board_section(
    vocabulary,
    question=scale.worse_than_nothing(),
    suggestions=scale.vocabularies(),
    takeaway="Measure a loss against ln V, the price of knowing nothing. There is no upper bound.",
    code=scale.in_code,
)
page.section(here)


@page.section
def size_and_data() -> None:
    section(
        "More parameters and more text buy less and less of the same loss", scale.about_the_floor()
    )
    page.board_section(
        law,
        question=scale.a_hundredth(),
        suggestions=scale.published(),
        takeaway="Scale lowers what you pay above H, never H itself; and 0.01 nats is 1 % of "
        "perplexity.",
        code=scale.law_in_code,
    )
    section("What the fit is, and is not", scale.about_the_fit())
    table(scale.SOURCES_HEADER, scale.sources())
    page.next_page()
