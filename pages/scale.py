"""Scale: the same loss from two classes to 256,000, and from a million parameters to trillions."""

import streamlit as st

from xentviz import lesson
from xentviz.lesson.topics import measure, scale
from xentviz.live import law_board, vocabulary_board

words = lesson.hold("vocabulary", scale.START)
size = lesson.hold("law", scale.LAW)
lesson.claim(
    "scale",
    "Drag V. Knowing nothing costs ln V: from a coin to 256,000 tokens the loss grows from 0.69 to "
    "12.5 nats, while logits and work grow 128,000-fold.",
)


@st.fragment
def here() -> None:
    lesson.section(
        f"p − y for {measure.CLASSES:,} classes, for real",
        "Llama 3 chooses among that many tokens. This computes one prediction’s loss and whole "
        "gradient on the server, at most 300 ms and one visitor at a time.",
    )
    if st.button("Measure it on this server", key="measure"):
        with lesson.sentence():
            found = measure.measure()
            st.markdown(found.words)
            lesson.table(measure.HEADER, found.rows)


lesson.touch(
    words,
    vocabulary_board,
    ask=scale.worse_than_nothing(),
    tries=scale.vocabularies(),
    kept="Measure a loss against ln V, the price of knowing nothing. There is no upper bound.",
    code=scale.in_code,
)


@lesson.below
def sections() -> None:
    here()
    lesson.section(
        "More parameters and more text buy less and less of the same loss", scale.about_the_floor()
    )
    lesson.touch(
        size,
        law_board,
        ask=scale.a_hundredth(),
        tries=scale.published(),
        kept="Scale lowers what you pay above H, never H itself; and 0.01 nats is 1 % of "
        "perplexity.",
        code=scale.law_in_code,
    )
    lesson.section("What the fit is, and is not", scale.about_the_fit())
    lesson.table(scale.SOURCES_HEADER, scale.sources())
    lesson.next_lesson("scale")
